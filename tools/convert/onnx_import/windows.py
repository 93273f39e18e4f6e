"""Strides, dilations and padding of ONNX's windows, checked."""

from .. import shapes
from ..errors import Refused
from .attributes import attribute, integers
from .model_file import describe

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
    bottom, top = shapes.same_padding(found.height, kernel[0], stride[0], dilation[0])
    right, left = shapes.same_padding(found.width, kernel[1], stride[1], dilation[1])
    return top, right, bottom, left
