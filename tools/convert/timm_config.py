"""timm's `pretrained_cfg` -> FORMAT.md's `preprocess`: shorter side to size / crop_pct, the centre
cropped."""

import math

from . import preprocess
from .errors import Refused

CROP_PCT = 0.875  # where the configuration has none
FILTERS = ("bilinear", "bicubic")


def preprocess_of(config: dict) -> dict:
    """Fails with huggingface/preprocess for what the core does not do."""
    size, filter_name = config.get("input_size"), config.get("interpolation")
    _require(
        isinstance(size, (list, tuple)) and len(size) == 3 and size[0] == 3,
        "no input size of 3 channels",
    )
    # timm scales pictures for a crop that is not square by a rule of its own.
    _require(size[1] == size[2], "an input that is not square")
    _require(config.get("crop_mode") in (None, "center"), f"crop_mode {config.get('crop_mode')!r}")
    _require(filter_name in FILTERS, f"interpolation {filter_name!r}")
    try:
        return preprocess.checked(
            {
                "input_size": list(size[1:]),
                "resize_shorter": math.floor(size[1] / (config.get("crop_pct") or CROP_PCT)),
                "filter": filter_name,
                "mean": [255 * value for value in config["mean"]],
                "std": [255 * value for value in config["std"]],
            }
        )
    except (KeyError, TypeError):
        _require(False, "no usable crop_pct, mean or std")


def _require(condition, found: str) -> None:
    if not condition:
        raise Refused(
            "huggingface/preprocess", f"pretrained_cfg has {found}; say --preprocess yourself"
        )
