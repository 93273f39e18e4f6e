"""Which layers stay in float32: those that somebody names, and with --keep-accuracy those that
cost most, until int8 costs no more than POINTS_MAX."""

from .. import graph
from ..errors import Refused
from . import quantize
from .judge import Judge
from .plan import Plan

POINTS_MAX = 0.5
SAMPLE = 8  # pictures that rank the layers
WEIGHTED = (graph.Conv2d, graph.DepthwiseConv2d)


def named(network: graph.Network, names: list[str]) -> frozenset:
    """Fails with int8/no-such-layer."""
    known = {operation.output for operation in network.operations}
    for name in names:
        if name not in known:
            raise Refused("int8/no-such-layer", f"--keep-float32: the network has no {name!r}")
    return frozenset(names)


def accurate(network, ranges, preprocess, keep: frozenset, judge: Judge, say):
    """(the int8 network, its cost), with the fewest of the layers that cost most in float32."""
    made = quantize(network, ranges, preprocess, keep)
    cost, count = judge.cost(made), 1
    if cost.points <= POINTS_MAX:
        return made, cost
    say(f"{cost}: looking for the layers that cost most")
    order = _by_error(network, ranges, preprocess, keep, judge)
    while cost.points > POINTS_MAX and count < 2 * len(order):
        chosen = keep | set(order[:count])
        made = quantize(network, ranges, preprocess, chosen)
        cost, count = judge.cost(made), 2 * count
        say(f"with {', '.join(sorted(chosen)[:8])} in float32 ({len(chosen)} layers): {cost}")
    return made, cost


def _by_error(network, ranges, preprocess, keep, judge) -> list[str]:
    """The layers in int8, by what the logits differ when only that one is, the largest first."""
    layers = [
        operation.output
        for operation in Plan(network, keep).operations
        if isinstance(operation, WEIGHTED)
    ]
    everything = frozenset(operation.output for operation in network.operations)
    errors = {
        layer: judge.error(quantize(network, ranges, preprocess, everything - {layer}), SAMPLE)
        for layer in layers
    }
    return sorted(layers, key=lambda layer: -errors[layer])
