"""TorchVision's MobileNetV2 of width 1.0: inverted residuals, ReLU6, explicit padding."""

from dataclasses import dataclass

from .. import graph
from ..preprocess import PRESETS
from .builder import NetworkBuilder

EPSILON = 1e-5
HEAD_CHANNELS = 1280
# Expansion, channels out, repeats, stride of the first (the paper's table 2).
STAGES = (
    (1, 16, 1, 1),
    (6, 24, 2, 2),
    (6, 32, 3, 2),
    (6, 64, 4, 2),
    (6, 96, 3, 1),
    (6, 160, 3, 2),
    (6, 320, 1, 1),
)


@dataclass(frozen=True)
class Block:
    expansion: int
    channels: int
    stride: int


def blocks() -> list[Block]:
    return [
        Block(expansion, channels, stride if repeat == 0 else 1)
        for expansion, channels, repeats, stride in STAGES
        for repeat in range(repeats)
    ]


def recognise(tensors: dict, architecture: str | None = None) -> str | None:
    names = (
        "features.0.0.weight",
        "features.1.conv.0.0.weight",
        "features.18.0.weight",
    )
    return "mobilenet_v2" if all(name in tensors for name in names) else None


def build(tensors: dict, variant: str) -> graph.Network:
    """Fails with weights/* when a tensor is missing, left over or of another shape."""
    builder = NetworkBuilder(tensors, EPSILON)
    value = builder.convolution(
        "image",
        "stem",
        "features.0.0",
        32,
        3,
        norm="features.0.1",
        stride=2,
        padding=(1, 1, 1, 1),
        clamp=graph.RELU6,
    )
    table = blocks()
    for index, block in enumerate(table, start=1):
        value = _inverted_residual(builder, value, index, block)
    last = f"features.{len(table) + 1}"
    head = builder.convolution(
        value, "head", f"{last}.0", HEAD_CHANNELS, 1, norm=f"{last}.1", clamp=graph.RELU6
    )
    pooled = builder.pool(graph.GlobalAveragePool, head, "pool")
    logits = builder.dense(pooled, "logits", "classifier.1")
    return builder.finish(variant, {"logits": logits, "features": head, "embedding": pooled})


def default_preprocess(variant: str) -> dict:
    return dict(PRESETS["imagenet"])


def _inverted_residual(builder, value, index, block):
    entry, inputs = value, builder.channels[value]
    wide, step = inputs * block.expansion, 0
    prefix, name = f"features.{index}.conv", f"block{index}"
    if block.expansion != 1:
        value = builder.convolution(
            value,
            f"{name}.expand",
            f"{prefix}.0.0",
            wide,
            1,
            norm=f"{prefix}.0.1",
            clamp=graph.RELU6,
        )
        step = 1
    value = builder.convolution(
        value,
        f"{name}.depthwise",
        f"{prefix}.{step}.0",
        wide,
        3,
        groups=wide,
        norm=f"{prefix}.{step}.1",
        stride=block.stride,
        padding=(1, 1, 1, 1),
        clamp=graph.RELU6,
    )
    value = builder.convolution(
        value,
        f"{name}.project",
        f"{prefix}.{step + 1}",
        block.channels,
        1,
        norm=f"{prefix}.{step + 2}",
    )
    if block.stride == 1 and inputs == block.channels:
        value = builder.add(entry, value, f"{name}.add")
    return value
