"""MaxPool, AveragePool, and means and maxima over height and width."""

import math

import numpy as np

from .. import graph
from . import affine, layouts, powers
from .attributes import flag, integers, two, window_padding
from .values import NO_PADDING


def max_pool(importer, node):
    if flag(node, "storage_order", False):
        importer.refuse(node, "storage_order is not supported")
    found = _pooled_map(importer, node)
    window = _window(importer, node, found)
    if found.padding != NO_PADDING:
        found, window["padding"] = _padding_taken_over(importer, node, found, window)
    value = importer.real(node, found)
    return importer.result(importer.emit(graph.MaxPool, node.output[0], input=value.name, **window))


def average_pool(importer, node):
    found = importer.real(node, _pooled_map(importer, node))
    window = _window(importer, node, found)
    if window.pop("dilation") != (1, 1):
        importer.refuse(node, "dilations are not supported")
    window["count_padding"] = flag(node, "count_include_pad", False)
    name = importer.emit(graph.AveragePool, node.output[0], input=found.name, **window)
    result = importer.result(name)
    # Before operator set 19 the divisor is the whole window, also where that is larger.
    if window["count_padding"] and not window["ceil_mode"] and importer.model.opset < 19:
        part = math.prod(window["kernel"]) / math.prod(two(node, "kernel_shape", None))
        return affine.scale_and_shift(importer, result, f"{name}.part", np.array([part]), None)
    return result


def global_average_pool(importer, node):
    return _reduced(importer, node, _after_channels(importer, node), True, _mean)


def global_max_pool(importer, node):
    return _reduced(importer, node, _after_channels(importer, node), True, _maximum)


def reduce_mean(importer, node):
    return _reduced(importer, node, *_axes(importer, node), _mean)


def reduce_max(importer, node):
    return _reduced(importer, node, *_axes(importer, node), _maximum)


def reduce_sum(importer, node):
    """Of constants, or over height and width."""
    value = importer.present(node, 0)
    axes, keepdims = _axes(importer, node)
    if isinstance(value, np.ndarray):
        return np.asarray(np.sum(value, axis=tuple(axes), keepdims=keepdims))
    mean = _reduced(importer, node, axes, keepdims, _mean)
    times = np.array([float(math.prod(value.shape[axis] for axis in axes))])
    return affine.scale_and_shift(importer, mean, f"{node.output[0]}.sum", times, None)


def reduce_l2(importer, node):
    """The root of the sum of squares."""
    found = importer.real(node, importer.activation(node))
    axes, keepdims = _axes(importer, node)
    importer.shared.add(found.name)
    square = importer.emit(
        graph.Multiply, f"{node.output[0]}.squares", inputs=[found.name, found.name]
    )
    mean = _reduced_value(importer, node, found.numbered(square), axes, keepdims, _mean)
    times = np.array([float(math.prod(found.shape[axis] for axis in axes))])
    total = affine.scale_and_shift(importer, mean, f"{node.output[0]}.sum", times, None)
    return powers.raised(importer, node, total, 0.5)


def _pooled_map(importer, node):
    return importer.map(node)


def _after_channels(importer, node) -> list:
    found = importer.activation(node)
    if len(found.shape) == 4 and not found.is_channel_axis(1):
        importer.define(node.input[0], importer.map(node))
        found = importer.activation(node)
    if len(found.shape) < 3 or not found.is_channel_axis(1):
        importer.refuse(node, f"needs (1, C, H, W), its input is {list(found.shape)}")
    return list(range(2, len(found.shape)))


def _axes(importer, node) -> tuple[list, bool]:
    """(axes, keepdims); the axes are an input since operator set 18, of ReduceSum since 13."""
    rank = len(importer.present(node, 0).shape)
    axes = importer.optional_constant(node, 1)
    axes = integers(node, "axes", ()) if axes is None else [int(a) for a in axes.reshape(-1)]
    if not axes and not flag(node, "noop_with_empty_axes", False):
        axes = range(rank)
    if any(not -rank <= axis < rank for axis in axes):
        importer.refuse(node, f"axes {list(axes)} of {rank}")
    return sorted({axis % rank for axis in axes}), flag(node, "keepdims", True)


def _reduced(importer, node, axes, keepdims, reduce):
    """`reduce` over the height, the width or both that `axes` run over."""
    return _reduced_value(importer, node, importer.activation(node), axes, keepdims, reduce)


def _reduced_value(importer, node, found, axes, keepdims, reduce):
    groups = found.axes()
    letters = "c" if groups is None else [c for axis in axes for c, _ in groups[axis]]
    if "c" in letters:
        return _over_channels(importer, node, found, axes, keepdims, reduce)
    value = importer.real(node, found)
    name = reduce(importer, node, value, letters) if letters else value.name
    shape = [1 if a in axes else n for a, n in enumerate(found.shape) if keepdims or a not in axes]
    return value.seen(
        name=name,
        shape=tuple(shape),
        channels=value.channels,
        order="".join(letter for letter in value.order if letter not in letters),
        height=1 if "h" in letters else value.height,
        width=1 if "w" in letters else value.width,
    )


