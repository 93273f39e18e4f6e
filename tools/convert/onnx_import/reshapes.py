"""Reshape, Flatten, Squeeze, Unsqueeze: the same elements seen in another shape."""

import numpy as np

from .attributes import flag, integer, integers


def reshape(importer, node):
    value, wanted = importer.present(node, 0), importer.optional_constant(node, 1)
    if wanted is None:
        wanted = np.array(integers(node, "shape", ()), np.int64)
    shape = [int(size) for size in wanted.reshape(-1)]
    if not flag(node, "allowzero", False):
        shape = [value.shape[index] if size == 0 else size for index, size in enumerate(shape)]
    if shape.count(-1) == 1:
        known = int(np.prod([size for size in shape if size != -1], dtype=object))
        total = int(np.prod(value.shape, dtype=object))
        if known == 0 or total % known:
            importer.refuse(node, f"{list(value.shape)} into {shape}")
        shape[shape.index(-1)] = total // known
    return _in_shape(importer, node, value, tuple(shape))


def flatten(importer, node):
    value = importer.present(node, 0)
    axis = integer(node, "axis", 1)
    if not -len(value.shape) <= axis <= len(value.shape):
        importer.refuse(node, f"axis {axis} of {list(value.shape)}")
    axis = axis + len(value.shape) if axis < 0 else axis
    first, last = (
        int(np.prod(part, dtype=object)) for part in (value.shape[:axis], value.shape[axis:])
    )
    return _in_shape(importer, node, value, (first, last))


def squeeze(importer, node):
    value = importer.present(node, 0)
    axes = _axes(importer, node, len(value.shape))
    if axes is None:
        axes = [axis for axis, size in enumerate(value.shape) if size == 1 and axis > 0]
    if any(value.shape[axis] != 1 for axis in axes):
        importer.refuse(node, f"axes {axes} of {list(value.shape)} are not all 1")
    shape = tuple(size for axis, size in enumerate(value.shape) if axis not in axes)
    return _in_shape(importer, node, value, shape)


def unsqueeze(importer, node):
    value = importer.present(node, 0)
    given = importer.optional_constant(node, 1)
    count = len(integers(node, "axes", ())) if given is None else given.size
    axes = _axes(importer, node, len(value.shape) + count)
    rest = iter(value.shape)
    shape = tuple(1 if axis in axes else next(rest) for axis in range(len(value.shape) + count))
    return _in_shape(importer, node, value, shape)


def _in_shape(importer, node, value, shape):
    if isinstance(value, np.ndarray):
        return value.reshape(shape)
    result = value.reshaped(shape)
    if result is None:
        importer.refuse(node, f"{list(value.shape)} into {list(shape)}")
    return result


def _axes(importer, node, rank):
    """Positive axes of Squeeze and Unsqueeze, an input since operator set 13; None when not
    given."""
    given = importer.optional_constant(node, 1)
    axes = (
        integers(node, "axes", None)
        if given is None
        else tuple(int(axis) for axis in given.reshape(-1))
    )
    if axes is None:
        return None
    if any(not -rank <= axis < rank for axis in axes) or len({axis % rank for axis in axes}) != len(
        axes
    ):
        importer.refuse(node, f"axes {list(axes)} of {rank}")
    return [axis % rank for axis in axes]


HANDLERS = {
    "Reshape": reshape,
    "Flatten": flatten,
    "Squeeze": squeeze,
    "Unsqueeze": unsqueeze,
}
