"""Pictures -> network input as the core does it, with Pillow; for tests and goldens only."""

from pathlib import Path

import numpy as np
from PIL import Image, ImageOps

FILTERS = {"bilinear": Image.Resampling.BILINEAR, "bicubic": Image.Resampling.BICUBIC}


def network_input(path: Path, preprocess: dict) -> np.ndarray:
    """(1, H, W, 3) float32 by FORMAT.md's `preprocess`; upright, alpha dropped."""
    with Image.open(path) as opened:
        picture = ImageOps.exif_transpose(opened).convert("RGB")
    pixels = np.asarray(resize_and_crop(picture, preprocess), np.float32)
    mean, std = (np.asarray(preprocess[key], np.float32) for key in ("mean", "std"))
    return ((pixels - mean) / std)[np.newaxis]


def resize_and_crop(picture: Image.Image, preprocess: dict) -> Image.Image:
    """The shorter side resized, the centre cropped; sizes and offsets as TorchVision's."""
    shorter = preprocess["resize_shorter"]
    scaled = [shorter * side // min(picture.size) for side in picture.size]
    resized = picture.resize(scaled, FILTERS[preprocess["filter"]])
    height, width = preprocess["input_size"]
    left, top = round((scaled[0] - width) / 2), round((scaled[1] - height) / 2)
    return resized.crop((left, top, left + width, top + height))
