"""What a value of an ONNX model is while it is imported: a constant array, or an Activation."""

from dataclasses import dataclass, replace
from math import prod

import numpy as np

NO_PADDING = (0, 0, 0, 0)
MAP, CHANNELS_LAST = "chw", "hwc"


@dataclass(frozen=True)
class Activation:
    """A value of our graph as ONNX sees it.

    ONNX may see its elements in any order of height, width and channels, in any shape, with its
    channels selected, permuted or split over several axes (channel shuffle), or padded; all of
    that is only noted here, until an operation needs it for real. Made by `seen`.
    """

    name: str  # of our value, (1, height, width, c)
    shape: tuple  # as ONNX sees it, batch 1
    channels: np.ndarray  # which channel of `name` each one is; an axis for each "c" of `order`
    height: int
    width: int
    order: str  # letters of "chw" from the slowest to the fastest; those of size 1 are left out
    padding: tuple = NO_PADDING  # (top, right, bottom, left)
    padding_value: float = 0.0

    @property
    def count(self) -> int:
        """How many channels ONNX sees."""
        return self.channels.size

    @property
    def padded_size(self) -> tuple[int, int]:
        top, right, bottom, left = self.padding
        return self.height + top + bottom, self.width + left + right

    @property
    def is_map(self) -> bool:
        """(1, C, H, W)."""
        return self.shape == (1, self.count, *self.padded_size) and self._is_in_order(MAP)

    @property
    def is_channels_last_map(self) -> bool:
        """(1, H, W, C)."""
        plain = (1, *self.padded_size, self.count)
        return self.shape == plain and self._is_in_order(CHANNELS_LAST)

    @property
    def is_vector(self) -> bool:
        """(1, C)."""
        return self.shape == (1, self.count) and self.padded_size == (1, 1)

    @property
    def is_flat(self) -> bool:
        """(1, C * H * W), a flattened map or a vector."""
        return self.shape == (1, self.count * prod(self.padded_size))

    def axes(self) -> list | None:
        """For each axis of `shape` the (letter, size) that it runs over, slowest first; channels
        are split where that is needed. None where an axis ends within height or width."""
        rest, result = self._letters(), []
        for size in self.shape:
            found = []
            while size > 1:
                if not rest:
                    return None
                letter, length = rest.pop(0)
                if size % length == 0:
                    found.append((letter, length))
                    size //= length
                elif letter == "c" and length % size == 0:
                    found.append((letter, size))
                    rest.insert(0, (letter, length // size))
                    size = 1
                else:
                    return None
            result.append(found)
        return result

    def is_channel_axis(self, axis: int) -> bool:
        """Whether `axis` runs over all channels and nothing else."""
        axes = self.axes()
        return axes is not None and axes[axis] == ([("c", self.count)] if self.count > 1 else [])

    def reshaped(self, shape: tuple) -> "Activation | None":
        """The same elements in another shape, or None where there are not as many."""
        return replace(self, shape=shape) if prod(shape) == prod(self.shape) else None

    def transposed(self, order) -> "Activation | None":
        """The axes of `shape` in another order, or None where one ends within height or width."""
        axes = self.axes()
        if axes is None:
            return None
        old = [(axis, index) for axis, found in enumerate(axes) for index in range(len(found))]
        new = [(axis, index) for axis in order for index in range(len(axes[axis]))]
        channel_axes = [place for place in old if axes[place[0]][place[1]][0] == "c"]
        channels = self.channels.reshape([axes[axis][index][1] for axis, index in channel_axes])
        moved = [place for place in new if place in channel_axes]
        return self.seen(
            shape=tuple(self.shape[axis] for axis in order),
            channels=channels.transpose([channel_axes.index(place) for place in moved]),
            order="".join(axes[axis][index][0] for axis, index in new),
        )

    def selected(self, axis: int, indices) -> "Activation | None":
        """`indices` (n) or a single one along `axis`, which then goes away; a range serves as an
        array. None where that is not an axis of channels. Fails with IndexError."""
        axes = self.axes()
        if axes is None or [letter for letter, _ in axes[axis]] not in (["c"], []):
            return None
        indices = np.asarray(indices, np.int64)
        # An axis of size 1 may stand for one channel.
        flat = [(letter, size) for found in axes[:axis] for letter, size in found]
        this = axes[axis] or [("c", 1)]
        after = [(letter, size) for found in axes[axis + 1 :] for letter, size in found]
        parts = flat + this + after
        channels = self.channels.reshape([size for letter, size in parts if letter == "c"])
        position = sum(letter == "c" for letter, _ in flat)
        kept = ["c"] if indices.ndim else []
        return self.seen(
            shape=(*self.shape[:axis], *indices.shape, *self.shape[axis + 1 :]),
            channels=np.take(channels, indices, position),
            order="".join(
                [*(letter for letter, _ in flat), *kept, *(letter for letter, _ in after)]
            ),
        )

    def per_channel(self, values: np.ndarray) -> np.ndarray | None:
        """(1) or (C) if `values` broadcasts over everything but channels, else None."""
        rank = len(self.shape)
        if values.ndim > rank:
            return None
        if values.size == 1:
            return values.reshape(-1)
        axes = self.axes()
        sizes = (1,) * (rank - values.ndim) + values.shape
        if axes is None or not all(
            size == 1 or (size == whole_size and all(letter == "c" for letter, _ in found))
            for size, whole_size, found in zip(sizes, self.shape, axes, strict=True)
        ):
            return None
        channels = [
            (size, length)
            for size, found in zip(sizes, axes, strict=True)
            for letter, length in found
            if letter == "c"
        ]
        given = values.reshape([1 if size == 1 else length for size, length in channels])
        return np.broadcast_to(given, [length for _, length in channels]).reshape(-1)

    def without_padding(self) -> "Activation":
        """Of a map."""
        size = self.height, self.width
        return self.seen(
            shape=(1, self.count, *size),
            channels=self.channels.reshape(-1),
            order=MAP,
            padding=NO_PADDING,
        )

    def seen(self, *, shape, channels, order, **other) -> "Activation":
        """This value with its elements in another order; `channels` has an axis for each "c"."""
        changed = replace(self, shape=shape, **other)
        sizes = dict(zip("hw", changed.padded_size, strict=True))
        letters, lengths, axis = "", [], 0
        for letter in order:
            length = channels.shape[axis] if letter == "c" else sizes[letter]
            axis += letter == "c"
            if length == 1:
                continue
            if letter == "c" and letters.endswith("c"):
                lengths[-1] *= length
            else:
                letters += letter
                lengths += [length] if letter == "c" else []
        return replace(changed, channels=channels.reshape(lengths), order=letters)

    def numbered(self, name: str, **other) -> "Activation":
        """As this one, of a value that has exactly its channels, in this order and unpadded."""
        height, width = self.padded_size
        channels = np.arange(self.count).reshape(self.channels.shape)
        return replace(
            self,
            name=name,
            channels=channels,
            height=height,
            width=width,
            padding=NO_PADDING,
            **other,
        )

    def _letters(self) -> list:
        sizes = dict(zip("hw", self.padded_size, strict=True))
        lengths = iter(self.channels.shape)
        return [(c, next(lengths) if c == "c" else sizes[c]) for c in self.order]

    def _is_in_order(self, wanted: str) -> bool:
        return self.order == "".join(letter for letter in wanted if letter in self.order)


def whole(name: str, shape: tuple, order: str = MAP) -> Activation:
    """Our value of NHWC `shape`, as a map; `order` is MAP or CHANNELS_LAST."""
    _, height, width, channels = shape
    sizes = {"c": channels, "h": height, "w": width}
    plain = Activation(name, (), np.arange(channels), height, width, order)
    return plain.seen(
        shape=(1, *(sizes[letter] for letter in order)), channels=plain.channels, order=order
    )
