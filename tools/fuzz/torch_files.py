"""Writes files as torch.save does, opcode by opcode, so that tests can also write what torch never
would."""

import io
import struct
import zipfile

import numpy as np

PROTO, STOP, MARK = b"\x80\x02", b".", b"("
KINDS = {"<f4": "FloatStorage", "<f2": "HalfStorage", "<f8": "DoubleStorage", "<i8": "LongStorage"}


def text(value: str) -> bytes:
    data = value.encode()
    return b"X" + struct.pack("<I", len(data)) + data


def integer(value: int) -> bytes:
    data = value.to_bytes(value.bit_length() // 8 + 1, "little", signed=True)
    return b"\x8a" + bytes([len(data)]) + data


def named(module: str, name: str) -> bytes:
    return f"c{module}\n{name}\n".encode()


def group(*parts: bytes) -> bytes:
    return MARK + b"".join(parts) + b"t"


def integers(values) -> bytes:
    return group(*map(integer, values))


def call(function: bytes, *arguments: bytes) -> bytes:
    return function + group(*arguments) + b"R"


def dictionary(items: dict[str, bytes]) -> bytes:
    return b"}" + MARK + b"".join(text(key) + value for key, value in items.items()) + b"u"


def ordered(items: dict[str, bytes]) -> bytes:
    """An OrderedDict with torch's _metadata attribute."""
    empty = named("collections", "OrderedDict") + b")R"
    filled = empty + MARK + b"".join(text(key) + value for key, value in items.items()) + b"u"
    return filled + dictionary({"_metadata": empty}) + b"b"


def storage(key: str, kind: str, count: int) -> bytes:
    """The persistent id of a storage."""
    return (
        group(text("storage"), named("torch", kind), text(key), text("cpu"), integer(count)) + b"Q"
    )


def tensor(key, kind, count, offset, shape, strides) -> bytes:
    return call(
        named("torch._utils", "_rebuild_tensor_v2"),
        storage(key, kind, count), integer(offset), integers(shape), integers(strides),
        b"\x89", named("collections", "OrderedDict") + b")R",
    )  # fmt: skip


def parameter(of: bytes) -> bytes:
    return call(
        named("torch._utils", "_rebuild_parameter"),
        of,
        b"\x88",
        named("collections", "OrderedDict") + b")R",
    )


def pickled(value: bytes) -> bytes:
    return PROTO + value + STOP


def state(arrays: dict[str, np.ndarray]):
    """(pickle opcodes of the OrderedDict, storage key -> bytes); strides are kept as the arrays
    have them."""
    items, storages = {}, {}
    for index, (name, array) in enumerate(arrays.items()):
        base = array if array.base is None else array.base
        strides = [step // array.itemsize for step in array.strides]
        offset = (
            array.__array_interface__["data"][0] - base.__array_interface__["data"][0]
        ) // array.itemsize
        items[name] = tensor(
            str(index), KINDS[array.dtype.str], base.size, offset, array.shape, strides
        )
        storages[str(index)] = base.tobytes()
    return ordered(items), storages


def zip_file(value: bytes, storages: dict[str, bytes], folder="archive", extra=None) -> bytes:
    """torch's ZIP container with `value` as its pickle; `extra` entries come last."""
    entries = {"data.pkl": pickled(value), "byteorder": b"little"}
    entries |= {f"data/{key}": data for key, data in storages.items()}
    entries |= {"version": b"3\n"} | (extra or {})
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for name, data in entries.items():
            archive.writestr(zipfile.ZipInfo(f"{folder}/{name}"), data)
    return buffer.getvalue()


def legacy_file(value: bytes, storages: dict[str, bytes], itemsize=4) -> bytes:
    """The container of old torch."""
    magic = pickled(b"\x8a\x0a" + (0x1950A86A20F9469CFC6C).to_bytes(10, "little"))
    system = pickled(dictionary({"little_endian": b"\x88", "protocol_version": integer(1001)}))
    keys = pickled(b"](" + b"".join(map(text, storages)) + b"e")
    data = b"".join(struct.pack("<q", len(d) // itemsize) + d for d in storages.values())
    return magic + pickled(integer(1001)) + system + pickled(value) + keys + data
