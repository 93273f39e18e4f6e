#!/usr/bin/env python3
"""Decodes pictures with Pillow and writes them as PNG, so that two programs can be compared on the
same pixels.

Usage: decode_to_png.py OUTPUT_FOLDER PICTURE...
"""

import pathlib
import sys

from PIL import Image


def main() -> None:
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    folder, *pictures = map(pathlib.Path, sys.argv[1:])
    for path in pictures:
        with Image.open(path) as picture:
            picture.convert("RGB").save(folder / f"{path.stem}.png", compress_level=1)


if __name__ == "__main__":
    main()
