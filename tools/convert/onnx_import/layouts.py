"""Values whose elements ONNX sees in an order that Activation cannot only note: they are moved for
real, until ours lie in ONNX's order ("plain").

Then every shape of as many elements is the same value, and an axis of ONNX may be any part of
our (h, w, c).
"""

from dataclasses import replace
from itertools import groupby
from math import prod

import numpy as np

from .. import graph
from .values import CHANNELS_LAST, NO_PADDING, Activation

ONE_AXIS = (0,)


def plain(importer, node, found):
    """`found` with our elements in ONNX's order."""
    if found.padding != NO_PADDING:
        found = importer.real(node, found)
    total = importer.shapes[found.name][3]
    if not np.array_equal(found.channels.reshape(-1), np.arange(total)):
        found = _with_whole_channels(importer, node, found)
    if _is_in_order(found):
        return found
    letters = list(found.order)
    sizes = _sizes(found)
    by_place = sorted(range(len(letters)), key=lambda at: _place(found, letters, at))
    view = tuple(sizes[at] for at in by_place)
    order = tuple(by_place.index(at) for at in range(len(letters)))
    return _moved(importer, node, found, view, order, found.shape)


def rows(importer, node, found):
    """`found`, plain, with our channels as ONNX's last axis."""
    found = plain(importer, node, found)
    if importer.shapes[found.name][3] == found.shape[-1]:
        return found
    return in_sides(importer, node, found, sides_of(found.shape))


def in_sides(importer, node, found, sides):
    """`found`, plain, as our (h, w, c) of these sizes."""
    found = plain(importer, node, found)
    if importer.shapes[found.name][1:] == tuple(sides):
        return found
    key = found.name, tuple(sides)
    if key not in importer.selections:
        name = importer.emit(
            graph.Rearrange, f"{found.name}.shaped", input=found.name,
            view=(prod(sides),), order=ONE_AXIS, shape=tuple(sides),
        )  # fmt: skip
        importer.selections[key] = name
        importer.shared.add(name)
    return made(importer, importer.selections[key], found.shape)


def transposed(importer, node, found, order):
    """The axes of `found` in another order: noted where that is possible, else carried out."""
    noted = found.transposed(order)
    if noted is not None:
        return noted
    found = plain(importer, node, found)
    shape = tuple(found.shape[axis] for axis in order)
    kept = [axis for axis in range(len(order)) if found.shape[axis] > 1]
    view = tuple(found.shape[axis] for axis in kept)
    moved = tuple(kept.index(axis) for axis in order if axis in kept)
    return _moved(importer, node, found, view, moved, shape)


def as_map(importer, node, found):
    """(1, C, H, W) as a map of ours; None where `found` has another number of axes."""
    if len(found.shape) != 4 or found.shape[0] != 1:
        return None
    if found.is_map:
        return found
    last = in_sides(
        importer, node, transposed(importer, node, found, (0, 2, 3, 1)),
        (*found.shape[2:], found.shape[1]),
    )  # fmt: skip
    return importer.result(last.name)


def as_constant(importer, node, found, values):
    """Values that ONNX broadcasts to `found`'s shape, as (h, w, c) of ours, each size 1 where they
    are equal along it. None where they do not fit; `found` is real."""
    try:
        seen = np.broadcast_to(values, found.shape)
    except ValueError:
        return None
    importer.make(f"a constant of {node.op_type}", seen.size * 8)
    letters = found.order
    shaped = seen.reshape(_sizes(found))
    parts = [at for letter in CHANNELS_LAST for at, kind in enumerate(letters) if kind == letter]
    shaped = shaped.transpose(parts).reshape(importer.shapes[found.name][1:])
    for axis in range(3):
        first = shaped.take([0], axis)
        shaped = first if np.array_equal(np.broadcast_to(first, shaped.shape), shaped) else shaped
    return shaped


def broadcast_sides(first: tuple, second: tuple):
    """(sides of the first, of the second, shape of the result) of two ONNX shapes that broadcast,
    with neighbouring axes joined until there are three; None where that is not possible."""
    rank = max(len(first), len(second))
    pairs = [((1,) * (rank - len(shape)) + shape) for shape in (tuple(first), tuple(second))]
    pairs = list(zip(*pairs, strict=True))
    if any(a != b and 1 not in (a, b) for a, b in pairs):
        return None
    shape = tuple(max(pair) for pair in pairs)
    relevant = [pair for pair in pairs if pair != (1, 1)]
    groups = [list(group) for _, group in groupby(relevant, _which_repeats)]
    if len(groups) > 3:
        return None
    if all(_which_repeats(pair) == (False, False) for pair in relevant):
        sides = sides_of(shape)
        return sides, sides, shape
    joined = [tuple(map(prod, zip(*group, strict=True))) for group in groups]
    joined = [(1, 1)] * (3 - len(joined)) + joined
    return *(tuple(pair[at] for pair in joined) for at in (0, 1)), shape


