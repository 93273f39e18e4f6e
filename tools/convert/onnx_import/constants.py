"""Shape arithmetic: what exporters compute from Shape and constants is folded here, in numpy."""

import math

import numpy as np
from onnx import helper

from ..errors import Refused
from .attributes import attribute, flag, integer, integers
from .model_file import describe, tensor_array

ELEMENT_BYTES = 8  # at most


def elementwise(importer, node, function, *arrays) -> np.ndarray:
    """function(*arrays), unless it would make something absurdly large out of little."""
    make(importer, node, math.prod(np.broadcast_shapes(*(array.shape for array in arrays))))
    return np.asarray(function(*arrays))


def concatenated(importer, node, arrays, axis: int) -> np.ndarray:
    make(importer, node, sum(array.size for array in arrays))
    return np.concatenate(arrays, axis)


def make(importer, node, elements: int) -> None:
    importer.make(describe(node), elements * ELEMENT_BYTES)


def constant(importer, node):
    value = attribute(node, "value")
    if value is not None:
        return tensor_array(value)
    for name, kind in (
        ("value_int", np.int64),
        ("value_ints", np.int64),
        ("value_float", np.float32),
        ("value_floats", np.float32),
    ):
        value = attribute(node, name)
        if value is not None:
            return np.array(value, kind)
    importer.refuse(node, "a constant that is no tensor and no number")


def constant_of_shape(importer, node):
    shape = importer.constant(node, 0)
    if shape.ndim != 1 or np.any(shape < 0):
        importer.refuse(node, f"a constant of shape {shape.tolist()}")
    make(importer, node, math.prod(int(size) for size in shape))
    value = attribute(node, "value")
    fill = np.float32(0) if value is None else tensor_array(value).reshape(-1)[0]
    return np.full(tuple(shape), fill)


def shape(importer, node):
    value = importer.present(node, 0)
    sizes = np.array(value.shape, np.int64)
    return sizes[integer(node, "start", 0) : attribute(node, "end")]


def gathered(importer, node, source, indices, axis: int):
    make(importer, node, source.size // source.shape[axis] * indices.size)
    return np.take(source, indices, axis)


def range_(importer, node):
    start, limit, step = (importer.constant(node, index).reshape(()) for index in range(3))
    make(importer, node, max(0, math.ceil((limit.item() - start.item()) / step.item())))
    return np.arange(start, limit, step, start.dtype)


def expand(importer, node):
    """To a shape; of a computed value only where it changes nothing, or where all that read it
    would repeat it themselves."""
    value = importer.present(node, 0)
    shape = tuple(int(size) for size in importer.constant(node, 1).reshape(-1))
    shape = np.broadcast_shapes(tuple(value.shape), shape)
    if not isinstance(value, np.ndarray):
        if shape == value.shape or _is_repeated_by_readers(importer, node, shape):
            return value
        importer.refuse(node, f"to {list(shape)}")
    make(importer, node, math.prod(shape))
    return np.broadcast_to(value, shape)


def _is_repeated_by_readers(importer, node, shape) -> bool:
    """Whether each is elementwise, of a value that has the whole shape."""

    def has_shape(name):
        return name != node.output[0] and getattr(importer.values.get(name), "shape", None) == shape

    readers = importer.readers[node.output[0]]
    return bool(readers) and all(
        reader.op_type in ("Add", "Sub", "Mul", "Div") and any(map(has_shape, reader.input))
        for reader in readers
    )


def reduce_product(importer, node):
    value = importer.constant(node, 0)
    axes = importer.optional_constant(node, 1)
    axes = integers(node, "axes", None) if axes is None else tuple(int(axis) for axis in axes)
    return np.asarray(np.prod(value, axis=axes, keepdims=flag(node, "keepdims", True)))


def cast(importer, node):
    """Of a computed value it is nothing: everything runs in float32."""
    value = importer.present(node, 0)
    kind = helper.tensor_dtype_to_np_dtype(integer(node, "to", 1))
    if isinstance(value, np.ndarray):
        make(importer, node, value.size)
        return value.astype(kind)
    if kind.kind != "f":
        importer.refuse(node, f"a computed value is cast to {kind}")
    return value


def cast_like(importer, node):
    """As cast: a computed value is float32 already."""
    value, like = importer.present(node, 0), importer.present(node, 1)
    if not isinstance(value, np.ndarray) or not isinstance(like, np.ndarray):
        return value
    make(importer, node, value.size)
    return value.astype(like.dtype)


def modulo(importer, node):
    """The sign is the divisor's, with fmod the dividend's."""
    function = np.fmod if flag(node, "fmod", False) else np.mod
    return elementwise(importer, node, function, *(importer.constant(node, i) for i in (0, 1)))


def cumulative_sum(importer, node):
    """From the first element on."""
    value, axis = importer.constant(node, 0), int(importer.constant(node, 1).reshape(()))
    if flag(node, "exclusive", False) or flag(node, "reverse", False):
        importer.refuse(node, "exclusive or from the end")
    make(importer, node, value.size)
    return np.cumsum(value, axis, dtype=value.dtype)


def scatter(importer, node):
    """Elements or parts put into a copy, at indices along the first axes."""
    value, indices, updates = (importer.constant(node, index) for index in range(3))
    if attribute(node, "reduction", "none") != "none":
        importer.refuse(node, "only putting is supported, no sums")
    make(importer, node, value.size)
    made = value.copy()
    made[tuple(np.moveaxis(indices, -1, 0))] = updates
    return made


def divide(importer, node, first, second):
    """Integers are divided as C does."""
    if not np.all(second):
        raise Refused("onnx/bad-graph", f"{describe(node)}: division by zero")
    quotient = elementwise(importer, node, np.divide, first, second)
    return np.trunc(quotient).astype(first.dtype) if first.dtype.kind == "i" else quotient


def _fold(function):
    """Of constants only."""

    def fold(importer, node):
        values = [importer.constant(node, index) for index in range(len(node.input))]
        return elementwise(importer, node, function, *values)

    return fold


HANDLERS = {
    "Constant": constant,
    "ConstantOfShape": constant_of_shape,
    "Shape": shape,
    "Range": range_,
    "Expand": expand,
    "ReduceProd": reduce_product,
    "Cast": cast,
    "CastLike": cast_like,
    "Floor": _fold(np.floor),
    "Ceil": _fold(np.ceil),
    "Round": _fold(np.rint),
    "Abs": _fold(np.abs),
    "Neg": _fold(np.negative),
    "Sign": _fold(np.sign),
    "Exp": _fold(np.exp),
    "Log": _fold(np.log),
    "Equal": _fold(np.equal),
    "Greater": _fold(np.greater),
    "GreaterOrEqual": _fold(np.greater_equal),
    "Less": _fold(np.less),
    "LessOrEqual": _fold(np.less_equal),
    "Not": _fold(np.logical_not),
    "And": _fold(np.logical_and),
    "Or": _fold(np.logical_or),
    "Sin": _fold(np.sin),
    "Cos": _fold(np.cos),
    "CumSum": cumulative_sum,
    "ScatterND": scatter,
    "Mod": modulo,
    "Where": _fold(np.where),
}
