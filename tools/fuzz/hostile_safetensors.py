"""safetensors files that lie, each with the code of its refusal. Tests and the fuzzer use them."""

import json


def file(header, data=bytes(24), size=None) -> bytes:
    text = header if isinstance(header, bytes) else json.dumps(header).encode()
    return (len(text) if size is None else size).to_bytes(8, "little") + text + data


def entry(begin=0, end=24, shape=(2, 3), dtype="F32") -> dict:
    return {"dtype": dtype, "shape": list(shape), "data_offsets": [begin, end]}


def hostile() -> dict:
    """name -> (file, expected code)."""
    header, offsets, shape = (
        "safetensors/bad-header",
        "safetensors/bad-offsets",
        "safetensors/bad-shape",
    )
    good = file({"a": entry()})
    return {
        "header longer than the file": (
            file({"a": entry()}, size=1 << 20),
            "safetensors/truncated",
        ),
        "header of 2^63 bytes": (file({"a": entry()}, size=1 << 63), "safetensors/truncated"),
        "header cut": (good[:30], "safetensors/truncated"),
        "data cut": (good[:-1], offsets),
        "bytes after the data": (good + b"x", offsets),
        "not JSON": (file(b"{oops"), header),
        "not UTF-8": (file(b'{"\xff":1}'), header),
        "endless nesting": (file(b'{"a":' + b"[" * 100_000), header),
        "key twice": (
            file(
                b'{"a":'
                + json.dumps(entry()).encode()
                + b',"a":'
                + json.dumps(entry()).encode()
                + b"}"
            ),
            header,
        ),
        "key twice, deeper": (
            file(b'{"a":{"dtype":"F32","dtype":"F32","shape":[6],"data_offsets":[0,24]}}'),
            header,
        ),
        "no shape": (file({"a": {"dtype": "F32", "data_offsets": [0, 24]}}), header),
        "entry that is a number": (file({"a": 7}), header),
        "unknown type": (file({"a": entry(dtype="F8_E4M3")}), "safetensors/bad-type"),
        "type that is a list": (file({"a": entry(dtype=[])}), "safetensors/bad-type"),
        "gap": (file({"a": entry(4, 28)}, bytes(28)), offsets),
        "overlap": (file({"a": entry(), "b": entry(12, 36)}, bytes(36)), offsets),
        "same bytes twice": (file({"a": entry(), "b": entry()}), offsets),
        "end before begin": (file({"a": entry(24, 0)}), offsets),
        "end past the file": (file({"a": entry(0, 2400, (200, 3))}), offsets),
        "shape larger than the range": (file({"a": entry(shape=(2, 4))}), offsets),
        "product that wraps 64 bits": (file({"a": entry(shape=(1 << 32, 1 << 32, 6))}), offsets),
        "no elements": (file({"a": entry(0, 0, (0,)), "b": entry()}), shape),
        "negative shape": (file({"a": entry(shape=(-2, -3))}), shape),
        "shape of fractions": (file({"a": entry(shape=(2.0, 3.0))}), shape),
        "shape of truths": (file({"a": entry(0, 4, (True,))}, bytes(4)), shape),
        "nine dimensions": (file({"a": entry(shape=(2, 3) + (1,) * 7)}), shape),
        "three offsets": (file({"a": entry() | {"data_offsets": [0, 12, 24]}}), shape),
    }
