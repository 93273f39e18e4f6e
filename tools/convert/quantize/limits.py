"""Keeps scales where XNNPACK can compute: it bounds how many steps of one value a step of another
may be.

Calibrated ranges break these bounds where a branch is all but dead. Then the finer scale is raised,
so that the value's range becomes wider than it had to be.
"""

from .. import graph
from ..errors import Refused
from .plan import Plan
from .weights import channel_axis, largest_stored, natural_scale

# XNNPACK: below 256 always; at least 2^-10 for sums and 2^-16 for products. Float32 rounds: a
# little inside.
MOST = 255.0
SUM_LEAST = 2.0**-10 * 1.01
PRODUCT_LEAST = 2.0**-16 * 1.01


def raised_scales(network: graph.Network, plan: Plan, scales: dict) -> dict:
    """Group -> scale. Fails with int8/scales-too-far-apart where raising one breaks another without
    end."""
    table = _Table(plan, scales)
    for _ in range(len(plan.operations) + 1):
        before = dict(table.scales)
        for operation in plan.operations:
            if type(operation) in RULES:
                RULES[type(operation)](table, operation, network.tensors)
        if table.scales == before:
            return before
    raise Refused(
        "int8/scales-too-far-apart", "the ranges of some values are too far apart for int8"
    )


class _Table:
    def __init__(self, plan, scales):
        self.plan, self.scales = plan, dict(scales)

    def of(self, value):
        return self.scales[self.plan.group(value)]

    def at_least(self, value, scale):
        group = self.plan.group(value)
        self.scales[group] = max(self.scales[group], scale)


def _weighted(table, operation, tensors):
    scales = natural_scale(
        tensors[operation.weight], channel_axis(operation), largest_stored(operation)
    )
    table.at_least(operation.output, table.of(operation.input) * scales.max() / MOST)


def _add(table, operation, tensors):
    for value in operation.inputs:
        table.at_least(operation.output, table.of(value) / MOST)
    for value in operation.inputs:
        table.at_least(value, table.of(operation.output) * SUM_LEAST)


def _multiply(table, operation, tensors):
    first, second = operation.inputs
    table.at_least(operation.output, table.of(first) * table.of(second) / MOST)
    table.at_least(first, table.of(operation.output) * PRODUCT_LEAST / table.of(second))


RULES = {
    graph.Conv2d: _weighted,
    graph.DepthwiseConv2d: _weighted,
    graph.Add: _add,
    graph.Multiply: _multiply,
}
