#!/usr/bin/env python3
"""Writes the goldens of native-tests/fixtures/preprocess: what Pillow makes of synthetic pictures.

  .cache/venv/bin/python tools/goldens/make_preprocess_goldens.py    writes the files
  .cache/venv/bin/python tools/goldens/make_preprocess_goldens.py --check    only compares

No picture is stored: both this script and native-tests/preprocess/pictures.cc make the sources by
the same integer formulas (noise, stark, smooth). A golden is the CRC-32 of the RGB8 pixels, and for
small results all of the pixels, so that a failure can be looked at.
TorchVision's sizes and offsets are computed by the formulas of its Resize and CenterCrop; regions,
squashed and letterboxed pictures are Pillow's own crop, resize and ImageOps.pad.
"""

import argparse
import pathlib
import random
import sys
import zlib

import numpy as np
import PIL
from PIL import Image, ImageOps

FOLDER = pathlib.Path(__file__).resolve().parents[2] / "native-tests/fixtures/preprocess"
FILTERS = {"bilinear": Image.Resampling.BILINEAR, "bicubic": Image.Resampling.BICUBIC}
PATTERNS = ("noise", "stark", "smooth")
SEED = 20240611
MOST_BYTES_IN_FULL = 400
MOST_PIXELS = 600_000


def noise(width, height, seed):
    """Every byte is a hash of its index: no value repeats its neighbour, so every weight
    matters."""
    value = np.arange(width * height * 3, dtype=np.uint64) + np.uint64(seed * 0x9E3779B9)
    for shift, factor in ((16, 0x85EBCA6B), (13, 0xC2B2AE35)):
        value &= np.uint64(0xFFFFFFFF)
        value ^= value >> np.uint64(shift)
        value *= np.uint64(factor)
    value &= np.uint64(0xFFFFFFFF)
    value ^= value >> np.uint64(16)
    return (value & np.uint64(255)).astype(np.uint8).reshape(height, width, 3)


def stark(width, height, seed):
    """Only 0 and 255: bicubic resampling overshoots and must be clipped."""
    return np.where(noise(width, height, seed) < 128, 0, 255).astype(np.uint8)


def smooth(width, height, seed):
    """Slanted ramps up and down, with another phase for each channel."""
    y, x, channel = np.ogrid[:height, :width, :3]
    phase = (x * (3 + seed % 5) + y * (2 + seed % 7) + channel * 85) % 510
    return np.where(phase < 256, phase, 510 - phase).astype(np.uint8)


def picture(pattern, width, height, seed):
    return Image.fromarray(
        {"noise": noise, "stark": stark, "smooth": smooth}[pattern](width, height, seed)
    )


def resized_size(height, width, shorter_px):
    """TorchVision's Resize(int)."""
    short, long = (width, height) if width <= height else (height, width)
    new_short, new_long = shorter_px, int(shorter_px * long / short)
    return (new_long, new_short) if width <= height else (new_short, new_long)


def crop_offset(size, crop):
    """TorchVision's CenterCrop."""
    return round((size - crop) / 2.0)


def golden(pixels):
    data = pixels.tobytes()
    in_full = " " + data.hex() if len(data) <= MOST_BYTES_IN_FULL else ""
    return f"{zlib.crc32(data):08x}{in_full}"


def random_side(rng):
    kind = rng.random()
    if kind < 0.2:
        return rng.randint(1, 8)
    if kind < 0.85:
        return rng.randint(9, 400)
    return rng.randint(401, 3000)


def is_affordable(*sides):
    width, height, target_width, target_height = sides
    return max(width, target_width) * max(height, target_height) <= MOST_PIXELS


def resize_sizes(rng):
    """Source and target sizes: chosen ones, then 120 random ones."""
    yield from [
        (64, 64, 64, 64),
        (64, 48, 64, 20),
        (64, 48, 30, 48),  # a pass that is not needed
        (500, 375, 341, 256),
        (375, 500, 256, 341),
        (224, 224, 256, 256),
        (1000, 500, 512, 256),
        (1, 1, 9, 7),
        (1, 50, 4, 3),
        (50, 1, 3, 4),
        (3000, 2, 7, 10),
        (2, 3000, 10, 7),
        (16, 16, 8, 8),
        (8, 8, 11, 11),
        (7, 5, 1, 1),
        (2, 2, 11, 3),
        (13, 17, 12, 10),
        (100, 300, 90, 280),
        (100, 300, 90, 279),  # Pillow turns the order of its passes here
    ]
    for _ in range(120):
        sides = [random_side(rng) for _ in range(4)]
        while not is_affordable(*sides):
            sides = [random_side(rng) for _ in range(4)]
        yield tuple(sides)


