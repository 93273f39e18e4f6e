"""ResNets of bottlenecks: TorchVision's and timm's ResNet-50 and larger, ResNeXt, Wide ResNet; with
squeeze-excite (SE-ResNet) and with the stem and shortcuts of ResNet-D, of any depth."""

from .layers import Layers, count

# Blocks in the four stages -> the name of the usual widths.
NAMES = {(3, 4, 6, 3): "resnet50", (3, 4, 23, 3): "resnet101", (3, 8, 36, 3): "resnet152"}


def recognise(tensors: dict, architecture: str | None = None) -> str | None:
    plain_or_deep = "conv1.weight" in tensors or "conv1.0.weight" in tensors
    if not plain_or_deep or "layer1.0.conv1.weight" not in tensors:
        return None
    is_basic = "layer1.0.conv3.weight" not in tensors
    is_plain = "conv1.weight" in tensors and "layer1.0.se.fc1.weight" not in tensors
    blocks = tuple(count(tensors, f"layer{stage}.") for stage in range(1, 5))
    if is_basic and is_plain and blocks in ((2, 2, 2, 2), (3, 4, 6, 3)):
        return None  # resnet.py has them
    inner = tensors.get("layer1.0.conv2.weight")
    is_usual = inner is not None and inner.shape[:2] == (64, 64) and is_plain and not is_basic
    if is_usual and blocks in NAMES:
        return NAMES[blocks]
    return f"ResNet of {'-'.join(map(str, blocks))} {'basic blocks' if is_basic else 'bottlenecks'}"


def build(layers: Layers, variant: str) -> str:
    value = layers.max_pool(_stem(layers), 3, 2, 1)
    for stage in range(1, 5):
        for index in range(layers.count(f"layer{stage}.")):
            stride = 2 if stage > 1 and index == 0 else 1
            value = _block(layers, value, f"layer{stage}.{index}.", stride)
    return layers.linear(layers.mean(value), "fc")


def _stem(layers):
    if "conv1" in layers:
        return layers.unit("image", "conv1", "bn1", stride=2)
    value = layers.unit("image", "conv1.0", "conv1.1", stride=2)
    value = layers.unit(value, "conv1.3", "conv1.4")
    return layers.unit(value, "conv1.6", "bn1")


def _block(layers, entry, name, stride):
    if name + "conv3" in layers:
        value = layers.unit(entry, name + "conv1", name + "bn1")
        value = layers.unit(value, name + "conv2", name + "bn2", stride=stride)
        value = layers.unit(value, name + "conv3", name + "bn3", act=None)
    else:
        value = layers.unit(entry, name + "conv1", name + "bn1", stride=stride)
        value = layers.unit(value, name + "conv2", name + "bn2", act=None)
    if name + "se.fc1" in layers:
        value = layers.squeeze_excite(value, name + "se.fc1", name + "se.fc2")
    return layers.act(
        layers.add(value, _shortcut(layers, entry, name + "downsample.", stride)), "relu"
    )


def _shortcut(layers, entry, name, stride):
    if name + "0" in layers:
        return layers.unit(entry, name + "0", name + "1", act=None, stride=stride)
    if name + "1" in layers:  # an average first, as in ResNet-D
        if stride > 1:
            entry = layers.average_pool(entry, 2, 2, count_padding=False, ceil_mode=True)
        return layers.unit(entry, name + "1", name + "2", act=None)
    return entry
