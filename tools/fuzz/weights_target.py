"""What must hold whatever raw weights the converter is given: tensors or Refused, nothing executed,
no memory that the file does not pay for."""

# zipfile's, which it would import at the first file.
import encodings.cp437  # noqa: F401

import convert_torch_files as torch_files
from convert.errors import Refused
from convert.weights import READS_MAX, read_weights
from convert_execution_guard import nothing_executes

AREAS = ("container/", "pickle/", "safetensors/", "source/")
STORAGES = {"0": bytes(range(64)), "1": bytes(16)}


def _zip_of_pickle(content: bytes) -> bytes:
    return torch_files.zip_file(content, STORAGES)


def _legacy_of_pickle(content: bytes) -> bytes:
    return torch_files.legacy_file(content, STORAGES)


def _safetensors(content: bytes) -> bytes:
    """The header's length is of the first two bytes, so that most files get past it."""
    header = content[2 : 2 + int.from_bytes(content[:2], "little")]
    return len(header).to_bytes(8, "little") + content[2:]


# By the first byte of an input: the file itself, or what is put into a sound container around it.
CONTAINERS = {b"F": bytes, b"Z": _zip_of_pickle, b"L": _legacy_of_pickle, b"S": _safetensors}


def check_weights(data: bytes) -> None:
    """Fails with AssertionError, or with what the converter should have refused."""
    content = CONTAINERS.get(data[:1], bytes)(data[1:])
    try:
        with nothing_executes():
            tensors = read_weights(content)
    except Refused as refusal:
        assert refusal.code.startswith(AREAS), f"a code of another stage: {refusal.code}"
        assert 0 < len(str(refusal)) < 10_000, "a message that nobody can read"
        return
    # bfloat16 doubles in memory.
    claimed = sum(array.nbytes for array in tensors.values())
    assert claimed <= 2 * READS_MAX * len(content), (
        f"{claimed} bytes of tensors from {len(content)}"
    )