def resize_lines(rng):
    yield (
        "# pattern seed source_width source_height target_width target_height filter crc32 [pixels]"
    )
    for number, (width, height, target_width, target_height) in enumerate(resize_sizes(rng)):
        pattern, seed = PATTERNS[number % 3], rng.randint(0, 99)
        source = picture(pattern, width, height, seed)
        for name, resampling in FILTERS.items():
            result = source.resize((target_width, target_height), resampling)
            yield (
                f"{pattern} {seed} {width} {height} {target_width} {target_height} {name} "
                f"{golden(result)}"
            )


def crop_cases(rng):
    """width, height, shorter side, crop height, crop width."""
    yield from [
        (500, 375, 256, 224, 224),
        (375, 500, 256, 224, 224),
        (256, 256, 256, 224, 224),
        (640, 480, 256, 224, 224),
        (224, 224, 224, 224, 224),
        (100, 80, 256, 224, 224),
        (1, 1, 256, 224, 224),
        (1000, 2, 64, 56, 56),
        (2, 1000, 64, 56, 56),
        (300, 1000, 256, 224, 224),
        (1000, 300, 256, 224, 224),
        (333, 332, 255, 224, 224),
        (400, 300, 100, 60, 131),
        (300, 400, 100, 131, 60),
        (9, 7, 6, 5, 4),
        (7, 9, 8, 3, 8),
    ]
    for _ in range(32):
        shorter = rng.choice((32, 64, 143, 182, 256))
        crop = rng.randint(1, shorter)
        width, height = rng.randint(1, 700), rng.randint(1, 700)
        while not is_affordable(width, height, *resized_size(height, width, shorter)[::-1]):
            width, height = rng.randint(1, 700), rng.randint(1, 700)
        yield width, height, shorter, crop, rng.randint(1, shorter)


def crop_lines(rng):
    yield (
        "# pattern seed width height resize_shorter crop_height crop_width filter "
        "resized_height resized_width top left crc32 [pixels]"
    )
    for number, case in enumerate(crop_cases(rng)):
        width, height, shorter, crop_height, crop_width = case
        pattern, seed = PATTERNS[number % 3], rng.randint(0, 99)
        source = picture(pattern, width, height, seed)
        new_height, new_width = resized_size(height, width, shorter)
        top, left = crop_offset(new_height, crop_height), crop_offset(new_width, crop_width)
        for name, resampling in FILTERS.items():
            resized = source.resize((new_width, new_height), resampling)
            result = resized.crop((left, top, left + crop_width, top + crop_height))
            yield (
                f"{pattern} {seed} {width} {height} {shorter} {crop_height} {crop_width} {name} "
                f"{new_height} {new_width} {top} {left} {golden(result)}"
            )


def region_in(rng, width, height):
    """left, top, width, height: everything in one case of four."""
    if rng.random() < 0.25:
        return 0, 0, width, height
    region_width, region_height = rng.randint(1, width), rng.randint(1, height)
    return (
        rng.randint(0, width - region_width),
        rng.randint(0, height - region_height),
        region_width,
        region_height,
    )


def framing_cases(rng):
    """Source width and height, region (left, top, width, height), input height and width."""
    yield from [
        (500, 375, (0, 0, 500, 375), 224, 224),
        (375, 500, (0, 0, 375, 500), 224, 224),
        (500, 375, (100, 50, 224, 224), 224, 224),  # nothing to resize
        (640, 480, (639, 479, 1, 1), 64, 64),
        (640, 480, (0, 0, 1, 480), 224, 224),
        (40, 700, (3, 100, 30, 500), 56, 56),
        (700, 40, (100, 3, 500, 30), 56, 56),
        (150, 19, (0, 0, 150, 19), 225, 225),
        (19, 150, (0, 0, 19, 150), 225, 225),  # see TIES
        (30, 20, (2, 3, 12, 9), 7, 11),
        (23, 17, (5, 4, 9, 12), 9, 7),
    ]
    for _ in range(36):
        width, height = rng.randint(1, 700), rng.randint(1, 700)
        yield (
            width,
            height,
            region_in(rng, width, height),
            rng.choice((6, 31, 160, 224)),
            rng.choice((6, 32, 160, 224)),
        )


def framed(part, fit, size, resampling, mean, shorter):
    """What the network sees of a picture that was cut to its region, by Pillow."""
    if fit == "squash":
        return part.resize(size, resampling)
    if fit == "letterbox":
        return ImageOps.pad(part, size, resampling, color=mean)
    height, width = resized_size(part.height, part.width, shorter)
    left, top = crop_offset(width, size[0]), crop_offset(height, size[1])
    resized = part.resize((width, height), resampling)
    return resized.crop((left, top, left + size[0], top + size[1]))


