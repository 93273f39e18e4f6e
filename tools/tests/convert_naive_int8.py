"""FORMAT.md's int8 operations on the stored integers, as the core computes them: the oracle of int8
goldens.

Sums are exact; only the step from a sum to its int8 rounds.
"""

import convert_naive
import numpy as np


def evaluate(network, image):
    """Value name -> (1, h, w, c) array of real numbers."""
    values = {network.input: image.astype(np.float64)}
    how = {
        operation.output: getattr(operation, "quantization", None)
        for operation in network.operations
    }
    for operation in network.operations:
        names = getattr(operation, "inputs", None) or [operation.input]
        inputs = [values[name] for name in names]
        inputs = [value.reshape((1, 1, 1, -1)) if value.ndim == 2 else value for value in inputs]
        if how[operation.output] is None:
            values[operation.output] = float32(operation, network.tensors, inputs)
        else:
            values[operation.output] = int8(
                operation, network.tensors, inputs, [how.get(n) for n in names]
            )
    return values


def float32(operation, tensors, inputs):
    if operation.op == "convert":
        return inputs[0]
    if operation.op == "dense" and operation.weight_scale:
        weight = (
            tensors[operation.weight] * tensors[operation.weight_scale].astype(np.float64)[:, None]
        )
        tensors = tensors | {operation.weight: weight}
    result = convert_naive.RULES[operation.op](operation, tensors, inputs)
    return convert_naive.clamped(result, getattr(operation, "clamp", (None, None)))


def int8(operation, tensors, inputs, how):
    """Real numbers in, real numbers out, integers between; `how` has the inputs' quantisations."""
    if operation.op == "convert":
        return real(
            limited(operation, inputs[0] / operation.quantization.scale), operation.quantization
        )
    steps = [
        np.rint(value / np.float64(found.scale)) for value, found in zip(inputs, how, strict=True)
    ]
    result = RULES[operation.op](operation, tensors, steps, [found.scale for found in how])
    return real(limited(operation, result / operation.quantization.scale), operation.quantization)


def limited(operation, steps):
    """Stored integers of real numbers that count in the output's scale, inside int8 and the
    clamp."""
    found = operation.quantization
    low, high = getattr(operation, "clamp", (None, None))
    stored = np.rint(steps) + found.zero_point
    for bound, limit in ((low, np.maximum), (high, np.minimum)):
        if bound is not None:
            stored = limit(stored, np.rint(bound / found.scale) + found.zero_point)
    return np.clip(stored, -128, 127)


def real(stored, found):
    return (stored - found.zero_point) * found.scale


def weighted(operation, tensors, steps, scales):
    sums = convert_naive.RULES[operation.op](operation, tensors, steps)
    assert np.array_equal(sums, np.rint(sums)), "weights or biases are not integers"
    return sums * scales[0] * tensors[operation.weight_scale].astype(np.float64)


def unscaled(function):
    """For operations that pick or compute from real numbers."""
    return lambda operation, tensors, steps, scales: function(
        operation, tensors, [value * scale for value, scale in zip(steps, scales, strict=True)]
    )


RULES = {name: unscaled(rule) for name, rule in convert_naive.RULES.items()} | {
    name: weighted for name in ("conv2d", "depthwise_conv2d", "dense")
}
