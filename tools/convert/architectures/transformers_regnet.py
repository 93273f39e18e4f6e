"""Hugging Face transformers' RegNet X and Y."""

from .layers import Layers

STAGES = "regnet.encoder.stages."


def recognise(tensors: dict, architecture: str | None = None) -> str | None:
    if STAGES + "0.layers.0.layer.0.convolution.weight" not in tensors:
        return None
    squeezes = STAGES + "0.layers.0.layer.2.attention.0.weight" in tensors
    return "regnet_y" if squeezes else "regnet_x"


def build(layers: Layers, variant: str) -> str:
    value = _unit(layers, "image", "regnet.embedder.embedder", stride=2)
    for stage in range(layers.count(STAGES)):
        name = f"{STAGES}{stage}.layers."
        for index in range(layers.count(name)):
            value = _block(layers, value, f"{name}{index}.", 1 if index else 2)
    return layers.linear(layers.mean(value), "classifier.1")


def _block(layers, entry, name, stride):
    value = _unit(layers, entry, name + "layer.0")
    value = _unit(layers, value, name + "layer.1", stride=stride)
    last, attention = 2, name + "layer.2.attention."
    if attention + "0" in layers:
        value, last = layers.squeeze_excite(value, attention + "0", attention + "2"), 3
    value = _unit(layers, value, f"{name}layer.{last}", act=None)
    if name + "shortcut.convolution" in layers:
        entry = _unit(layers, entry, name + "shortcut", act=None, stride=stride)
    return layers.act(layers.add(value, entry), "relu")


def _unit(layers, value, name, act="relu", stride=1):
    return layers.unit(
        value, name + ".convolution", name + ".normalization", act=act, stride=stride
    )
