#!/usr/bin/env python3
"""Makes native-tests/fixtures/image: small synthetic JPEG and PNG files, and beside each the pixels
(binary PPM) that Pillow reads from it, upright and with transparency dropped.

    tools/goldens/make_image_fixtures.py            writes the folder
    tools/goldens/make_image_fixtures.py --check    fails when a file would come out differently

The same versions of Pillow and its libraries give the same bytes; they are in versions.json.
"""

import argparse
import io
import json
import pathlib
import struct
import sys
import tempfile
import zlib

from PIL import Image, ImageOps, features

FOLDER = pathlib.Path(__file__).resolve().parents[2] / "native-tests/fixtures/image"
WIDTH, HEIGHT = 43, 29  # neither is a multiple of a block, an MCU or an interlace step


def scene(width=WIDTH, height=HEIGHT):
    """Soft colour ramps with a bright frame at the left and top, so that every wrong turn shows."""
    picture = Image.new("RGB", (width, height))
    for y in range(height):
        for x in range(width):
            pixel = (x * 255 // width, y * 255 // height, (x + 2 * y) * 255 // (width + 2 * height))
            picture.putpixel((x, y), (250, 240, 60) if x < 5 or y < 3 else pixel)
    return picture


def encoded(picture, kind, **options):
    stream = io.BytesIO()
    picture.save(stream, kind, **options)
    return stream.getvalue()


def chunk(name, data):
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png(width, height, depth, colour_type, interlaced, rows):
    """A PNG of unfiltered rows, for the kinds that Pillow does not write."""
    header = struct.pack(">IIBBBBB", width, height, depth, colour_type, 0, 0, int(interlaced))
    signature = b"\x89PNG\r\n\x1a\n"
    return (
        signature
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(rows, 9))
        + chunk(b"IEND", b"")
    )


ADAM7 = [
    (0, 0, 8, 8),
    (4, 0, 8, 8),
    (0, 4, 4, 8),
    (2, 0, 4, 4),
    (0, 2, 2, 4),
    (1, 0, 2, 2),
    (0, 1, 1, 2),
]


def interlaced_rows(width, height, packed_row):
    """packed_row(xs, y) gives the bytes of the pixels at columns xs of row y."""
    rows = b""
    for first_x, first_y, step_x, step_y in ADAM7:
        xs = range(first_x, width, step_x)
        if len(xs) > 0:
            for y in range(first_y, height, step_y):
                rows += b"\0" + packed_row(xs, y)
    return rows


def pack_bits(bits):
    bits = list(bits) + [0] * (-len(bits) % 8)
    return bytes(int("".join(map(str, bits[i : i + 8])), 2) for i in range(0, len(bits), 8))


def with_exif(orientation):
    """The scene stored so that `orientation` turns it upright, and the Exif data that says so."""
    undo = {
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }
    exif = Image.Exif()
    exif[0x0112] = orientation
    stored = scene().transpose(undo[orientation]) if orientation in undo else scene()
    return stored, exif


def jpegs():
    yield "rgb_444.jpg", encoded(scene(), "JPEG", quality=92, subsampling="4:4:4")
    yield "rgb_422.jpg", encoded(scene(), "JPEG", quality=92, subsampling="4:2:2")
    yield "rgb_420.jpg", encoded(scene(), "JPEG", quality=92, subsampling="4:2:0")
    yield "gray.jpg", encoded(scene().convert("L"), "JPEG", quality=92)
    yield "cmyk.jpg", encoded(scene().convert("CMYK"), "JPEG", quality=92)
    yield "progressive.jpg", encoded(scene(), "JPEG", quality=92, progressive=True)
    yield "restarts.jpg", encoded(scene(), "JPEG", quality=92, restart_marker_blocks=2)
    yield "one_pixel.jpg", encoded(Image.new("RGB", (1, 1), (200, 100, 50)), "JPEG", quality=92)
    # Not subsampled: libjpeg smooths chroma only in planes that are wider than two samples.
    yield (
        "column.jpg",
        encoded(scene().crop((20, 0, 21, HEIGHT)), "JPEG", quality=92, subsampling="4:4:4"),
    )
    yield "two_by_two_410.jpg", two_by_two_410()
    for orientation in range(1, 9):
        stored, exif = with_exif(orientation)
        yield f"orientation_{orientation}.jpg", encoded(stored, "JPEG", quality=92, exif=exif)


