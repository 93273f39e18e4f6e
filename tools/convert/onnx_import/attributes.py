"""Attributes of an ONNX node, checked: numbers, and the strides, dilations and padding of
windows."""

from onnx import helper

from .. import shapes
from ..errors import Refused
from .model_file import describe


def attribute(node, name: str, default=None):
    for item in node.attribute:
        if item.name == name:
            value = helper.get_attribute_value(item)
            return value.decode("utf-8", "replace") if isinstance(value, bytes) else value
    return default


def integer(node, name: str, default: int) -> int:
    value = attribute(node, name, default)
    if not isinstance(value, int):
        raise Refused("onnx/bad-graph", f"{describe(node)}: {name} is not an integer")
    return value


def integers(node, name: str, default) -> tuple:
    """A tuple of int, or the default."""
    value = attribute(node, name, default)
    if value is default:
        return default
    if not isinstance(value, (list, tuple)) or not all(isinstance(v, int) for v in value):
        raise Refused("onnx/bad-graph", f"{describe(node)}: {name} is not a list of integers")
    return tuple(value)


def number(node, name: str, default: float) -> float:
    value = attribute(node, name, default)
    if not isinstance(value, (int, float)):
        raise Refused("onnx/bad-graph", f"{describe(node)}: {name} is not a number")
    return float(value)


def flag(node, name: str, default: bool) -> bool:
    """0 or 1; runtimes disagree about anything else."""
    value = integer(node, name, int(default))
    if value not in (0, 1):
        raise Refused("onnx/bad-graph", f"{describe(node)}: {name} is {value}, neither 0 nor 1")
    return bool(value)


WINDOW_MAX = 1 << 12  # pixels; more is no kernel, stride or padding of an image classifier


def two(node, name: str, default) -> tuple[int, int]:
    """A (height, width) attribute of at least 1 each; `default` None means that it is required."""
    values = integers(node, name, default)
    if values is None or len(values) != 2 or not all(1 <= value <= WINDOW_MAX for value in values):
        raise Refused("onnx/unsupported", f"{describe(node)}: {name} is {values}, not two sizes")
    return values


def window_padding(node, found, kernel, stride, dilation):
    """(top, right, bottom, left), or "same" where ONNX means TensorFlow's."""
    mode = attribute(node, "auto_pad", "NOTSET")
    if mode == "SAME_UPPER":
        return "same"
    if mode == "SAME_LOWER":
        return _same_lower(found, kernel, stride, dilation)
    if mode == "VALID":
        return (0, 0, 0, 0)
    pads = integers(node, "pads", (0, 0, 0, 0))
    if mode != "NOTSET" or len(pads) != 4 or not all(0 <= pad <= WINDOW_MAX for pad in pads):
        raise Refused("onnx/unsupported", f"{describe(node)}: pads {pads} with auto_pad {mode!r}")
    top, left, bottom, right = pads
    return top, right, bottom, left


def _same_lower(found, kernel, stride, dilation):
    """As SAME, but the odd pixel goes before."""
    height, width = found.padded_size
    bottom, top = shapes.same_padding(height, kernel[0], stride[0], dilation[0])
    right, left = shapes.same_padding(width, kernel[1], stride[1], dilation[1])
    return top, right, bottom, left
