"""Transpose, Gather, Slice and Split of channels, and Pad: noted in the Activation, carried out by
what reads it."""

import itertools
import math

import numpy as np

from . import constants, layouts, tokens
from .attributes import WINDOW_MAX, attribute, integer, integers, number
from .values import CHANNELS_LAST, MAP, NO_PADDING, Activation

LOWEST = -1e30  # and below it padding never wins a maximum


def transpose(importer, node):
    value = importer.present(node, 0)
    order = integers(node, "perm", tuple(reversed(range(len(value.shape)))))
    if sorted(order) != list(range(len(value.shape))):
        importer.refuse(node, f"perm {list(order)} of {list(value.shape)}")
    if isinstance(value, np.ndarray):
        return value.transpose(order)
    return layouts.transposed(importer, node, value, order)


def gather(importer, node):
    """Along any axis, or of a constant; of channels it is only noted (RGB to BGR)."""
    value, axis = importer.present(node, 0), integer(node, "axis", 0)
    if isinstance(value, np.ndarray):
        return constants.gathered(importer, node, value, importer.constant(node, 1), axis)
    indices = importer.constant(node, 1)
    if indices.ndim > 1 or indices.dtype.kind not in "iu":
        importer.refuse(node, f"indices of shape {list(indices.shape)}; a list is needed")
    return _selected(importer, node, value, axis, indices)


def slice_(importer, node):
    """Along any axis, or of a constant; a cut that keeps everything is nothing."""
    value = importer.present(node, 0)
    starts, ends, axes, steps = _slice_arguments(importer, node)
    cuts = [slice(start, end, step) for start, end, step in zip(starts, ends, steps, strict=True)]
    if isinstance(value, np.ndarray):
        whole = [slice(None)] * value.ndim
        for cut, axis in zip(cuts, axes, strict=True):
            whole[axis] = cut
        return value[tuple(whole)]
    for cut, axis in zip(cuts, axes, strict=True):
        kept = range(value.shape[axis])[cut]
        if kept != range(value.shape[axis]):
            value = _selected(importer, node, value, axis, kept)
    return value


def split(importer, node):
    found = importer.activation(node)
    axis = integer(node, "axis", 0) % len(found.shape)
    total, parts = found.shape[axis], len(node.output)
    sizes = importer.optional_constant(node, 1)
    sizes = integers(node, "split", None) if sizes is None else tuple(int(size) for size in sizes)
    if sizes is None:
        part = -(-total // parts)
        sizes = (part,) * (parts - 1) + (total - part * (parts - 1),)
    if sum(sizes) != total or min(sizes) < 1 or len(sizes) != parts:
        importer.refuse(node, f"splits {total} into {list(sizes)}")
    ends = itertools.accumulate(sizes)
    return [
        _selected(importer, node, found, axis, range(end - size, end))
        for end, size in zip(ends, sizes, strict=True)
    ]


def pad(importer, node):
    """A constant around height and width, which the next window takes over where it can."""
    found = importer.activation(node)
    value = importer.optional_constant(node, 2)
    value = float(number(node, "value", 0.0) if value is None else value.reshape(()))
    value = -math.inf if value <= LOWEST else value
    pads = _pads(importer, node, len(found.shape))
    if (
        attribute(node, "mode", "constant") != "constant"
        or not all(0 <= size <= WINDOW_MAX for pair in pads for size in pair)
        or (not math.isfinite(value) and value != -math.inf)
    ):
        importer.refuse(node, f"only a constant is supported, with pads {pads}")
    spatial = (2, 3) if found.is_map else (1, 2)
    if (
        not (found.is_map or found.is_channels_last_map)
        or any(any(pair) for axis, pair in enumerate(pads) if axis not in spatial)
        or value not in (0, -math.inf)
    ):
        return _padded_for_real(importer, node, found, pads, value)
    (top, bottom), (left, right) = (pads[axis] for axis in spatial)
    if not any((top, right, bottom, left)):
        return found
    if found.padding != NO_PADDING and found.padding_value != value:
        found = importer.real(node, found)
    padding = tuple(a + b for a, b in zip(found.padding, (top, right, bottom, left), strict=True))
    return found.seen(
        shape=tuple(size + sum(pair) for size, pair in zip(found.shape, pads, strict=True)),
        channels=found.channels.reshape(-1),
        order=MAP if found.is_map else CHANNELS_LAST,
        padding=padding,
        padding_value=value,
    )


def _padded_for_real(importer, node, found, pads, value: float):
    """Constants before and after it, one axis after the other."""
    if not math.isfinite(value):
        importer.refuse(node, f"pads {pads} of {value} around {list(found.shape)}")
    for axis, counts in enumerate(pads):
        if not any(counts):
            continue
        shapes = [(*found.shape[:axis], count, *found.shape[axis + 1 :]) for count in counts]
        for shape in shapes:
            constants.make(importer, node, math.prod(shape))
        before, after = (np.full(shape, value, np.float32) for shape in shapes)
        parts = [part for part in (before, found, after) if 0 not in part.shape]
        found = tokens.joined(importer, node, parts, axis)
    return found


def _pads(importer, node, rank: int) -> list:
    """(before, after) of each axis; an input since operator set 11, of some axes since 18."""
    given = importer.optional_constant(node, 1)
    pads = integers(node, "pads", ()) if given is None else [int(size) for size in given]
    axes = importer.optional_constant(node, 3)
    axes = range(rank) if axes is None else [int(axis) for axis in axes]
    if len(pads) != 2 * len(axes):
        importer.refuse(node, f"pads {list(pads)} for {len(axes)} axes")
    result = [(0, 0)] * rank
    for axis, pair in zip(
        axes, zip(pads[: len(axes)], pads[len(axes) :], strict=True), strict=True
    ):
        result[axis] = pair
    return result


def _slice_arguments(importer, node):
    """(starts, ends, axes, steps), inputs since operator set 10."""
    if len(node.input) > 1:
        found = [importer.optional_constant(node, index) for index in range(1, 5)]
    else:
        found = [
            np.array(integers(node, name, None) or []) for name in ("starts", "ends", "axes")
        ] + [None]
        found[2] = found[2] if found[2].size else None
    starts, ends, axes, steps = (
        None if f is None else [int(v) for v in f.reshape(-1)] for f in found
    )
    axes = list(range(len(starts or []))) if axes is None else axes
    steps = [1] * len(axes) if steps is None else steps
    if starts is None or ends is None or not len(starts) == len(ends) == len(axes) == len(steps):
        importer.refuse(node, "starts, ends, axes and steps differ in length")
    return starts, ends, axes, steps


def _selected(importer, node, found: Activation, axis: int, indices) -> Activation:
    axis = axis + len(found.shape) if axis < 0 else axis
    result = found.selected(axis, indices)
    if result is None:
        return tokens.cut(importer, node, found, axis, indices)
    if result.count == 0:
        importer.refuse(node, "no channel is left")
    return result


HANDLERS = {
    "Transpose": transpose,
    "Gather": gather,
    "Slice": slice_,
    "Split": split,
    "Pad": pad,
}