def two_by_two_410():
    """2 x 2 pixels in one MCU of 4 x 2 luma blocks and one block of each chroma: middle grey."""
    gray = encoded(Image.new("RGB", (8, 8)), "JPEG", quality=92, subsampling="4:4:4")
    frame = gray.index(b"\xff\xc0")
    scan = gray.index(b"\xff\xda")
    header = bytearray(gray[: scan + 14])
    header[frame + 5 : frame + 9] = struct.pack(">HH", 2, 2)
    header[frame + 11] = 0x42
    luma, chroma = "00" + "1010", "00" + "00"  # no difference, end of block (T.81, K.3)
    bits = luma * 8 + chroma * 2
    bits += "1" * (-len(bits) % 8)
    return bytes(header) + pack_bits([int(bit) for bit in bits]) + b"\xff\xd9"


def pngs():
    rgb, gray = scene(), scene().convert("L")
    palette = rgb.quantize(16)
    rgba = rgb.copy()
    rgba.putalpha(gray)
    la = gray.copy()
    la.putalpha(rgb.getchannel("R"))
    stored, exif = with_exif(6)
    at = rgb.getpixel
    yield "gray_1.png", encoded(gray.convert("1"), "PNG")
    yield "gray_8.png", encoded(gray, "PNG")
    yield "gray_8_transparent.png", encoded(gray, "PNG", transparency=gray.getpixel((20, 20)))
    yield "gray_alpha_8.png", encoded(la, "PNG")
    yield "rgb_8.png", encoded(rgb, "PNG")
    yield "rgb_8_transparent.png", encoded(rgb, "PNG", transparency=(250, 240, 60))
    yield "rgba_8.png", encoded(rgba, "PNG")
    yield "palette_4.png", encoded(palette, "PNG", bits=4)
    yield "palette_8_transparent.png", encoded(palette, "PNG", bits=8, transparency=b"\0\x80")
    yield "orientation_6.png", encoded(stored, "PNG", exif=exif)
    yield (
        "interlaced_rgb_8.png",
        png(
            WIDTH,
            HEIGHT,
            8,
            2,
            True,
            interlaced_rows(WIDTH, HEIGHT, lambda xs, y: b"".join(bytes(at((x, y))) for x in xs)),
        ),
    )
    yield (
        "interlaced_gray_1.png",
        png(
            WIDTH,
            HEIGHT,
            1,
            0,
            True,
            interlaced_rows(WIDTH, HEIGHT, lambda xs, y: pack_bits([(x // 3 + y) % 2 for x in xs])),
        ),
    )
    yield (
        "rgb_16.png",
        png(
            WIDTH,
            HEIGHT,
            16,
            2,
            False,
            b"".join(
                b"\0"
                + b"".join(
                    struct.pack(">3H", *(c * 256 + 7 for c in at((x, y)))) for x in range(WIDTH)
                )
                for y in range(HEIGHT)
            ),
        ),
    )


def without_reference():
    """Files whose pixels need no PPM: a picture to refuse, one of one colour, one over a limit."""
    yield "bomb_20000x20000.png", png(20000, 20000, 1, 0, False, bytes((1 + 2500) * 20000))
    gray_16 = b"".join(b"\0" + struct.pack(">4H", 0x00FF, 0x0100, 0x80FF, 0xFF00) for _ in range(3))
    yield "gray_16.png", png(4, 3, 16, 0, False, gray_16)
    yield "wide_65500x1.jpg", encoded(Image.new("L", (65500, 1), 77), "JPEG", quality=92)


def reference(data):
    """What Pillow reads, upright and without alpha, as binary PPM."""
    picture = ImageOps.exif_transpose(Image.open(io.BytesIO(data)))
    if picture.mode == "P":
        picture.info.pop("transparency", None)
    return encoded(picture.convert("RGB"), "PPM")


def versions():
    found = {name: features.version(name) for name in ("pil", "libjpeg_turbo", "zlib")}
    return json.dumps({"made_by": "tools/goldens/make_image_fixtures.py"} | found, indent=2) + "\n"


def make(folder):
    for name, data in [*jpegs(), *pngs()]:
        (folder / name).write_bytes(data)
        (folder / name).with_suffix(name[-4:] + ".ppm").write_bytes(reference(data))
    for name, data in without_reference():
        (folder / name).write_bytes(data)
    (folder / "versions.json").write_text(versions())


def check():
    with tempfile.TemporaryDirectory() as name:
        fresh = pathlib.Path(name)
        make(fresh)
        names = {path.name for folder in (fresh, FOLDER) for path in folder.iterdir()}
        differing = [
            n
            for n in sorted(names)
            if not (fresh / n).exists()
            or not (FOLDER / n).exists()
            or (fresh / n).read_bytes() != (FOLDER / n).read_bytes()
        ]
    if differing:
        sys.exit("not as this script makes them: " + ", ".join(differing))
    print(f"{len(names)} files are as this script makes them")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--check", action="store_true")
    if parser.parse_args().check:
        check()
    else:
        FOLDER.mkdir(parents=True, exist_ok=True)
        make(FOLDER)
        print(f"wrote {len(list(FOLDER.iterdir()))} files to {FOLDER.name}/")
