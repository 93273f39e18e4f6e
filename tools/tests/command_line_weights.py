"""Changed copies of a small weight file."""

import json

import convert_support

# Five classes, one small convolution; see its README.
SMALL_MODEL = convert_support.FIXTURES / "model" / "conv_plain.safetensors"


def split(content: bytes) -> tuple[bytes, bytes]:
    """The header's text and the tensors' data of a safetensors file."""
    end = 8 + int.from_bytes(content[:8], "little")
    return content[8:end], content[end:]


def joined(header: bytes, data: bytes) -> bytes:
    """A safetensors file; the header is padded so that the tensors stay aligned."""
    header += b" " * (-len(header) % 8)
    return len(header).to_bytes(8, "little") + header + data


def edited(content: bytes, edit) -> bytes:
    """`edit(header, document)` changes both in place; `document` is the one of models/FORMAT.md."""
    text, data = split(content)
    header = json.loads(text)
    document = json.loads(header["__metadata__"]["glance"])
    edit(header, document)
    header["__metadata__"]["glance"] = json.dumps(document)
    return joined(json.dumps(header).encode(), data)
