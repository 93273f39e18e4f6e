"""timm's RegNet X and Y."""

import re

from .layers import Layers

BLOCK = re.compile(r"s(\d)\.b(\d+)\.conv1\.conv\.weight")


def recognise(tensors: dict, architecture: str | None = None) -> str | None:
    if "s1.b1.conv1.conv.weight" not in tensors or "stem.conv.weight" not in tensors:
        return None
    return "regnet_y" if "s1.b1.se.fc1.weight" in tensors else "regnet_x"


def build(layers: Layers, variant: str) -> str:
    value = _unit(layers, "image", "stem", stride=2)
    found = (BLOCK.fullmatch(name) for name in layers.source)
    for stage, index in sorted((int(m[1]), int(m[2])) for m in found if m):
        value = _block(layers, value, f"s{stage}.b{index}.", 2 if index == 1 else 1)
    return layers.linear(layers.mean(value), "head.fc")


def _block(layers, entry, name, stride):
    value = _unit(layers, entry, name + "conv1")
    value = _unit(layers, value, name + "conv2", stride=stride)
    if name + "se.fc1" in layers:
        value = layers.squeeze_excite(value, name + "se.fc1", name + "se.fc2")
    value = _unit(layers, value, name + "conv3", act=None)
    if name + "downsample.conv" in layers:
        entry = _unit(layers, entry, name + "downsample", act=None, stride=stride)
    return layers.act(layers.add(value, entry), "relu")


def _unit(layers, value, name, **how):
    return layers.unit(value, name + ".conv", name + ".bn", **how)
