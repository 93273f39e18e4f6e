#!/usr/bin/env python3
"""Makes web/samples: a small square of each sample picture, which the page shows as a button.

    tools/release/make_thumbnails.py            writes the folder, from .cache/samples
    tools/release/make_thumbnails.py --check    fails when a file would come out differently

The same version of Pillow (tools/requirements.txt) gives the same bytes. Licences: THIRD_PARTY.md.
"""

import argparse
import io
import pathlib
import sys

from PIL import Image, ImageOps

ROOT = pathlib.Path(__file__).resolve().parents[2]
SAMPLES = ROOT / ".cache/samples"
FOLDER = ROOT / "web/samples"
SIDE = 160  # pixels: twice what the page shows, for dense screens
MOST_BYTES = 10_000

# The part of the picture that is recognisable when it is small: x, y and side in pixels.
CROPS = {
    "coffee.png": (100, 20, 360),
    "chelsea.png": (60, 0, 300),
    "camera.png": (110, 60, 300),
    "flower.jpg": (150, 10, 400),
    "china.jpg": (110, 30, 380),
    "boats.jpg": (330, 130, 600),
}


def thumbnail(path, crop):
    x, y, side = crop
    picture = Image.open(path).convert("RGB").crop((x, y, x + side, y + side))
    picture = ImageOps.fit(picture, (SIDE, SIDE), Image.Resampling.LANCZOS)
    stream = io.BytesIO()
    picture.save(stream, "JPEG", quality=78, optimize=True, progressive=True)
    return stream.getvalue()


def make():
    for name, crop in CROPS.items():
        data = thumbnail(SAMPLES / name, crop)
        if len(data) > MOST_BYTES:
            sys.exit(f"make_thumbnails: {name}: {len(data)} bytes, want at most {MOST_BYTES}")
        yield f"{pathlib.PurePath(name).stem}.jpg", data


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--check", action="store_true")
    check = parser.parse_args().check
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, data in make():
        path = FOLDER / name
        if check and (not path.exists() or path.read_bytes() != data):
            sys.exit(f"make_thumbnails: {name} is not as this script makes it")
        if not check:
            path.write_bytes(data)
    good = f"{len(CROPS)} thumbnails are as this script makes them"
    print(good if check else f"wrote {FOLDER.name}/")
