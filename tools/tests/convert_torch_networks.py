"""PyTorch's networks as PyTorch computes them: NCHW, batch normalisation on its own, random
weights.

The initializers carry the names of the state_dict, so one object is both the source for the
converter and, run by onnxruntime, the answer to compare with. Written from the published tables,
not from tools/convert.
"""

import numpy as np
from onnx import TensorProto, helper, numpy_helper


class TorchNetwork:
    """`state` is the state_dict; methods append a layer and return its value."""

    def __init__(self, seed=0):
        self.random = np.random.default_rng(seed)
        self.state, self.nodes, self.count = {}, [], 0

    def node(self, kind, inputs, **attributes):
        self.count += 1
        output = f"v{self.count}"
        self.nodes.append(helper.make_node(kind, inputs, [output], **attributes))
        return output

    def conv(self, name, value, shape, stride=1, pad=None, groups=1, bias=False):
        """`pad` None is TensorFlow's SAME."""
        fan_in = np.prod(shape[1:])
        inputs = [value, self.tensor(f"{name}.weight", self.normal(shape) * np.sqrt(2 / fan_in))]
        if bias:
            inputs.append(self.tensor(f"{name}.bias", self.normal(shape[:1]) / 10))
        padding = {"auto_pad": "SAME_UPPER"} if pad is None else {"pads": [pad] * 4}
        return self.node(
            "Conv",
            inputs,
            group=groups,
            strides=[stride, stride],
            kernel_shape=shape[2:],
            **padding,
        )

    def norm(self, name, value, channels, epsilon):
        parts = {
            "weight": self.random.uniform(0.5, 1.5, channels),
            "bias": self.normal(channels) / 4,
            "running_mean": self.normal(channels) / 4,
            "running_var": self.random.uniform(0.5, 2, channels),
        }
        names = [self.tensor(f"{name}.{part}", array) for part, array in parts.items()]
        self.state[f"{name}.num_batches_tracked"] = np.array(7, np.int64)
        return self.node("BatchNormalization", [value, *names], epsilon=epsilon)

    def relu(self, value):
        return self.node("Relu", [value])

    def relu6(self, value):
        return self.node("Clip", [value, "zero", "six"])

    def linear(self, name, value, outputs, inputs):
        weight = self.tensor(f"{name}.weight", self.normal((outputs, inputs)) / np.sqrt(inputs))
        bias = self.tensor(f"{name}.bias", self.normal((outputs,)))
        return self.node("Gemm", [self.node("Flatten", [value]), weight, bias], transB=1)

    def tensor(self, name, array):
        self.state[name] = np.asarray(array, np.float32)
        return name

    def normal(self, shape):
        return self.random.standard_normal(shape)

    def run(self, output, image):
        """`image` is NHWC, as the converter's networks want it."""
        import onnxruntime

        floats = {name: array for name, array in self.state.items() if array.dtype == np.float32}
        floats |= {"zero": np.float32(0), "six": np.float32(6)}
        options = onnxruntime.SessionOptions()
        options.log_severity_level = 3  # not every network uses both bounds
        initializers = [
            numpy_helper.from_array(np.asarray(array), name) for name, array in floats.items()
        ]
        pixels = image.transpose(0, 3, 1, 2)
        main = helper.make_graph(
            self.nodes, "torch",
            [helper.make_tensor_value_info("image", TensorProto.FLOAT, pixels.shape)],
            [helper.make_tensor_value_info(output, TensorProto.FLOAT, None)], initializers,
        )  # fmt: skip
        model = helper.make_model(main, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
        session = onnxruntime.InferenceSession(
            model.SerializeToString(), options, providers=["CPUExecutionProvider"]
        )
        return session.run(None, {"image": pixels})[0].reshape(1, -1)


# Channels and repeats of the seven stages, as released; stem and head are the same in all.
LITE_CHANNELS = {
    0: (16, 24, 40, 80, 112, 192, 320),
    1: (16, 24, 40, 80, 112, 192, 320),
    2: (16, 24, 48, 88, 120, 208, 352),
    3: (24, 32, 48, 96, 136, 232, 384),
    4: (24, 32, 56, 112, 160, 272, 448),
}
LITE_REPEATS = {
    0: (1, 2, 2, 3, 3, 4, 1),
    1: (1, 3, 3, 4, 4, 5, 1),
    2: (1, 3, 3, 4, 4, 5, 1),
    3: (1, 3, 3, 5, 5, 6, 1),
    4: (1, 4, 4, 6, 6, 8, 1),
}


def efficientnet_lite(number, classes=10):
    net = TorchNetwork(number)
    value = net.relu6(net.norm("_bn0", net.conv("_conv_stem", "image", (32, 3, 3, 3), 2), 32, 1e-3))
    inputs, index = 32, 0
    kernels, strides = (3, 3, 5, 3, 5, 5, 3), (1, 2, 2, 2, 1, 2, 1)
    for stage, (channels, repeats) in enumerate(
        zip(LITE_CHANNELS[number], LITE_REPEATS[number], strict=True)
    ):
        for repeat in range(repeats):
            stride = strides[stage] if repeat == 0 else 1
            value = _lite_block(
                net, f"_blocks.{index}", value, inputs, channels, kernels[stage], stride, stage > 0
            )
            inputs, index = channels, index + 1
    value = net.relu6(
        net.norm("_bn1", net.conv("_conv_head", value, (1280, inputs, 1, 1)), 1280, 1e-3)
    )
    return net, net.linear("_fc", net.node("GlobalAveragePool", [value]), classes, 1280)


def _lite_block(net, name, entry, inputs, channels, kernel, stride, expands):
    value, wide = entry, inputs * 6 if expands else inputs
    if expands:
        value = net.conv(f"{name}._expand_conv", value, (wide, inputs, 1, 1))
        value = net.relu6(net.norm(f"{name}._bn0", value, wide, 1e-3))
    value = net.conv(
        f"{name}._depthwise_conv", value, (wide, 1, kernel, kernel), stride, groups=wide
    )
    value = net.relu6(net.norm(f"{name}._bn1", value, wide, 1e-3))
    value = net.norm(
        f"{name}._bn2",
        net.conv(f"{name}._project_conv", value, (channels, wide, 1, 1)),
        channels,
        1e-3,
    )
    return net.node("Add", [value, entry]) if stride == 1 and inputs == channels else value


def resnet(repeats, classes=10):
    net = TorchNetwork(sum(repeats))
    value = net.relu(net.norm("bn1", net.conv("conv1", "image", (64, 3, 7, 7), 2, 3), 64, 1e-5))
    value = net.node("MaxPool", [value], kernel_shape=[3, 3], strides=[2, 2], pads=[1, 1, 1, 1])
    inputs = 64
    for stage, count in enumerate(repeats, start=1):
        channels = 32 << stage
        for index in range(count):
            stride = 2 if stage > 1 and index == 0 else 1
            value = _resnet_block(net, f"layer{stage}.{index}", value, inputs, channels, stride)
            inputs = channels
    return net, net.linear("fc", net.node("GlobalAveragePool", [value]), classes, 512)


def _resnet_block(net, name, entry, inputs, channels, stride):
    value = net.conv(f"{name}.conv1", entry, (channels, inputs, 3, 3), stride, 1)
    value = net.relu(net.norm(f"{name}.bn1", value, channels, 1e-5))
    value = net.conv(f"{name}.conv2", value, (channels, channels, 3, 3), 1, 1)
    value = net.norm(f"{name}.bn2", value, channels, 1e-5)
    if stride != 1:
        entry = net.conv(f"{name}.downsample.0", entry, (channels, inputs, 1, 1), stride, 0)
        entry = net.norm(f"{name}.downsample.1", entry, channels, 1e-5)
    return net.relu(net.node("Add", [value, entry]))


def mobilenet_v2(classes=10):
    net = TorchNetwork(2)
    value = net.relu6(
        net.norm("features.0.1", net.conv("features.0.0", "image", (32, 3, 3, 3), 2, 1), 32, 1e-5)
    )
    inputs, index = 32, 1
    for t, c, n, s in [
        (1, 16, 1, 1),
        (6, 24, 2, 2),
        (6, 32, 3, 2),
        (6, 64, 4, 2),
        (6, 96, 3, 1),
        (6, 160, 3, 2),
        (6, 320, 1, 1),
    ]:
        for repeat in range(n):
            value = _mobilenet_block(
                net, f"features.{index}.conv", value, inputs, c, t, s if repeat == 0 else 1
            )
            inputs, index = c, index + 1
    value = net.relu6(
        net.norm(
            "features.18.1", net.conv("features.18.0", value, (1280, 320, 1, 1), 1, 0), 1280, 1e-5
        )
    )
    return net, net.linear("classifier.1", net.node("GlobalAveragePool", [value]), classes, 1280)


def _mobilenet_block(net, name, entry, inputs, channels, expansion, stride):
    value, wide, step = entry, inputs * expansion, 0
    if expansion > 1:
        value = net.relu6(
            net.norm(
                f"{name}.0.1",
                net.conv(f"{name}.0.0", value, (wide, inputs, 1, 1), 1, 0),
                wide,
                1e-5,
            )
        )
        step = 1
    value = net.conv(f"{name}.{step}.0", value, (wide, 1, 3, 3), stride, 1, groups=wide)
    value = net.relu6(net.norm(f"{name}.{step}.1", value, wide, 1e-5))
    value = net.conv(f"{name}.{step + 1}", value, (channels, wide, 1, 1), 1, 0)
    value = net.norm(f"{name}.{step + 2}", value, channels, 1e-5)
    return net.node("Add", [value, entry]) if stride == 1 and inputs == channels else value


def squeezenet1_1(classes=10):
    net = TorchNetwork(3)
    value = net.relu(net.conv("features.0", "image", (64, 3, 3, 3), 2, 0, bias=True))
    inputs = 64
    for index, squeeze, expand in [
        (3, 16, 64),
        (4, 16, 64),
        (6, 32, 128),
        (7, 32, 128),
        (9, 48, 192),
        (10, 48, 192),
        (11, 64, 256),
        (12, 64, 256),
    ]:
        if index in (3, 6, 9):
            value = net.node("MaxPool", [value], kernel_shape=[3, 3], strides=[2, 2], ceil_mode=1)
        name = f"features.{index}"
        value = net.relu(
            net.conv(f"{name}.squeeze", value, (squeeze, inputs, 1, 1), 1, 0, bias=True)
        )
        one = net.relu(
            net.conv(f"{name}.expand1x1", value, (expand, squeeze, 1, 1), 1, 0, bias=True)
        )
        three = net.relu(
            net.conv(f"{name}.expand3x3", value, (expand, squeeze, 3, 3), 1, 1, bias=True)
        )
        value, inputs = net.node("Concat", [one, three], axis=1), 2 * expand
    value = net.relu(net.conv("classifier.1", value, (classes, 512, 1, 1), 1, 0, bias=True))
    return net, net.node("GlobalAveragePool", [value])


NETWORKS = {
    **{f"efficientnet-lite{n}": (lambda n=n: efficientnet_lite(n)) for n in range(5)},
    "resnet18": lambda: resnet((2, 2, 2, 2)),
    "resnet34": lambda: resnet((3, 4, 6, 3)),
    "mobilenet_v2": mobilenet_v2,
    "squeezenet1_1": squeezenet1_1,
}
