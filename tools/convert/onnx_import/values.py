"""What a value of an ONNX model is while it is imported: a constant array, or an Activation."""

from dataclasses import dataclass, replace

import numpy as np

NO_PADDING = (0, 0, 0, 0)


@dataclass(frozen=True)
class Activation:
    """A value of our graph as ONNX sees it.

    ONNX may see it in another shape, with its channels selected, permuted or split over several
    axes (channel shuffle), or padded with zeros; all of that is only noted here, until an
    operation needs it for real.
    """

    name: str  # of our value, (1, height, width, c)
    shape: tuple  # as ONNX sees it, batch 1
    channels: np.ndarray  # which channel of `name` each one is; several axes while they are split
    height: int
    width: int
    padding: tuple = NO_PADDING  # (top, right, bottom, left)
    channels_last: bool = False  # only an input that has not been transposed yet

    @property
    def count(self) -> int:
        """How many channels ONNX sees."""
        return self.channels.size

    @property
    def is_map(self) -> bool:
        """(1, C, H, W)."""
        plain = (1, self.count, self.height, self.width)
        return self.shape == plain and self.channels.ndim == 1 and not self.channels_last

    @property
    def is_vector(self) -> bool:
        """(1, C)."""
        return (
            self.shape == (1, self.count)
            and (self.height, self.width) == (1, 1)
            and self.channels.ndim == 1
        )

    @property
    def is_flat(self) -> bool:
        """(1, C * H * W), a flattened map or a vector."""
        return self.shape == (1, self.count * self.height * self.width) and self.channels.ndim == 1

    def without_padding(self) -> "Activation":
        return replace(self, shape=(1, self.count, self.height, self.width), padding=NO_PADDING)

    def reshaped(self, shape: tuple) -> "Activation | None":
        """The same elements in another shape, or None where that would need real work."""
        elements = self.count * self.height * self.width
        if (
            self.channels_last
            or self.padding != NO_PADDING
            or shape[:1] != (1,)
            or int(np.prod(shape, dtype=object)) != elements
        ):
            return None
        if len(shape) == 2:
            return replace(self, shape=shape, channels=self.channels.reshape(-1))
        split = shape[1:-2]
        if len(shape) >= 4 and shape[-2:] == (self.height, self.width):
            return replace(self, shape=shape, channels=self.channels.reshape(split))
        return None


def whole(name: str, shape: tuple) -> Activation:
    """Our value of NHWC `shape`, as a map."""
    _, height, width, channels = shape
    return Activation(name, (1, channels, height, width), np.arange(channels), height, width)