def _over_channels(importer, node, found, axes, keepdims, reduce):
    """The mean of an axis that is the channels, or of any axis beside which others may be: then it
    is moved to where height is."""
    if reduce is not _mean or len(axes) != 1:
        importer.refuse(node, f"over the axes {axes} of {list(found.shape)}")
    (axis,) = axes
    shape = [1 if a in axes else n for a, n in enumerate(found.shape) if keepdims or a not in axes]
    if found.is_channel_axis(axis) and found.shape[axis] == found.count:
        value = importer.real(node, found)
        name = importer.emit(graph.ChannelAverage, node.output[0], input=value.name)
        return value.seen(
            name=name, shape=tuple(shape), channels=np.arange(1), order=value.order.replace("c", "")
        )
    if axis == len(found.shape) - 1:
        value = layouts.rows(importer, node, found)
        name = importer.emit(graph.ChannelAverage, node.output[0], input=value.name)
        return layouts.made(importer, name, tuple(shape))
    value = layouts.in_sides(importer, node, found, layouts.around(found.shape, axis))
    kernel = (1, found.shape[axis])
    name = importer.emit(
        graph.AveragePool, node.output[0], input=value.name, kernel=kernel, stride=kernel
    )
    return layouts.made(importer, name, tuple(shape))


def _mean(importer, node, value, letters) -> str:
    kernel = _kernel(value, letters)
    source = _before_mean(importer, value.name)
    if kernel == (value.height, value.width):
        # The mean of the means of all rows is the mean of all.
        return importer.emit(graph.GlobalAveragePool, node.output[0], input=source or value.name)
    return importer.emit(
        graph.AveragePool, node.output[0], input=value.name, kernel=kernel, stride=kernel
    )


def _before_mean(importer, name: str) -> str | None:
    """The map of which `name` is the mean of all rows or all columns, if it is."""
    operation = importer.producers.get(name)
    if not isinstance(operation, graph.AveragePool) or operation.clamp != graph.NO_CLAMP:
        return None
    _, height, width, _ = importer.shapes[operation.input]
    whole_line = operation.kernel in ((height, 1), (1, width))
    return operation.input if whole_line and operation.padding == NO_PADDING else None


def _maximum(importer, node, value, letters) -> str:
    kernel = _kernel(value, letters)
    return importer.emit(
        graph.MaxPool, node.output[0], input=value.name, kernel=kernel, stride=kernel
    )


def _kernel(value, letters) -> tuple[int, int]:
    return value.height if "h" in letters else 1, value.width if "w" in letters else 1


def _padding_taken_over(importer, node, found, window):
    """(the value, the padding of the window). Zeros change no maximum of what is never negative,
    where each window has a pixel."""
    total = window["padding"]
    if total == "same" or window["ceil_mode"]:
        return found, total
    total = tuple(a + b for a, b in zip(total, found.padding, strict=True))
    lowest = found.padding_value != 0 or never_negative(importer, found.name)
    spans = _spans(window["kernel"], window["dilation"])
    if not lowest or any(pad >= span for pad, span in zip(total, spans, strict=True)):
        return found, window["padding"]
    return found.without_padding(), total


def never_negative(importer, name: str) -> bool:
    """Whether our value `name` is at least 0 everywhere, whatever the picture."""
    names, seen = [name], set()
    while names:
        name = names.pop()
        if name in seen:
            continue
        seen.add(name)
        operation = importer.producers.get(name)
        low = getattr(operation, "clamp", graph.NO_CLAMP)[0]
        bounded = low is not None and low >= 0
        if bounded or isinstance(operation, (graph.Sigmoid, graph.HardSigmoid)):
            continue
        if not isinstance(operation, (graph.MaxPool, graph.AveragePool, graph.Concat)):
            return False
        names += graph.reads(operation)
    return True


def _window(importer, node, found) -> dict:
    kernel = two(node, "kernel_shape", None)
    stride, dilation = two(node, "strides", (1, 1)), two(node, "dilations", (1, 1))
    padding = window_padding(node, found, kernel, stride, dilation)
    ceil_mode = flag(node, "ceil_mode", False) and padding != "same"
    if padding != "same":
        kernel = _cut_to_map(found, kernel, stride, dilation, padding)
    # XNNPACK and PyTorch alike have no meaning for a window that sees only padding.
    if padding != "same" and any(
        pad >= span for pad, span in zip(padding, _spans(kernel, dilation), strict=True)
    ):
        importer.refuse(node, f"padding {list(padding)} as large as the window")
    return {
        "kernel": kernel,
        "stride": stride,
        "dilation": dilation,
        "padding": padding,
        "ceil_mode": ceil_mode,
    }


def _cut_to_map(found, kernel, stride, dilation, padding) -> tuple[int, int]:
    """onnxruntime gives a window that is larger than the map, by less than a stride, one place:
    there it covers the map."""
    top, right, bottom, left = padding
    height, width = found.padded_size
    sizes = height + top + bottom, width + left + right
    return tuple(
        size if dilated == 1 and 0 < length - size < step else length
        for size, length, step, dilated in zip(sizes, kernel, stride, dilation, strict=True)
    )


def _spans(kernel, dilation):
    """Pixels that the window covers, for (top, right, bottom, left)."""
    height, width = (d * (k - 1) + 1 for k, d in zip(kernel, dilation, strict=True))
    return height, width, height, width


HANDLERS = {
    "MaxPool": max_pool,
    "AveragePool": average_pool,
    "GlobalAveragePool": global_average_pool,
    "GlobalMaxPool": global_max_pool,
    "ReduceMean": reduce_mean,
    "ReduceMax": reduce_max,
    "ReduceSum": reduce_sum,
    "ReduceL2": reduce_l2,
}
