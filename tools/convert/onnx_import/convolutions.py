"""Conv, Gemm, MatMul and BatchNormalization."""

import math

import numpy as np

from .. import graph
from ..convolution_weights import batch_norm_scale_shift, convolution_weight, depthwise_weight
from . import affine, constants, layouts, tokens
from .attributes import attribute, flag, integer, integers, number, two, window_padding
from .model_file import describe
from .values import NO_PADDING, Activation

SPREAD_MAX = 1 << 26  # weights of a convolution that reads a selection of channels


def conv(importer, node):
    weight, bias = importer.constant(node, 1), importer.optional_constant(node, 2)
    return conv_of(importer, node, weight, bias)


def conv_of(importer, node, weight, bias):
    """A convolution of input 0 with these weights (O, I, kh, kw)."""
    if isinstance(importer.present(node), np.ndarray):
        return _of_constant(importer, node, importer.present(node), weight, bias)
    found = importer.map(node)
    if weight.ndim != 4 or 0 in weight.shape:
        importer.refuse(
            node,
            f"a weight of shape {list(weight.shape)}; only two-dimensional convolution is "
            "supported",
        )
    kernel = weight.shape[2:]
    if integers(node, "kernel_shape", kernel) != kernel:
        importer.refuse(node, f"kernel_shape and the weight {list(weight.shape)} disagree")
    groups = integer(node, "group", 1)
    if groups < 1 or weight.shape[1] * groups != found.count or weight.shape[0] % groups:
        importer.refuse(
            node,
            f"a weight of shape {list(weight.shape)} in {groups} groups for {found.count} channels",
        )
    attributes = {
        "stride": two(node, "strides", (1, 1)),
        "dilation": two(node, "dilations", (1, 1)),
    }
    padding = window_padding(node, found, kernel, attributes["stride"], attributes["dilation"])
    found, padding = _with_pending_padding(importer, node, found, padding)
    name = node.output[0]
    if groups == found.count and groups > 1:
        value = importer.real(node, found).name
        made = importer.weighted(
            graph.DepthwiseConv2d,
            value,
            name,
            depthwise_weight(weight),
            bias,
            padding=padding,
            **attributes,
        )
    else:
        value, weight = _selected_inside(importer, node, found, weight, groups)
        attributes |= {"groups": groups, "padding": padding}
        made = importer.weighted(
            graph.Conv2d, value, name, convolution_weight(weight), bias, **attributes
        )
    return importer.result(made)


def _of_constant(importer, node, value, weight, bias):
    """Of encodings of positions: windows of one pixel only."""
    fits = value.ndim == weight.ndim == 4 and weight.shape[1:] == (value.shape[1], 1, 1)
    if not fits or two(node, "strides", (1, 1)) != (1, 1):
        importer.refuse(node, f"weights {list(weight.shape)} of a constant {list(value.shape)}")
    constants.make(importer, node, len(weight) * math.prod(value.shape[2:]))
    made = np.einsum("oi,nihw->nohw", weight[:, :, 0, 0], value)
    return made if bias is None else made + bias.reshape(1, -1, 1, 1)


def gemm(importer, node):
    if flag(node, "transA", False):
        importer.refuse(node, "transA is not supported")
    weight = importer.constant(node, 1)
    weight = weight if flag(node, "transB", False) else weight.T
    bias = importer.optional_constant(node, 2)
    weight = _times(weight, number(node, "alpha", 1.0))
    return _dense(importer, node, weight, _times(bias, number(node, "beta", 1.0)))


def _times(array, factor: float):
    return array if array is None or factor == 1 else np.asarray(array, np.float64) * factor


def matmul(importer, node):
    if isinstance(importer.present(node, 1), Activation):
        return tokens.product(
            importer, node, importer.activation(node, 0), importer.present(node, 1)
        )
    weight = importer.constant(node, 1)
    if weight.ndim != 2:
        importer.refuse(node, f"a constant of shape {list(weight.shape)}")
    return _dense(importer, node, weight.T, None)


def batch_normalization(importer, node):
    if flag(node, "training_mode", False) or attribute(node, "spatial", 1) != 1:
        importer.refuse(node, "only inference is supported, not training")
    found = importer.activation(node)
    if len(found.shape) < 2 or not found.is_channel_axis(1):
        importer.refuse(node, f"needs (1, C, ...), its input is {list(found.shape)}")
    parts = [importer.constant(node, index) for index in range(1, 5)]
    if any(part.shape != (found.count,) for part in parts):
        importer.refuse(
            node,
            f"parameters of shapes {[list(p.shape) for p in parts]} for {found.count} channels",
        )
    scale, shift = batch_norm_scale_shift(*parts, number(node, "epsilon", 1e-5))
    return affine.on_channels(importer, node, found, scale, shift)