def _which_repeats(pair) -> tuple:
    return pair[0] == 1, pair[1] == 1


def around(shape: tuple, axis: int) -> tuple:
    """(h, w, c) with `axis` as w."""
    return prod(shape[:axis]), shape[axis], prod(shape[axis + 1 :])


def sides_of(shape: tuple) -> tuple:
    """(h, w, c) with the last axis as c, the one before as w."""
    shape = (1, 1, *shape)
    return prod(shape[:-2]), shape[-2], shape[-1]


def made(importer, name: str, shape: tuple):
    """Our value `name`, whose elements lie in the order of ONNX's `shape`."""
    _, height, width, channels = importer.shapes[name]
    value = Activation(name, shape, np.arange(channels), height, width, CHANNELS_LAST)
    return value.seen(shape=shape, channels=value.channels, order=CHANNELS_LAST)


def _moved(importer, node, found, view, order, shape):
    """`found`, whose elements lie as `view`, in another order, which is that of ONNX's `shape`: one
    step where few axes move, else one for each axis that comes to its place."""
    sizes, order = _joined(view, order)
    name, axes = found.name, list(range(len(sizes)))
    if len(sizes) <= graph.VIEW_AXES_MAX:
        name = _step(importer, name, sizes, order, shape)
        axes = list(order)
    for place in range(len(order)):
        at = axes.index(order[place])
        if at == place:
            continue
        blocks = axes[:place], axes[place:at], axes[at : at + 1], axes[at + 1 :]
        lengths = tuple(prod(sizes[axis] for axis in block) for block in blocks)
        name = _step(importer, name, lengths, (0, 2, 1, 3), shape)
        axes = [*blocks[0], *blocks[2], *blocks[1], *blocks[3]]
    return made(importer, name, shape)


def _step(importer, name: str, view, order, shape) -> str:
    return importer.emit(
        graph.Rearrange, f"{name}.moved", input=name, view=view, order=order, shape=sides_of(shape)
    )


def _joined(view, order) -> tuple[tuple, tuple]:
    """The same with neighbours that stay neighbours as one axis, and at least one axis."""
    groups = []
    for axis in order:
        if groups and groups[-1][-1] + 1 == axis:
            groups[-1].append(axis)
        else:
            groups.append([axis])
    ranked = sorted(groups)
    sizes = tuple(prod(view[axis] for axis in group) for group in ranked)
    return sizes or (1,), tuple(ranked.index(group) for group in groups) or ONE_AXIS


def _with_whole_channels(importer, node, found):
    """Channels that lie beside one another are cut out, axes of channels in another order stay for
    the caller; any other selection is carried out as a 1x1 convolution with ones."""
    first = int(found.channels.min())
    channels = found.channels - first
    if _radix(channels) is None:
        return importer.real(node, found)
    if found.count == importer.shapes[found.name][3]:
        return found
    return replace(found, name=_cut(importer, found, first), channels=channels)


def _cut(importer, found, first: int) -> str:
    _, height, width, _ = importer.shapes[found.name]
    key = found.name, first, found.count
    if key not in importer.selections:
        name = importer.emit(
            graph.Slice, f"{found.name}.from{first}", input=found.name,
            begin=(0, 0, first), size=(height, width, found.count),
        )  # fmt: skip
        importer.selections[key] = name
        importer.shared.add(name)
    return importer.selections[key]


def _radix(channels):
    """How far apart neighbours are along each axis of `channels`, when together they count every
    channel from 0 once as digits of a number do; else None."""
    if channels.reshape(-1)[0] != 0:
        return None
    steps = []
    for axis in range(channels.ndim):
        at = [0] * channels.ndim
        at[axis] = min(1, channels.shape[axis] - 1)
        steps.append(int(channels[tuple(at)]))
    grid = np.indices(channels.shape)
    counted = sum((grid[axis] * step for axis, step in enumerate(steps)), np.zeros((), np.int64))
    if not np.array_equal(np.broadcast_to(counted, channels.shape), channels):
        return None
    reach = 1
    for axis in sorted(range(channels.ndim), key=lambda axis: steps[axis]):
        if channels.shape[axis] > 1 and steps[axis] != reach:
            return None
        reach *= channels.shape[axis]
    return steps if reach == channels.size else None


def _sizes(found) -> list:
    """The length of each letter of `found.order`."""
    lengths = iter(found.channels.shape)
    return [
        next(lengths) if c == "c" else {"h": found.height, "w": found.width}[c] for c in found.order
    ]


def _place(found, letters, at):
    """Sorts letters as our elements lie: height, width, then channels by their steps."""
    if letters[at] != "c":
        return (CHANNELS_LAST.index(letters[at]), 0)
    steps = _radix(found.channels)
    return (2, -steps[letters[:at].count("c")])


def _is_in_order(found) -> bool:
    letters = list(found.order)
    places = [_place(found, letters, at) for at in range(len(letters))]
    return places == sorted(places)
