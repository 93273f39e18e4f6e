"""Powers of a value: Sqrt, Reciprocal, and Pow to what is no small whole number."""

import numpy as np

from .. import graph
from . import constants


def raised(importer, node, value, exponent: float):
    """An Activation to a power."""
    found = importer.real(node, value)
    name = importer.emit(graph.Power, node.output[0], input=found.name, exponent=exponent)
    return importer.result(name, found)


def _power(function, exponent: float):
    def handle(importer, node):
        value = importer.present(node, 0)
        if isinstance(value, np.ndarray):
            return constants.elementwise(importer, node, function, value)
        return raised(importer, node, value, exponent)

    return handle


HANDLERS = {"Sqrt": _power(np.sqrt, 0.5), "Reciprocal": _power(np.reciprocal, -1.0)}
