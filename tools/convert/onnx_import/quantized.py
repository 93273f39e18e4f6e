"""QuantizeLinear, DequantizeLinear and QLinearConv, of models that somebody has quantised.

Weights become real numbers again. What a quantised value can be becomes bounds on it, since
quantisers leave out a ReLU that the bounds stand for, and a range: --int8 needs no pictures then.
"""

import numpy as np

from .. import graph
from . import affine, constants, convolutions
from .attributes import attribute, integer
from .values import Activation

LIMITS = {np.dtype(kind): np.iinfo(kind) for kind in ("int8", "uint8")}


def quantize(importer, node):
    value, scale, zero = (
        importer.present(node, 0),
        _scale(importer, node, 1),
        _zero(importer, node),
    )
    if isinstance(value, Activation):
        return _bounded(importer, node, value, scale, zero)
    constants.make(importer, node, value.size)
    limits = np.iinfo(zero.dtype)
    scale, zero = (_along(importer, node, value, part) for part in (scale, zero))
    steps = np.rint(value / scale) + zero
    return np.clip(steps, limits.min, limits.max).astype(zero.dtype)


def dequantize(importer, node):
    value, scale, zero = (
        importer.present(node, 0),
        _scale(importer, node, 1),
        _zero(importer, node),
    )
    if isinstance(value, Activation):
        return value
    constants.make(importer, node, value.size)
    scale, zero = (_along(importer, node, value, part) for part in (scale, zero))
    return _real(value, scale, zero)


def convolution(importer, node):
    """QLinearConv: x, its scale and zero, w and its, the result's, and the bias."""
    scales = [_scale(importer, node, index).astype(np.float64) for index in (1, 4, 6)]
    weight, zero = importer.constant(node, 3), importer.constant(node, 5)
    shape = (-1, *[1] * (weight.ndim - 1))
    real = _real(weight, scales[1].reshape(shape), zero.reshape(shape))
    bias = importer.optional_constant(node, 8)
    bias = None if bias is None else bias * (scales[0].reshape(-1) * scales[1].reshape(-1))
    made = convolutions.conv_of(importer, node, real, bias)
    return _bounded(importer, node, made, scales[2], importer.constant(node, 7))


def _real(stored, scale, zero):
    return (stored.astype(np.float64) - zero.astype(np.float64)) * scale


def _scale(importer, node, index: int) -> np.ndarray:
    scale = importer.constant(node, index)
    if not (np.all(np.isfinite(scale)) and np.all(scale > 0)):
        importer.refuse(node, "a scale is not above 0")
    return scale


def _zero(importer, node) -> np.ndarray:
    """The zero point, of the type of what is stored."""
    zero = importer.optional_constant(node, 2)
    if zero is not None:
        return zero
    value = importer.value(node, 0)
    is_stored = isinstance(value, np.ndarray) and value.dtype.kind in "iu"
    return np.zeros((), value.dtype if is_stored else np.uint8)


def _along(importer, node, value, part) -> np.ndarray:
    """Scales or zero points, one or one for each index along `axis`, as `value` broadcasts them."""
    if attribute(node, "block_size", 0):
        importer.refuse(node, "scales by block are not supported")
    if part.size == 1:
        return part.reshape([1] * value.ndim)
    axis = integer(node, "axis", 1)
    shape = [1] * value.ndim
    shape[axis] = part.size
    if value.shape[axis] != part.size:
        importer.refuse(node, f"{part.size} scales for {list(value.shape)} along axis {axis}")
    return part.reshape(shape)


def _bounded(importer, node, value, scale, zero):
    """The value within what its 8 bits can say; more bits have no bounds."""
    if scale.size != 1 or zero.size != 1:
        importer.refuse(node, "a computed value with several scales is not supported")
    limits = LIMITS.get(zero.dtype)
    if limits is None:
        return value
    low, high = (
        float((bound - int(zero.reshape(()))) * float(scale.reshape(())))
        for bound in (limits.min, limits.max)
    )
    importer.ranges[value.name] = low, high
    operation = importer.producers.get(value.name)
    old = getattr(operation, "clamp", None)
    if old is None or value.name in importer.shared:
        return value  # the picture, or what has bounds of its own
    if old == graph.NO_CLAMP:
        return affine.clamp(importer, importer.real(node, value), node.output[0], low, high)
    operation.clamp = (
        low if old[0] is None else max(low, old[0]),
        high if old[1] is None else min(high, old[1]),
    )
    return value


HANDLERS = {
    "QuantizeLinear": quantize,
    "DequantizeLinear": dequantize,
    "QLinearConv": convolution,
}
