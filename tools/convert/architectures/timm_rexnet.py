"""timm's ReXNet: inverted residuals whose shortcut is of the first channels only."""

from .layers import Layers

STRIDED = 4  # stages of stride 2 among the blocks


def recognise(tensors: dict, architecture: str | None = None) -> str | None:
    is_one = (
        "features.0.conv_dw.conv.weight" in tensors and "features.1.conv_exp.conv.weight" in tensors
    )
    return "rexnet" if is_one else None


def build(layers: Layers, variant: str) -> str:
    value = _unit(layers, "image", "stem", "silu", stride=2)
    blocks = layers.count("features.") - 1
    for index, stride in zip(range(blocks), _strides(blocks), strict=True):
        value = _block(layers, value, f"features.{index}.", stride)
    value = _unit(layers, value, f"features.{blocks}", "silu")
    return layers.linear(layers.mean(value), "head.fc")


def _strides(blocks: int) -> list[int]:
    """Of networks of 16 blocks: 1, 2, 2, 3, 3 and 5 in a stage."""
    repeats = {16: (1, 2, 2, 3, 3, 5)}.get(blocks, (blocks,))
    firsts = (1, 2, 2, 2, 1, 2)
    return [
        first if index == 0 else 1
        for count, first in zip(repeats, firsts, strict=False)
        for index in range(count)
    ]


def _block(layers, entry, name, stride):
    value = entry
    if name + "conv_exp.conv" in layers:
        value = _unit(layers, value, name + "conv_exp", "silu")
    value = _unit(layers, value, name + "conv_dw", None, stride=stride)
    if name + "se.fc1" in layers:
        small = layers.conv(layers.mean(value), name + "se.fc1")
        small = layers.act(layers.norm(small, name + "se.bn"), "relu")
        value = layers.multiply(value, layers.act(layers.conv(small, name + "se.fc2"), "sigmoid"))
    value = _unit(layers, layers.act(value, "relu6"), name + "conv_pwl", None)
    inputs, outputs = layers.channels[entry], layers.channels[value]
    if stride != 1 or inputs > outputs:
        return value
    if inputs == outputs:
        return layers.add(value, entry)
    first = layers.add(layers.channels_of(value, range(inputs)), entry)
    return layers.concat([first, layers.channels_of(value, range(inputs, outputs))])


def _unit(layers, value, name, act, **how):
    return layers.unit(value, name + ".conv", name + ".bn", act, **how)
