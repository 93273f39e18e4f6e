"""One quantisation for each int8 value, from the ranges that were calibrated."""

import math

from .. import graph
from ..errors import Refused
from .activations import covering, of_pixels, pixel_range, quantization
from .limits import raised_scales
from .plan import Plan


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
