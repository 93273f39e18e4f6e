"""timm's EfficientNet-Lite as PyTorch computes it, with random weights under timm's names.

Written from the published tables, not from tools/convert.
"""

from convert_torch_networks import LITE_CHANNELS, LITE_REPEATS, TorchNetwork

KERNELS, STRIDES = (3, 3, 5, 3, 5, 5, 3), (1, 2, 2, 2, 1, 2, 1)


class LiteWriter:
    """`tensor_flow`: SAME padding and an epsilon of 1e-3, as tf_efficientnet_liteN; else as
    efficientnet_liteN."""

    def __init__(self, number: int, tensor_flow: bool):
        self.net = TorchNetwork(number)
        self.epsilon, self.tensor_flow = (1e-3 if tensor_flow else 1e-5), tensor_flow

    def layer(self, names, value, shape, stride=1, groups=1, bounded=True):
        """Convolution, batch normalisation and, where `bounded`, ReLU6."""
        pad = None if self.tensor_flow else shape[2] // 2
        value = self.net.conv(names[0], value, shape, stride, pad, groups=groups)
        value = self.net.norm(names[1], value, shape[0], self.epsilon)
        return self.net.relu6(value) if bounded else value

    def separable(self, name, entry, channels, outputs, kernel):
        """The first block: no expansion, no shortcut (its widths differ)."""
        value = self.layer(
            (f"{name}.conv_dw", f"{name}.bn1"),
            entry,
            (channels, 1, kernel, kernel),
            groups=channels,
        )
        return self.layer(
            (f"{name}.conv_pw", f"{name}.bn2"), value, (outputs, channels, 1, 1), bounded=False
        )

    def residual(self, name, entry, channels, outputs, kernel, stride):
        wide = 6 * channels
        value = self.layer((f"{name}.conv_pw", f"{name}.bn1"), entry, (wide, channels, 1, 1))
        value = self.layer(
            (f"{name}.conv_dw", f"{name}.bn2"),
            value,
            (wide, 1, kernel, kernel),
            stride,
            groups=wide,
        )
        value = self.layer(
            (f"{name}.conv_pwl", f"{name}.bn3"), value, (outputs, wide, 1, 1), bounded=False
        )
        return (
            self.net.node("Add", [value, entry]) if stride == 1 and channels == outputs else value
        )


def timm_efficientnet_lite(number: int, tensor_flow: bool, classes=10):
    """(network, its output)."""
    lite = LiteWriter(number, tensor_flow)
    value, channels = lite.layer(("conv_stem", "bn1"), "image", (32, 3, 3, 3), 2), 32
    for stage, (outputs, repeats) in enumerate(
        zip(LITE_CHANNELS[number], LITE_REPEATS[number], strict=True)
    ):
        for repeat in range(repeats):
            name = f"blocks.{stage}.{repeat}"
            if stage == 0:
                value = lite.separable(name, value, channels, outputs, KERNELS[stage])
            else:
                stride = STRIDES[stage] if repeat == 0 else 1
                value = lite.residual(name, value, channels, outputs, KERNELS[stage], stride)
            channels = outputs
    value = lite.layer(("conv_head", "bn2"), value, (1280, channels, 1, 1))
    net = lite.net
    return net, net.linear("classifier", net.node("GlobalAveragePool", [value]), classes, 1280)
