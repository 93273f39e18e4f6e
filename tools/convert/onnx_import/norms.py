"""LayerNormalization, InstanceNormalization and GroupNormalization."""

import math

import numpy as np

from .. import graph
from . import affine, layouts
from .attributes import integer, number


def layer(importer, node):
    """Over the last axis, or over a whole map."""
    found = importer.activation(node)
    rank = len(found.shape)
    axis = integer(node, "axis", -1) % rank
    epsilon = number(node, "epsilon", 1e-5)
    scale, shift = importer.constant(node, 1), importer.optional_constant(node, 2)
    if axis == rank - 1:
        found = _with_channels_last(importer, node, found)
        made = importer.emit(graph.LayerNorm, node.output[0], input=found.name, epsilon=epsilon)
    elif math.prod(found.shape[axis:]) == math.prod(found.shape):
        found = importer.real(node, found)
        made = importer.emit(graph.GroupNorm, node.output[0], input=found.name, epsilon=epsilon)
    else:
        importer.refuse(node, f"over the axes from {axis} of {list(found.shape)}")
    return _scaled(importer, node, importer.result(made, found), scale, shift)


def instance(importer, node):
    """Exporters also write group normalisation as this, of a map reshaped to (1, groups, ...)."""
    return _grouped(importer, node, importer.activation(node).shape[1])


def group(importer, node):
    return _grouped(importer, node, integer(node, "num_groups", 1))


def _grouped(importer, node, groups: int):
    """Of axis 1, which is the channels or groups of them."""
    found = importer.real(node, importer.activation(node))
    height, width = found.height, found.width
    in_order = found.order == "".join(
        letter for letter, size in (("c", found.count), ("h", height), ("w", width)) if size > 1
    )
    fits = groups > 0 and found.count % groups == 0 and found.count % found.shape[1] == 0
    if not in_order or len(found.shape) < 3 or not fits:
        importer.refuse(node, f"{groups} groups of {list(found.shape)}")
    parts = [importer.constant(node, index).reshape(-1) for index in (1, 2)]
    if any(found.count % part.size for part in parts):
        importer.refuse(node, f"scales of {parts[0].size} channels for {found.count}")
    made = importer.emit(
        graph.GroupNorm,
        node.output[0],
        input=found.name,
        groups=groups,
        epsilon=number(node, "epsilon", 1e-5),
    )
    scale, shift = (np.repeat(part, found.count // part.size) for part in parts)
    result = importer.result(made, found)
    return affine.scale_and_shift(importer, result, f"{node.output[0]}.affine", scale, shift)


def _with_channels_last(importer, node, found):
    """As it is where the last axis is the channels."""
    axis = len(found.shape) - 1
    if found.shape[axis] == found.count and found.is_channel_axis(axis):
        return importer.real(node, found)
    return layouts.rows(importer, node, found)


def _scaled(importer, node, found, scale, shift):
    """Constants as broadcast to the shape that ONNX sees."""
    parts = [None if part is None else found.per_channel(part) for part in (scale, shift)]
    if all(part is not None for part in parts[: 1 if shift is None else 2]):
        return affine.scale_and_shift(importer, found, f"{node.output[0]}.affine", *parts)
    name = found.name
    for kind, part in ((graph.Multiply, scale), (graph.Add, shift)):
        if part is not None:
            constant = layouts.as_constant(importer, node, found, part)
            if constant is None:
                importer.refuse(node, f"a constant of {list(part.shape)} for {list(found.shape)}")
            tensor = importer.tensor(f"{node.output[0]}.{kind.op}", constant)
            name = importer.emit(
                kind, f"{node.output[0]}.{kind.op}", inputs=[name], constant=tensor
            )
    return found.numbered(name)


HANDLERS = {
    "LayerNormalization": layer,
    "InstanceNormalization": instance,
    "GroupNormalization": group,
}
