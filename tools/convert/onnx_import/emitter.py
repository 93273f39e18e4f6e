"""The network that an import builds: operations in order, their tensors, and every value's
shape."""

import math

import numpy as np

from .. import graph, shapes
from ..errors import Refused
from .values import Activation, whole

# Beyond any image classifier; a few nodes can claim more than any memory holds.
ELEMENTS_MAX = 1 << 28  # of one value
SIDE_MAX = 1 << 16  # pixels or channels
MOVES = (graph.Rearrange, graph.Slice)  # whose sides are any part of what ONNX sees
# What an import may make in all: so much, and so many times the file. Weights of 16 bits become
# float64, and each factor that is folded into them makes them anew.
MADE_BYTES_MAX, MADE_PER_FILE_BYTE = 128 << 20, 32


class Emitter:
    def __init__(self, height: int, width: int, file_bytes: int):
        self.may_make = MADE_BYTES_MAX + MADE_PER_FILE_BYTE * file_bytes
        self.made_bytes = 0
        self.operations, self.tensors = [], {}
        self.shapes = {"image": (1, height, width, 3)}  # our value -> (1, h, w, c)
        self.producers = {}  # our value -> the operation that makes it
        self.shared = (
            set()
        )  # our values that more than one thing reads, so nothing may be fused into them

    def make(self, what: str, byte_count: int) -> None:
        """Counts an array before or after it is made. Fails with onnx/too-large when all of them
        together are too much."""
        self.made_bytes += byte_count
        if self.made_bytes > self.may_make:
            raise Refused(
                "onnx/too-large",
                f"{what}: constants and weights up to here take over {self.may_make >> 20:,} MiB, "
                "too much for a file of this size",
            )

    def emit(self, kind, output: str, **attributes) -> str:
        """Appends an operation of graph.py; returns the name of its value, made unique."""
        name = self.unique(output, self.shapes)
        operation = kind(output=name, **attributes)
        inputs = [self.shapes[value] for value in graph.reads(operation)]
        weights = {tensor: self.tensors[tensor].shape for tensor in graph.tensor_names(operation)}
        shape = shapes.RULES[kind](operation, inputs, weights)
        most = ELEMENTS_MAX if kind in MOVES else SIDE_MAX
        if not all(1 <= size <= most for size in shape) or math.prod(shape) > ELEMENTS_MAX:
            raise Refused(
                "graph/too-large", f"{operation.op} {name!r} would make {list(shape)} values"
            )
        self.shapes[name] = shape
        self.operations.append(operation)
        self.producers[name] = operation
        return name

    def weighted(self, kind, value: str, output: str, weight, bias, **attributes) -> str:
        """A convolution or dense layer; `bias` may be None."""
        tensors = {"weight": self.tensor(f"{output}.weight", weight)}
        if bias is not None:
            tensors["bias"] = self.tensor(f"{output}.bias", bias)
        return self.emit(kind, output, input=value, **tensors, **attributes)

    def tensor(self, name: str, array) -> str:
        name = self.unique(name, self.tensors)
        self.make(f"tensor {name!r}", np.asarray(array).size * np.dtype(np.float64).itemsize)
        array = np.asarray(array)
        # Folding computes in float64; until then float32 is enough, and half of the size.
        kept = array.dtype in (np.float32, np.float64)
        self.tensors[name] = array if kept else array.astype(np.float64)
        return name

    def result(self, name: str, like: Activation | None = None) -> Activation:
        """Our value as an Activation; seen as ONNX saw `like`, if given, which has its size."""
        return whole(name, self.shapes[name]) if like is None else like.numbered(name)

    @staticmethod
    def unique(name: str, taken) -> str:
        number, candidate = 1, name
        while candidate in taken:
            number += 1
            candidate = f"{name}.{number}"
        return candidate
