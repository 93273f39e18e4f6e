"""TorchVision's AlexNet and VGG (with and without batch normalisation): convolutions, then three
dense layers."""

from .layers import Layers

ALEXNET = {0: (4, 2), 3: (1, 2), 6: (1, 1), 8: (1, 1), 10: (1, 1)}  # index -> stride, padding
ALEXNET_POOLS = (0, 3, 10)  # after the layer
VGG = {
    "vgg11": (1, 1, 2, 2, 2),
    "vgg13": (2, 2, 2, 2, 2),
    "vgg16": (2, 2, 3, 3, 3),
    "vgg19": (2, 2, 4, 4, 4),
}
DENSE = {"alexnet": ("1", "4", "6"), "vgg": ("0", "3", "6")}


def recognise(tensors: dict, architecture: str | None = None) -> str | None:
    stem = tensors.get("features.0.weight")
    if stem is None or stem.ndim != 4 or "classifier.6.weight" not in tensors:
        return None
    if stem.shape[2] == 11 and "classifier.1.weight" in tensors:
        return "alexnet"
    convs = sum(
        t.ndim == 4
        for n, t in tensors.items()
        if n.startswith("features.") and n.endswith("weight")
    )
    for name, repeats in VGG.items():
        if sum(repeats) == convs and "classifier.0.weight" in tensors:
            return name + ("_bn" if "features.1.running_mean" in tensors else "")
    return None


def build(layers: Layers, variant: str) -> str:
    value = _alexnet(layers) if variant == "alexnet" else _vgg(layers, variant)
    first, second, last = DENSE[variant[:3] if variant != "alexnet" else variant]
    for index in (first, second):
        value = layers.act(layers.linear(value, f"classifier.{index}"), "relu")
    return layers.linear(value, f"classifier.{last}")


def _alexnet(layers):
    value = "image"
    for index, (stride, padding) in ALEXNET.items():
        value = layers.conv(value, f"features.{index}", stride=stride, padding=padding)
        value = layers.act(value, "relu")
        if index in ALEXNET_POOLS:
            value = layers.max_pool(value, 3, 2)
    return value


def _vgg(layers, variant):
    value, index = "image", 0
    normalised = variant.endswith("_bn")
    for repeats in VGG[variant.removesuffix("_bn")]:
        for _ in range(repeats):
            value = layers.conv(value, f"features.{index}")
            if normalised:
                value = layers.norm(value, f"features.{index + 1}")
            value = layers.act(value, "relu")
            index += 3 if normalised else 2
        value, index = layers.max_pool(value, 2, 2), index + 1
    return value
