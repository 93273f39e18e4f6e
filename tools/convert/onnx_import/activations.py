"""Relu, Clip, Min, Max and the other elementwise functions of one value; Softmax where it ends the
network."""

import functools
import math

import numpy as np

from .. import graph
from . import affine, constants, gelu, tokens
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
    """2 * sigmoid(2 x) - 1; with it, GELU as its tanh formula, and Mish."""
    value = importer.operand(node, 0)
    if isinstance(value, gelu.SoftplusOf):
        return gelu.mish_gate(importer, node, value.x)
    value = importer.present(node, 0)
    if isinstance(value, np.ndarray):
        return constants.elementwise(importer, node, np.tanh, value)
    found, name, two = importer.real(node, value), node.output[0], np.array([2.0])
    doubled = affine.scale_and_shift(importer, found, f"{name}.doubled", two, None)
    gate = found.numbered(importer.emit(graph.Sigmoid, f"{name}.gate", input=doubled.name))
    return affine.scale_and_shift(importer, gate, name, two, np.array([-1.0]))


def elu(importer, node):
    """alpha * (exp(x) - 1) below 0."""
    return _elu(importer, node, _any_shape(importer, node), number(node, "alpha", 1.0))


def selu(importer, node):
    made = _elu(
        importer, node, _any_shape(importer, node), number(node, "alpha", 1.67326319217681884765625)
    )
    gamma = np.array([number(node, "gamma", 1.05070102214813232421875)])
    return affine.scale_and_shift(importer, made, f"{node.output[0]}.gamma", gamma, None)


def celu(importer, node):
    """alpha * elu(x / alpha)."""
    alpha = np.array([number(node, "alpha", 1.0)])
    if not np.all(alpha > 0):
        importer.refuse(node, "an alpha that is not above 0")
    found, name = _any_shape(importer, node), node.output[0]
    found = affine.scale_and_shift(importer, found, f"{name}.part", 1 / alpha, None)
    made = _elu(importer, node, found, 1.0)
    return affine.scale_and_shift(importer, made, f"{name}.alpha", alpha, None)


def gelu_node(importer, node):
    found = _any_shape(importer, node)
    if attribute(node, "approximate", "none") != "tanh":
        return gelu.gelu_of(importer, node, found)
    # x * sigmoid(2 * sqrt(2 / pi) * (x + 0.044715 x^3)), the same as with tanh
    name = node.output[0]
    importer.shared.add(found.name)
    square = importer.emit(graph.Multiply, f"{name}.square", inputs=[found.name, found.name])
    factor = 2 * math.sqrt(2 / math.pi)
    inner = affine.scale_and_shift(
        importer,
        found.numbered(square),
        f"{name}.inner",
        np.array([factor * 0.044715]),
        np.array([factor]),
    )
    inner = importer.emit(graph.Multiply, f"{name}.x", inputs=[inner.name, found.name])
    return _gated(importer, name, found, importer.emit(graph.Sigmoid, f"{name}.gate", input=inner))


def mish(importer, node):
    found = _any_shape(importer, node)
    return _gated(importer, node.output[0], found, gelu.mish_gate(importer, node, found).name)


def softmax(importer, node):
    """At the end Glance computes it from the logits itself, and the softmax of a log-softmax is the
    softmax."""
    found = importer.activation(node)
    old = importer.model.opset < 13
    axis = integer(node, "axis", 1 if old else -1)
    over = math.prod(found.shape[axis:]) if old else found.shape[axis]
    whole = over == found.count * math.prod(found.padded_size)
    if node.output[0] in importer.model.endings and whole:
        return found
    axis %= len(found.shape)
    if node.op_type != "Softmax" or (old and axis != len(found.shape) - 1):
        importer.refuse(node, "supported only over the classes, as the very last node")
    return tokens.softmax(importer, node, found, axis)


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


def _elu(importer, node, found, alpha: float):
    if not alpha > 0:
        importer.refuse(node, f"alpha {alpha}, not above 0")
    made = importer.emit(graph.Elu, node.output[0], input=found.name, alpha=alpha)
    return importer.result(made, found)


def _gated(importer, name, found, gate: str):
    made = importer.emit(graph.Multiply, f"{name}.gated", inputs=[found.name, gate])
    return importer.result(made, found)


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
    "Elu": elu,
    "Selu": selu,
    "Celu": celu,
    "Gelu": gelu_node,
    "Erf": gelu.erf,
    "Softplus": gelu.softplus,
    "Mish": mish,
    "HardSigmoid": hard_sigmoid,
    "HardSwish": _unary(graph.HardSwish),
    "LpNormalization": l2_normalize,
    "Softmax": softmax,
    "LogSoftmax": softmax,
    "Identity": identity,
    "Dropout": dropout,
}
