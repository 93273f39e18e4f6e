"""Add, Sub, Mul, Div, Pow and Sum of two values or of a value and a constant; Concat. On constants
alone: constants.py."""

import math

import numpy as np

from .. import graph
from . import affine, constants, gelu, layouts, powers, tokens
from .attributes import integer, number
from .values import Activation

POWER_MAX = 8


def add(importer, node):
    return _binary(importer, node, graph.Add, np.add, _as_shift)


def multiply(importer, node):
    return _binary(importer, node, graph.Multiply, np.multiply, _as_scale)


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
        return _with_constant(importer, node, negative, first, _as_shift)
    return _two_values(importer, node, graph.Add, _real(importer, node, 0), negative)


def divide(importer, node):
    first, second = importer.present(node, 0), importer.present(node, 1)
    if isinstance(second, Activation):
        inverse = powers.raised(importer, node, second, -1.0)
        return _combined(importer, node, graph.Multiply, np.multiply, _as_scale, first, inverse)
    if not isinstance(first, Activation):
        return constants.divide(importer, node, first, second)
    if not np.all(second):
        importer.refuse(node, "division by zero")
    return _with_constant(importer, node, first, second, lambda constant: (1 / constant, None))


def concat(importer, node):
    """Of channels as they are; along other axes, and of constants too, in ONNX's order."""
    parts = [importer.present(node, index) for index in range(len(node.input))]
    axis = integer(node, "axis", 1)
    if not any(isinstance(part, Activation) for part in parts):
        return constants.concatenated(importer, node, parts, axis)
    axis = axis + len(parts[0].shape) if axis < 0 else axis
    found = [part for part in parts if isinstance(part, Activation)]
    first = found[0]
    if len(found) < len(parts) or not all(_is_beside(part, first, axis) for part in found):
        return tokens.joined(importer, node, parts, axis)
    if len(found) == 1:
        return first
    channels = sum(part.count for part in found)
    shape = (*first.shape[:axis], channels, *first.shape[axis + 1 :])
    order = _order_with_channels(first, axis)
    selected = _one_selection(found)
    if selected is not None:
        return first.seen(shape=shape, channels=selected, order=order)
    found = [importer.real(node, part) for part in found]
    name = importer.emit(graph.Concat, node.output[0], inputs=[part.name for part in found])
    return found[0].seen(name=name, shape=shape, channels=np.arange(channels), order=order)


def _is_beside(part, first, axis: int) -> bool:
    """Whether two values differ in the channels of `axis` only."""
    return (
        len(part.shape) == len(first.shape) > axis
        and part.shape[:axis] + part.shape[axis + 1 :]
        == first.shape[:axis] + first.shape[axis + 1 :]
        and part.is_channel_axis(axis)
        and part.padded_size == first.padded_size
        and part.order.replace("c", "") == first.order.replace("c", "")
        and _order_with_channels(part, axis) == _order_with_channels(first, axis)
    )


def _order_with_channels(found, axis: int) -> str:
    """The order of `found`, of which `axis` is the channels, also when that is one channel."""
    before = "".join(letter for group in found.axes()[:axis] for letter, _ in group)
    return before + "c" + found.order.replace("c", "")[len(before) :]


def _one_selection(found) -> np.ndarray | None:
    """The channels of all where they are different ones of the same value: then joining them only
    changes their order (RGB to BGR by Split and Concat)."""
    first = found[0]
    if any((part.name, part.padding) != (first.name, first.padding) for part in found):
        return None
    channels = np.concatenate([part.channels.reshape(-1) for part in found])
    return channels if len(np.unique(channels)) == len(channels) else None


def total(importer, node):
    """Sum, of one or more."""
    result = importer.present(node, 0)
    for index in range(1, len(node.input)):
        result = _combined(
            importer, node, graph.Add, np.add, _as_shift, result, importer.present(node, index)
        )
    return result


def power(importer, node):
    """To a whole number by multiplication, else as one operation."""
    first, exponent = importer.present(node, 0), importer.constant(node, 1)
    if isinstance(first, np.ndarray):
        return constants.elementwise(importer, node, np.power, first, exponent)
    times = float(exponent.reshape(())) if exponent.size == 1 else math.nan
    if not math.isfinite(times):
        importer.refuse(node, f"the exponents {exponent.reshape(-1)[:8].tolist()}; one is needed")
    if times not in range(1, POWER_MAX + 1):
        return powers.raised(importer, node, first, times)
    found = importer.real(node, first)
    importer.shared.add(found.name)
    result = found
    for _ in range(int(times) - 1):
        result = _two_values(importer, node, graph.Multiply, result, found)
    return result


