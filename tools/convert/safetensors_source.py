"""Reads any safetensors file by the strict rules of models/FORMAT.md; what breaks one is
refused."""

import numpy as np

from .errors import Refused
from .json_document import parsed
from .storage import bfloat16_to_float32

HEADER_BYTES_MAX = 100_000_000
TYPES = {
    "F64": "<f8", "F32": "<f4", "F16": "<f2", "BF16": "<u2", "I64": "<i8", "I32": "<i4",
    "I16": "<i2", "I8": "|i1", "U8": "|u1", "BOOL": "|b1",
}  # fmt: skip


def looks_like_safetensors(content: bytes) -> bool:
    return content[8:9] == b"{"


def read_safetensors(content: bytes) -> dict[str, np.ndarray]:
    """Tensors by name. Fails with safetensors/*."""
    header, start = _header(content)
    metadata = header.pop("__metadata__", None)
    if isinstance(metadata, dict) and "glance" in metadata:
        raise Refused("source/glance", "this is a weight file of Glance already: use it as it is")
    data = memoryview(content)[start:]
    ranges = sorted(_checked(name, entry, len(data)) for name, entry in header.items())
    position = 0
    for begin, end, name in ranges:
        if begin != position:
            raise Refused(
                "safetensors/bad-offsets",
                f"tensor {name!r} begins at byte {begin} instead of {position}",
            )
        position = end
    if position != len(data):
        raise Refused(
            "safetensors/bad-offsets", f"{len(data) - position} bytes belong to no tensor"
        )
    return {name: _array(header[name], data) for name in header}


def _header(content: bytes):
    size = int.from_bytes(content[:8], "little")
    if size > HEADER_BYTES_MAX or size > len(content) - 8:
        raise Refused(
            "safetensors/truncated", f"the header claims {size} bytes, the file has {len(content)}"
        )
    text = content[8 : 8 + size]
    header = parsed(text, "safetensors/bad-header", "the header", object_pairs_hook=_unique)
    if not isinstance(header, dict):
        raise Refused("safetensors/bad-header", "the header is not an object")
    return header, 8 + size


def _unique(pairs):
    if len({key for key, _ in pairs}) != len(pairs):
        raise Refused("safetensors/bad-header", "the header has a key twice")
    return dict(pairs)


def _checked(name: str, entry, data_bytes: int):
    """(begin, end, name) of an entry whose type, shape and range fit together."""
    if not isinstance(entry, dict) or not {"dtype", "shape", "data_offsets"} <= set(entry):
        raise Refused(
            "safetensors/bad-header", f"tensor {name!r} lacks dtype, shape or data_offsets"
        )
    if not isinstance(entry["dtype"], str) or entry["dtype"] not in TYPES:
        raise Refused(
            "safetensors/bad-type", f"tensor {name!r} has elements of type {entry['dtype']!r}"
        )
    shape, offsets = entry["shape"], entry["data_offsets"]
    if not _naturals(shape, 1) or not _naturals(offsets, 0) or len(offsets) != 2 or len(shape) > 8:
        raise Refused("safetensors/bad-shape", f"tensor {name!r} has no valid shape or range")
    elements = 1
    for size in shape:
        elements *= size
    begin, end = offsets
    if end > data_bytes or end - begin != elements * np.dtype(TYPES[entry["dtype"]]).itemsize:
        raise Refused(
            "safetensors/bad-offsets",
            f"tensor {name!r} of shape {shape} does not fit bytes {begin} to {end} of {data_bytes}",
        )
    return begin, end, name


def _naturals(values, least) -> bool:
    return isinstance(values, list) and all(
        type(value) is int and least <= value < 2**48 for value in values
    )


def _array(entry, data) -> np.ndarray:
    begin, end = entry["data_offsets"]
    flat = np.frombuffer(data[begin:end], TYPES[entry["dtype"]])
    if entry["dtype"] == "BF16":
        flat = bfloat16_to_float32(flat)
    return flat.reshape(entry["shape"])
