"""TorchVision's RegNet X and Y: bottlenecks of grouped convolutions, in Y with squeeze-excite."""

import re

from .layers import Layers

BLOCK = re.compile(r"trunk_output\.block(\d+)\.block\d+-(\d+)\.f\.a\.0\.weight")


def recognise(tensors: dict, architecture: str | None = None) -> str | None:
    name = "trunk_output.block1.block1-0.f."
    if name + "a.0.weight" not in tensors:
        return None
    return "regnet_y" if name + "se.fc1.weight" in tensors else "regnet_x"


def build(layers: Layers, variant: str) -> str:
    value = layers.unit("image", "stem.0", "stem.1", stride=2)
    found = (BLOCK.fullmatch(name) for name in layers.source)
    for stage, index in sorted((int(m[1]), int(m[2])) for m in found if m):
        name = f"trunk_output.block{stage}.block{stage}-{index}."
        value = _block(layers, value, name, 1 if index else 2)
    return layers.linear(layers.mean(value), "fc")


def _block(layers, entry, name, stride):
    value = layers.unit(entry, name + "f.a.0", name + "f.a.1")
    value = layers.unit(value, name + "f.b.0", name + "f.b.1", stride=stride)
    if name + "f.se.fc1" in layers:
        value = layers.squeeze_excite(value, name + "f.se.fc1", name + "f.se.fc2")
    value = layers.unit(value, name + "f.c.0", name + "f.c.1", act=None)
    if name + "proj.0" in layers:
        entry = layers.unit(entry, name + "proj.0", name + "proj.1", act=None, stride=stride)
    return layers.act(layers.add(value, entry), "relu")
