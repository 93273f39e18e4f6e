"""What transformers are made of: products of two values, softmax over an axis, and cuts and joins
along any axis."""

import itertools

import numpy as np

from .. import graph
from . import layouts
from .values import Activation

RUNS_MAX = 64  # separate parts that a Gather may take


def softmax(importer, node, found, axis: int):
    if found.is_channel_axis(axis) and found.shape[axis] == found.count:
        found = importer.real(node, found)
    elif axis == len(found.shape) - 1:
        found = layouts.rows(importer, node, found)
    else:
        importer.refuse(node, f"over axis {axis} of {list(found.shape)}; it must be the last")
    return importer.result(importer.emit(graph.Softmax, node.output[0], input=found.name), found)


def product(importer, node, first, second):
    """(..., M, K) times (..., K, N), both computed."""
    shapes = f"{list(first.shape)} times {list(second.shape)}"
    if min(len(first.shape), len(second.shape)) < 2 or first.shape[-1] != second.shape[-2]:
        importer.refuse(node, shapes)
    leading = first.shape[:-2]
    if leading != second.shape[:-2]:
        importer.refuse(node, shapes)
    rank = len(second.shape)
    turned = layouts.transposed(importer, node, second, (*range(rank - 2), rank - 1, rank - 2))
    names = [
        layouts.in_sides(importer, node, value, layouts.sides_of(value.shape)).name
        for value in (first, turned)
    ]
    made = importer.emit(graph.MatMul, node.output[0], inputs=names)
    return layouts.made(importer, made, (*first.shape[:-1], second.shape[-1]))


def cut(importer, node, found, axis: int, indices):
    """As Activation.selected, along an axis that is not of channels."""
    indices = np.asarray(indices, np.int64)
    shape = (*found.shape[:axis], *indices.shape, *found.shape[axis + 1 :])
    size = found.shape[axis]
    indices = np.where(indices < 0, indices + size, indices).reshape(-1)
    if not indices.size or indices.min() < 0 or indices.max() >= size:
        importer.refuse(node, f"cuts {list(found.shape)} along axis {axis}")
    before, _, after = layouts.around(found.shape, axis)
    runs = _runs(indices, size)
    if len(runs) > RUNS_MAX:
        importer.refuse(node, f"takes {len(runs)} separate parts along axis {axis}")
    names = []
    for first, count, step in runs:
        sides = (before * (size // step), step, after) if step > 1 else (before, size, after)
        value = layouts.in_sides(importer, node, found, sides)
        # Every `step`-th is one column of the others.
        begin = (0, first % step, 0) if step > 1 else (0, first, 0)
        taken = (sides[0], 1, after) if step > 1 else (before, count, after)
        names.append(
            importer.emit(
                graph.Slice, f"{node.output[0]}.part", input=value.name, begin=begin, size=taken
            )
        )
    if len(names) > 1:
        names = [importer.emit(graph.Concat, node.output[0], inputs=names, axis=2)]
    made = layouts.made(importer, names[0], shape)
    return layouts.in_sides(importer, node, made, layouts.sides_of(shape))


def _runs(indices, size: int) -> list:
    """(first, count, step) of parts that lie beside one another; one part of every `step`-th where
    the axis is made of such."""
    steps = np.unique(np.diff(indices))
    if len(steps) == 1 and steps[0] > 1 and size == indices.size * steps[0]:
        return [(int(indices[0]), int(indices.size), int(steps[0]))]
    starts = [0, *(int(at) + 1 for at in np.flatnonzero(np.diff(indices) != 1)), len(indices)]
    return [(int(indices[start]), end - start, 1) for start, end in itertools.pairwise(starts)]


def joined(importer, node, parts, axis: int):
    """Values, and constants before and after them, along `axis`."""
    computed = [at for at, part in enumerate(parts) if isinstance(part, Activation)]
    inside = parts[computed[0] : computed[-1] + 1]
    shapes = [tuple(part.shape) for part in parts]
    if len(computed) < len(inside) or any(
        shape[:axis] + shape[axis + 1 :] != shapes[0][:axis] + shapes[0][axis + 1 :]
        for shape in shapes
    ):
        importer.refuse(node, f"joins {[list(shape) for shape in shapes]} along axis {axis}")
    names = [
        layouts.in_sides(importer, node, part, layouts.around(part.shape, axis)).name
        for part in inside
    ]
    name = names[0]
    if len(names) > 1:
        name = importer.emit(graph.Concat, node.output[0], inputs=names, axis=2)
    total = sum(shape[axis] for shape in shapes)
    shape = (*shapes[0][:axis], total, *shapes[0][axis + 1 :])
    if len(inside) < len(parts):
        name = _between_constants(importer, node, name, parts, computed, axis)
    return layouts.made(importer, name, shape)


def _between_constants(importer, node, name, parts, computed, axis: int) -> str:
    """Zeros around the value, to which the constants are added."""
    before, after = (
        [layouts.around(part.shape, axis) for part in group]
        for group in (parts[: computed[0]], parts[computed[-1] + 1 :])
    )
    left, right = (sum(sides[1] for sides in group) for group in (before, after))
    padded = importer.emit(
        graph.Pad, f"{node.output[0]}.padded", input=name, padding=(0, right, 0, left)
    )
    height, width, channels = importer.shapes[padded][1:]
    importer.make(f"the constants of {node.op_type}", height * width * channels * 8)
    values, at = np.zeros((height, width, channels)), 0
    for part in parts:
        sides = layouts.around(part.shape, axis)
        if not isinstance(part, Activation):
            values[:, at : at + sides[1]] = np.asarray(part, np.float64).reshape(sides)
        at += sides[1]
    constant = importer.tensor(f"{node.output[0]}.constant", values)
    return importer.emit(graph.Add, node.output[0], inputs=[padded], constant=constant)
