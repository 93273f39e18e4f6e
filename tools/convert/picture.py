"""Pictures -> network input as the core does it, with Pillow; for tests and goldens only."""

import math
from fractions import Fraction
from pathlib import Path

import numpy as np
from PIL import Image, ImageOps

ROUNDING = {"floor": math.floor, "nearest": round}
FILTERS = {"bilinear": Image.Resampling.BILINEAR, "bicubic": Image.Resampling.BICUBIC}


def network_input(path: Path, preprocess: dict) -> np.ndarray:
    """(1, H, W, 3) float32 by FORMAT.md's `preprocess`; upright, alpha dropped."""
    with Image.open(path) as opened:
        picture = ImageOps.exif_transpose(opened).convert("RGB")
    pixels = np.asarray(resize_and_crop(picture, preprocess), np.float32)
    mean, std = (np.asarray(preprocess[key], np.float32) for key in ("mean", "std"))
    return ((pixels - mean) / std)[np.newaxis]


def resize_and_crop(picture: Image.Image, preprocess: dict) -> Image.Image:
    """The shorter side resized, the centre cropped; rounded as FORMAT.md says."""
    shorter, short = preprocess["resize_shorter"], min(picture.size)
    longer_side = ROUNDING[preprocess.get("longer_side", "floor")]
    scaled = [longer_side(Fraction(shorter * side, short)) for side in picture.size]
    resized = picture.resize(scaled, FILTERS[preprocess["filter"]])
    height, width = preprocess["input_size"]
    crop_offset = ROUNDING[preprocess.get("crop_offset", "nearest")]
    left, top = (
        crop_offset(Fraction(scaled[0] - width, 2)),
        crop_offset(Fraction(scaled[1] - height, 2)),
    )
    return resized.crop((left, top, left + width, top + height))
