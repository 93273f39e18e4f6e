"""Transpose, Slice and Split of channels, and Pad: noted in the Activation, carried out by what
reads it."""

from dataclasses import replace

import numpy as np

from .attributes import WINDOW_MAX, attribute, integer, integers
from .values import NO_PADDING, Activation


def transpose(importer, node):
    value = importer.present(node, 0)
    order = integers(node, "perm", tuple(reversed(range(len(value.shape)))))
    if sorted(order) != list(range(len(value.shape))):
        importer.refuse(node, f"perm {list(order)} of {list(value.shape)}")
    if isinstance(value, np.ndarray):
        return value.transpose(order)
    if value.channels_last:
        if order == (0, 3, 1, 2):
            return replace(
                value, shape=tuple(value.shape[axis] for axis in order), channels_last=False
            )
        importer.refuse(node, f"perm {list(order)} of the input; only to (1, 3, H, W) is supported")
    channels = value.channels.transpose(_channel_order(importer, node, value, order))
    return replace(value, shape=tuple(value.shape[axis] for axis in order), channels=channels)


def slice_(importer, node):
    """Of channels only, or of a constant."""
    value = importer.present(node, 0)
    starts, ends, axes, steps = _slice_arguments(importer, node)
    if isinstance(value, np.ndarray):
        cut = [slice(None)] * value.ndim
        for start, end, axis, step in zip(starts, ends, axes, steps, strict=False):
            cut[axis] = slice(start, end, step)
        return value[tuple(cut)]
    if (
        len(axes) != 1
        or axes[0] % len(value.shape) != 1
        or (not value.is_map and not value.is_vector)
    ):
        importer.refuse(
            node, f"cuts {list(value.shape)} along axes {axes}; only channels are supported"
        )
    return _selected(importer, node, value, value.channels[starts[0] : ends[0] : steps[0]])


def split(importer, node):
    """Of channels only."""
    found = importer.activation(node)
    if integer(node, "axis", 0) % len(found.shape) != 1 or (
        not found.is_map and not found.is_vector
    ):
        importer.refuse(node, f"splits {list(found.shape)}; only channels are supported")
    sizes = importer.optional_constant(node, 1)
    sizes = integers(node, "split", None) if sizes is None else tuple(int(size) for size in sizes)
    if sizes is None:
        part = -(-found.count // len(node.output))
        sizes = (part,) * (len(node.output) - 1) + (found.count - part * (len(node.output) - 1),)
    if sum(sizes) != found.count or min(sizes) < 1 or len(sizes) != len(node.output):
        importer.refuse(node, f"splits {found.count} channels into {list(sizes)}")
    ends = np.cumsum(sizes)
    return [
        _selected(importer, node, found, found.channels[end - size : end])
        for end, size in zip(ends, sizes, strict=True)
    ]


def pad(importer, node):
    """Zeros around height and width, which the next convolution takes over."""
    found = importer.activation(node)
    given = importer.optional_constant(node, 1)
    pads = integers(node, "pads", ()) if given is None else tuple(int(size) for size in given)
    value = importer.optional_constant(node, 2)
    value = attribute(node, "value", 0.0) if value is None else float(value.reshape(()))
    if (
        importer.optional_constant(node, 3) is not None
        or attribute(node, "mode", "constant") != "constant"
        or value != 0
    ):
        importer.refuse(node, "only constant zeros around height and width are supported")
    if (
        not found.is_map
        or len(pads) != 8
        or any(pads[i] for i in (0, 1, 4, 5))
        or not all(0 <= p <= WINDOW_MAX for p in pads)
    ):
        importer.refuse(node, f"pads {list(pads)} around {list(found.shape)}")
    top, left, bottom, right = pads[2], pads[3], pads[6], pads[7]
    if (top, right, bottom, left) == NO_PADDING:
        return found
    shape = (1, found.count, found.height + top + bottom, found.width + left + right)
    return replace(found, shape=shape, padding=(top, right, bottom, left))


def _channel_order(importer, node, value, order):
    """The order of the split channel axes; refuses to move anything else."""
    channel_axes = range(1, 1 + value.channels.ndim)
    outside = [axis for axis in range(len(order)) if axis not in channel_axes]
    if any(order[axis] != axis for axis in outside):
        importer.refuse(
            node,
            f"perm {list(order)} of {list(value.shape)}; only split channels may change places",
        )
    return [order[axis] - 1 for axis in channel_axes]


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


def _selected(importer, node, found: Activation, channels) -> Activation:
    if channels.size == 0:
        importer.refuse(node, "no channel is left")
    return replace(found, shape=(1, channels.size, *found.shape[2:]), channels=channels)


HANDLERS = {"Transpose": transpose, "Slice": slice_, "Split": split, "Pad": pad}
