"""y = x * scale + shift per channel and bounds on it: into the operation before where possible."""

from dataclasses import replace

import numpy as np

from .. import graph
from ..convolution_weights import fold_into_convolution
from .values import NO_PADDING

LINEAR = (graph.Conv2d, graph.DepthwiseConv2d, graph.Dense)


def scale_and_shift(importer, found, output: str, scale, shift):
    """`found` (real) times `scale` plus `shift`, each (C), (1) or None; returns an Activation."""
    operation = _fusible(importer, found.name)
    if isinstance(operation, LINEAR):
        _fold(importer, operation, found.count, scale, shift)
        return found
    name = found.name
    if scale is not None and np.any(scale != 1):
        constant = importer.tensor(f"{output}.scale", scale)
        name = importer.emit(graph.Multiply, f"{output}.scaled", inputs=[name], constant=constant)
    if shift is not None and np.any(shift != 0):
        constant = importer.tensor(f"{output}.shift", shift)
        name = importer.emit(graph.Add, output, inputs=[name], constant=constant)
    return importer.result(name, found)


def on_channels(importer, node, found, scale, shift):
    """As scale_and_shift, of a value whose channels may be in another order: that is kept for a
    convolution to take over (RGB to BGR)."""
    flat, total = found.channels.reshape(-1), importer.shapes[found.name][3]
    changed = not np.array_equal(flat, np.arange(total))
    if found.padding != NO_PADDING or not changed or not _is_permutation(flat, total):
        return scale_and_shift(importer, importer.real(node, found), node.output[0], scale, shift)
    back = np.argsort(flat)
    scale, shift = (None if v is None else np.broadcast_to(v, total)[back] for v in (scale, shift))
    plain = found.numbered(found.name)
    made = scale_and_shift(importer, plain, node.output[0], scale, shift)
    return replace(made, channels=found.channels)


def clamp(importer, found, output: str, low, high):
    """`found` (real) within bounds, None for none; returns an Activation."""
    operation = _fusible(importer, found.name)
    if operation is not None:
        operation.clamp = (low, high)
        return found
    name = importer.emit(graph.ClampValue, output, input=found.name, clamp=(low, high))
    return importer.result(name, found)


def without_unused_tensors(network: graph.Network) -> graph.Network:
    """Operations and tensors that nothing reads, left over by folding and by selections, are
    dropped."""
    wanted, kept = set(network.outputs.values()), []
    for operation in reversed(network.operations):
        if operation.output in wanted:
            kept.append(operation)
            wanted.update(graph.reads(operation))
    network.operations = kept[::-1]
    names = [name for operation in network.operations for name in graph.tensor_names(operation)]
    network.tensors = {name: network.tensors[name] for name in names}
    return network


def _is_permutation(channels, total: int) -> bool:
    return len(channels) == total and len(np.unique(channels)) == total


def _fusible(importer, name: str):
    """The operation that makes `name`, if it has no bounds yet and nobody else reads its value."""
    operation = importer.producers.get(name)
    free = getattr(operation, "clamp", None) == graph.NO_CLAMP and name not in importer.shared
    return operation if free else None


def _fold(importer, operation, channels: int, scale, shift) -> None:
    scale = np.broadcast_to(1.0 if scale is None else scale, channels)
    shift = np.broadcast_to(0.0 if shift is None else shift, channels)
    # Tensors are of one operation each: what is folded goes at once.
    weight = importer.tensors.pop(operation.weight)
    bias = None if operation.bias is None else importer.tensors.pop(operation.bias)
    if isinstance(operation, graph.DepthwiseConv2d):
        folded, offset = fold_into_convolution(weight.transpose(3, 0, 1, 2), bias, scale, shift)
        folded = folded.transpose(1, 2, 3, 0)
    else:
        folded, offset = fold_into_convolution(weight, bias, scale, shift)
    operation.weight = importer.tensor(f"{operation.output}.folded_weight", folded)
    operation.bias = importer.tensor(f"{operation.output}.folded_bias", offset)
