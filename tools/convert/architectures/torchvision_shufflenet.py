"""TorchVision's ShuffleNetV2 of any width: half of the channels goes by, then they are shuffled."""

from .layers import Layers


def recognise(tensors: dict, architecture: str | None = None) -> str | None:
    return "shufflenet_v2" if "stage2.0.branch1.0.weight" in tensors else None


def build(layers: Layers, variant: str) -> str:
    value = layers.max_pool(layers.unit("image", "conv1.0", "conv1.1", stride=2), 3, 2, 1)
    for stage in ("stage2.", "stage3.", "stage4."):
        for index in range(layers.count(stage)):
            value = _block(layers, value, f"{stage}{index}.")
    value = layers.unit(value, "conv5.0", "conv5.1")
    return layers.linear(layers.mean(value), "fc")


def _block(layers, value, name):
    if name + "branch1.0" in layers:
        first = layers.unit(value, name + "branch1.0", name + "branch1.1", act=None, stride=2)
        first = layers.unit(first, name + "branch1.2", name + "branch1.3")
        second, stride = value, 2
    else:
        half = layers.channels[value] // 2
        first = layers.channels_of(value, range(half))
        second, stride = layers.channels_of(value, range(half, 2 * half)), 1
    second = layers.unit(second, name + "branch2.0", name + "branch2.1")
    second = layers.unit(second, name + "branch2.3", name + "branch2.4", act=None, stride=stride)
    second = layers.unit(second, name + "branch2.5", name + "branch2.6")
    joined = layers.concat([first, second])
    half = layers.channels[joined] // 2
    return layers.channels_of(joined, (i // 2 + half * (i % 2) for i in range(2 * half)))
