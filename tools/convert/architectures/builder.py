"""Builds the graph of a known architecture from its weights by name, checking every shape on the
way."""

import numpy as np

from .. import graph
from ..convolution_weights import (
    batch_norm_scale_shift,
    convolution_weight,
    depthwise_weight,
    fold_into_convolution,
)
from ..errors import Refused
from .layers import dense_name


class NetworkBuilder:
    """Values are named after the step that makes them; each method returns its value's name."""

    def __init__(self, tensors: dict[str, np.ndarray], epsilon: float):
        self.source = tensors
        self.epsilon = epsilon  # of every batch normalisation
        self.unread = {name for name in tensors if not name.endswith("num_batches_tracked")}
        self.operations = []
        self.tensors = {}
        self.channels = {"image": 3}  # of every value so far

    def take(self, name: str, shape: tuple) -> np.ndarray:
        """The source tensor `name`; None in `shape` fits any size."""
        tensor = self.source.get(name)
        if tensor is None:
            raise Refused(
                "weights/missing-tensor", f"tensor {name!r} of shape {_text(shape)} is missing"
            )
        fits = len(tensor.shape) == len(shape)
        if not fits or any(
            want not in (None, have) for want, have in zip(shape, tensor.shape, strict=True)
        ):
            raise Refused(
                "weights/bad-shape",
                f"tensor {name!r} has shape {_text(tensor.shape)}, expected {_text(shape)}",
            )
        self.unread.discard(name)
        return tensor

    def convolution(self, value, output, name, channels, kernel, *, norm=None, bias=False,
                    stride=1, padding=(0, 0, 0, 0), groups=1, clamp=graph.NO_CLAMP):  # fmt: skip
        """Convolution `name`, with the batch normalisation `norm` folded in, `channels` outputs."""
        inputs = self.channels[value]
        weight = self.take(f"{name}.weight", (channels, inputs // groups, kernel, kernel))
        offset = self.take(f"{name}.bias", (channels,)) if bias else None
        if norm is not None:
            weight, offset = fold_into_convolution(weight, offset, *self._norm(norm, channels))
        depthwise = groups == inputs and groups > 1
        attributes = {"stride": (stride, stride), "padding": padding, "clamp": clamp}
        if depthwise:
            operation, weight = graph.DepthwiseConv2d, depthwise_weight(weight)
        else:
            operation, weight = graph.Conv2d, convolution_weight(weight)
            attributes["groups"] = groups
        return self._append(operation, value, output, channels, weight, offset, **attributes)

    def dense(self, value, output, name):
        """The last layer; the number of classes is read from the weights."""
        name = dense_name(self.source, name, self.channels[value])
        weight = self.take(f"{name}.weight", (None, self.channels[value]))
        bias = self.take(f"{name}.bias", (len(weight),))
        return self._append(graph.Dense, value, output, len(weight), weight, bias)

    def add(self, first, second, output, clamp=graph.NO_CLAMP):
        self.operations.append(graph.Add(inputs=[first, second], output=output, clamp=clamp))
        self.channels[output] = self.channels[first]
        return output

    def concat(self, values, output):
        self.operations.append(graph.Concat(inputs=values, output=output))
        self.channels[output] = sum(self.channels[value] for value in values)
        return output

    def pool(self, kind, value, output, **attributes):
        """One of graph's pooling classes."""
        self.operations.append(kind(input=value, output=output, **attributes))
        self.channels[output] = self.channels[value]
        return output

    def finish(self, architecture: str, outputs: dict) -> graph.Network:
        """Refuses weights that the architecture has no place for: they belong to another
        network."""
        if self.unread:
            raise Refused(
                "weights/unknown-tensor",
                f"{len(self.unread)} tensors have no place in {architecture}, such as "
                f"{min(self.unread)!r}",
            )
        return graph.Network(self.operations, self.tensors, outputs, architecture=architecture)

    def _norm(self, name, channels):
        parts = ("weight", "bias", "running_mean", "running_var")
        return batch_norm_scale_shift(
            *(self.take(f"{name}.{part}", (channels,)) for part in parts), self.epsilon
        )

    def _append(self, operation, value, output, channels, weight, bias, **attributes):
        names = {"weight": f"{output}.weight", "bias": None if bias is None else f"{output}.bias"}
        self.tensors[names["weight"]] = weight
        if bias is not None:
            self.tensors[names["bias"]] = bias
        self.operations.append(operation(input=value, output=output, **names, **attributes))
        self.channels[output] = channels
        return output


def _text(shape) -> str:
    return "(" + ", ".join("any" if size is None else str(size) for size in shape) + ")"
