"""Attributes of an ONNX node, with defaults and checked types."""

from onnx import helper

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