def swish(importer, node):
    """x * sigmoid(alpha * x)."""
    found = _real(importer, node, 0)
    importer.shared.add(found.name)
    name, alpha = node.output[0], np.array([number(node, "alpha", 1.0)])
    scaled = affine.scale_and_shift(importer, found, f"{name}.alpha", alpha, None)
    gate = importer.emit(graph.Sigmoid, f"{name}.gate", input=scaled.name)
    return _two_values(importer, node, graph.Multiply, found, found.numbered(gate))


def _as_shift(constant):
    return None, constant


def _as_scale(constant):
    return constant, None


def _binary(importer, node, kind, function, scale_shift):
    first, second = importer.operand(node, 0), importer.operand(node, 1)
    for term, other in ((first, second), (second, first)):
        if isinstance(term, gelu.PENDING):
            combine = gelu.added if kind is graph.Add else gelu.multiplied
            result = combine(importer, node, term, other)
            if result is not None:
                return result
    first, second = importer.present(node, 0), importer.present(node, 1)
    return _combined(importer, node, kind, function, scale_shift, first, second)


def _combined(importer, node, kind, function, scale_shift, first, second):
    if isinstance(first, Activation) and isinstance(second, Activation):
        first, second = importer.real(node, first), importer.real(node, second)
        return _two_values(importer, node, kind, first, second)
    if isinstance(first, Activation):
        return _with_constant(importer, node, first, second, scale_shift)
    if isinstance(second, Activation):
        return _with_constant(importer, node, second, first, scale_shift)
    return constants.elementwise(importer, node, function, first, second)


def _two_values(importer, node, kind, first, second):
    """Equal shapes, or one of them has one value a channel."""
    wide, small = (
        (first, second)
        if first.height * first.width >= second.height * second.width
        else (second, first)
    )
    if _is_equal(small, wide) or _is_gate(small, wide) or _is_of_pixels(small, wide):
        made = importer.emit(kind, node.output[0], inputs=[first.name, second.name])
        return importer.result(made, wide)
    sides = layouts.broadcast_sides(first.shape, second.shape)
    if sides is None:
        importer.refuse(
            node, f"the shapes {list(first.shape)} and {list(second.shape)} do not go together"
        )
    names = [
        layouts.in_sides(importer, node, value, of).name
        for value, of in zip((first, second), sides[:2], strict=True)
    ]
    return layouts.made(importer, importer.emit(kind, node.output[0], inputs=names), sides[2])


def _is_of_pixels(small, wide) -> bool:
    """Whether `small` is one value for each pixel of `wide`, along the same axes."""
    missing = len(wide.shape) - len(small.shape)
    shape = (1,) * missing + small.shape
    return (
        missing >= 0
        and small.count == 1
        and small.padded_size == wide.padded_size
        and small.order == wide.order.replace("c", "")
        and all(
            size == whole or (size == 1 and wide.is_channel_axis(axis))
            for axis, (size, whole) in enumerate(zip(shape, wide.shape, strict=True))
        )
    )


def _is_equal(small, wide) -> bool:
    same = (small.shape, small.order, small.padded_size, small.channels.shape)
    return same == (wide.shape, wide.order, wide.padded_size, wide.channels.shape)


def _is_gate(small, wide) -> bool:
    """Whether `small` is one value for each channel of `wide`, along the same axis."""
    missing = len(wide.shape) - len(small.shape)
    shape = (1,) * missing + small.shape
    return (
        small.count == wide.count
        and small.padded_size == (1, 1)
        and missing >= 0
        and all(
            size == 1 or (size == wide.count and wide.is_channel_axis(axis))
            for axis, size in enumerate(shape)
        )
    )


def _with_constant(importer, node, found, constant, scale_shift):
    values = np.asarray(constant, np.float64)
    channels = found.per_channel(values)
    if channels is None:
        return _with_places(importer, node, found, values, scale_shift)
    scale, shift = scale_shift(channels)
    return affine.on_channels(importer, node, found, scale, shift)


def _with_places(importer, node, found, values, scale_shift):
    """A constant that differs from place to place."""
    shape = np.broadcast_shapes(values.shape, found.shape)
    if shape != found.shape:
        importer.refuse(node, f"a constant of shape {list(values.shape)} for {list(found.shape)}")
    found = importer.real(node, found)
    scale, shift = scale_shift(layouts.as_constant(importer, node, found, values))
    kind, constant = (graph.Add, shift) if scale is None else (graph.Multiply, scale)
    name = importer.tensor(f"{node.output[0]}.constant", constant)
    made = importer.emit(kind, node.output[0], inputs=[found.name], constant=name)
    return importer.result(made, found)


def _real(importer, node, index):
    return importer.real(node, importer.activation(node, index))


HANDLERS = {
    "Add": add,
    "Sub": subtract,
    "Mul": multiply,
    "Div": divide,
    "Sum": total,
    "Pow": power,
    "Swish": swish,
    "Concat": concat,
}
