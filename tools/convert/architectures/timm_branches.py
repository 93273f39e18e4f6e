"""timm's RepVGG and MobileOne: blocks of several branches that are one convolution each, which is
what they become here. Weights whose branches somebody has put together already serve too."""

import numpy as np

from ..convolution_weights import batch_norm_scale_shift, fold_into_convolution
from .layers import Layers


def recognise(tensors: dict, architecture: str | None = None) -> str | None:
    if "stages.0.0.conv_kxk.conv.weight" in tensors:
        return "repvgg"
    if "stages.0.0.conv_kxk.0.conv.weight" in tensors:
        return "mobileone"
    if "stages.0.0.reparam_conv.weight" in tensors:
        return "repvgg or mobileone"
    return None


def build(layers: Layers, variant: str) -> str:
    value = _block(layers, "image", "stem.", 2)
    for stage in range(layers.count("stages.")):
        # MobileOne's blocks are pairs: depthwise, which may have a stride, then 1x1.
        for index in range(layers.count(f"stages.{stage}.")):
            value = _block(layers, value, f"stages.{stage}.{index}.", 2 if index == 0 else 1)
    return layers.linear(layers.mean(value), "head.fc")


def _block(layers, value, name, stride):
    if name + "reparam_conv" in layers:
        return _attended(layers, layers.conv(value, name + "reparam_conv", stride=stride), name)
    branches = [name + "conv_kxk.", name + "conv_scale.", name + "conv_1x1."]
    numbered = [f"{name}conv_kxk.{i}." for i in range(layers.count(name + "conv_kxk."))]
    found = [
        _folded(layers, branch + "conv", branch + "bn")
        for branch in branches + numbered
        if branch + "conv" in layers
    ]
    side = max(weight.shape[2] for weight, _ in found)
    if name + "identity" in layers:
        found.append(_identity(layers, name + "identity", found[0][0].shape[1]))
    merged = name + "merged"
    layers.source = layers.source | {
        f"{merged}.weight": sum(_widened(weight, side) for weight, _ in found),
        f"{merged}.bias": sum(bias for _, bias in found),
    }
    return _attended(layers, layers.conv(value, merged, stride=stride), name)


def _attended(layers, value, name):
    """With the squeeze-excite of some MobileOnes, then ReLU."""
    if name + "attn.fc1" in layers:
        value = layers.squeeze_excite(value, name + "attn.fc1", name + "attn.fc2")
    return layers.act(value, "relu")


def _folded(layers, conv, norm):
    """(weight (O, I, k, k), bias (O)), float64."""
    return fold_into_convolution(
        layers.take(f"{conv}.weight", 4), None, *_scale_shift(layers, norm)
    )


def _identity(layers, norm, depth: int):
    """A batch normalisation as a convolution of one pixel."""
    scale, shift = _scale_shift(layers, norm)
    weight = np.zeros((len(scale), depth, 1, 1))
    outputs = np.arange(len(scale))
    weight[outputs, outputs % depth, 0, 0] = scale
    return weight, shift


def _scale_shift(layers, norm):
    parts = ("weight", "bias", "running_mean", "running_var")
    return batch_norm_scale_shift(
        *(layers.take(f"{norm}.{part}", 1) for part in parts), layers.epsilon
    )


def _widened(weight, side: int):
    """With zeros around a smaller window."""
    around = (side - weight.shape[2]) // 2
    return np.pad(weight, ((0, 0), (0, 0), (around, around), (around, around)))
