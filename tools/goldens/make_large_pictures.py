#!/usr/bin/env python3
"""Writes JPEGs of 1, 12 and 48 megapixels for measurements of time and memory: the sample picture
china.jpg enlarged, with the grain of a camera so that it compresses like a photograph.

Usage: make_large_pictures.py FOLDER [NAME...]      names: see PICTURES; default: all
"""

import argparse
import pathlib

import numpy
from PIL import Image

SAMPLE = pathlib.Path(__file__).resolve().parents[2] / ".cache" / "samples" / "china.jpg"
ORIENTATION_TAG = 274
PICTURES = {  # name: width, height, options
    "1mp": (1152, 864, {}),
    "12mp": (4000, 3000, {}),
    "12mp_progressive": (4000, 3000, {"progressive": True}),
    "12mp_turned": (4000, 3000, {"orientation": 6}),
    "48mp": (8000, 6000, {}),
}


def grainy(size: tuple[int, int]) -> Image.Image:
    enlarged = numpy.asarray(
        Image.open(SAMPLE).convert("RGB").resize(size, Image.BICUBIC), dtype=numpy.int16
    )
    grain = numpy.random.default_rng(1).normal(0, 4, (size[1], size[0], 1)).astype(numpy.int16)
    return Image.fromarray(numpy.clip(enlarged + grain, 0, 255).astype(numpy.uint8))


def write(folder: pathlib.Path, name: str) -> None:
    width, height, options = PICTURES[name]
    exif = Image.Exif()
    if "orientation" in options:
        exif[ORIENTATION_TAG] = options["orientation"]
    progressive = options.get("progressive", False)
    grainy((width, height)).save(
        folder / f"{name}.jpg", quality=88, progressive=progressive, exif=exif
    )


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("names", nargs="*", metavar="NAME")
    arguments = parser.parse_args()
    arguments.folder.mkdir(parents=True, exist_ok=True)
    for name in arguments.names or PICTURES:
        write(arguments.folder, name)


if __name__ == "__main__":
    main()
