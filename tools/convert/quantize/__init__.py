"""Static int8 quantisation: a float32 network and the ranges of its values -> an int8 network.

plan.py         which operations compute in int8, which values share a quantisation
calibrate.py    pictures -> the range of each value; ranges.py stores them
scales.py       ranges -> scales and zero points; limits.py keeps them where XNNPACK can compute
weights.py      weights and biases
rewrite.py      the int8 network
judge.py        what int8 costs on the pictures; keep.py keeps layers in float32 for it
"""

from dataclasses import replace

import numpy as np

from .. import graph
from .plan import Plan
from .rewrite import rewrite
from .scales import quantizations


def quantize(
    network: graph.Network, ranges: dict, preprocess: dict, keep: frozenset = frozenset()
) -> graph.Network:
    """`ranges`: value -> (low, high) for each of values_to_calibrate; the operations that make
    `keep` stay in float32. Fails with int8/*."""
    # From what a float32 file holds: the last bits of folding in float64 must not matter.
    tensors = {name: tensor.astype(np.float32) for name, tensor in network.tensors.items()}
    network, plan = replace(network, tensors=tensors), Plan(network, keep)
    return rewrite(network, plan, quantizations(network, plan, ranges, preprocess))


def values_to_calibrate(network: graph.Network) -> list[str]:
    """The values whose ranges int8 needs, in the network's order; the range of its input is
    known."""
    needed = Plan(network).values
    return [operation.output for operation in network.operations if operation.output in needed]
