"""Raw weights of any kind -> tensors by name. The kind is read from the bytes, not the file
name."""

import math

import numpy as np

from . import legacy_container, safetensors_source, storage, zip_container
from .errors import Refused
from .pickle_values import TensorReference

# Keys under which training programs keep the network inside a checkpoint, in order of preference.
CHECKPOINT_KEYS = ("state_dict", "model_state_dict", "model", "net", "network")
# What DataParallel and some trainers put before every name.
PREFIXES = ("module.", "model.", "_orig_mod.")
# How often all tensors may read all of the storages. Tied weights read theirs twice; a file that
# reads them a thousand times claims gigabytes with a few bytes.
READS_MAX = 16


def read_weights(content: bytes) -> dict[str, np.ndarray]:
    """Floats are as the file has them, bfloat16 as float32.

    Fails with pickle/*, container/*, safetensors/* or source/*.
    """
    if content.startswith(zip_container.SIGNATURE):
        return _from_checkpoint(*zip_container.read_zip(content))
    if content.startswith(legacy_container.SIGNATURE):
        return _from_checkpoint(*legacy_container.read_legacy(memoryview(content)))
    if safetensors_source.looks_like_safetensors(content):
        return _without_prefix(safetensors_source.read_safetensors(content))
    raise Refused(
        "source/unknown-format", "neither a file of torch.save, nor safetensors, nor ONNX"
    )


def _from_checkpoint(saved, arrays) -> dict:
    references = _find_state_dict(saved)
    _check_reads(references.values(), arrays)
    tensors = {
        name: storage.tensor_array(reference, arrays[reference.storage.key])
        for name, reference in references.items()
    }
    return _without_prefix(tensors)


def _check_reads(references, arrays) -> None:
    claimed = sum(
        math.prod(tensor.shape) * arrays[tensor.storage.key].itemsize for tensor in references
    )
    stored = sum(array.nbytes for array in arrays.values())
    if claimed > READS_MAX * stored:
        raise Refused(
            "pickle/too-large",
            f"the tensors claim {claimed} bytes of storages that have {stored} bytes",
        )


def _find_state_dict(saved) -> dict:
    """The dictionary of tensors itself, or the one that a checkpoint keeps under a usual name."""
    if not isinstance(saved, dict):
        raise Refused("source/no-weights", "the file holds no dictionary of tensors")
    for candidate in [saved] + [saved.get(key) for key in CHECKPOINT_KEYS]:
        if isinstance(candidate, dict):
            tensors = _tensors_of(candidate)
            if tensors:
                return tensors
    raise Refused(
        "source/no-weights",
        f"no tensors in the file, nor under {', '.join(CHECKPOINT_KEYS)}; it has "
        f"{sorted(map(str, saved))[:8]}",
    )


def _tensors_of(candidate: dict) -> dict:
    return {
        name: value
        for name, value in candidate.items()
        if isinstance(name, str) and isinstance(value, TensorReference)
    }


def _without_prefix(tensors: dict) -> dict:
    for prefix in PREFIXES:
        if all(name.startswith(prefix) for name in tensors):
            tensors = {name.removeprefix(prefix): tensor for name, tensor in tensors.items()}
    return tensors
