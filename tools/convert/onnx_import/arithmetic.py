"""Add, Sub, Mul, Div of two values or of a value and a constant; Concat. On constants alone:
constants.py."""

import numpy as np

from .. import graph
from . import affine, constants
from .attributes import integer
from .values import Activation


def add(importer, node):
    return _binary(importer, node, graph.Add, np.add, lambda constant: (None, constant))


def multiply(importer, node):
    return _binary(importer, node, graph.Multiply, np.multiply, lambda constant: (constant, None))


def subtract(importer, node):
    first, second = importer.present(node, 0), importer.present(node, 1)
    if isinstance(first, np.ndarray) and isinstance(second, np.ndarray):
        return constants.elementwise(importer, node, np.subtract, first, second)
    if isinstance(second, np.ndarray):
        return _with_constant(importer, node, first, second, lambda constant: (None, -constant))
    minus_one = np.array([-1.0])
    negative = affine.scale_and_shift(
        importer, _real(importer, node, 1), f"{node.output[0]}.minus", minus_one, None
    )
    if isinstance(first, np.ndarray):
        return _with_constant(importer, node, negative, first, lambda constant: (None, constant))
    return _two_values(importer, node, graph.Add, _real(importer, node, 0), negative)


def divide(importer, node):
    first, second = importer.present(node, 0), importer.present(node, 1)
    if isinstance(second, Activation):
        importer.refuse(node, "division by a computed value is not supported")
    if not isinstance(first, Activation):
        return constants.divide(importer, node, first, second)
    if not np.all(second):
        importer.refuse(node, "division by zero")
    return _with_constant(importer, node, first, second, lambda constant: (1 / constant, None))


def concat(importer, node):
    parts = [importer.present(node, index) for index in range(len(node.input))]
    axis = integer(node, "axis", 1)
    if not any(isinstance(part, Activation) for part in parts):
        return constants.concatenated(importer, node, parts, axis)
    found = [_real(importer, node, index) for index in range(len(parts))]
    maps, vectors = all(part.is_map for part in found), all(part.is_vector for part in found)
    if not (maps or vectors) or axis % len(found[0].shape) != 1:
        importer.refuse(
            node,
            f"joins {[list(part.shape) for part in found]} along axis {axis}; only channels "
            "are supported",
        )
    if len(found) == 1:
        return found[0]
    result = importer.result(
        importer.emit(graph.Concat, node.output[0], inputs=[part.name for part in found])
    )
    return result if maps else result.reshaped((1, result.count))


def _binary(importer, node, kind, function, scale_shift):
    first, second = importer.present(node, 0), importer.present(node, 1)
    if isinstance(first, Activation) and isinstance(second, Activation):
        return _two_values(importer, node, kind, _real(importer, node, 0), _real(importer, node, 1))
    if isinstance(first, Activation):
        return _with_constant(importer, node, first, second, scale_shift)
    if isinstance(second, Activation):
        return _with_constant(importer, node, second, first, scale_shift)
    return constants.elementwise(importer, node, function, first, second)


def _two_values(importer, node, kind, first, second):
    """Equal shapes, or one of them (1, C, 1, 1)."""
    wide, small = (
        (first, second)
        if first.height * first.width >= second.height * second.width
        else (second, first)
    )
    same_rank = len(wide.shape) == len(small.shape)
    # (1, 1, H, W) would be a map of weights over places, which the core does not broadcast.
    if (
        not same_rank
        or wide.count != small.count
        or (small.shape != wide.shape and small.shape[2:] != (1, 1))
    ):
        importer.refuse(
            node,
            f"the shapes {list(first.shape)} and {list(second.shape)}; only equal ones, or "
            "(1, C, 1, 1), are supported",
        )
    return importer.result(
        importer.emit(kind, node.output[0], inputs=[first.name, second.name]), wide
    )


def _with_constant(importer, node, found, constant, scale_shift):
    values = np.asarray(constant, np.float64)
    channels = _channel_values(values, found)
    if channels is None:
        importer.refuse(
            node,
            f"a constant of shape {list(values.shape)} for {list(found.shape)}; only one a "
            "channel is supported",
        )
    return affine.scale_and_shift(
        importer, importer.real(node, found), node.output[0], *scale_shift(channels)
    )


def _channel_values(values, found):
    """(1) or (C) if `values` broadcasts over everything but channels, else None."""
    if values.size == 1 and values.ndim <= len(found.shape):
        return values.reshape(-1)
    rank = len(found.shape)
    if values.ndim > rank or (found.is_flat and not found.is_vector):
        return None
    shape = (1,) * (rank - values.ndim) + values.shape
    return values.reshape(-1) if shape == (1, found.count) + (1,) * (rank - 2) else None


def _real(importer, node, index):
    return importer.real(node, importer.activation(node, index))


HANDLERS = {"Add": add, "Sub": subtract, "Mul": multiply, "Div": divide, "Concat": concat}
