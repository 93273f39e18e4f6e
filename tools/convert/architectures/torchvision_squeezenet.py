"""TorchVision's SqueezeNet 1.0; squeezenet.py has 1.1, whose pools lie elsewhere."""

from .layers import Layers

FIRES = (3, 4, 5, 7, 8, 9, 10, 12)  # indices in `features`
POOLS_BEFORE = (3, 7, 12)


def recognise(tensors: dict, architecture: str | None = None) -> str | None:
    return "squeezenet1_0" if "features.5.squeeze.weight" in tensors else None


def build(layers: Layers, variant: str) -> str:
    value = layers.act(layers.conv("image", "features.0", stride=2, padding=0), "relu")
    for index in FIRES:
        if index in POOLS_BEFORE:
            value = layers.max_pool(value, 3, 2, ceil_mode=True)
        name = f"features.{index}."
        value = layers.act(layers.conv(value, name + "squeeze"), "relu")
        both = [layers.conv(value, name + part) for part in ("expand1x1", "expand3x3")]
        value = layers.concat([layers.act(one, "relu") for one in both])
    return layers.mean(layers.act(layers.conv(value, "classifier.1"), "relu"))
