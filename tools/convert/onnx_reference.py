"""A converted network as an ONNX model, so that onnxruntime can say what the right answer is.

For tests, goldens and calibration. Input and outputs are as FORMAT.md's, NHWC; everything between
is NCHW with four axes, and `same` padding is written out in pixels for the given input size. An
int8 value is computed in float32 from the real numbers that its inputs stand for, then rounded to
what int8 can stand for.
"""

from dataclasses import replace

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from . import graph
from .quantize.weights import with_real_tensors
from .shapes import explicit_padding, infer_shapes

OPSET = 22  # the first whose AveragePool defines ceil_mode as PyTorch does
IR_VERSION = 10


def to_onnx(network: graph.Network, height: int, width: int) -> onnx.ModelProto:
    """Outputs in the order of network.outputs; (1, C) values come out as (1, C)."""
    return _Exporter(network, height, width).model()


def run(network: graph.Network, image: np.ndarray, threads: int = 1) -> dict[str, np.ndarray]:
    """`image` (1, H, W, 3) float32 -> output name -> array, computed by onnxruntime."""
    return session(network, *image.shape[1:3], threads)(image)


def session(network: graph.Network, height: int, width: int, threads: int = 1):
    """A function from an image to its outputs; see run."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    # Otherwise onnxruntime quantises further by itself wherever it sees int8.
    options.add_session_config_entry("session.disable_quant_qdq", "1")
    model = to_onnx(network, height, width).SerializeToString()
    runtime = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
    names = list(network.outputs)

    def call(image):
        return dict(zip(names, runtime.run(None, {"__input": image}), strict=True))

    return call


class _Exporter:
    def __init__(self, network, height, width):
        self.network = with_real_tensors(network)
        self.shapes = infer_shapes(network, height, width)
        self.nodes, self.initializers = [], []
        self.size = height, width

    def model(self):
        self.node("Transpose", ["__input"], self.network.input, perm=[0, 3, 1, 2])
        for operation in self.network.operations:
            self._operation(operation)
        outputs = [self._output(role, value) for role, value in self.network.outputs.items()]
        image = helper.make_tensor_value_info("__input", TensorProto.FLOAT, [1, *self.size, 3])
        main = helper.make_graph(self.nodes, "glance", [image], outputs, self.initializers)
        imports = [helper.make_opsetid("", OPSET)]
        return helper.make_model(main, opset_imports=imports, ir_version=IR_VERSION)

    def _operation(self, operation):
        how = getattr(operation, "quantization", None)
        if how is None:
            return WRITERS[type(operation)](self, operation)
        name = operation.output
        WRITERS[type(operation)](self, replace(operation, output=f"{name}__real"))
        parts = [
            self.constant(f"{name}__scale", np.float32(how.scale)),
            self.constant(f"{name}__zero_point", np.int8(how.zero_point)),
        ]
        self.node("QuantizeLinear", [f"{name}__real", *parts], f"{name}__stored")
        self.node("DequantizeLinear", [f"{name}__stored", *parts], name)

    def _output(self, role, value):
        shape = self.shapes[value]
        name = f"__output.{role}"
        if shape[1:3] == (1, 1):
            shape = (1, shape[3])
            self.node("Reshape", [value, self.constant(name + ".shape", np.array(shape))], name)
        else:
            self.node("Transpose", [value], name, perm=[0, 2, 3, 1])
        return helper.make_tensor_value_info(name, TensorProto.FLOAT, shape)

    def node(self, kind, inputs, output, **attributes):
        self.nodes.append(helper.make_node(kind, inputs, [output], name=output, **attributes))

    def constant(self, name, array):
        self.initializers.append(numpy_helper.from_array(np.ascontiguousarray(array), name))
        return name

    def tensor(self, name, convert=lambda array: array):
        return self.constant("__" + name, convert(self.network.tensors[name].astype(np.float32)))

    def clamped(self, operation, kind, inputs, **attributes):
        """The node itself, then a Clip where the operation has bounds."""
        low, high = getattr(operation, "clamp", graph.NO_CLAMP)
        if (low, high) == graph.NO_CLAMP:
            return self.node(kind, inputs, operation.output, **attributes)
        raw = operation.output + "__raw"
        self.node(kind, inputs, raw, **attributes)
        bounds = [
            ""
            if bound is None
            else self.constant(f"__{operation.output}.{side}", np.float32(bound))
            for side, bound in (("low", low), ("high", high))
        ]
        self.node("Clip", [raw, *bounds], operation.output)


def _window(exporter, operation, kernel):
    shape = exporter.shapes[operation.input]
    top, right, bottom, left = explicit_padding(operation, shape, kernel)
    return {
        "kernel_shape": kernel,
        "strides": operation.stride,
        "pads": [top, left, bottom, right],
        "dilations": getattr(operation, "dilation", (1, 1)),
    }


def _convolution(exporter, operation, weight, kernel, groups):
    inputs = [operation.input, weight]
    if operation.bias is not None:
        inputs.append(exporter.tensor(operation.bias))
    window = _window(exporter, operation, kernel)
    exporter.clamped(operation, "Conv", inputs, group=groups, **window)


def _conv2d(exporter, operation):
    kernel = exporter.network.tensors[operation.weight].shape[1:3]
    weight = exporter.tensor(operation.weight, lambda w: w.transpose(0, 3, 1, 2))
    _convolution(exporter, operation, weight, kernel, operation.groups)


def _depthwise(exporter, operation):
    kernel = exporter.network.tensors[operation.weight].shape[1:3]
    weight = exporter.tensor(operation.weight, lambda w: w.transpose(3, 0, 1, 2))
    _convolution(exporter, operation, weight, kernel, exporter.shapes[operation.input][3])


def _dense(exporter, operation):
    # A 1x1 convolution on (1, C, 1, 1) is the same sum.
    weight = exporter.tensor(operation.weight, lambda w: w[:, :, None, None])
    inputs = [operation.input, weight]
    if operation.bias is not None:
        inputs.append(exporter.tensor(operation.bias))
    exporter.clamped(operation, "Conv", inputs)


def _binary(kind):
    def write(exporter, operation):
        inputs = list(operation.inputs)
        if operation.constant is not None:
            inputs.append(exporter.tensor(operation.constant, _channels_first))
        exporter.clamped(operation, kind, inputs)

    return write


def _channels_first(constant):
    """(1), (C) or (h, w, C) as NCHW."""
    shaped = constant if constant.ndim == 3 else constant.reshape(1, 1, -1)
    return shaped.transpose(2, 0, 1)[None]


def _pool(kind):
    def write(exporter, operation):
        attributes = _window(exporter, operation, operation.kernel)
        attributes["ceil_mode"] = int(operation.ceil_mode)
        if kind == "AveragePool":
            attributes["count_include_pad"] = int(operation.count_padding)
        exporter.clamped(operation, kind, [operation.input], **attributes)

    return write


def _unary(kind, **attributes):
    return lambda exporter, operation: exporter.clamped(
        operation, kind, [operation.input], **attributes
    )


def _channels_last(write):
    """A writer(exporter, operation, inputs, output) of nodes that have NHWC on both sides."""

    def wrapped(exporter, operation):
        inputs = []
        for index, value in enumerate(graph.reads(operation)):
            inputs.append(f"{operation.output}__in{index}")
            exporter.node("Transpose", [value], inputs[-1], perm=[0, 2, 3, 1])
        result = operation.output + "__last"
        write(exporter, operation, inputs, result)
        exporter.node("Transpose", [result], operation.output, perm=[0, 3, 1, 2])

    return wrapped


def _layer_norm(exporter, operation, inputs, output):
    channels = exporter.shapes[operation.input][3]
    ones = exporter.constant(f"__{operation.output}.ones", np.ones(channels, np.float32))
    exporter.node("LayerNormalization", [*inputs, ones], output, epsilon=operation.epsilon)


def _group_norm(exporter, operation):
    channels = exporter.shapes[operation.input][3]
    parts = [
        exporter.constant(f"__{operation.output}.{name}", np.full(channels, fill, np.float32))
        for name, fill in (("ones", 1), ("zeros", 0))
    ]
    exporter.node(
        "GroupNormalization",
        [operation.input, *parts],
        operation.output,
        epsilon=operation.epsilon,
        num_groups=operation.groups,
    )


def _reshape(exporter, value, output, shape):
    sizes = exporter.constant(f"__{output}.shape", np.array(shape, np.int64))
    exporter.node("Reshape", [value, sizes], output)


def _rearrange(exporter, operation, inputs, output):
    _reshape(exporter, inputs[0], f"{output}.view", operation.view)
    exporter.node("Transpose", [f"{output}.view"], f"{output}.order", perm=operation.order)
    _reshape(exporter, f"{output}.order", output, (1, *operation.shape))


def _slice(exporter, operation, inputs, output):
    ends = [a + b for a, b in zip(operation.begin, operation.size, strict=True)]
    parts = [
        exporter.constant(f"__{operation.output}.{name}", np.array(values, np.int64))
        for name, values in (("begin", operation.begin), ("end", ends), ("axes", (1, 2, 3)))
    ]
    exporter.node("Slice", [*inputs, *parts], output)


def _pad(exporter, operation):
    top, right, bottom, left = operation.padding
    pads = np.array([0, 0, top, left, 0, 0, bottom, right], np.int64)
    name = exporter.constant(f"__{operation.output}.pads", pads)
    exporter.node("Pad", [operation.input, name], operation.output)


def _matmul(exporter, operation, inputs, output):
    exporter.node("Transpose", [inputs[1]], f"{output}.turned", perm=[0, 1, 3, 2])
    exporter.node("MatMul", [inputs[0], f"{output}.turned"], output)


def _power(exporter, operation):
    exponent = exporter.constant(f"__{operation.output}.exponent", np.float32(operation.exponent))
    exporter.node("Pow", [operation.input, exponent], operation.output)


def _channel_average(exporter, operation):
    axes = exporter.constant(f"__{operation.output}.axes", np.array([1]))
    exporter.node("ReduceMean", [operation.input, axes], operation.output)


WRITERS = {
    graph.Conv2d: _conv2d,
    graph.DepthwiseConv2d: _depthwise,
    graph.Dense: _dense,
    graph.Add: _binary("Add"),
    graph.Multiply: _binary("Mul"),
    graph.Concat: lambda exporter, operation: exporter.node(
        "Concat", operation.inputs, operation.output, axis={1: 2, 2: 3, 3: 1}[operation.axis]
    ),
    graph.MaxPool: _pool("MaxPool"),
    graph.AveragePool: _pool("AveragePool"),
    graph.GlobalAveragePool: _unary("GlobalAveragePool"),
    graph.ClampValue: _unary("Identity"),
    graph.Sigmoid: _unary("Sigmoid"),
    graph.HardSigmoid: _unary("HardSigmoid", alpha=1 / 6, beta=0.5),
    graph.HardSwish: _unary("HardSwish"),
    graph.L2Normalize: _unary("LpNormalization", axis=1, p=2),
    graph.Gelu: _unary("Gelu"),
    graph.Elu: lambda exporter, operation: exporter.node(
        "Elu", [operation.input], operation.output, alpha=operation.alpha
    ),
    graph.Power: _power,
    graph.Softmax: _unary("Softmax", axis=1),
    graph.ChannelAverage: _channel_average,
    graph.LayerNorm: _channels_last(_layer_norm),
    graph.GroupNorm: _group_norm,
    graph.Rearrange: _channels_last(_rearrange),
    graph.Slice: _channels_last(_slice),
    graph.Pad: _pad,
    graph.MatMul: _channels_last(_matmul),
    graph.Convert: _unary("Identity"),
}
