"""The pictures of native-tests/fixtures/classifier: synthetic, and crops of scikit-image's CC0
photographs."""

import io
import zipfile
from pathlib import Path

import numpy as np
from PIL import Image

PHOTOGRAPHS = ("chelsea", "coffee", "camera")


def pictures(wheel: Path):
    """(name, picture) of each; the photographs come out of scikit-image's `wheel`."""
    yield from synthetic()
    with zipfile.ZipFile(wheel) as archive:
        for name in PHOTOGRAPHS:
            with Image.open(io.BytesIO(archive.read(f"skimage/data/{name}.png"))) as opened:
                yield from reduced(name, opened)


def reduced(name: str, photograph: Image.Image):
    """The whole, small, in few colours, and the middle as a true-colour square."""
    width, height = photograph.size
    small = photograph.resize((240, 240 * height // width), Image.Resampling.BICUBIC)
    yield f"{name}_palette", small.quantize(64, dither=Image.Dither.NONE)
    side = min(width, height)
    left, top = (width - side) // 2, (height - side) // 2
    yield f"{name}_square", photograph.resize((96, 96), box=(left, top, left + side, top + side))


def synthetic():
    rows, columns = np.mgrid[0:150, 0:310]
    ramps = np.stack([columns * 255 // 309, rows * 255 // 149, (rows + columns) % 256], axis=-1)
    yield "gradient_wide", Image.fromarray(ramps.astype(np.uint8))
    checks = ((np.mgrid[0:301, 0:173] // 16).sum(axis=0) % 2 * 255).astype(np.uint8)
    yield "checks_tall_grey", Image.fromarray(checks)
    noise = np.random.default_rng(7).integers(0, 256, (64, 64, 3), np.uint8)
    yield "noise_small", Image.fromarray(noise)
    yield "rings_alpha", rings()
    yield "one_pixel", Image.new("RGB", (1, 1), (200, 40, 90))
    yield "stripe_very_wide", Image.fromarray(np.tile(ramps[:8].astype(np.uint8), (1, 4, 1)))


def rings() -> Image.Image:
    """RGBA: what alpha hides must count, as Pillow's convert("RGB") has it."""
    rows, columns = np.mgrid[-100:100, -90:90]
    distance = np.hypot(rows, columns)
    value = np.where(np.sin(distance / 8) > 0, 250, 20).astype(np.uint8)
    alpha = np.where(distance < 80, 255, 0).astype(np.uint8)
    return Image.fromarray(np.stack([value, 255 - value, value // 2, alpha], axis=-1))
