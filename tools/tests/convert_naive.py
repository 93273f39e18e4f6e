"""models/FORMAT.md's operations as the plainest loops there are, in float64: the oracle of the
oracle."""

import itertools
import math

import numpy as np


def evaluate(network, image):
    """Value name -> (1, h, w, c) array."""
    values = {network.input: image.astype(np.float64)}
    for operation in network.operations:
        names = getattr(operation, "inputs", None) or [operation.input]
        inputs = [
            values[name].reshape((1, 1, 1, -1)) if values[name].ndim == 2 else values[name]
            for name in names
        ]
        result = RULES[operation.op](operation, network.tensors, inputs)
        values[operation.output] = clamped(result, getattr(operation, "clamp", (None, None)))
    return values


def clamped(values, clamp):
    low, high = clamp
    values = values if low is None else np.maximum(values, low)
    return values if high is None else np.minimum(values, high)


def padding_of(operation, shape, kernel):
    """(top, right, bottom, left)."""
    if operation.padding != "same":
        return operation.padding
    sides = []
    for axis in (0, 1):
        outputs = -(-shape[axis] // operation.stride[axis])
        reach = getattr(operation, "dilation", (1, 1))[axis] * (kernel[axis] - 1) + 1
        total = max(0, (outputs - 1) * operation.stride[axis] + reach - shape[axis])
        sides.append((total // 2, total - total // 2))
    return sides[0][0], sides[1][1], sides[0][1], sides[1][0]


def windows(operation, value, kernel):
    """For each output pixel (y, x): the input pixels [(ky, kx, row or None, column or None)] under
    it."""
    height, width = value.shape[1:3]
    top, right, bottom, left = padding_of(operation, (height, width), kernel)
    dilation = getattr(operation, "dilation", (1, 1))
    tops = starts(height, kernel[0], operation.stride[0], dilation[0], top, bottom, operation)
    lefts = starts(width, kernel[1], operation.stride[1], dilation[1], left, right, operation)
    for (y, row), (x, column) in itertools.product(enumerate(tops), enumerate(lefts)):
        yield (
            y,
            x,
            [
                (ky, kx, row + ky * dilation[0], column + kx * dilation[1])
                for ky in range(kernel[0])
                for kx in range(kernel[1])
            ],
        )


def starts(size, kernel, stride, dilation, before, after, operation):
    """Where windows begin, counted from the first real pixel."""
    found = []
    position = -before
    while True:
        fits = position + dilation * (kernel - 1) < size + after
        # One more, cut off window where ceil_mode asks for it, if it begins before the end padding.
        ragged = (
            getattr(operation, "ceil_mode", False)
            and position < size
            and (position - stride + dilation * (kernel - 1) + 1 < size + after)
        )
        if not fits and not ragged:
            return found
        found.append(position)
        position += stride


def inside(value, row, column):
    return 0 <= row < value.shape[1] and 0 <= column < value.shape[2]


def gather(operation, value, kernel, combine):
    cells = {(y, x): combine(taps) for y, x, taps in windows(operation, value, kernel)}
    rows, columns = (1 + max(cell[axis] for cell in cells) for axis in (0, 1))
    return np.array([[[cells[y, x] for x in range(columns)] for y in range(rows)]])


def conv2d(operation, tensors, inputs):
    value, weight = inputs[0], tensors[operation.weight].astype(np.float64)
    outputs, depth = weight.shape[0], weight.shape[3]
    per_group = outputs // operation.groups

    def combine(taps):
        total = np.zeros(outputs)
        for ky, kx, row, column in taps:
            if inside(value, row, column):
                for o in range(outputs):
                    first = o // per_group * depth
                    total[o] += value[0, row, column, first : first + depth] @ weight[o, ky, kx]
        return total + bias(operation, tensors)

    return gather(operation, value, weight.shape[1:3], combine)


def depthwise(operation, tensors, inputs):
    value, weight = inputs[0], tensors[operation.weight].astype(np.float64)
    multiplier = weight.shape[3] // value.shape[3]

    def combine(taps):
        total = np.zeros(weight.shape[3])
        for ky, kx, row, column in taps:
            if inside(value, row, column):
                total += np.repeat(value[0, row, column], multiplier) * weight[0, ky, kx]
        return total + bias(operation, tensors)

    return gather(operation, value, weight.shape[1:3], combine)


def bias(operation, tensors):
    return 0 if operation.bias is None else tensors[operation.bias].astype(np.float64)


def dense(operation, tensors, inputs):
    return inputs[0] @ tensors[operation.weight].astype(np.float64).T + bias(operation, tensors)


def binary(function):
    def rule(operation, tensors, inputs):
        second = (
            inputs[1]
            if operation.constant is None
            else tensors[operation.constant].astype(np.float64)
        )
        return function(inputs[0], second)

    return rule


def max_pool(operation, tensors, inputs):
    value = inputs[0]
    return gather(
        operation, value, operation.kernel,
        lambda taps: np.max([value[0, r, c] for _, _, r, c in taps if inside(value, r, c)], axis=0),
    )  # fmt: skip


def average_pool(operation, tensors, inputs):
    value = inputs[0]
    top, right, bottom, left = padding_of(operation, value.shape[1:3], operation.kernel)

    def combine(taps):
        real = [value[0, r, c] for _, _, r, c in taps if inside(value, r, c)]
        divisor = len(real)
        if operation.count_padding:
            rows, columns = value.shape[1] + bottom, value.shape[2] + right
            divisor = sum(-top <= r < rows and -left <= c < columns for _, _, r, c in taps)
        return np.sum(real, axis=0) / divisor

    return gather(operation, value, operation.kernel, combine)


def rearrange(operation, tensors, inputs):
    """Element by element."""
    moved = [operation.view[axis] for axis in operation.order]
    result = np.empty(moved)
    for place in itertools.product(*(range(size) for size in operation.view)):
        flat = 0
        for position, size in zip(place, operation.view, strict=True):
            flat = flat * size + position
        result[tuple(place[axis] for axis in operation.order)] = inputs[0].reshape(-1)[flat]
    return result.reshape(1, *operation.shape)


def slice_(operation, tensors, inputs):
    (top, left, first), (height, width, count) = operation.begin, operation.size
    return inputs[0][:, top : top + height, left : left + width, first : first + count]


def pad(operation, tensors, inputs):
    top, right, bottom, left = operation.padding
    _, height, width, channels = inputs[0].shape
    result = np.zeros((1, top + height + bottom, left + width + right, channels))
    result[:, top : top + height, left : left + width] = inputs[0]
    return result


def matmul(operation, tensors, inputs):
    return np.stack([[a @ b.T for a, b in zip(inputs[0][0], inputs[1][0], strict=True)]])


def normalized(values, axes, epsilon):
    centred = values - values.mean(axis=axes, keepdims=True)
    return centred / np.sqrt((centred * centred).mean(axis=axes, keepdims=True) + epsilon)


def group_norm(operation, tensors, inputs):
    _, height, width, channels = inputs[0].shape
    grouped = inputs[0].reshape(height, width, operation.groups, -1)
    return normalized(grouped, (0, 1, 3), operation.epsilon).reshape(1, height, width, channels)


def softmax(values):
    powers = np.exp(values - values.max(axis=-1, keepdims=True))
    return powers / powers.sum(axis=-1, keepdims=True)


def unary(function):
    return lambda operation, tensors, inputs: function(inputs[0])


RULES = {
    "conv2d": conv2d,
    "depthwise_conv2d": depthwise,
    "dense": dense,
    "add": binary(np.add),
    "multiply": binary(np.multiply),
    "concat": lambda operation, tensors, inputs: np.concatenate(inputs, axis=operation.axis),
    "rearrange": rearrange,
    "slice": slice_,
    "pad": pad,
    "matmul": matmul,
    "gelu": unary(lambda x: x * (1 + np.vectorize(math.erf)(x / math.sqrt(2))) / 2),
    "elu": lambda operation, tensors, inputs: np.where(
        inputs[0] < 0, operation.alpha * np.expm1(np.minimum(inputs[0], 0)), inputs[0]
    ),
    "power": lambda operation, tensors, inputs: inputs[0] ** operation.exponent,
    "softmax": unary(softmax),
    "channel_average": unary(lambda x: x.mean(axis=3, keepdims=True)),
    "layer_norm": lambda operation, tensors, inputs: normalized(inputs[0], 3, operation.epsilon),
    "group_norm": group_norm,
    "max_pool": max_pool,
    "average_pool": average_pool,
    "global_average_pool": unary(lambda x: x.mean(axis=(1, 2), keepdims=True)),
    "clamp": unary(lambda x: x),
    "sigmoid": unary(lambda x: 1 / (1 + np.exp(-x))),
    "hard_sigmoid": unary(lambda x: np.clip(x + 3, 0, 6) / 6),
    "l2_normalize": unary(
        lambda x: x / np.maximum(np.sqrt((x * x).sum(axis=-1, keepdims=True)), 1e-12)
    ),
    "hard_swish": unary(lambda x: x * np.clip(x + 3, 0, 6) / 6),
}
