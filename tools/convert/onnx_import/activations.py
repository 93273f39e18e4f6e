"""Relu, Clip and the other elementwise functions of one value; Softmax where it ends the
network."""

import math

import numpy as np

from .. import graph
from . import affine
from .attributes import attribute, integer, number
from .values import Activation

SIXTH = 1 / 6


def relu(importer, node):
    return affine.clamp(importer, _any_shape(importer, node), node.output[0], 0, None)


def clip(importer, node):
    """Bounds are inputs since operator set 11, attributes before."""
    low, high = (_bound(importer, node, index, name) for index, name in ((1, "min"), (2, "max")))
    if low is not None and high is not None and low > high:
        importer.refuse(node, f"its lower bound {low} is above its upper bound {high}")
    return affine.clamp(importer, _any_shape(importer, node), node.output[0], low, high)


def leaky_relu(importer, node):
    return _leaky(importer, node, np.array([number(node, "alpha", 0.01)]))


def prelu(importer, node):
    found = importer.activation(node)
    slope = importer.constant(node, 1)
    if slope.size not in (1, found.count):
        importer.refuse(node, f"slopes of shape {list(slope.shape)} for {found.count} channels")
    return _leaky(importer, node, slope.reshape(-1))


def hard_sigmoid(importer, node):
    alpha, beta = number(node, "alpha", 0.2), number(node, "beta", 0.5)
    found = _any_shape(importer, node)
    if math.isclose(alpha, SIXTH, rel_tol=1e-6) and beta == 0.5:
        return _unary(graph.HardSigmoid)(importer, node)
    scaled = affine.scale_and_shift(
        importer, found, node.output[0], np.array([alpha]), np.array([beta])
    )
    return affine.clamp(importer, scaled, f"{node.output[0]}.clamped", 0, 1)


def softmax(importer, node):
    """Glance computes it from the logits itself, and the softmax of a log-softmax is the
    softmax."""
    found = importer.activation(node)
    rank = len(found.shape)
    axis = integer(node, "axis", 1 if importer.model.opset < 13 else -1)
    last = node.output[0] == importer.model.output and importer.model.uses[node.output[0]] == 1
    if not last or (found.height, found.width) != (1, 1) or axis % rank != 1:
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
    "LeakyRelu": leaky_relu,
    "PRelu": prelu,
    "Sigmoid": _unary(graph.Sigmoid),
    "HardSigmoid": hard_sigmoid,
    "HardSwish": _unary(graph.HardSwish),
    "Softmax": softmax,
    "LogSoftmax": softmax,
    "Identity": identity,
    "Dropout": dropout,
}
