"""What must hold for any raw weights: the reader returns tensors or raises Refused, executes
nothing, and takes memory in proportion to the file only."""

# zipfile imports these when it opens its first file; the guard would report that.
import encodings.cp437  # noqa: F401

from convert.errors import Refused
from convert.weights import READS_MAX, read_weights
from fuzz import torch_files
from fuzz.execution_guard import nothing_executes

AREAS = ("container/", "pickle/", "safetensors/", "source/")
STORAGES = {"0": bytes(range(64)), "1": bytes(16)}


def _zip_of_pickle(content: bytes) -> bytes:
    return torch_files.zip_file(content, STORAGES)


def _legacy_of_pickle(content: bytes) -> bytes:
    return torch_files.legacy_file(content, STORAGES)


def _safetensors(content: bytes) -> bytes:
    """Takes the header's length from the first two bytes, so that most inputs pass that check."""
    header = content[2 : 2 + int.from_bytes(content[:2], "little")]
    return len(header).to_bytes(8, "little") + content[2:]


# The first byte of an input chooses: the rest is the file itself, or is put into a valid container.
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
