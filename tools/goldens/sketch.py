"""A small network with random weights, drawn operation by operation."""

import zlib

import numpy as np
from convert import graph


class Sketch:
    """Methods append one operation and return the name of its value. The name seeds the weights."""

    def __init__(self, name: str, height: int, width: int):
        self.name, self.size = name, (height, width)
        self.random = np.random.default_rng(zlib.crc32(name.encode()))
        self.operations, self.tensors = [], {}

    def conv(self, value, output, shape, bias=True, **attributes):
        """`shape` is the weight's, (O, kh, kw, I / groups)."""
        return self._weighted(graph.Conv2d, value, output, shape, shape[0], bias, attributes)

    def depthwise(self, value, output, shape, bias=True, **attributes):
        """`shape` is the weight's, (1, kh, kw, C * multiplier)."""
        return self._weighted(
            graph.DepthwiseConv2d, value, output, shape, shape[3], bias, attributes
        )

    def dense(self, value, output, shape, bias=True, **attributes):
        """`shape` is the weight's, (O, I)."""
        return self._weighted(graph.Dense, value, output, shape, shape[0], bias, attributes)

    def constant(self, kind, value, output, size, **attributes):
        """Add or Multiply with a constant of `size` elements."""
        name = f"{output}.constant"
        self.tensors[name] = self._normal((size,))
        return self.append(kind, inputs=[value], constant=name, output=output, **attributes)

    def append(self, kind, *, output, **attributes):
        self.operations.append(kind(output=output, **attributes))
        return output

    def network(self, logits, **outputs) -> graph.Network:
        return graph.Network(self.operations, self.tensors, {"logits": logits} | outputs)

    def classified(self, value, channels, classes=5) -> graph.Network:
        """`value` as the last feature map, then the usual end of a classifier."""
        pooled = self.append(graph.GlobalAveragePool, input=value, output="pool")
        logits = self.dense(pooled, "logits", (classes, channels))
        return self.network(logits, features=value, embedding=pooled)

    @property
    def preprocess(self) -> dict:
        """As FORMAT.md has it; no picture is involved."""
        return {
            "input_size": list(self.size),
            "resize_shorter": max(self.size),
            "filter": "bilinear",
            "mean": [127.5, 127.5, 127.5],
            "std": [127.5, 127.5, 127.5],
        }

    def image(self) -> np.ndarray:
        """(1, H, W, 3) float32, about what normalised pixels are."""
        return self._normal((1, *self.size, 3))

    def _weighted(self, kind, value, output, shape, channels, bias, attributes):
        names = {"weight": f"{output}.weight", "bias": f"{output}.bias" if bias else None}
        # Values keep a magnitude of about 1 from layer to layer.
        fan_in = np.prod(shape[1:3] if kind is graph.DepthwiseConv2d else shape[1:])
        self.tensors[names["weight"]] = self._normal(shape) / np.float32(np.sqrt(fan_in))
        if bias:
            self.tensors[names["bias"]] = self._normal((channels,)) / np.float32(2)
        return self.append(kind, input=value, output=output, **names, **attributes)

    def _normal(self, shape):
        return self.random.standard_normal(shape, np.float32)
