"""TorchVision's GoogLeNet. What it has beside the last layer to learn from ("aux") is left out."""

from .layers import Layers

EPSILON = 1e-3
POOLS_BEFORE = {"3a": 3, "4a": 3, "5a": 2}  # kernel
INCEPTIONS = ("3a", "3b", "4a", "4b", "4c", "4d", "4e", "5a", "5b")


def recognise(tensors: dict, architecture: str | None = None) -> str | None:
    return "googlenet" if "inception3a.branch1.conv.weight" in tensors else None


def build(layers: Layers, variant: str) -> str:
    layers.epsilon = EPSILON
    layers.ignore("aux")

    def unit(value, name, **how):
        return layers.unit(value, name + ".conv", name + ".bn", **how)

    value = layers.max_pool(unit("image", "conv1", stride=2), 3, 2, ceil_mode=True)
    value = unit(unit(value, "conv2"), "conv3")
    for inception in INCEPTIONS:
        if inception in POOLS_BEFORE:
            value = layers.max_pool(value, POOLS_BEFORE[inception], 2, ceil_mode=True)
        name = f"inception{inception}.branch"
        value = layers.concat(
            [
                unit(value, name + "1"),
                unit(unit(value, name + "2.0"), name + "2.1"),
                unit(unit(value, name + "3.0"), name + "3.1"),
                unit(layers.max_pool(value, 3, 1, 1, ceil_mode=True), name + "4.1"),
            ]
        )
    return layers.linear(layers.mean(value), "fc")
