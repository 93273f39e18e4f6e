"""Random ONNX models for tests and goldens: a writer of nodes, and one function a kind of
network."""

import math

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper


class OnnxWriter:
    """Methods append a node and return its value (NCHW). The caller keeps count of channels."""

    def __init__(self, seed: int, opset=17, channels_last=False):
        self.random = np.random.default_rng(seed)
        self.opset, self.nodes, self.initializers = opset, [], []
        self.size = tuple(int(side) for side in self.random.integers(24, 41, 2))
        self.shape = (1, *self.size, 3) if channels_last else (1, 3, *self.size)

    def node(self, kind, *inputs, outputs=1, **attributes):
        names = [f"n{len(self.nodes)}_{index}" for index in range(outputs)]
        self.nodes.append(
            helper.make_node(
                kind, list(inputs), names, name=f"{kind}_{len(self.nodes)}", **attributes
            )
        )
        return names[0] if outputs == 1 else names

    def constant(self, array) -> str:
        name = f"c{len(self.initializers)}"
        self.initializers.append(numpy_helper.from_array(np.asarray(array), name))
        return name

    def floats(self, *shape, scale=1.0) -> str:
        return self.constant((self.random.standard_normal(shape) * scale).astype(np.float32))

    def integers(self, *values) -> str:
        return self.constant(np.array(values, np.int64))

    def conv(self, value, outputs, inputs, kernel=(3, 3), bias=True, group=1, **attributes):
        if "auto_pad" not in attributes:
            attributes.setdefault("pads", [kernel[0] // 2, kernel[1] // 2] * 2)
        shape = (outputs, inputs // group, *kernel)
        weight = self.floats(*shape, scale=np.sqrt(2 / np.prod(shape[1:])))
        extra = [self.floats(outputs, scale=0.3)] if bias else []
        return self.node(
            "Conv", value, weight, *extra, group=group, kernel_shape=kernel, **attributes
        )

    def norm(self, value, channels):
        uniform = self.random.uniform(0.5, 1.5, (2, channels)).astype(np.float32)
        return self.node(
            "BatchNormalization",
            value,
            self.constant(uniform[0]),
            self.floats(channels),
            self.floats(channels),
            self.constant(uniform[1]),
            epsilon=1e-3,
        )

    def relu(self, value):
        return self.node("Relu", value)

    def clip(self, value, low, high):
        if self.opset < 11:
            return self.node("Clip", value, min=low, max=high)
        return self.node(
            "Clip", value, self.constant(np.float32(low)), self.constant(np.float32(high))
        )

    def linear(self, value, outputs, inputs):
        weight = self.floats(outputs, inputs, scale=1 / np.sqrt(inputs))
        return self.node("Gemm", value, weight, self.floats(outputs), transB=1)

    def classified(self, value, channels, classes=7):
        return self.linear(
            self.node("Flatten", self.node("GlobalAveragePool", value)), classes, channels
        )

    def model(self, output) -> onnx.ModelProto:
        image = helper.make_tensor_value_info("image", TensorProto.FLOAT, self.shape)
        result = helper.make_tensor_value_info(output, TensorProto.FLOAT, None)
        main = helper.make_graph(self.nodes, "test", [image], [result], self.initializers)
        return helper.make_model(
            main, opset_imports=[helper.make_opsetid("", self.opset)], ir_version=8
        )


def plain_with_flatten(seed):
    w = OnnxWriter(seed)
    value = w.relu(w.norm(w.conv("image", 8, 3, strides=[2, 2]), 8))
    value = w.relu(w.norm(w.conv(value, 12, 8, bias=False, strides=[2, 2]), 12))
    height, width = (math.ceil(side / 4) for side in w.size)
    value = w.relu(w.linear(w.node("Flatten", value), 16, 12 * height * width))
    return w.model(w.linear(w.node("Dropout", value), 5, 16))


def dense_net(seed):
    w = OnnxWriter(seed)
    value, channels = (
        w.node("MaxPool", w.conv("image", 8, 3), kernel_shape=[3, 3], strides=[2, 2], pads=[1] * 4),
        8,
    )
    for _ in range(3):
        new = w.conv(w.relu(w.norm(value, channels)), 4, channels, bias=False)
        value, channels = w.node("Concat", value, new, axis=1), channels + 4
    value = w.node(
        "AveragePool", w.relu(w.norm(value, channels)), kernel_shape=[2, 2], strides=[2, 2]
    )
    return w.model(w.classified(value, channels))


def mobile_net_v3(seed):
    w = OnnxWriter(seed)
    value = w.node("HardSwish", w.norm(w.conv("image", 16, 3, strides=[2, 2]), 16))
    value = w.relu(w.conv(value, 16, 16, (5, 5), group=16, strides=[2, 2]))
    gate = w.node("ReduceMean", value, axes=[2, 3], keepdims=1)
    gate = w.conv(w.relu(w.conv(gate, 4, 16, (1, 1))), 16, 4, (1, 1))
    value = w.node("Mul", value, w.node("HardSigmoid", gate, alpha=1 / 6, beta=0.5))
    # Hard swish as exporters wrote it before ONNX had the operation.
    shifted = w.clip(w.node("Add", value, w.constant(np.float32(3))), 0, 6)
    value = w.node("Div", w.node("Mul", value, shifted), w.constant(np.float32(6)))
    return w.model(w.classified(value, 16))


def efficient_net(seed):
    w = OnnxWriter(seed)

    def silu(value):
        return w.node("Mul", value, w.node("Sigmoid", value))

    value = silu(
        w.norm(w.conv("image", 8, 3, bias=False, auto_pad="SAME_UPPER", strides=[2, 2]), 8)
    )
    wide = silu(w.norm(w.conv(value, 24, 8, (1, 1), bias=False), 24))
    wide = silu(
        w.norm(w.conv(wide, 24, 24, (5, 5), bias=False, group=24, auto_pad="SAME_UPPER"), 24)
    )
    mean = w.node("Flatten", w.node("GlobalAveragePool", wide))
    gate = w.node("Sigmoid", w.linear(silu(w.linear(mean, 6, 24)), 24, 6))
    gate = w.node("Reshape", gate, w.integers(1, 24, 1, 1))
    narrow = w.norm(w.conv(w.node("Mul", gate, wide), 8, 24, (1, 1), bias=False), 8)
    return w.model(w.classified(w.node("Add", narrow, value), 8))


def res_net(seed):
    w = OnnxWriter(seed)
    value = w.relu(w.norm(w.conv("image", 8, 3, (7, 7), strides=[2, 2]), 8))
    value = w.node("MaxPool", value, kernel_shape=[3, 3], strides=[2, 2], ceil_mode=1)
    side = w.norm(w.conv(value, 8, 8), 8)
    value = w.relu(w.node("Add", side, value))
    short = w.conv(value, 12, 8, (1, 1), strides=[2, 2])
    side = w.norm(
        w.conv(
            w.relu(w.conv(value, 12, 8, strides=[2, 2])), 12, 12, dilations=[2, 2], pads=[2] * 4
        ),
        12,
    )
    return w.model(w.classified(w.relu(w.node("Add", short, side)), 12))


def res_next(seed):
    w = OnnxWriter(seed, opset=11)
    value = w.relu(w.conv("image", 12, 3, strides=[2, 1]))
    side = w.relu(w.norm(w.conv(value, 12, 12, group=3), 12))
    side = w.norm(w.conv(side, 12, 12, group=4, pads=[0, 2, 2, 0]), 12)
    value = w.relu(w.node("Add", value, side))
    mean = w.node("ReduceMean", value, axes=[-1, -2], keepdims=0)
    return w.model(w.node("LogSoftmax", w.linear(mean, 9, 12), axis=1))


def inception(seed):
    w = OnnxWriter(seed)
    value = w.relu(w.conv("image", 8, 3, strides=[2, 2], pads=[0] * 4))
    one = w.relu(w.conv(value, 4, 8, (1, 1)))
    long = w.relu(w.conv(w.relu(w.conv(value, 6, 8, (1, 7))), 6, 6, (7, 1)))
    pooled = w.node(
        "AveragePool", value, kernel_shape=[3, 3], strides=[1, 1], pads=[1] * 4, count_include_pad=1
    )
    fair = w.node("AveragePool", value, kernel_shape=[3, 3], strides=[1, 1], pads=[1] * 4)
    value = w.node("Concat", one, long, w.conv(pooled, 5, 8, (1, 1)), fair, axis=1)
    value = w.node("MaxPool", value, kernel_shape=[3, 2], strides=[2, 2], dilations=[1, 2])
    return w.model(w.classified(value, 23))


def dark_net(seed):
    w = OnnxWriter(seed)
    value = w.node("LeakyRelu", w.norm(w.conv("image", 8, 3, strides=[2, 2]), 8), alpha=0.1)
    value = w.node("PRelu", w.conv(value, 10, 8), w.floats(10, 1, 1))
    value = w.node("LeakyRelu", w.conv(value, 6, 10, (1, 1)))
    return w.model(w.node("Squeeze", w.node("GlobalAveragePool", value), w.integers(2, 3)))


def tensor_flow(seed):
    w = OnnxWriter(seed, channels_last=True)
    value = w.node("Transpose", "image", perm=[0, 3, 1, 2])
    value = w.clip(
        w.conv(value, 8, 3, bias=False, auto_pad="SAME_LOWER", strides=[2, 2], kernel=(2, 2)), 0, 6
    )
    value = w.node("Add", value, w.floats(1, 8, 1, 1))
    value = w.clip(w.conv(value, 16, 8, (4, 4), group=8, auto_pad="SAME_LOWER"), 0, 6)
    value = w.node("AveragePool", value, kernel_shape=[2, 3], strides=[2, 2], auto_pad="SAME_UPPER")
    value = w.node(
        "Squeeze", w.node("ReduceMean", value, axes=[2, 3], keepdims=1), w.integers(2, 3)
    )
    value = w.node("Add", w.node("MatMul", value, w.floats(16, 6)), w.floats(6))
    return w.model(w.node("Softmax", value))


def shuffle_net(seed):
    w = OnnxWriter(seed)
    value = w.relu(w.conv("image", 12, 3, strides=[2, 2]))
    for _ in range(2):
        left, right = w.node("Split", value, w.integers(6, 6), outputs=2, axis=1)
        right = w.relu(w.conv(w.conv(right, 6, 6, (1, 1)), 6, 6, group=6))
        value = w.node("Concat", left, right, axis=1)
        height, width = (-(-side // 2) for side in w.size)
        value = w.node("Reshape", value, w.integers(1, 2, 6, height, width))
        value = w.node("Transpose", value, perm=[0, 2, 1, 3, 4])
        value = w.node("Reshape", value, w.integers(1, 12, height, width))
    kept = w.node("Slice", value, w.integers(1), w.integers(11), w.integers(1), w.integers(3))
    kept = w.node("Add", w.relu(kept), kept)
    return w.model(w.classified(kept, 4))


def normalises_itself(seed):
    w = OnnxWriter(seed)
    value = w.node("Sub", "image", w.floats(1, 3, 1, 1))
    value = w.node("Div", value, w.constant(np.float32([[[0.5]], [[2]], [[-4]]])))
    value = w.node("Pad", value, w.integers(0, 0, 1, 2, 0, 0, 0, 1), w.constant(np.float32(0)))
    value = w.conv(value, 6, 3, pads=[1, 0, 0, 1])
    other = w.conv(value, 6, 6, (1, 1))
    difference = w.node("Sub", w.node("Mul", value, w.floats(1)), other)
    flipped = w.node("Sub", w.constant(np.float32(1)), w.node("Sigmoid", difference))
    return w.model(w.linear(w.node("Flatten", w.node("GlobalMaxPool", flipped)), 4, 6))


def exported_with_shapes(seed):
    w = OnnxWriter(seed, opset=13)
    value = w.relu(w.conv("image", 10, 3, strides=[2, 2]))
    pooled = w.node("GlobalAveragePool", w.node("Identity", value))
    batch = w.node("Gather", w.node("Shape", pooled), w.constant(np.int64(0)), axis=0)
    channels = w.node("Gather", w.node("Shape", pooled), w.constant(np.int64(1)), axis=0)
    parts = [w.node("Unsqueeze", part, w.integers(0)) for part in (batch, channels)]
    flat = w.node("Reshape", pooled, w.node("Concat", *parts, axis=0))
    wide = w.node(
        "Reshape",
        flat,
        w.node("Concat", parts[0], w.integers(-1), w.integers(1), w.integers(1), axis=0),
    )
    value = w.node("Mul", value, w.node("Sigmoid", wide))
    half = w.node(
        "Cast", w.node("Div", w.node("Cast", channels, to=7), w.constant(np.int64(2))), to=7
    )
    ends = w.node("Unsqueeze", half, w.integers(0))
    value = w.node("Slice", value, w.integers(0), ends, w.integers(1))
    return w.model(w.classified(value, 5))


def old_operator_set(seed):
    w = OnnxWriter(seed, opset=9)
    value = w.clip(w.conv("image", 6, 3, strides=[2, 2]), -0.5, 3.4028234663852886e38)
    value = w.node("HardSigmoid", value)
    value = w.node("Slice", value, starts=[0], ends=[4], axes=[1])
    mean = w.node("Squeeze", w.node("GlobalAveragePool", value), axes=[2, 3])
    gate = w.node("Unsqueeze", w.node("Sigmoid", mean), axes=[2, 3])
    return w.model(w.classified(w.node("Mul", value, gate), 4))


def half_precision_weights(seed):
    w = OnnxWriter(seed)
    weight = w.constant((w.random.standard_normal((6, 3, 3, 3)) / 5).astype(np.float16))
    value = w.node("Conv", "image", w.node("Cast", weight, to=1), pads=[1] * 4)
    weight = w.node("Transpose", w.floats(6, 8), perm=[1, 0])
    value = w.node("Conv", w.relu(value), w.node("Reshape", weight, w.integers(8, 6, 1, 1)))
    # One activation read by three nodes: nothing may be fused into what makes it.
    sums = w.node(
        "Add", w.relu(value), w.node("Add", w.node("Identity", value), w.clip(value, -1, 0.5))
    )
    return w.model(w.classified(sums, 8))


def keras(seed):
    """As tf2onnx writes it: rescaling, biases, zeros and the flattening see channels last."""
    w = OnnxWriter(seed, opset=13, channels_last=True)
    value = w.node("Mul", "image", w.constant(np.float32(1 / 127.5)))
    value = w.node("Sub", value, w.floats(3))
    value = w.node("Transpose", value, perm=[0, 3, 1, 2])
    value = w.node("Transpose", w.conv(value, 8, 3, strides=[2, 2]), perm=[0, 2, 3, 1])
    value = w.clip(w.node("Add", value, w.floats(8)), 0, 6)
    value = w.node("Pad", value, w.integers(0, 1, 0, 0, 0, 0, 1, 0))
    value = w.node("Transpose", value, perm=[0, 3, 1, 2])
    value = w.node("MaxPool", value, kernel_shape=[2, 2], strides=[2, 2])
    value = w.node("Transpose", w.relu(w.conv(value, 6, 8)), perm=[0, 2, 3, 1])
    gate = w.node("ReduceMean", value, axes=[1, 2], keepdims=1)
    value = w.node("Concat", w.node("Mul", value, gate), value, axis=3)
    height, width = ((math.ceil(side / 2) + 1) // 2 for side in w.size)
    value = w.node("Reshape", value, w.integers(-1, 12 * height * width))
    value = w.node("MatMul", value, w.floats(12 * height * width, 5, scale=0.1))
    return w.model(w.node("Add", value, w.floats(5)))


def same_padding_as_timm(seed):
    """Padding computed from Shape, with Clip, Max and Min of constants; some of what is padded is
    negative."""
    w = OnnxWriter(seed)

    def side(value, axis):
        size = w.node("Gather", w.node("Shape", value), w.constant(np.int64(axis)), axis=0)
        size = w.node("Cast", size, to=1)
        places = w.node("Ceil", w.node("Div", size, w.constant(np.float32(2))))
        places = w.node("Sub", places, w.constant(np.float32(1)))
        covered = w.node("Mul", places, w.constant(np.float32(2)))
        covered = w.node("Add", covered, w.constant(np.float32(3)))
        total = w.node("Clip", w.node("Sub", covered, size), w.constant(np.float32(0)))
        first = w.node("Floor", w.node("Div", total, w.constant(np.float32(2))))
        first = w.node("Max", first, w.constant(np.float32(0)))
        first = w.node("Min", first, w.constant(np.float32(9)))
        pair = first, w.node("Sub", total, first)
        return [w.node("Unsqueeze", w.node("Cast", part, to=7), w.integers(0)) for part in pair]

    def padded(value, fill):
        (top, bottom), (left, right) = side(value, 2), side(value, 3)
        zeros = w.integers(0, 0)
        pads = w.node("Concat", zeros, top, left, zeros, bottom, right, axis=0)
        return w.node("Pad", value, pads, w.constant(np.float32(fill)))

    value = w.conv(padded("image", 0), 8, 3, strides=[2, 2], pads=[0] * 4)
    window = {"kernel_shape": [3, 3], "strides": [2, 2]}
    lowest = w.node("MaxPool", padded(value, -np.inf), **window)
    zeros = w.node("MaxPool", padded(value, 0), **window)
    positive = w.node("MaxPool", padded(w.relu(w.conv(value, 8, 8)), 0), **window)
    means = w.node("AveragePool", padded(value, 0), **window)
    value = w.node("Concat", lowest, zeros, positive, means, axis=1)
    return w.model(w.classified(value, 32))


def blue_green_red(seed):
    w = OnnxWriter(seed)
    value = w.node("Gather", "image", w.integers(2, 1, 0), axis=1)
    value = w.node("Div", w.node("Sub", value, w.floats(1, 3, 1, 1)), w.floats(3, 1, 1))
    red, green, blue = w.node("Split", value, outputs=3, axis=1)
    value = w.node("Concat", blue, red, green, axis=1)
    value = w.relu(w.conv(value, 8, 3, strides=[2, 2]))
    # One channel, seen without its axis and with it again.
    one = w.node("Gather", value, w.constant(np.int64(3)), axis=1)
    one = w.node("Unsqueeze", one, w.integers(1))
    value = w.node("GlobalAveragePool", w.node("Concat", value, one, axis=1))
    weight, bias = w.floats(9, 5), w.floats(1, 5)
    return w.model(w.node("Gemm", w.node("Flatten", value), weight, bias, alpha=0.5, beta=2.0))


def means_in_steps(seed):
    w = OnnxWriter(seed)
    value = w.relu(w.conv("image", 8, 3, strides=[2, 2]))
    rows = w.node("ReduceMean", value, axes=[3], keepdims=0)
    first = w.node("ReduceMean", rows, axes=[2], keepdims=0)
    flat = w.node("Reshape", w.conv(value, 8, 8), w.integers(0, 0, -1))
    second = w.node("ReduceMean", flat, axes=[-1], keepdims=0)
    third = w.node("ReduceSum", value, w.integers(-2, -1), keepdims=0)
    third = w.node("Mul", third, w.constant(np.float32(0.01)))
    fourth = w.node("Squeeze", w.node("GlobalMaxPool", value), w.integers(2, 3))
    last = w.node("GlobalAveragePool", w.conv(value, 8, 8))
    last = w.node("Mul", w.node("Reshape", last, w.integers(1, 1, 1, 8)), w.floats(8))
    last = w.node("MatMul", w.node("Reshape", last, w.integers(-1)), w.floats(8, 8))
    last = w.node("Reshape", last, w.integers(1, 8))
    value = w.node("Concat", first, second, third, fourth, last, axis=1)
    return w.model(w.linear(value, 5, 40))


def tokens(seed):
    """Dense layers on channels that come last, of a map and of a list of places."""
    w = OnnxWriter(seed)
    value = w.node("Transpose", w.conv("image", 8, 3, strides=[4, 4]), perm=[0, 2, 3, 1])
    value = w.relu(w.node("Add", w.node("MatMul", value, w.floats(8, 12)), w.floats(12)))
    value = w.node("Reshape", value, w.integers(0, -1, 12))
    value = w.node("Mul", w.node("MatMul", value, w.floats(12, 6)), w.floats(1, 1, 6))
    value = w.node("Transpose", value, perm=[0, 2, 1])
    height, width = (math.ceil(side / 4) for side in w.size)
    value = w.node("Reshape", value, w.integers(1, 6, height, width))
    return w.model(w.classified(value, 6))


def windows_larger_than_the_map(seed):
    w = OnnxWriter(seed)
    value = w.relu(w.conv("image", 6, 3, strides=[4, 4]))
    large = {"kernel_shape": [12, 13], "strides": [12, 13]}
    parts = [
        w.node("AveragePool", value, **large),
        w.node("AveragePool", value, **large, count_include_pad=1),
        w.node("MaxPool", value, **large),
    ]
    return w.model(w.linear(w.node("Flatten", w.node("Concat", *parts, axis=1)), 5, 18))


def new_operator_set(seed):
    w = OnnxWriter(seed, opset=23)
    value = w.conv("image", 8, 3, strides=[2, 2])
    value = w.node("Mul", value, w.node("Sigmoid", value))
    value = w.node("Pad", value, w.integers(1, 2), "", w.integers(3))
    value = w.node("Max", w.conv(value, 8, 8, pads=[1, 0, 1, 0]), w.constant(np.float32(-0.5)))
    value = w.node("Min", w.constant(np.float32(0.75)), value)
    value = w.node("Sum", value, w.conv(value, 8, 8), w.node("Pow", value, w.constant(3.0)))
    value = w.node("Split", value, outputs=2, axis=1, num_outputs=2)[1]
    mean = w.node("ReduceMean", value, w.integers(-1, -2), keepdims=1)
    mean = w.node("Reshape", mean, w.integers(1, 4), allowzero=1)
    return w.model(w.linear(mean, 5, 4))


def softmax_and_more(seed):
    w = OnnxWriter(seed, opset=7)
    value = w.node("Softmax", w.classified(w.conv("image", 6, 3), 6))
    return w.model(w.node("Identity", w.node("Reshape", value, w.integers(1, 7))))


def last_softmax(model):
    """The Softmax or LogSoftmax that the model ends in, maybe with nodes behind it that only pass
    it on; else None."""
    passing = ("Identity", "Cast", "Dropout", "Flatten", "Reshape", "Squeeze", "Unsqueeze")
    nodes = [node for node in model.graph.node if node.op_type not in passing]
    return nodes[-1] if nodes[-1].op_type in ("Softmax", "LogSoftmax") else None


def cosine_head(seed):
    """As networks are trained whose classes are directions: embeddings of length 1."""
    w = OnnxWriter(seed)
    value = w.node("LpNormalization", w.relu(w.conv("image", 7, 3, strides=[2, 2])), axis=1, p=2)
    mean = w.node("Flatten", w.node("GlobalAveragePool", value))
    return w.model(w.linear(w.node("LpNormalization", mean), 5, 7))


NETWORKS = (
    plain_with_flatten,
    dense_net,
    mobile_net_v3,
    efficient_net,
    res_net,
    res_next,
    inception,
    dark_net,
    tensor_flow,
    shuffle_net,
    normalises_itself,
    exported_with_shapes,
    old_operator_set,
    half_precision_weights,
    keras,
    same_padding_as_timm,
    blue_green_red,
    means_in_steps,
    tokens,
    windows_larger_than_the_map,
    new_operator_set,
    softmax_and_more,
    cosine_head,
)
