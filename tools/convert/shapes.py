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
        (count,) = weights[operation.constant]
        if count not in (1, inputs[0][3]):
            raise _mismatch(operation, inputs[0], (count,))
        return inputs[0]
    first, second = inputs
    small = (1, 1, 1, first[3])
    if first == second or second == small:
        return first
    if first == small and second[3] == first[3]:
        return second
    raise _mismatch(operation, first, second)


def _concat(operation, inputs, weights):
    if any(shape[:3] != inputs[0][:3] for shape in inputs):
        raise _mismatch(operation, inputs[0], next(s for s in inputs if s[:3] != inputs[0][:3]))
    return *inputs[0][:3], sum(shape[3] for shape in inputs)


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
    graph.Convert: _same,
}
