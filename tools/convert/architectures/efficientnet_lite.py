"""EfficientNet-Lite0 to Lite4: inverted residuals, ReLU6, no squeeze-excite, TensorFlow's SAME padding.

Block table and scaling rules: the EfficientNet-Lite release in TensorFlow's tpu repository
(models/official/efficientnet/lite). Stem and head keep their width and the first and last stage
their depth, whatever the scale. Names are those of the usual PyTorch port ("_blocks.0._bn1").
"""

import math
from dataclasses import dataclass

from .. import graph
from .builder import NetworkBuilder

EPSILON = 1e-3
STEM_CHANNELS = 32
HEAD_CHANNELS = 1280


@dataclass(frozen=True)
class Variant:
    name: str
    width: float
    depth: float
    input_size: int


VARIANTS = (
    Variant("efficientnet-lite0", 1.0, 1.0, 224),
    Variant("efficientnet-lite1", 1.0, 1.1, 240),
    Variant("efficientnet-lite2", 1.1, 1.2, 260),
    Variant("efficientnet-lite3", 1.2, 1.4, 280),
    Variant("efficientnet-lite4", 1.4, 1.8, 300),
)

# Of Lite0: repeats, kernel, stride of the first block, expansion, channels out.
STAGES = (
    (1, 3, 1, 1, 16),
    (2, 3, 2, 6, 24),
    (2, 5, 2, 6, 40),
    (3, 3, 2, 6, 80),
    (3, 5, 1, 6, 112),
    (4, 5, 2, 6, 192),
    (1, 3, 1, 6, 320),
)


@dataclass(frozen=True)
class Block:
    kernel: int
    stride: int
    expansion: int
    channels: int


def blocks(variant: Variant) -> list[Block]:
    """Every block of the network, in order."""
    result = []
    for index, (repeats, kernel, stride, expansion, channels) in enumerate(STAGES):
        if index not in (0, len(STAGES) - 1):
            repeats = math.ceil(repeats * variant.depth)
        scaled = _scaled_channels(channels, variant.width)
        for repeat in range(repeats):
            result.append(Block(kernel, stride if repeat == 0 else 1, expansion, scaled))
    return result


def recognise(tensors: dict) -> Variant | None:
    """The variant whose depth and last width the weights have."""
    head = tensors.get("_conv_head.weight")
    if head is None or "_conv_stem.weight" not in tensors or head.ndim != 4:
        return None
    depth = len({name.split(".")[1] for name in tensors if name.startswith("_blocks.")})
    for variant in VARIANTS:
        table = blocks(variant)
        if len(table) == depth and table[-1].channels == head.shape[1]:
            return variant
    return None


def build(tensors: dict, variant: Variant) -> graph.Network:
    """Fails with weights/* when a tensor is missing, left over or of another shape."""
    builder = NetworkBuilder(tensors, EPSILON)
    value = builder.convolution(
        "image", "stem", "_conv_stem", STEM_CHANNELS, 3,
        norm="_bn0", stride=2, padding="same", clamp=graph.RELU6,
    )  # fmt: skip
    for index, block in enumerate(blocks(variant)):
        value = _inverted_residual(builder, value, f"_blocks.{index}.", f"block{index}", block)
    head = builder.convolution(value, "head", "_conv_head", HEAD_CHANNELS, 1, norm="_bn1", clamp=graph.RELU6)
    pooled = builder.pool(graph.GlobalAveragePool, head, "pool")
    logits = builder.dense(pooled, "logits", "_fc")
    outputs = {"logits": logits, "features": head, "embedding": pooled}
    return builder.finish(variant.name, outputs)


def default_preprocess(variant: Variant) -> dict:
    """As published: 32 pixels more than the crop, bicubic, pixels to about [-1, 1]."""
    return {
        "input_size": [variant.input_size, variant.input_size],
        "resize_shorter": variant.input_size + 32,
        "longer_side": "nearest",
        "crop_offset": "floor",
        "filter": "bicubic",
        "mean": [127, 127, 127],
        "std": [128, 128, 128],
    }


def _inverted_residual(builder, value, prefix, name, block):
    inputs = builder.channels[value]
    wide = inputs * block.expansion
    entry = value
    if block.expansion != 1:
        value = builder.convolution(
            value, f"{name}.expand", prefix + "_expand_conv", wide, 1,
            norm=prefix + "_bn0", clamp=graph.RELU6,
        )  # fmt: skip
    value = builder.convolution(
        value, f"{name}.depthwise", prefix + "_depthwise_conv", wide, block.kernel, groups=wide,
        norm=prefix + "_bn1", stride=block.stride, padding="same", clamp=graph.RELU6,
    )  # fmt: skip
    value = builder.convolution(
        value, f"{name}.project", prefix + "_project_conv", block.channels, 1, norm=prefix + "_bn2"
    )
    if block.stride == 1 and inputs == block.channels:
        value = builder.add(entry, value, f"{name}.add")
    return value


def _scaled_channels(channels: int, width: float) -> int:
    """Rounded to the nearest multiple of 8, but never down by more than a tenth."""
    scaled = channels * width
    rounded = max(8, int(scaled + 4) // 8 * 8)
    return rounded + 8 if rounded < 0.9 * scaled else rounded
