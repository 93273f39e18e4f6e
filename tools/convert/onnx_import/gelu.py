"""What exporters make of GELU and Mish: a few nodes, which become one operation or some.

Erf has no operation of its own. Its result is kept as an expression in x until it is GELU's.
"""

import math
from dataclasses import dataclass, replace

import numpy as np

from .. import graph
from . import affine
from .values import Activation

RELATIVE = 1e-3  # constants of 16 bits


@dataclass(frozen=True)
class ErfTerm:
    """(shift + scale * erf(x / sqrt(2))) * x ** power, power 0 or 1."""

    node: object  # onnx.NodeProto of the Erf, for messages
    x: Activation
    shift: float
    scale: float
    power: int

    @property
    def is_gelu(self) -> bool:
        return self.power == 1 and math.isclose(self.shift, self.scale, rel_tol=RELATIVE)


@dataclass(frozen=True)
class SoftplusOf:
    """log(1 + exp(x))."""

    node: object
    x: Activation


PENDING = (ErfTerm, SoftplusOf)


def erf(importer, node):
    found = importer.present(node, 0)
    if isinstance(found, np.ndarray):
        return np.vectorize(math.erf)(found).astype(found.dtype)
    origin, factor = _without_factor(importer, found)
    if not math.isclose(factor, math.sqrt(0.5), rel_tol=RELATIVE):
        root = np.array([math.sqrt(2)])
        found = importer.real(node, found)
        importer.shared.add(found.name)
        origin = affine.scale_and_shift(importer, found, f"{node.output[0]}.x", root, None)
    return ErfTerm(node, origin, 0.0, 1.0, 0)


def softplus(importer, node):
    return SoftplusOf(node, importer.real(node, importer.activation(node)))


def added(importer, node, term, other):
    """ErfTerm + constant; None where it is GELU's already."""
    if isinstance(term, ErfTerm) and term.is_gelu:
        return None
    number = _number(other)
    if not isinstance(term, ErfTerm) or term.power or number is None:
        _refuse(importer, term)
    return replace(term, shift=term.shift + number)


def multiplied(importer, node, term, other):
    """ErfTerm * constant, or * x; None where it is GELU's already."""
    number = _number(other)
    if not isinstance(term, ErfTerm):
        _refuse(importer, term)
    if number is None and term.is_gelu:
        return None
    if number is None:
        if term.power or not isinstance(other, Activation):
            _refuse(importer, term)
        number = _as_multiple(importer, other, term.x)
        if number is None:
            _refuse(importer, term)
        term = replace(term, power=1)
    return replace(term, shift=term.shift * number, scale=term.scale * number)


def _refuse(importer, term):
    importer.refuse(term.node, "is supported only as a part of GELU or Mish")


def gelu_of(importer, node, found):
    """GELU of `found`, real."""
    return importer.result(importer.emit(graph.Gelu, node.output[0], input=found.name), found)


def mish_gate(importer, node, found):
    """tanh(log(1 + exp(x))), which is 2 / (1 + t * t) - 1 with t = sigmoid(-x)."""
    name, minus = node.output[0], np.array([-1.0])
    importer.shared.add(found.name)
    value = affine.scale_and_shift(importer, found, f"{name}.minus", minus, None).name
    value = importer.emit(graph.Sigmoid, f"{name}.t", input=value)
    value = importer.emit(graph.Multiply, f"{name}.square", inputs=[value, value])
    raised = affine.scale_and_shift(
        importer, found.numbered(value), f"{name}.raised", None, np.array([1.0])
    )
    value = importer.emit(graph.Power, f"{name}.root", input=raised.name, exponent=-0.5)
    value = importer.emit(graph.Multiply, f"{name}.part", inputs=[value, value])
    return affine.scale_and_shift(
        importer, found.numbered(value), name, np.array([2.0]), np.array([-1.0])
    )


def finished(importer, node, term):
    """The Activation that `term` is, if it is one of GELU's."""
    if not isinstance(term, ErfTerm) or not term.is_gelu:
        _refuse(importer, term)
    made = gelu_of(importer, node, importer.real(node, term.x))
    factor = 2 * term.scale
    if math.isclose(factor, 1, rel_tol=RELATIVE):
        return made
    return affine.scale_and_shift(
        importer, made, f"{node.output[0]}.scaled", np.array([factor]), None
    )


def _number(value) -> float | None:
    is_number = isinstance(value, np.ndarray) and value.size == 1
    return float(value.reshape(())) if is_number else None


def _without_factor(importer, found):
    """(x, factor) with `found` = x * factor, where a multiplication by one number made it."""
    operation = importer.producers.get(found.name)
    if (
        isinstance(operation, graph.Multiply)
        and operation.constant is not None
        and operation.clamp == graph.NO_CLAMP
        and importer.tensors[operation.constant].size == 1
    ):
        (name,) = operation.inputs
        factor = float(importer.tensors[operation.constant].reshape(()))
        return replace(found, name=name), factor
    return found, 1.0


def _as_multiple(importer, value, x) -> float | None:
    """The number that `x` times makes `value`."""
    for factor, name in ((1.0, value.name), _reversed(_without_factor(importer, value))):
        same = (value.shape, value.order, value.padding) == (x.shape, x.order, x.padding)
        if name == x.name and same and np.array_equal(value.channels, x.channels):
            return factor
    return None


def _reversed(pair):
    found, factor = pair
    return factor, found.name
