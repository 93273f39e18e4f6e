"""The `preprocess` document of models/FORMAT.md: presets, files, and its rules."""

from pathlib import Path

from .errors import Refused
from .json_document import read_json

PRESETS = {
    # TorchVision's classification networks.
    "imagenet": {
        "input_size": [224, 224],
        "resize_shorter": 256,
        "filter": "bilinear",
        "mean": [123.675, 116.28, 103.53],
        "std": [58.395, 57.12, 57.375],
    },
    # TensorFlow's: pixels to [-1, 1].
    "tf": {
        "input_size": [224, 224],
        "resize_shorter": 256,
        "filter": "bicubic",
        "mean": [127.5, 127.5, 127.5],
        "std": [127.5, 127.5, 127.5],
    },
}
SIDE_MAX = 4096  # pixels
# Of a mean or a deviation: what float32 has, with room for what is computed from them.
MAGNITUDE_MAX, DEVIATION_MIN = 1e30, 1e-30
KEYS = ("input_size", "resize_shorter", "filter", "mean", "std")
ROUNDINGS = ("longer_side", "crop_offset")  # optional; the defaults are TorchVision's


def preset(name: str, input_size) -> dict:
    """A preset at another input size (height, width); the part that the crop keeps stays the
    same."""
    document = dict(PRESETS[name])
    scale = max(input_size) / max(document["input_size"])
    return document | {
        "input_size": list(input_size),
        "resize_shorter": round(document["resize_shorter"] * scale),
    }


def read_preprocess(choice: str) -> dict:
    """A JSON file with FORMAT.md's `preprocess`, or a preset as it is. Fails with preprocess/*."""
    if choice in PRESETS:
        return dict(PRESETS[choice])
    return checked(read_json(Path(choice), "preprocess/unreadable", "preprocess/malformed"))


def checked(document) -> dict:
    """`document` with exactly the known keys, if it obeys FORMAT.md."""
    if not isinstance(document, dict):
        raise Refused("preprocess/malformed", "preprocess is not a JSON object")
    missing = [key for key in KEYS if key not in document]
    if missing:
        raise Refused("preprocess/malformed", f"preprocess has no {', '.join(missing)}")
    _require(_sizes(document["input_size"], 2), "input_size is not [height, width]")
    _require(_sizes([document["resize_shorter"]], 1), "resize_shorter is not a size")
    _require(
        document["resize_shorter"] >= max(document["input_size"]),
        "resize_shorter is below input_size",
    )
    _require(
        document["filter"] in ("bilinear", "bicubic"), "filter is neither bilinear nor bicubic"
    )
    _require(_numbers(document["mean"]), "mean is not three numbers")
    _require(
        _numbers(document["std"]) and all(s >= DEVIATION_MIN for s in document["std"]),
        "std is not three positive numbers",
    )
    for key in ROUNDINGS:
        _require(
            document.get(key, "floor") in ("floor", "nearest"),
            f"{key} is neither floor nor nearest",
        )
    return {key: document[key] for key in KEYS + ROUNDINGS if key in document}


def _require(condition, message):
    if not condition:
        raise Refused("preprocess/malformed", f"preprocess: {message}")


def _sizes(values, count) -> bool:
    return (
        isinstance(values, list)
        and len(values) == count
        and all(
            isinstance(v, int) and not isinstance(v, bool) and 1 <= v <= SIDE_MAX for v in values
        )
    )


def _numbers(values) -> bool:
    return (
        isinstance(values, list)
        and len(values) == 3
        and all(
            isinstance(v, (int, float))
            and not isinstance(v, bool)
            and -MAGNITUDE_MAX <= v <= MAGNITUDE_MAX
            for v in values
        )
    )
