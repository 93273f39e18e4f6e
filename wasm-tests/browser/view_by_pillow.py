#!/usr/bin/env python3
"""Writes what a network sees of a picture, made by Pillow, to standard output: (height, width, 3)
bytes.

Usage: view_by_pillow.py WEIGHTS PICTURE
"""

import json
import pathlib
import sys

from PIL import Image, ImageOps

sys.path.insert(0, str(pathlib.Path(__file__).parents[2] / "tools"))
from convert.picture import resize_and_crop


def preprocess_of(weights: pathlib.Path) -> dict:
    """The safetensors header says how pictures are prepared (models/FORMAT.md)."""
    with weights.open("rb") as file:
        header = json.loads(file.read(int.from_bytes(file.read(8), "little")))
    return json.loads(header["__metadata__"]["glance"])["preprocess"]


def main() -> None:
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    weights, picture = map(pathlib.Path, sys.argv[1:])
    with Image.open(picture) as opened:
        upright = ImageOps.exif_transpose(opened).convert("RGB")
    sys.stdout.buffer.write(resize_and_crop(upright, preprocess_of(weights)).tobytes())


if __name__ == "__main__":
    main()
