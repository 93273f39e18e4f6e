"""Seeds of weights_target.py: valid files, and the hostile ones of the tests."""

import json

import numpy as np
from fuzz import hostile_safetensors, hostile_zips, torch_files
from fuzz.hostile_pickles import executing, lying
from safetensors.numpy import save

# Hostile files whose point is their length are left out: they would slow the fuzzer down.
LONGEST = 2048


def _good() -> dict[str, np.ndarray]:
    values = np.arange(16, dtype=np.float32).reshape(4, 4)
    return {
        "a": values.T,
        "b": values[1:, 2:],
        "c": np.array(7.5, np.float32),
        "d": values.astype("<f2"),
    }


def _checkpoint(state: bytes) -> bytes:
    return torch_files.dictionary({"epoch": torch_files.integer(3), "state_dict": state})


def _pickles():
    state, _ = torch_files.state({"w": np.arange(16, dtype=np.float32).reshape(4, 4)})
    tensor = torch_files.tensor("1", "BFloat16Storage", 8, 0, (2, 4), (4, 1))
    yield from (
        state,
        _checkpoint(state),
        torch_files.ordered({"module.w": torch_files.parameter(tensor)}),
    )
    yield from (opcodes for opcodes, _ in (executing("canary") | lying()).values())


def _safetensors():
    content = save(_good(), {"format": "pt"})
    yield content
    header = json.dumps({"a": {"dtype": "BF16", "shape": [2], "data_offsets": [0, 4]}}).encode()
    yield len(header).to_bytes(8, "little") + header + bytes(4)


def all_seeds():
    state = torch_files.state(_good())
    yield b"F" + torch_files.zip_file(*state)
    yield b"F" + torch_files.legacy_file(*torch_files.state({"w": np.arange(4, dtype=np.float32)}))
    for pickle in _pickles():
        if len(pickle) <= LONGEST:
            yield b"Z" + pickle
            yield b"L" + pickle
    for content, _ in [*hostile_zips.hostile().values(), *hostile_safetensors.hostile().values()]:
        yield b"F" + content
    for content in _safetensors():
        yield b"F" + content
        yield b"S" + content[:2] + content[8:]
