"""timm's `pretrained_cfg` -> FORMAT.md's `preprocess`: shorter side to size / crop_pct, the centre
cropped."""

import math

from . import preprocess
from .json_document import Values
from .preprocess import SIDE_MAX

CROP_PCT = 0.875  # where the configuration has none
FILTERS = ("bilinear", "bicubic")


def preprocess_of(config: dict) -> dict:
    """Fails with huggingface/preprocess for what the core does not do."""
    values = Values(config, "pretrained_cfg", "huggingface/preprocess", "say --preprocess yourself")
    side = _side(values)
    crop_pct = values.number("crop_pct", 0.1, 1)
    if values.text("crop_mode") not in (None, "center"):
        values.refuse("crop_mode", '"center"')
    if values.text("interpolation") not in FILTERS:
        values.refuse("interpolation", " or ".join(FILTERS))
    mean, std = values.numbers("mean", 3, -1e4, 1e4), values.numbers("std", 3, 1e-6, 1e4)
    return preprocess.checked(
        {
            "input_size": [side, side],
            "resize_shorter": math.floor(side / (CROP_PCT if crop_pct is None else crop_pct)),
            "filter": config["interpolation"],
            "mean": [255 * value for value in values.required("mean", mean)],
            "std": [255 * value for value in values.required("std", std)],
        }
    )


def _side(values: Values) -> int:
    """timm scales pictures for a crop that is not square by a rule of its own."""
    size = values.required("input_size", values.numbers("input_size", 3, 1, SIDE_MAX))
    if size[0] != 3 or size[1] != size[2] or not isinstance(size[1], int):
        values.refuse("input_size", "[3, side, side]")
    return size[1]
