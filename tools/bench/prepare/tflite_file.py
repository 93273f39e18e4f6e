"""The network as a TensorFlow Lite file, for LiteRT: the same layouts and, for int8, the very same
numbers as Glance's.

Explicit padding that is neither none nor TensorFlow's SAME becomes a PAD before the operation.
Writes the operations that EfficientNet-Lite and ResNet consist of, and fails with KeyError on
another.
"""

from pathlib import Path

import numpy as np
import tflite
from convert import graph
from convert.shapes import infer_shapes, same_padding

from .tflite_buffer import TfliteBuffer

ACTIVATIONS = {
    graph.NO_CLAMP: tflite.ActivationFunctionType.NONE,
    graph.RELU: tflite.ActivationFunctionType.RELU,
    graph.RELU6: tflite.ActivationFunctionType.RELU6,
}


def write(network: graph.Network, input_shape: tuple, path: Path) -> None:
    path.write_bytes(_Writer(network, input_shape).file())


class _Writer:
    def __init__(self, network, input_shape):
        self.network = network
        self.shapes = infer_shapes(network, *input_shape[1:3])
        self.quantization = {
            op.output: getattr(op, "quantization", None) for op in network.operations
        }
        self.buffer = TfliteBuffer()
        self.values = {}
        self.value(network.input)

    def file(self) -> bytes:
        for operation in self.network.operations:
            WRITERS[type(operation)](self, operation)
        logits = self.network.outputs["logits"]
        return self.buffer.finish([self.values[self.network.input]], [self.values[logits]])

    def value(self, name, shape=None, key=None):
        """The number of a value's tensor; (1, C) of what comes after the global pool stays (1,
        C)."""
        key = key or name
        if key not in self.values:
            how = self.quantization.get(name)
            scale = None if how is None else ([how.scale], [how.zero_point], 0)
            kind = np.float32 if how is None else np.int8
            self.values[key] = self.buffer.tensor(
                key, shape or self._shape(name), kind, quantization=scale
            )
        return self.values[key]

    def _shape(self, name):
        shape = self.shapes[name]
        return (1, shape[3]) if shape[1:3] == (1, 1) else shape

    def weights(self, operation, channel_axis):
        """The tensors of weight and bias. An int8 weight has one scale an output channel."""
        tensors = self.network.tensors
        weight, scales, weight_scale = tensors[operation.weight], None, operation.weight_scale
        bias, bias_scales = tensors[operation.bias], None
        if weight_scale is not None:
            scale, zeros = tensors[weight_scale], np.zeros(len(tensors[weight_scale]), np.int64)
            scales = (scale, zeros, channel_axis)
            if bias.dtype == np.int32:
                bias_scales = (
                    scale * np.float32(self.quantization[operation.input].scale),
                    zeros,
                    0,
                )
        return [
            self.buffer.constant(operation.weight, weight, scales),
            self.buffer.constant(operation.bias, bias, bias_scales),
        ]

    def padded(self, operation, kernel):
        """(input tensor, padding code), after a PAD when the format has no code for this
        padding."""
        shape = self.shapes[operation.input]
        top, right, bottom, left = operation.padding if operation.padding != "same" else (None,) * 4
        if operation.padding == "same" or ((top, bottom), (left, right)) == tuple(
            same_padding(shape[axis + 1], kernel[axis], operation.stride[axis], 1)
            for axis in (0, 1)
        ):
            return self.value(operation.input), tflite.Padding.SAME
        if (top, right, bottom, left) == (0, 0, 0, 0):
            return self.value(operation.input), tflite.Padding.VALID
        sizes = np.array([[0, 0], [top, bottom], [left, right], [0, 0]], np.int32)
        amounts = self.buffer.constant(f"{operation.output}.padding", sizes)
        larger = (1, shape[1] + top + bottom, shape[2] + left + right, shape[3])
        result = self.value(operation.input, larger, f"{operation.output}.padded")
        self.buffer.operation("PAD", [self.value(operation.input), amounts], result)
        return result, tflite.Padding.VALID


def _conv2d(writer, operation):
    weight, bias = writer.weights(operation, channel_axis=0)
    _convolution(writer, operation, "CONV_2D", weight, bias)


def _depthwise(writer, operation):
    weight, bias = writer.weights(operation, channel_axis=3)
    _convolution(writer, operation, "DEPTHWISE_CONV_2D", weight, bias, depth_multiplier=1)


def _convolution(writer, operation, kind, weight, bias, **more):
    source, padding = writer.padded(operation, writer.network.tensors[operation.weight].shape[1:3])
    inputs = [source, weight, bias]
    strides = {"stride_h": operation.stride[0], "stride_w": operation.stride[1]}
    activation = ACTIVATIONS[operation.clamp]
    writer.buffer.operation(
        kind,
        inputs,
        writer.value(operation.output),
        padding=padding,
        activation=activation,
        **strides,
        **more,
    )


def _max_pool(writer, operation):
    # A padding of zeros never wins: the networks of this benchmark pool what ReLU has left.
    source, padding = writer.padded(operation, operation.kernel)
    window = dict(
        zip(
            ("stride_h", "stride_w", "filter_height", "filter_width"),
            operation.stride + operation.kernel,
            strict=True,
        )
    )
    writer.buffer.operation(
        "MAX_POOL_2D", [source], writer.value(operation.output), padding=padding, **window
    )


def _global_average_pool(writer, operation):
    axes = writer.buffer.constant(f"{operation.output}.axes", np.array([1, 2], np.int32))
    writer.buffer.operation(
        "MEAN", [writer.value(operation.input), axes], writer.value(operation.output)
    )


def _dense(writer, operation):
    inputs = [writer.value(operation.input), *writer.weights(operation, channel_axis=0)]
    writer.buffer.operation("FULLY_CONNECTED", inputs, writer.value(operation.output))


def _add(writer, operation):
    inputs = [writer.value(name) for name in operation.inputs]
    activation = ACTIVATIONS[operation.clamp]
    writer.buffer.operation("ADD", inputs, writer.value(operation.output), activation=activation)


def _convert(writer, operation):
    kind = "DEQUANTIZE" if operation.quantization is None else "QUANTIZE"
    writer.buffer.operation(kind, [writer.value(operation.input)], writer.value(operation.output))


WRITERS = {
    graph.Conv2d: _conv2d,
    graph.DepthwiseConv2d: _depthwise,
    graph.MaxPool: _max_pool,
    graph.GlobalAveragePool: _global_average_pool,
    graph.Dense: _dense,
    graph.Add: _add,
    graph.Convert: _convert,
}
