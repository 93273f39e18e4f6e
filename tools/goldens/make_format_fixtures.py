#!/usr/bin/env python3
"""Makes native-tests/fixtures/formats: pictures of formats that browsers read and the core does
not, and beside each, as PNG, the pixels that Pillow reads from it, upright and with transparency
dropped.

    tools/goldens/make_format_fixtures.py            writes the folder
    tools/goldens/make_format_fixtures.py --check    fails when a file would come out differently

The same versions of Pillow and its libraries give the same bytes; they are in versions.json. Files
without a PNG are headers only: their pictures would be too large, or need an encoder that Pillow
has not.
"""

import argparse
import io
import json
import pathlib
import struct
import sys

from make_image_fixtures import encoded, scene, with_exif
from PIL import Image, ImageOps, features

FIXTURES = pathlib.Path(__file__).resolve().parents[2] / "native-tests/fixtures"
FOLDER = FIXTURES / "formats"


def exact():
    """Lossless files: every decoder gives the same pixels."""
    picture = scene()
    stored, exif = with_exif(6)
    alpha = picture.copy()
    alpha.putalpha(picture.convert("L").point(lambda value: 0 if value < 90 else value))
    palette = picture.quantize(200)
    yield "lossless.webp", encoded(picture, "WEBP", lossless=True)
    yield "turned.webp", encoded(stored, "WEBP", lossless=True, exif=exif)
    yield "alpha.webp", encoded(alpha, "WEBP", lossless=True, exact=True)
    yield "still.gif", encoded(palette, "GIF")
    yield (
        "moving.gif",
        encoded(
            palette,
            "GIF",
            save_all=True,
            duration=100,
            append_images=[Image.new("RGB", picture.size, (9, 9, 200))],
        ),
    )
    yield "rgb.bmp", encoded(picture, "BMP")
    yield "palette.bmp", encoded(palette, "BMP")


def photographs():
    """Lossy files: decoders differ by one or two steps of a colour."""
    coffee = Image.open(FIXTURES / "classifier/coffee_square.png").convert("RGB")
    yield "photograph.webp", encoded(coffee, "WEBP", quality=85)
    yield "photograph.avif", encoded(coffee, "AVIF", quality=80, subsampling="4:4:4")


def box(name, content):
    return struct.pack(">I", 8 + len(content)) + name + content


def isobmff(brand, width, height):
    """The head of a HEIC or AVIF file: its brand, and a property that says its size."""
    size = box(b"ispe", bytes(4) + struct.pack(">II", width, height))
    meta = box(b"meta", bytes(4) + box(b"iprp", box(b"ipco", size)))
    return box(b"ftyp", brand + bytes(4) + brand + b"mif1") + meta + box(b"mdat", bytes(64))


def headers():
    yield "header.heic", isobmff(b"heic", 40, 30)
    yield "huge.avif", isobmff(b"avif", 20_000, 20_000)
    size = struct.pack("<I", 16_383)[:3]
    yield (
        "huge.webp",
        (
            b"RIFF"
            + struct.pack("<I", 22)
            + b"WEBPVP8X"
            + struct.pack("<I", 10)
            + bytes(4)
            + size
            + size
        ),
    )
    yield "huge.gif", b"GIF89a" + struct.pack("<HH", 40_000, 10) + b"\0\0\0;"


def reference(data):
    """The first frame, upright and without alpha, as PNG."""
    picture = ImageOps.exif_transpose(Image.open(io.BytesIO(data)))
    if picture.mode == "P":
        picture.info.pop("transparency", None)
    rgb = Image.frombytes("RGB", picture.size, picture.convert("RGB").tobytes())
    return encoded(rgb, "PNG", optimize=True)


def versions():
    names = ("pil", "webp", "avif")
    found = {name: features.version(name) for name in names}
    return json.dumps({"made_by": "tools/goldens/make_format_fixtures.py"} | found, indent=2) + "\n"


def make():
    for name, data in [*exact(), *photographs()]:
        yield name, data
        yield f"{name}.png", reference(data)
    yield from headers()
    yield "versions.json", versions().encode()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--check", action="store_true")
    files = dict(make())
    if parser.parse_args().check:
        differing = [
            name
            for name, data in files.items()
            if not (FOLDER / name).exists() or (FOLDER / name).read_bytes() != data
        ]
        if differing:
            sys.exit("not as this script makes them: " + ", ".join(differing))
        print(f"{len(files)} files are as this script makes them")
    else:
        FOLDER.mkdir(parents=True, exist_ok=True)
        for name, data in files.items():
            (FOLDER / name).write_bytes(data)
        print(f"wrote {len(files)} files to {FOLDER.name}/")
