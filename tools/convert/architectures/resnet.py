"""TorchVision's ResNet-18 and ResNet-34: basic blocks, ReLU, explicit padding."""

from .. import graph
from ..preprocess import PRESETS
from .builder import NetworkBuilder

EPSILON = 1e-5
STAGE_CHANNELS = (64, 128, 256, 512)
BLOCKS = {"resnet18": (2, 2, 2, 2), "resnet34": (3, 4, 6, 3)}
ONE_PIXEL = (1, 1, 1, 1)


def recognise(tensors: dict, architecture: str | None = None) -> str | None:
    """Others are torchvision_resnets.py's."""
    if "conv1.weight" not in tensors or "layer1.0.conv1.weight" not in tensors:
        return None
    found = tuple(_block_count(tensors, stage) for stage in range(1, 5))
    for variant, counts in BLOCKS.items():
        if counts == found and "layer1.0.conv3.weight" not in tensors:
            return variant
    return None


def build(tensors: dict, variant: str) -> graph.Network:
    """Fails with weights/* when a tensor is missing, left over or of another shape."""
    builder = NetworkBuilder(tensors, EPSILON)
    value = builder.convolution(
        "image",
        "stem",
        "conv1",
        64,
        7,
        norm="bn1",
        stride=2,
        padding=(3, 3, 3, 3),
        clamp=graph.RELU,
    )
    value = builder.pool(
        graph.MaxPool, value, "stem.pool", kernel=(3, 3), stride=(2, 2), padding=ONE_PIXEL
    )
    for stage, (count, channels) in enumerate(
        zip(BLOCKS[variant], STAGE_CHANNELS, strict=True), start=1
    ):
        for index in range(count):
            stride = 2 if stage > 1 and index == 0 else 1
            value = _basic_block(builder, value, f"layer{stage}.{index}", channels, stride)
    pooled = builder.pool(graph.GlobalAveragePool, value, "pool")
    logits = builder.dense(pooled, "logits", "fc")
    return builder.finish(variant, {"logits": logits, "features": value, "embedding": pooled})


def default_preprocess(variant: str) -> dict:
    return dict(PRESETS["imagenet"])


def _basic_block(builder, value, name, channels, stride):
    entry = value
    value = builder.convolution(
        value, f"{name}.first", f"{name}.conv1", channels, 3,
        norm=f"{name}.bn1", stride=stride, padding=ONE_PIXEL, clamp=graph.RELU,
    )  # fmt: skip
    value = builder.convolution(
        value, f"{name}.second", f"{name}.conv2", channels, 3, norm=f"{name}.bn2", padding=ONE_PIXEL
    )
    if stride != 1 or builder.channels[entry] != channels:
        entry = builder.convolution(
            entry, f"{name}.shortcut", f"{name}.downsample.0", channels, 1,
            norm=f"{name}.downsample.1", stride=stride,
        )  # fmt: skip
    return builder.add(value, entry, f"{name}.add", clamp=graph.RELU)


def _block_count(tensors, stage) -> int:
    prefix = f"layer{stage}."
    return len({name.split(".")[1] for name in tensors if name.startswith(prefix)})
