"""Ranges of real numbers -> int8 quantisations: asymmetric, one for each int8 value."""

import math

import numpy as np

from .. import graph
from ..errors import Refused
from ..graph import Quantization
from .limits import raised_scales
from .plan import Plan

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


def quantizations(network: graph.Network, plan: Plan, ranges: dict, preprocess: dict) -> dict:
    """Value -> Quantization, for every value of the plan. Fails with int8/*."""
    found = _group_ranges(network, plan, ranges | {network.input: pixel_range(preprocess)})
    chosen = {group: covering(low, high) for group, (low, high) in found.items()}
    if _stands_alone(plan, network.input):
        chosen[network.input] = of_pixels(preprocess)
    scales = raised_scales(network, plan, {group: one.scale for group, one in chosen.items()})
    final = {group: quantization(scales[group], one.zero_point) for group, one in chosen.items()}
    return {value: final[plan.group(value)] for value in plan.values}


def _stands_alone(plan: Plan, value: str) -> bool:
    return [other for other in plan.values if plan.group(other) == plan.group(value)] == [value]


def _group_ranges(network, plan, ranges) -> dict:
    """Group -> (low, high), the union of its values' ranges."""
    clamps = {o.output: getattr(o, "clamp", graph.NO_CLAMP) for o in network.operations}
    found = {}
    for value in sorted(plan.values):
        low, high = _inside(_range_of(value, ranges), clamps.get(value, graph.NO_CLAMP))
        lowest, highest = found.get(plan.group(value), (low, high))
        found[plan.group(value)] = min(low, lowest), max(high, highest)
    return found


def _range_of(value, ranges):
    if value not in ranges:
        raise Refused(
            "int8/no-range", f"the ranges do not have {value!r}: they are of another network"
        )
    return ranges[value]


def _inside(bounds, clamp):
    """The part of a range that an operation with this clamp can reach."""
    low = -math.inf if clamp[0] is None else clamp[0]
    high = math.inf if clamp[1] is None else clamp[1]
    return tuple(min(max(bound, low), high) for bound in bounds)
