"""torch.save since version 1.6: a ZIP of one pickle and one entry a storage, all stored
uncompressed.

Only the central directory is believed, and only after every entry was found where it says, whole,
alone and with the right CRC-32 (torch itself checks none of that).
"""

import io
import struct
import zipfile
import zlib
from dataclasses import dataclass

from . import storage
from .errors import Refused
from .pickle_reader import read_pickle

SIGNATURE = b"PK\x03\x04"
LOCAL_HEADER = struct.Struct("<4sHHHHHIIIHH")
ENTRIES_MAX = 100_000
ENCRYPTED = 1


@dataclass(frozen=True)
class Entry:
    name: str
    begin: int  # of its local header
    end: int  # of its data
    data: memoryview
    crc: int


def read_zip(content: bytes):
    """(the saved object with TensorReferences inside, storage key -> array)."""
    entries = checked_entries(content)
    folder = _folder(entries)
    _check_byte_order(entries, folder)
    saved = read_pickle(entries[f"{folder}/data.pkl"].data)
    arrays = {
        key: storage.storage_array(reference, _storage(entries, folder, key))
        for key, reference in saved.storages.items()
    }
    return saved.value, arrays


def checked_entries(content: bytes) -> dict[str, Entry]:
    """Every entry by name. Fails with container/* unless the whole archive obeys the rules
    above."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            listed, directory = archive.infolist(), archive.start_dir
    except (
        zipfile.BadZipFile,
        struct.error,
        ValueError,
        NotImplementedError,
        OSError,
        RuntimeError,
    ) as error:
        raise Refused("container/damaged", f"the ZIP directory cannot be read: {error}") from None
    if len(listed) > ENTRIES_MAX:
        raise Refused("container/too-large", f"the ZIP has {len(listed)} entries")
    entries = [_entry(memoryview(content), info, directory) for info in listed]
    _check_alone(entries)
    for entry in entries:
        if zlib.crc32(entry.data) != entry.crc:
            raise Refused("container/damaged", f"entry {entry.name!r} has a wrong CRC-32")
    return {entry.name: entry for entry in entries}


def _entry(content, info, directory) -> Entry:
    if info.compress_type != zipfile.ZIP_STORED or info.compress_size != info.file_size:
        raise Refused(
            "container/unsupported", f"entry {info.filename!r} is compressed; torch never does that"
        )
    if info.flag_bits & ENCRYPTED:
        raise Refused("container/unsupported", f"entry {info.filename!r} is encrypted")
    header_end = info.header_offset + LOCAL_HEADER.size
    if info.header_offset < 0 or header_end > directory:
        raise Refused("container/damaged", f"entry {info.filename!r} lies outside the file")
    signature, *_, name_size, extra_size = LOCAL_HEADER.unpack(
        content[info.header_offset : header_end]
    )
    begin = header_end + name_size + extra_size
    end = begin + info.file_size
    name = bytes(content[header_end : header_end + name_size])
    if signature != SIGNATURE or name != info.orig_filename.encode("utf-8", "surrogateescape"):
        raise Refused(
            "container/damaged", f"entry {info.filename!r} is not where the directory says"
        )
    if end > directory:
        raise Refused(
            "container/damaged",
            f"entry {info.filename!r} claims {info.file_size} bytes, more than there are",
        )
    return Entry(info.orig_filename, info.header_offset, end, content[begin:end], info.CRC)


def _check_alone(entries) -> None:
    if len({entry.name for entry in entries}) != len(entries):
        raise Refused("container/duplicate-entry", "the ZIP has two entries of one name")
    last_end = 0
    for entry in sorted(entries, key=lambda entry: entry.begin):
        if entry.begin < last_end:
            raise Refused("container/overlapping-entries", f"entry {entry.name!r} overlaps another")
        last_end = entry.end


def _folder(entries) -> str:
    """The one folder that torch puts everything into."""
    pickles = [name for name in entries if name.endswith("/data.pkl") and name.count("/") == 1]
    if len(pickles) != 1:
        raise Refused(
            "container/unknown", "the ZIP has no data.pkl, or several: not a file of torch.save"
        )
    folder = pickles[0].removesuffix("/data.pkl")
    if f"{folder}/constants.pkl" in entries:
        raise Refused(
            "container/torchscript",
            "a TorchScript program: save the state_dict() of the network instead",
        )
    return folder


def _check_byte_order(entries, folder) -> None:
    entry = entries.get(f"{folder}/byteorder")
    if entry is not None and bytes(entry.data) != b"little":
        raise Refused("container/unsupported", "the file was written on a big-endian machine")


def _storage(entries, folder, key) -> memoryview:
    entry = entries.get(f"{folder}/data/{key}")
    if entry is None:
        raise Refused("container/bad-storage", f"the ZIP has no data for storage {key!r}")
    return entry.data
