"""ZIPs that lie, each with the code of its refusal. Tests and the fuzzer use them."""

import io
import struct
import warnings
import zipfile

import numpy as np
from fuzz import torch_files

DIRECTORY_ENTRY = struct.Struct("<4s6H3I5H2I")


def good() -> bytes:
    return torch_files.zip_file(*torch_files.state({"w": np.arange(4, dtype=np.float32)}))


def entries(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zipped(parts, compression=zipfile.ZIP_STORED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", compression) as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # duplicate names are meant
        for name, data in parts:
            archive.writestr(name, data)
    return buffer.getvalue()


def in_directory(content: bytes, name: str, field: int, value: int) -> bytes:
    """`content` with one number of the central directory's entry for `name` changed."""
    position = content.rindex(b"PK\x01\x02", 0, content.rindex(name.encode()))
    values = list(DIRECTORY_ENTRY.unpack_from(content, position))
    values[field] = value
    changed = bytearray(content)
    DIRECTORY_ENTRY.pack_into(changed, position, *values)
    return bytes(changed)


CRC, COMPRESSED_SIZE, SIZE, FLAGS, METHOD, OFFSET = 7, 8, 9, 3, 4, 16


def hostile() -> dict:
    """name -> (file, expected code)."""
    content, parts = good(), entries(good())
    data = "archive/data/0"
    listed = list(parts.items())

    def of(**changes):
        return zipped([*{**parts, **{k.replace("__", "/"): v for k, v in changes.items()}}.items()])

    def without(name):
        return zipped([item for item in listed if item[0] != name])

    def both_sizes(size):
        changed = in_directory(content, data, SIZE, size)
        return in_directory(changed, data, COMPRESSED_SIZE, size)

    pickle_offset = content.index(b"PK\x03\x04")
    return {
        "wrong CRC in the directory": (in_directory(content, data, CRC, 1), "container/damaged"),
        "one bit of a tensor flipped": (
            content.replace(np.float32([3]).tobytes(), np.float32([5]).tobytes(), 1),
            "container/damaged",
        ),
        "two entries of one name": (
            zipped([*listed, (data, bytes(16))]),
            "container/duplicate-entry",
        ),
        "two pickles of one name": (
            zipped([("archive/data.pkl", torch_files.pickled(b"N")), *listed]),
            "container/duplicate-entry",
        ),
        "two folders": (
            zipped([*listed, ("other/data.pkl", parts["archive/data.pkl"])]),
            "container/unknown",
        ),
        "entries that overlap": (overlapping(content), "container/overlapping-entries"),
        "entry at another's place": (
            in_directory(content, data, OFFSET, pickle_offset),
            "container/damaged",
        ),
        "entry past the end": (
            in_directory(content, data, OFFSET, len(content)),
            "container/damaged",
        ),
        "entry of 2 GB": (both_sizes(2**31), "container/damaged"),
        "entry longer than its data": (both_sizes(len(content)), "container/damaged"),
        "sizes that differ": (in_directory(content, data, SIZE, 15), "container/unsupported"),
        "compressed": (zipped(listed, zipfile.ZIP_DEFLATED), "container/unsupported"),
        "bomb of zeros": (
            zipped([*listed, ("archive/bomb", bytes(1 << 24))], zipfile.ZIP_DEFLATED),
            "container/unsupported",
        ),
        "encrypted": (in_directory(content, data, FLAGS, 1), "container/unsupported"),
        "unknown method": (in_directory(content, data, METHOD, 99), "container/unsupported"),
        "no pickle": (without("archive/data.pkl"), "container/unknown"),
        "no data for a tensor": (without(data), "container/bad-storage"),
        "data too short": (of(archive__data__0=bytes(12)), "container/bad-storage"),
        "data too long": (of(archive__data__0=bytes(20)), "container/bad-storage"),
        "big-endian": (of(archive__byteorder=b"big"), "container/unsupported"),
        "TorchScript": (of(**{"archive__constants.pkl": b""}), "container/torchscript"),
        "empty ZIP": (zipped([]), "source/unknown-format"),
        "directory cut off": (content[: content.index(b"PK\x01\x02")], "container/damaged"),
        "any ZIP": (zipped([("word/document.xml", b"<xml/>")]), "container/unknown"),
    }


def overlapping(content: bytes) -> bytes:
    """A second directory entry that begins inside the data of the first, at a real local header put
    there."""
    inner = zipped([("archive/inner", b"x")])
    local = inner[: inner.index(b"PK\x01\x02")]
    parts = entries(content) | {"archive/outer": local}
    outer = zipped([*parts.items(), ("archive/inner", b"x")])
    return in_directory(outer, "archive/inner", OFFSET, outer.index(local))
