"""Relu, Clip, Min, Max and the other elementwise functions of one value; Softmax where it ends the
network."""

import functools
import math

import numpy as np

from .. import graph
from . import affine, constants
from .attributes import attribute, integer, number
from .values import Activation

SIXTH = 1 / 6


def relu(importer, node):
    return _bounded(importer, node, importer.present(node, 0), 0, None)


def clip(importer, node):
    """Bounds are inputs since operator set 11, attributes before."""
    low, high = (_bound(importer, node, index, name) for index, name in ((1, "min"), (2, "max")))
    if low is not None and high is not None and low > high:
        importer.refuse(node, f"its lower bound {low} is above its upper bound {high}")
    return _bounded(importer, node, importer.present(node, 0), low, high)


def minimum(importer, node):
    return _extreme(importer, node, np.minimum, lambda bound: (None, bound))


def maximum(importer, node):
    return _extreme(importer, node, np.maximum, lambda bound: (bound, None))


def leaky_relu(importer, node):
    return _leaky(importer, node, np.array([number(node, "alpha", 0.01)]))


def prelu(importer, node):
    found, slope = importer.activation(node), importer.constant(node, 1)
    channels = found.per_channel(slope)
    # Exporters of before operator set 7 gave one a channel without axes for height and width.
    if channels is None and slope.ndim == 1 and found.is_map and slope.size == found.count:
        channels = slope
    if channels is None:
        importer.refuse(node, f"slopes of shape {list(slope.shape)} for {list(found.shape)}")
    return _leaky(importer, node, channels)


def hard_sigmoid(importer, node):
    alpha, beta = number(node, "alpha", 0.2), number(node, "beta", 0.5)
    found = _any_shape(importer, node)
    if math.isclose(alpha, SIXTH, rel_tol=1e-6) and beta == 0.5:
        return _unary(graph.HardSigmoid)(importer, node)
    scaled = affine.scale_and_shift(
        importer, found, node.output[0], np.array([alpha]), np.array([beta])
    )
    return affine.clamp(importer, scaled, f"{node.output[0]}.clamped", 0, 1)


def l2_normalize(importer, node):
    found = importer.activation(node)
    axis = integer(node, "axis", -1) % len(found.shape)
    if integer(node, "p", 2) != 2 or axis != 1 or not (found.is_map or found.is_vector):
        importer.refuse(node, "supported only with p = 2, over the channels")
    return _unary(graph.L2Normalize)(importer, node)


def tanh(importer, node):
    """2 * sigmoid(2 x) - 1; with it, GELU as its tanh formula."""
    value = importer.present(node, 0)
    if isinstance(value, np.ndarray):
        return constants.elementwise(importer, node, np.tanh, value)
    found, name, two = importer.real(node, value), node.output[0], np.array([2.0])
    doubled = affine.scale_and_shift(importer, found, f"{name}.doubled", two, None)
    gate = found.numbered(importer.emit(graph.Sigmoid, f"{name}.gate", input=doubled.name))
    return affine.scale_and_shift(importer, gate, name, two, np.array([-1.0]))


def softmax(importer, node):
    """Glance computes it from the logits itself, and the softmax of a log-softmax is the
    softmax."""
    found = importer.activation(node)
    old = importer.model.opset < 13
    axis = integer(node, "axis", 1 if old else -1)
    over = math.prod(found.shape[axis:]) if old else found.shape[axis]
    if node.output[0] not in importer.model.endings or over != found.count * math.prod(
        found.padded_size
    ):
        importer.refuse(node, "supported only over the classes, as the very last node")
    return found


def identity(importer, node):
    return importer.present(node, 0)


def dropout(importer, node):
    training = importer.optional_constant(node, 2)
    if training is not None and training.any():
        importer.refuse(node, "training mode")
    return importer.present(node, 0)


def _unary(kind):
    def emit(importer, node):
        found = _any_shape(importer, node)
        return importer.result(importer.emit(kind, node.output[0], input=found.name), found)

    return emit


def _any_shape(importer, node) -> Activation:
    """Elementwise operations do not care how ONNX sees the shape, only that it is the real
    value."""
    return importer.real(node, importer.activation(node))


def _bounded(importer, node, value, low, high):
    if isinstance(value, np.ndarray):
        return constants.elementwise(importer, node, lambda a: _clipped(a, low, high), value)
    return affine.clamp(importer, importer.real(node, value), node.output[0], low, high)


def _clipped(array, low, high):
    """Of the type of `array`."""
    array = array if low is None else np.maximum(array, np.asarray(low, array.dtype))
    return array if high is None else np.minimum(array, np.asarray(high, array.dtype))


def _extreme(importer, node, function, bounds):
    """Of constants, or of a value and single numbers."""
    values = [importer.present(node, index) for index in range(len(node.input))]
    computed = [value for value in values if isinstance(value, Activation)]
    rest = [value for value in values if not isinstance(value, Activation)]
    if len(computed) > 1 or not values:
        importer.refuse(node, "supported only of one value and a single number")
    if not rest:
        return computed[0]
    limit = constants.elementwise(importer, node, lambda *a: functools.reduce(function, a), *rest)
    if not computed:
        return limit
    if limit.size != 1 or limit.ndim > len(computed[0].shape):
        importer.refuse(node, f"a bound of shape {list(limit.shape)}; a single number is needed")
    return _bounded(importer, node, computed[0], *bounds(float(limit.reshape(()))))


def _leaky(importer, node, slope):
    """max(x, 0) + slope * min(x, 0): one term is 0 always, so nothing is rounded."""
    found = _any_shape(importer, node)
    name = node.output[0]
    importer.shared.add(found.name)
    positive = importer.emit(
        graph.ClampValue, f"{name}.positive", input=found.name, clamp=(0, None)
    )
    negative = importer.emit(
        graph.ClampValue, f"{name}.negative", input=found.name, clamp=(None, 0)
    )
    constant = importer.tensor(f"{name}.slope", slope)
    scaled = importer.emit(graph.Multiply, f"{name}.scaled", inputs=[negative], constant=constant)
    return importer.result(importer.emit(graph.Add, name, inputs=[positive, scaled]), found)


def _bound(importer, node, index, name):
    value = importer.optional_constant(node, index)
    value = attribute(node, name) if value is None else value
    if value is None:
        return None
    bound = float(np.asarray(value).reshape(()))
    if math.isnan(bound):
        importer.refuse(node, "a bound is not a number")
    # Older exporters write "no bound" as the largest float.
    return None if abs(bound) >= np.finfo(np.float32).max else bound


HANDLERS = {
    "Relu": relu,
    "Clip": clip,
    "Min": minimum,
    "Max": maximum,
    "LeakyRelu": leaky_relu,
    "PRelu": prelu,
    "Sigmoid": _unary(graph.Sigmoid),
    "Tanh": tanh,
    "HardSigmoid": hard_sigmoid,
    "HardSwish": _unary(graph.HardSwish),
    "LpNormalization": l2_normalize,
    "Softmax": softmax,
    "LogSoftmax": softmax,
    "Identity": identity,
    "Dropout": dropout,
}