def can_be_framed(part, fit, size, shorter):
    """Pillow refuses to contain what would be less than half a pixel wide."""
    if fit == "letterbox":
        ratio = part.width / part.height / (size[0] / size[1])
        return min(ratio * size[0], size[1] / ratio) >= 1
    return fit == "squash" or is_affordable(
        *part.size, *resized_size(part.height, part.width, shorter)[::-1]
    )


def framing_lines(rng):
    yield (
        "# pattern seed width height left top region_width region_height fit resize_shorter "
        "input_height input_width red green blue filter crc32 [pixels]"
    )
    for number, (width, height, region, input_height, input_width) in enumerate(framing_cases(rng)):
        pattern, seed = PATTERNS[number % 3], rng.randint(0, 99)
        mean = tuple(rng.randint(0, 255) for _ in range(3))
        shorter = max(input_height, input_width) * 8 // 7
        left, top, region_width, region_height = region
        source = picture(pattern, width, height, seed)
        part = source.crop((left, top, left + region_width, top + region_height))
        for fit in ("crop", "squash", "letterbox"):
            for name, resampling in FILTERS.items():
                if not can_be_framed(part, fit, (input_width, input_height), shorter):
                    continue
                result = framed(part, fit, (input_width, input_height), resampling, mean, shorter)
                numbers = [
                    seed,
                    width,
                    height,
                    *region,
                    fit,
                    shorter,
                    input_height,
                    input_width,
                    *mean,
                ]
                yield f"{pattern} {' '.join(map(str, numbers))} {name} {golden(result)}"


def geometry_lines(rng):
    yield (
        "# resize height width shorter resized_height resized_width  |  crop size crop offset  |  "
        "contain height width box_height box_width contained_height contained_width"
    )
    for _ in range(150):
        height, width = rng.randint(1, 5000), rng.randint(1, 5000)
        shorter = rng.randint(1, 1200)
        new_height, new_width = resized_size(height, width, shorter)
        yield f"resize {height} {width} {shorter} {new_height} {new_width}"
    for size, crop in [(crop + margin, crop) for crop in (1, 224) for margin in range(24)]:
        yield f"crop {size} {crop} {crop_offset(size, crop)}"
    for _ in range(50):
        crop = rng.randint(1, 1000)
        size = crop + rng.randint(0, 20_000_000)
        yield f"crop {size} {crop} {crop_offset(size, crop)}"
    yield from contain_lines(rng)


# Shorter side, longer side, side of the box: the contained shorter side is n + 1/2 exactly, but not
# as Pillow computes it, in floating point.
TIES = (
    (11, 120, 300),
    (19, 150, 225),
    (23, 90, 225),
    (41, 150, 225),
    (46, 180, 225),
    (77, 120, 300),
)


def contain_cases(rng):
    """Height and width of a picture and of its box."""
    for short, long, side in TIES:
        yield from [(short, long, side, side), (long, short, side, side)]
    for number in range(150):
        side = rng.randint(16, 512)
        other = side if number % 3 else rng.randint(16, 512)
        yield rng.randint(30, 900), rng.randint(30, 900), side, other


def contain_lines(rng):
    for height, width, box_height, box_width in contain_cases(rng):
        contained = ImageOps.contain(Image.new("L", (width, height)), (box_width, box_height))
        yield (
            f"contain {height} {width} {box_height} {box_width} "
            f"{contained.height} {contained.width}"
        )


def fixtures():
    """File name -> text. Each file has its own random numbers, so that one can grow alone."""
    made_by = (
        "# Made by tools/goldens/make_preprocess_goldens.py (which explains the format) "
        "with Pillow "
        f"{PIL.__version__}."
    )
    makers = {
        "resize.txt": resize_lines,
        "resize_and_crop.txt": crop_lines,
        "framing.txt": framing_lines,
        "geometry.txt": geometry_lines,
    }
    return {
        name: "\n".join([made_by, *lines(random.Random(SEED))]) + "\n"
        for name, lines in makers.items()
    }


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="compare instead of writing")
    check = parser.parse_args().check
    changed = False
    for name, text in fixtures().items():
        path = FOLDER / name
        if check and path.read_text(encoding="utf-8") != text:
            print(f"{path}: differs from what Pillow {PIL.__version__} makes")
            changed = True
        if not check:
            path.write_text(text, encoding="utf-8")
            print(f"{path.name}: {len(text)} bytes")
    return 1 if changed else 0


if __name__ == "__main__":
    sys.exit(main())
