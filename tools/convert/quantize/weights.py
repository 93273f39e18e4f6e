"""Weights -> int8: symmetric, one scale an output channel. Biases -> int32.

Those of conv2d take 7 of the 8 bits. Processors without an instruction for sums of four int8
products add products in pairs, in int16, where two of 255 x 64 fit and two of 255 x 127 do not
(src/infer/narrow_weights.h).

The weights of a channel are rounded together. Rounding each to its nearest integer would leave the
channel's sum off by some steps; activations are mostly of one sign, so that would shift the whole
channel. The weights that lie closest to the middle between two integers are rounded the other way,
until the sum is right to half a step. This needs no pictures and does most of what correcting the
biases with pictures would do.
"""

from dataclasses import dataclass, replace

import numpy as np

from .. import graph

LARGEST = 127
LARGEST_OF_CONV2D = 64
# A bias leaves this much of int32 to the sum that it is added to.
LARGEST_BIAS = 1 << 30
# XNNPACK multiplies sums by input scale x weight scale / output scale, at least 2^-32.
SMALLEST_REQUANTIZATION = 2.0**-31
SMALLEST_SCALE = 2.0**-100


@dataclass(frozen=True)
class Int8Weight:
    stored: np.ndarray  # int8, the weight's shape
    scale: np.ndarray  # float32, (output channels)


def channel_axis(operation) -> int:
    """Which axis of the operation's weight counts output channels."""
    return 3 if isinstance(operation, graph.DepthwiseConv2d) else 0


def largest_stored(operation) -> int:
    """What the largest weight of each of the operation's output channels becomes."""
    return LARGEST_OF_CONV2D if isinstance(operation, graph.Conv2d) else LARGEST


def quantize_weight(
    weight: np.ndarray, axis: int, smallest=SMALLEST_SCALE, largest=LARGEST
) -> Int8Weight:
    """The largest weight of a channel becomes `largest`, unless its scale would fall below
    `smallest`."""
    scale = np.maximum(natural_scale(weight, axis, largest), smallest).astype(np.float32)
    channels = np.moveaxis(weight.astype(np.float64), axis, 0)
    steps = channels.reshape(len(scale), -1) / scale.astype(np.float64)[:, np.newaxis]
    rounded = round_together(steps, largest).astype(np.int8).reshape(channels.shape)
    return Int8Weight(np.ascontiguousarray(np.moveaxis(rounded, 0, axis)), scale)


def real_weight(stored: np.ndarray, axis: int, scale: np.ndarray) -> np.ndarray:
    """float64, what an int8 weight stands for."""
    return np.moveaxis(np.moveaxis(stored, axis, -1) * scale.astype(np.float64), -1, axis)


def natural_scale(weight: np.ndarray, axis: int, largest: int) -> np.ndarray:
    """(channels) float64, 0 for a channel of zeros."""
    others = tuple(i for i in range(weight.ndim) if i != axis)
    return np.abs(weight.astype(np.float64)).max(axis=others) / largest


def smallest_scale(bias, input_scale: float, output_scale: float) -> np.ndarray:
    """(channels) or a number: below it the bias would not fit int32 or XNNPACK would not
    compute."""
    smallest = SMALLEST_REQUANTIZATION * output_scale / input_scale
    if bias is None:
        return np.float64(smallest)
    return np.maximum(np.abs(bias) / (input_scale * LARGEST_BIAS), smallest)


def quantize_bias(bias: np.ndarray, input_scale: float, weight_scale: np.ndarray) -> np.ndarray:
    """int32, in steps of input scale x weight scale."""
    return np.rint(bias / (input_scale * weight_scale.astype(np.float64))).astype(np.int32)


# Errors are summed in fixed point: the same sum on every processor, whatever the order.
FRACTION = 2.0**32


def round_together(steps: np.ndarray, largest: int) -> np.ndarray:
    """(channels, weights) float64 -> int64, each within 1 of its weight and within
    -largest..largest."""
    rounded = np.clip(np.rint(steps), -largest, largest).astype(np.int64)
    errors = steps - rounded
    surplus = np.rint(np.rint(errors * FRACTION).astype(np.int64).sum(axis=1) / FRACTION).astype(
        np.int64
    )
    for channel in np.flatnonzero(surplus):
        _move(rounded[channel], errors[channel], surplus[channel], largest)
    return rounded


def _move(rounded, errors, surplus, largest):
    """One step up or down for |surplus| weights of a channel, those whose error grows least."""
    direction = 1 if surplus > 0 else -1
    free = np.abs(rounded + direction) <= largest
    order = np.argsort(np.where(free, -direction * errors, np.inf), kind="stable")
    chosen = order[: min(abs(surplus), np.count_nonzero(free))]
    rounded[chosen] += direction


def with_real_tensors(network: graph.Network) -> graph.Network:
    """The same operations; weights and biases are float64 and no longer have scales of their
    own."""
    quantizations = {o.output: getattr(o, "quantization", None) for o in network.operations}
    tensors = dict(network.tensors)
    for operation in network.operations:
        scale = network.tensors.get(getattr(operation, "weight_scale", None))
        if scale is None:
            continue
        tensors[operation.weight] = real_weight(
            tensors[operation.weight], channel_axis(operation), scale
        )
        how = quantizations.get(operation.input)
        if how is not None and operation.bias is not None:
            tensors[operation.bias] = tensors[operation.bias] * (how.scale * scale.astype("f8"))
    return replace(network, tensors=tensors)
