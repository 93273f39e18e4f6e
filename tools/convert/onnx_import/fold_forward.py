"""A scale and shift of channels after a normalisation goes into the convolution or dense layer that
reads it alone: two passes over the value less."""

from collections import Counter

import numpy as np

from .. import graph


def fold_forward(network: graph.Network) -> graph.Network:
    """The same network; affine.without_unused_tensors drops what nothing reads any more."""
    producers = {operation.output: operation for operation in network.operations}
    readers = Counter(name for operation in network.operations for name in graph.reads(operation))
    readers.update(network.outputs.values())
    for operation in network.operations:
        while _is_linear(operation) and _is_normalised(operation.input, producers):
            source = producers.get(operation.input)
            if not _folds(network, operation, source, readers):
                break
            _fold(network, operation, source)
            operation.input = source.inputs[0]
    return network


def _is_linear(operation) -> bool:
    return isinstance(operation, graph.Dense) or (
        isinstance(operation, graph.Conv2d) and operation.groups == 1
    )


def _is_normalised(value: str, producers) -> bool:
    """Whether scales and shifts of a normalisation's result make `value`."""
    operation = producers.get(value)
    while getattr(operation, "constant", None) is not None:
        operation = producers.get(operation.inputs[0])
    return isinstance(operation, (graph.LayerNorm, graph.GroupNorm))


def _folds(network, operation, source, readers) -> bool:
    """A shift does not go through padding, which stays zero."""
    if not isinstance(source, (graph.Add, graph.Multiply)) or source.constant is None:
        return False
    padded = getattr(operation, "padding", (0, 0, 0, 0)) != (0, 0, 0, 0)
    return (
        readers[source.output] == 1
        and source.clamp == graph.NO_CLAMP
        and network.tensors[source.constant].ndim == 1
        and not (padded and isinstance(source, graph.Add))
    )


def _fold(network, operation, source) -> None:
    weight = np.asarray(network.tensors[operation.weight], np.float64)  # inputs are the last axis
    constant = np.asarray(network.tensors[source.constant], np.float64)
    if isinstance(source, graph.Multiply):
        network.tensors[operation.weight] = weight * constant
        return
    bias = 0.0 if operation.bias is None else network.tensors[operation.bias]
    if operation.bias is None:
        operation.bias = f"{operation.output}.folded_bias"
    added = (weight * constant).reshape(len(weight), -1).sum(axis=1)
    network.tensors[operation.bias] = bias + added
