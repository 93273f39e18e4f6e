"""Tensors that an ONNX model keeps in files beside it, as exporters of large models write them.

Only regular files inside the model's own folder are read: no link, on the way or at the end, and
no name that leads out. Each file is read once, whole; a tensor is a view of its bytes.
"""

import os
import stat
from math import prod
from pathlib import Path, PurePosixPath

import numpy as np
from onnx import TensorProto

from ..errors import Refused
from ..storage import bfloat16_to_float32

FILES_BYTES_MAX = 4 << 30  # of all files together
FILES_MAX = 1024
# How often all tensors may read all of the files: tied weights read theirs twice.
READS_MAX = 16
TYPES = {
    TensorProto.FLOAT: "<f4",
    TensorProto.FLOAT16: "<f2",
    TensorProto.BFLOAT16: "<u2",
    TensorProto.DOUBLE: "<f8",
    TensorProto.INT8: "<i1",
    TensorProto.UINT8: "<u1",
    TensorProto.INT16: "<i2",
    TensorProto.UINT16: "<u2",
    TensorProto.INT32: "<i4",
    TensorProto.UINT32: "<u4",
    TensorProto.INT64: "<i8",
    TensorProto.UINT64: "<u8",
    TensorProto.BOOL: "?",
}
ADVICE = "put the model and its data into one folder, or save the model as one file"


class ExternalData:
    def __init__(self, folder: Path | None):
        """`folder` is that of the model; without one every tensor is refused."""
        self.folder = folder
        self.files = {}  # location -> bytes
        self.file_bytes = self.read_bytes = 0

    def array(self, tensor) -> np.ndarray:
        """An onnx.TensorProto whose bytes are in another file. Fails with onnx/external-data."""
        entries = {entry.key: entry.value for entry in tensor.external_data}
        location = entries.get("location", "")
        if self.folder is None:
            refuse(tensor, f"is kept in another file, {location!r}; {ADVICE}")
        if tensor.data_type not in TYPES or any(size < 0 for size in tensor.dims):
            refuse(tensor, f"of type {tensor.data_type} and shape {list(tensor.dims)}")
        kind = np.dtype(TYPES[tensor.data_type])
        content = self._content(tensor, location)
        offset = _number(tensor, entries, "offset", 0)
        length = prod(tensor.dims) * kind.itemsize
        stated = _number(tensor, entries, "length", length)
        if stated != length or offset + length > len(content):
            refuse(
                tensor,
                f"of shape {list(tensor.dims)} needs {length} bytes; {stated} at {offset} are "
                f"given, in {location!r} of {len(content)}",
            )
        self.read_bytes += length
        if self.read_bytes > READS_MAX * self.file_bytes:
            refuse(tensor, f"and those before it claim over {READS_MAX} times their files")
        found = np.frombuffer(content, kind, prod(tensor.dims), offset).reshape(tensor.dims)
        return bfloat16_to_float32(found) if tensor.data_type == TensorProto.BFLOAT16 else found

    def _content(self, tensor, location: str) -> bytes:
        if location not in self.files:
            if len(self.files) == FILES_MAX:
                refuse(tensor, f"is in yet another file; {FILES_MAX} are the most")
            room = FILES_BYTES_MAX - self.file_bytes
            self.files[location] = _read(tensor, self.folder, location, room)
            self.file_bytes += len(self.files[location])
        return self.files[location]


def refuse(tensor, why: str):
    raise Refused("onnx/external-data", f"tensor {tensor.name!r} {why}")


def _number(tensor, entries: dict, key: str, default: int) -> int:
    text = entries.get(key, str(default))
    if not (text.isascii() and text.isdigit() and len(text) < 20):
        refuse(tensor, f"has the {key} {text[:40]!r}, which is no number of bytes")
    return int(text)


def _read(tensor, folder: Path, location: str, room: int) -> bytes:
    parts = PurePosixPath(location).parts
    if not parts or location.startswith("/") or ".." in parts or set("\\\0:") & set(location):
        refuse(tensor, f"is kept in {location[:200]!r}, which is not inside the model's folder")
    try:
        with open(_opened(folder, parts), "rb") as file:
            status = os.fstat(file.fileno())
            if not stat.S_ISREG(status.st_mode) or status.st_nlink > 1:
                refuse(tensor, f"is kept in {location!r}, a link or no file; copy the file itself")
            content = file.read(room + 1) if status.st_size <= room else None
    except OSError as error:
        reason = "links are not followed" if _is_link(folder, parts) else error.strerror
        refuse(tensor, f"is kept in {location!r} beside the model: {reason}; {ADVICE}")
    if content is None or len(content) > room:
        refuse(tensor, f"is kept in {location!r}, which is over {FILES_BYTES_MAX >> 30} GiB")
    return content


def _opened(folder: Path, parts) -> int:
    """A descriptor of the file, each part of whose name is opened inside the one before."""
    how = os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK
    inside = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        for part in parts[:-1]:
            inner = os.open(part, how | os.O_DIRECTORY, dir_fd=inside)
            os.close(inside)
            inside = inner
        return os.open(parts[-1], how, dir_fd=inside)
    finally:
        os.close(inside)


def _is_link(folder: Path, parts) -> bool:
    return any(os.path.islink(folder.joinpath(*parts[: end + 1])) for end in range(len(parts)))
