"""timm's GhostNet: half of the channels of a layer are made of the other half, one by one."""

from .layers import Layers


def recognise(tensors: dict, architecture: str | None = None) -> str | None:
    name = "blocks.0.0.ghost1."
    is_first = (
        name + "primary_conv.0.weight" in tensors and name + "short_conv.0.weight" not in tensors
    )
    return "ghostnet" if is_first else None


def build(layers: Layers, variant: str) -> str:
    value = layers.unit("image", "conv_stem", "bn1", stride=2)
    for stage in range(layers.count("blocks.")):
        for index in range(layers.count(f"blocks.{stage}.")):
            value = _block(layers, value, f"blocks.{stage}.{index}.")
    value = layers.act(layers.conv(layers.mean(value), "conv_head"), "relu")
    return layers.linear(value, "classifier")


def _block(layers, entry, name):
    if name + "conv" in layers:  # the last one
        return layers.unit(entry, name + "conv", name + "bn1")
    value, stride = _ghost(layers, entry, name + "ghost1.", "relu"), 1
    if name + "conv_dw" in layers:
        stride = 2
        value = layers.unit(value, name + "conv_dw", name + "bn_dw", act=None, stride=stride)
    if name + "se.conv_reduce" in layers:
        parts = name + "se.conv_reduce", name + "se.conv_expand"
        value = layers.squeeze_excite(value, *parts, gate="hard_sigmoid")
    value = _ghost(layers, value, name + "ghost2.", None)
    if name + "shortcut.0" in layers:
        names = [f"{name}shortcut.{index}" for index in range(4)]
        entry = layers.unit(entry, *names[:2], act=None, stride=stride)
        entry = layers.unit(entry, *names[2:], act=None)
    return layers.add(value, entry)


def _ghost(layers, value, name, act):
    first = layers.unit(value, name + "primary_conv.0", name + "primary_conv.1", act)
    second = layers.unit(first, name + "cheap_operation.0", name + "cheap_operation.1", act)
    return layers.concat([first, second])
