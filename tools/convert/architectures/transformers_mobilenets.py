"""Hugging Face transformers' MobileNetV1 and V2: TensorFlow's padding and epsilon, ReLU6."""

from .layers import Layers

EPSILON = 1e-3
V1_STRIDES = (1, 2, 1, 2, 1, 2, 1, 1, 1, 1, 1, 2, 1)
V2_STRIDES = (2, 1, 2, 1, 1, 2, 1, 1, 1, 1, 1, 1, 2, 1, 1, 1)


def recognise(tensors: dict, architecture: str | None = None) -> str | None:
    if "mobilenet_v1.conv_stem.convolution.weight" in tensors:
        return "mobilenet_v1"
    if "mobilenet_v2.conv_stem.first_conv.convolution.weight" in tensors:
        return "mobilenet_v2"
    return None


def build(layers: Layers, variant: str) -> str:
    layers.epsilon = EPSILON
    value = _v1(layers) if variant == "mobilenet_v1" else _v2(layers)
    return layers.linear(layers.mean(value), "classifier")


def _v1(layers):
    value = _unit(layers, "image", "mobilenet_v1.conv_stem", stride=2)
    for index, stride in enumerate(V1_STRIDES):
        value = _unit(layers, value, f"mobilenet_v1.layer.{2 * index}", stride=stride)
        value = _unit(layers, value, f"mobilenet_v1.layer.{2 * index + 1}")
    return value


def _v2(layers):
    stem = "mobilenet_v2.conv_stem."
    value = _unit(layers, "image", stem + "first_conv", stride=2)
    value = _unit(layers, value, stem + "conv_3x3")
    value = _unit(layers, value, stem + "reduce_1x1", act=None)
    for index, stride in enumerate(V2_STRIDES):
        name, entry = f"mobilenet_v2.layer.{index}.", value
        value = _unit(layers, value, name + "expand_1x1")
        value = _unit(layers, value, name + "conv_3x3", stride=stride)
        value = _unit(layers, value, name + "reduce_1x1", act=None)
        if stride == 1 and layers.channels[value] == layers.channels[entry]:
            value = layers.add(value, entry)
    return _unit(layers, value, "mobilenet_v2.conv_1x1")


def _unit(layers, value, name, act="relu6", stride=1):
    names = name + ".convolution", name + ".normalization"
    return layers.unit(value, *names, act=act, stride=stride, same=True)
