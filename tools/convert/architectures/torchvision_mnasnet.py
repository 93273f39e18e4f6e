"""TorchVision's MNASNet of any width: inverted residuals, ReLU."""

from .layers import Layers

STRIDES = {8: 2, 9: 2, 10: 2, 11: 1, 12: 2, 13: 1}  # index in `layers` -> of its first block


def recognise(tensors: dict, architecture: str | None = None) -> str | None:
    return "mnasnet" if "layers.8.0.layers.0.weight" in tensors else None


def build(layers: Layers, variant: str) -> str:
    value = layers.unit("image", "layers.0", "layers.1", stride=2)
    value = layers.unit(value, "layers.3", "layers.4")
    value = layers.unit(value, "layers.6", "layers.7", act=None)
    for index, stride in STRIDES.items():
        for repeat in range(layers.count(f"layers.{index}.")):
            name = f"layers.{index}.{repeat}.layers."
            value = _block(layers, value, name, 1 if repeat else stride, is_first=not repeat)
    value = layers.unit(value, "layers.14", "layers.15")
    return layers.linear(layers.mean(value), "classifier.1")


def _block(layers, entry, name, stride, is_first):
    value = layers.unit(entry, name + "0", name + "1")
    value = layers.unit(value, name + "3", name + "4", stride=stride)
    value = layers.unit(value, name + "6", name + "7", act=None)
    return value if is_first else layers.add(value, entry)
