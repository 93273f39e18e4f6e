"""Hugging Face transformers' EfficientNet B0 to B7, as Keras has it."""

import math

from .layers import Layers

EPSILON = 1e-3
STRIDES, REPEATS = (1, 2, 2, 2, 1, 2, 1), (1, 2, 2, 3, 3, 4, 1)
DEPTHS = (1.0, 1.1, 1.2, 1.4, 1.8, 2.2, 2.6, 3.1)  # of B0 to B7
BLOCK = "efficientnet.encoder.blocks."


def recognise(tensors: dict, architecture: str | None = None) -> str | None:
    return "efficientnet" if BLOCK + "0.projection.project_conv.weight" in tensors else None


def build(layers: Layers, variant: str) -> str:
    layers.epsilon = EPSILON
    stem = "efficientnet.embeddings."
    value = _unit(layers, "image", stem + "convolution", stem + "batchnorm", stride=2)
    found = layers.count(BLOCK)
    for index, stride in zip(range(found), _strides(found), strict=True):
        value = _block(layers, value, f"{BLOCK}{index}.", stride)
    top = "efficientnet.encoder.top_"
    value = _unit(layers, value, top + "conv", top + "bn")
    return layers.linear(layers.mean(value), "classifier")


def _strides(found: int) -> list[int]:
    """By block, for the depth that has so many; all 1 where none has."""
    for depth in DEPTHS:
        repeats = [math.ceil(depth * count) for count in REPEATS]
        if sum(repeats) == found:
            pairs = zip(repeats, STRIDES, strict=True)
            return [one for count, first in pairs for one in (first, *[1] * (count - 1))]
    return [1] * found


def _block(layers, entry, name, stride):
    value = entry
    if name + "expansion.expand_conv" in layers:
        part = name + "expansion.expand_"
        value = _unit(layers, value, part + "conv", part + "bn")
    part = name + "depthwise_conv.depthwise_"
    value = _unit(layers, value, part + "conv", part + "norm", stride=stride)
    part = name + "squeeze_excite."
    value = layers.squeeze_excite(value, part + "reduce", part + "expand", "silu")
    part = name + "projection.project_"
    value = _unit(layers, value, part + "conv", part + "bn", act=None)
    same = stride == 1 and layers.channels[value] == layers.channels[entry]
    return layers.add(value, entry) if same else value


def _unit(layers, value, conv, norm, act="silu", stride=1):
    return layers.unit(value, conv, norm, act=act, stride=stride, same=True)
