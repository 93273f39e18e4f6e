"""MaxPool, AveragePool, GlobalAveragePool, GlobalMaxPool, ReduceMean."""

from .. import graph
from .attributes import flag, integers, two, window_padding


def max_pool(importer, node):
    if flag(node, "storage_order", False):
        importer.refuse(node, "storage_order is not supported")
    attributes = _window(importer, node)
    return _pooled(importer, node, graph.MaxPool, attributes)


def average_pool(importer, node):
    attributes = _window(importer, node)
    if attributes.pop("dilation") != (1, 1):
        importer.refuse(node, "dilations are not supported")
    attributes["count_padding"] = flag(node, "count_include_pad", False)
    return _pooled(importer, node, graph.AveragePool, attributes)


def global_average_pool(importer, node):
    found = importer.map(node)
    return importer.result(importer.emit(graph.GlobalAveragePool, node.output[0], input=found.name))


def global_max_pool(importer, node):
    found = importer.map(node)
    size = found.height, found.width
    name = importer.emit(graph.MaxPool, node.output[0], input=found.name, kernel=size, stride=size)
    return importer.result(name)


def reduce_mean(importer, node):
    """Only over height and width, where it is a global average pool."""
    axes = importer.optional_constant(node, 1)
    axes = integers(node, "axes", ()) if axes is None else tuple(int(axis) for axis in axes)
    found = importer.map(node)
    if sorted(axis % 4 for axis in axes) != [2, 3]:
        importer.refuse(
            node, f"a mean over the axes {list(axes)}; only height and width together are supported"
        )
    pooled = global_average_pool(importer, node)
    return pooled if flag(node, "keepdims", True) else pooled.reshaped((1, found.count))


def _window(importer, node) -> dict:
    kernel = two(node, "kernel_shape", None)
    stride, dilation = two(node, "strides", (1, 1)), two(node, "dilations", (1, 1))
    found = importer.map(node)
    padding = window_padding(node, found, kernel, stride, dilation)
    # XNNPACK and PyTorch alike have no meaning for a window that sees only padding.
    if padding != "same" and any(
        pad >= span for pad, span in zip(padding, _spans(kernel, dilation), strict=True)
    ):
        importer.refuse(node, f"padding {list(padding)} as large as the window")
    ceil_mode = flag(node, "ceil_mode", False) and padding != "same"
    return {
        "kernel": kernel,
        "stride": stride,
        "dilation": dilation,
        "padding": padding,
        "ceil_mode": ceil_mode,
    }


def _spans(kernel, dilation):
    """Pixels that the window covers, for (top, right, bottom, left)."""
    height, width = (d * (k - 1) + 1 for k, d in zip(kernel, dilation, strict=True))
    return height, width, height, width


def _pooled(importer, node, kind, attributes):
    found = importer.map(node)
    return importer.result(importer.emit(kind, node.output[0], input=found.name, **attributes))


HANDLERS = {
    "MaxPool": max_pool,
    "AveragePool": average_pool,
    "GlobalAveragePool": global_average_pool,
    "GlobalMaxPool": global_max_pool,
    "ReduceMean": reduce_mean,
}
