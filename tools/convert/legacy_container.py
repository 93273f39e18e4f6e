"""torch.save before version 1.6: five pickles one after the other, then the storages' bytes."""

from . import storage
from .errors import Refused
from .pickle_reader import read_pickle

MAGIC_NUMBER = 0x1950A86A20F9469CFC6C
PROTOCOL_VERSION = 1001
# A pickle of protocol 2 whose first object is a LONG1 of 10 bytes: the magic number.
SIGNATURE = b"\x80\x02\x8a\x0a" + MAGIC_NUMBER.to_bytes(10, "little")


def read_legacy(data: memoryview):
    """(the saved object with TensorReferences inside, storage key -> array)."""
    saved = read_pickle(data, _read_preamble(data))
    keys = read_pickle(data, saved.end)
    listed = isinstance(keys.value, list) and all(isinstance(key, str) for key in keys.value)
    if not listed or sorted(keys.value) != sorted(saved.storages):
        raise Refused(
            "container/bad-storage", "the file's list of storages is not what its tensors use"
        )
    arrays = {}
    position = keys.end
    for key in keys.value:
        arrays[key], position = _read_storage(data, position, saved.storages[key])
    if position != len(data):
        raise Refused(
            "container/trailing-bytes", f"{len(data) - position} bytes after the last storage"
        )
    return saved.value, arrays


def _read_preamble(data) -> int:
    magic = read_pickle(data)
    version = read_pickle(data, magic.end)
    system = read_pickle(data, version.end)
    if magic.value != MAGIC_NUMBER or version.value != PROTOCOL_VERSION:
        raise Refused("container/unknown", "not a file of torch.save: its magic number is wrong")
    if not isinstance(system.value, dict) or system.value.get("little_endian") is not True:
        raise Refused("container/unsupported", "the file was written on a big-endian machine")
    return system.end


def _read_storage(data, position, reference):
    """An int64 element count, then the elements."""
    start = position + 8
    end = start + reference.count * reference.element_size
    if end > len(data):
        raise Refused("container/truncated", f"the file ends inside storage {reference.key!r}")
    count = int.from_bytes(data[position:start], "little", signed=True)
    if count != reference.count:
        raise Refused(
            "container/bad-storage",
            f"storage {reference.key!r} has {count} elements, its tensors expect {reference.count}",
        )
    return storage.storage_array(reference, data[start:end]), end
