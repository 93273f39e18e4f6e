"""Which operations compute in int8, and which values must share one quantisation.

Convolutions do; what lies between them does where models/FORMAT.md has an int8 form of it. Dense
layers keep float32 activations: they are few, and the last one decides between classes.
"""

from .. import graph

SHARING = (graph.Concat, graph.MaxPool, graph.ClampValue)


class Plan:
    """`operations` are those in int8; `values` are all that they read and write."""

    def __init__(self, network: graph.Network, keep: frozenset = frozenset()):
        self.operations = []
        self.values = set()
        self._written = set()
        self._leader = {}
        for operation in network.operations:
            if operation.output not in keep and self._computes_in_int8(operation):
                self._add(operation)

    def writes_int8(self, value: str) -> bool:
        """Whether `value` is int8 from the start, not converted for one of its readers."""
        return value in self._written

    def group(self, value: str) -> str:
        """The same name for all values that share a quantisation."""
        while value in self._leader:
            value = self._leader[value]
        return value

    def _add(self, operation):
        self.operations.append(operation)
        self._written.add(operation.output)
        self.values |= {operation.output, *graph.reads(operation)}
        if isinstance(operation, SHARING):
            for value in graph.reads(operation):
                self._join(value, operation.output)

    def _join(self, value, other):
        value, other = self.group(value), self.group(other)
        if value != other:
            self._leader[other] = value

    def _computes_in_int8(self, operation) -> bool:
        reads_int8 = any(value in self._written for value in graph.reads(operation))
        match operation:
            case graph.Conv2d() | graph.DepthwiseConv2d():
                return True
            case graph.Add() | graph.Multiply():
                return reads_int8 and operation.constant is None
            case graph.MaxPool():
                return reads_int8 and _is_simple(operation)
            case graph.Concat() | graph.ClampValue() | graph.Sigmoid():
                return reads_int8
        return False


def _is_simple(pool: graph.MaxPool) -> bool:
    height, width = pool.kernel
    whole = pool.stride[0] <= height and pool.stride[1] <= width
    return pool.dilation == (1, 1) and height * width > 1 and whole
