"""Ranges of real numbers -> int8 quantisations: asymmetric, one a value."""

import numpy as np

from ..graph import Quantization

LOWEST, HIGHEST = -128, 127
# Below, a value is as good as always 0, and its scale would leave float32.
NARROWEST = 1e-30


def quantization(scale: float, zero_point: int) -> Quantization:
    """With the scale as float32 has it, written with as few digits as tell it apart."""
    return Quantization(float(str(np.float32(scale))), zero_point)


def covering(low: float, high: float, steps: int = HIGHEST - LOWEST) -> Quantization:
    """low..high and 0 in that many steps; 0 is exact, since convolutions pad with it."""
    low, high = min(low, 0.0), max(high, 0.0)
    if high - low < NARROWEST:
        return Quantization(1.0, 0)
    scale = (high - low) / steps
    return quantization(scale, round(LOWEST - low / scale))


def pixel_range(preprocess: dict) -> tuple[float, float]:
    """What a normalised pixel can be."""
    pairs = list(zip(preprocess["mean"], preprocess["std"], strict=True))
    return min(-mean / std for mean, std in pairs), max((255 - mean) / std for mean, std in pairs)


def of_pixels(preprocess: dict) -> Quantization:
    """Of the network's input: each pixel one step, without loss, where all channels are normalised
    alike."""
    means, stds = preprocess["mean"], preprocess["std"]
    mean = round(means[0])
    if set(means) == {mean} and len(set(stds)) == 1 and 0 <= mean <= 255:
        return quantization(1 / stds[0], LOWEST + mean)
    # Not 255 steps: with a mean of 127.5 every pixel would lie halfway between two of them.
    return covering(*pixel_range(preprocess), steps=254)


def stored(real, how: Quantization) -> np.ndarray:
    """int8, rounded to the nearest."""
    steps = np.rint(np.asarray(real, np.float32) / np.float32(how.scale)) + how.zero_point
    return np.clip(steps, LOWEST, HIGHEST).astype(np.int8)


def implies(how: Quantization, clamp) -> bool:
    """Whether int8 of this quantisation cannot leave `clamp` anyway, to the nearest step."""
    low, high = clamp
    above = low is None or stored(low, how) == LOWEST
    return bool(above and (high is None or stored(high, how) == HIGHEST))
