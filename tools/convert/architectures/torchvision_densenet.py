"""TorchVision's DenseNet: each layer reads all before it in its block."""

from .layers import Layers, count

NAMES = {
    (6, 12, 24, 16): "densenet121",
    (6, 12, 36, 24): "densenet161",
    (6, 12, 32, 32): "densenet169",
    (6, 12, 48, 32): "densenet201",
}


def recognise(tensors: dict, architecture: str | None = None) -> str | None:
    if "features.denseblock1.denselayer1.conv1.weight" not in tensors:
        return None
    return NAMES.get(_blocks(tensors), "densenet")


def _blocks(tensors) -> tuple:
    numbered = {name.replace("denselayer", "") for name in tensors}
    return tuple(count(numbered, f"features.denseblock{block}.") for block in range(1, 5))


def build(layers: Layers, variant: str) -> str:
    value = layers.unit("image", "features.conv0", "features.norm0", stride=2)
    value = layers.max_pool(value, 3, 2, 1)
    blocks = _blocks(layers.source)
    for block, repeats in enumerate(blocks, start=1):
        parts = [value]
        for index in range(1, repeats + 1):
            parts.append(_layer(layers, parts, f"features.denseblock{block}.denselayer{index}."))
        value = layers.concat(parts)
        if block < len(blocks):
            name = f"features.transition{block}."
            value = layers.conv(
                layers.act(layers.norm(value, name + "norm"), "relu"), name + "conv"
            )
            value = layers.average_pool(value, 2, 2)
    value = layers.act(layers.norm(value, "features.norm5"), "relu")
    return layers.linear(layers.mean(value), "classifier")


def _layer(layers, parts, name):
    value = layers.concat(parts) if len(parts) > 1 else parts[0]
    value = layers.conv(layers.act(layers.norm(value, name + "norm1"), "relu"), name + "conv1")
    return layers.conv(layers.act(layers.norm(value, name + "norm2"), "relu"), name + "conv2")
