"""The shape of every value of a network, by the rules of models/FORMAT.md; (N, H, W, C) throughout.

A (1, C) value counts as (1, 1, 1, C) here. Fails with graph/* naming the operation.
"""

import math

from . import graph
from .errors import Refused


def infer_shapes(network: graph.Network, height: int, width: int) -> dict[str, tuple]:
    """Value name -> (1, h, w, c), for an input of that size with three channels."""
    shapes = {network.input: (1, height, width, 3)}
    for operation in network.operations:
        inputs = [shapes[name] for name in graph.reads(operation)]
        weights = {name: network.tensors[name].shape for name in graph.tensor_names(operation)}
        shapes[operation.output] = RULES[type(operation)](operation, inputs, weights)
    return shapes


def window_output(size, kernel, stride, dilation, before, after, ceil_mode=False) -> int:
    """How many windows fit along one axis. With ceil_mode no window begins in the padding after the
    end."""
    span = size + before + after - dilation * (kernel - 1) - 1
    if span < 0:
        raise Refused("graph/bad-shape", f"a window of {kernel} does not fit into {size} pixels")
    if not ceil_mode:
        return span // stride + 1
    count = math.ceil(span / stride) + 1
    return count - 1 if (count - 1) * stride >= size + before else count


def same_padding(size, kernel, stride, dilation) -> tuple[int, int]:
    """(before, after) of TensorFlow's SAME: the odd pixel goes after."""
    output = math.ceil(size / stride)
    total = max(0, (output - 1) * stride + dilation * (kernel - 1) + 1 - size)
    return total // 2, total - total // 2


def explicit_padding(operation, shape, kernel) -> tuple[int, int, int, int]:
    """(top, right, bottom, left) in pixels for an input of `shape`."""
    if operation.padding != "same":
        return operation.padding
    dilation = getattr(operation, "dilation", (1, 1))
    top, bottom = same_padding(shape[1], kernel[0], operation.stride[0], dilation[0])
    left, right = same_padding(shape[2], kernel[1], operation.stride[1], dilation[1])
    return top, right, bottom, left


def _window(operation, shape, kernel, channels) -> tuple:
    top, right, bottom, left = explicit_padding(operation, shape, kernel)
    dilation = getattr(operation, "dilation", (1, 1))
    ceil_mode = getattr(operation, "ceil_mode", False)
    stride = operation.stride
    height = window_output(shape[1], kernel[0], stride[0], dilation[0], top, bottom, ceil_mode)
    width = window_output(shape[2], kernel[1], stride[1], dilation[1], left, right, ceil_mode)
    return 1, height, width, channels


def _conv2d(operation, inputs, weights):
    outputs, height, width, depth = weights[operation.weight]
    if depth * operation.groups != inputs[0][3] or outputs % operation.groups:
        raise _mismatch(operation, inputs[0], weights[operation.weight])
    return _window(operation, inputs[0], (height, width), outputs)


def _depthwise(operation, inputs, weights):
    one, height, width, outputs = weights[operation.weight]
    if one != 1 or outputs % inputs[0][3]:
        raise _mismatch(operation, inputs[0], weights[operation.weight])
    return _window(operation, inputs[0], (height, width), outputs)


def _dense(operation, inputs, weights):
    outputs, depth = weights[operation.weight]
    if inputs[0] != (1, 1, 1, depth):
        raise _mismatch(operation, inputs[0], weights[operation.weight])
    return 1, 1, 1, outputs


def _binary(operation, inputs, weights):
    if operation.constant is not None:
        shape = weights[operation.constant]
        if len(shape) not in (1, 3) or not _is_broadcast(shape, inputs[0]):
            raise _mismatch(operation, inputs[0], shape)
        return inputs[0]
    first, second = inputs
    shape = tuple(max(pair) for pair in zip(first, second, strict=True))
    if _is_broadcast(first, shape) and _is_broadcast(second, shape):
        return shape
    raise _mismatch(operation, first, second)


def _is_broadcast(small, large) -> bool:
    """Whether each size of `small` is 1 or that of `large`, from the last."""
    return all(a in (1, b) for a, b in zip(small[::-1], large[::-1], strict=False))


def _concat(operation, inputs, weights):
    axis, first = operation.axis, inputs[0]
    for shape in inputs:
        if shape[:axis] + shape[axis + 1 :] != first[:axis] + first[axis + 1 :]:
            raise _mismatch(operation, first, shape)
    return *first[:axis], sum(shape[axis] for shape in inputs), *first[axis + 1 :]


def _rearrange(operation, inputs, weights):
    elements = math.prod(inputs[0])
    if math.prod(operation.view) != elements or math.prod(operation.shape) != elements:
        raise _mismatch(operation, inputs[0], operation.shape)
    return 1, *operation.shape


def _slice(operation, inputs, weights):
    parts = zip(operation.begin, operation.size, inputs[0][1:], strict=True)
    if not all(begin >= 0 and size >= 1 and begin + size <= of for begin, size, of in parts):
        raise _mismatch(operation, inputs[0], operation.size)
    return 1, *operation.size


def _pad(operation, inputs, weights):
    _, height, width, channels = inputs[0]
    top, right, bottom, left = operation.padding
    return 1, height + top + bottom, width + left + right, channels


def _matmul(operation, inputs, weights):
    first, second = inputs
    if first[1] != second[1] or first[3] != second[3]:
        raise _mismatch(operation, first, second)
    return *first[:3], second[2]


def _group_norm(operation, inputs, weights):
    if inputs[0][3] % operation.groups:
        raise _mismatch(operation, inputs[0], (operation.groups,))
    return inputs[0]


def _mismatch(operation, shape, other):
    return Refused(
        "graph/bad-shape",
        f"{operation.op} {operation.output!r}: shape {tuple(shape)} does not fit {tuple(other)}",
    )


def _pool(operation, inputs, weights):
    return _window(operation, inputs[0], operation.kernel, inputs[0][3])


def _same(operation, inputs, weights):
    return inputs[0]


RULES = {
    graph.Conv2d: _conv2d,
    graph.DepthwiseConv2d: _depthwise,
    graph.Dense: _dense,
    graph.Add: _binary,
    graph.Multiply: _binary,
    graph.Concat: _concat,
    graph.MaxPool: _pool,
    graph.AveragePool: _pool,
    graph.GlobalAveragePool: lambda operation, inputs, weights: (1, 1, 1, inputs[0][3]),
    graph.ClampValue: _same,
    graph.Sigmoid: _same,
    graph.HardSigmoid: _same,
    graph.HardSwish: _same,
    graph.L2Normalize: _same,
    graph.Gelu: _same,
    graph.Elu: _same,
    graph.Power: _same,
    graph.Softmax: _same,
    graph.ChannelAverage: lambda operation, inputs, weights: (*inputs[0][:3], 1),
    graph.LayerNorm: _same,
    graph.GroupNorm: _group_norm,
    graph.Rearrange: _rearrange,
    graph.Slice: _slice,
    graph.Pad: _pad,
    graph.MatMul: _matmul,
    graph.Convert: _same,
}