def _dense(importer, node, weight, bias):
    """`weight` (O, I). On a flattened map it is a convolution with a window as large as the map,
    on channels that come last one with a window of one pixel."""
    found = importer.activation(node)
    if found.is_flat:
        made = _dense_on_all(importer, node, found, weight, bias)
    elif found.shape and found.is_channel_axis(len(found.shape) - 1):
        made = _dense_on_channels(importer, node, found, weight, bias)
    elif found.shape:
        found = layouts.rows(importer, node, found)
        made = _dense_on_channels(importer, node, found, weight, bias)
    else:
        importer.refuse(node, f"needs (1, C), its input is {list(found.shape)}")
    return made


def _dense_on_all(importer, node, found, weight, bias):
    bias = _checked(importer, node, weight, bias, math.prod(found.shape))
    name, value = node.output[0], importer.real(node, found)
    if found.is_vector:
        made = importer.weighted(graph.Dense, value.name, name, weight, bias)
    else:
        shaped = _as_window(value, weight)
        made = importer.weighted(graph.Conv2d, value.name, name, shaped, bias)
    result = importer.result(made)
    return result.reshaped((1, result.count))


def _dense_on_channels(importer, node, found, weight, bias):
    bias = _checked(importer, node, weight, bias, found.count)
    value = importer.real(node, found)
    shaped = weight[:, None, None, :]
    made = importer.weighted(graph.Conv2d, value.name, node.output[0], shaped, bias)
    outputs = np.arange(len(weight))
    order = value.order.removesuffix("c") + "c"
    return value.seen(
        name=made, shape=(*found.shape[:-1], len(weight)), channels=outputs, order=order
    )


def _as_window(value, weight):
    """(O, I), I in the order of `value`, -> (O, H, W, C)."""
    lengths = iter(value.channels.shape)
    sizes = {"h": value.height, "w": value.width}
    letters = "hw".translate({ord(letter): None for letter in value.order}) + value.order
    shape = [next(lengths) if c == "c" else sizes[c] for c in letters]
    channel_axes = [axis for axis, letter in enumerate(letters) if letter == "c"]
    places = [letters.index("h"), letters.index("w"), *channel_axes]
    shaped = weight.reshape(-1, *shape).transpose(0, *(1 + place for place in places))
    return shaped.reshape(len(weight), value.height, value.width, value.count)


def _checked(importer, node, weight, bias, inputs: int):
    """The bias (O) or None, when the weight is for `inputs`."""
    if weight.ndim != 2 or weight.shape[1] != inputs:
        importer.refuse(node, f"a weight of shape {list(weight.shape)} for {inputs} inputs")
    return _bias_vector(importer, node, bias, len(weight))


def _bias_vector(importer, node, bias, outputs):
    if bias is None:
        return None
    if bias.size not in (1, outputs) or bias.ndim > 2:
        importer.refuse(node, f"a bias of shape {list(bias.shape)} for {outputs} outputs")
    return np.broadcast_to(bias.reshape(-1), (outputs,))


def _with_pending_padding(importer, node, found, padding):
    """Zeros that a Pad before the convolution added become part of its own padding."""
    if found.padding == NO_PADDING:
        return found, padding
    if padding == "same" or found.padding_value != 0:
        return importer.real(node, found), padding
    total = tuple(a + b for a, b in zip(padding, found.padding, strict=True))
    return found.without_padding(), total


def _selected_inside(importer, node, found, weight, groups):
    """A pending selection of channels moves into the weights, (O, I, kh, kw), of an ungrouped
    convolution."""
    total = importer.shapes[found.name][3]
    if groups != 1 or np.array_equal(found.channels, np.arange(total)):
        return importer.real(node, found).name, weight
    if weight.size // weight.shape[1] * total > SPREAD_MAX:
        importer.refuse(node, f"a selection out of {total} channels")
    shape = weight.shape[0], total, *weight.shape[2:]
    importer.make(describe(node), math.prod(shape) * np.dtype(np.float64).itemsize)
    spread = np.zeros(shape)
    for position, channel in enumerate(found.channels):
        spread[:, channel] += weight[:, position]
    return found.name, spread


HANDLERS = {
    "Conv": conv,
    "Gemm": gemm,
    "MatMul": matmul,
    "BatchNormalization": batch_normalization,
}
