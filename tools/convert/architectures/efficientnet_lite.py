"""EfficientNet-Lite0 to Lite4: inverted residuals, ReLU6, no squeeze-excite, TensorFlow's SAME
padding.

Block table and scaling rules: the EfficientNet-Lite release in TensorFlow's tpu repository
(models/official/efficientnet/lite). Stem and head keep their width and the first and last stage
their depth, whatever the scale. Weights of the usual PyTorch port; efficientnet_lite_timm.py has
timm's.
"""

import math
from dataclasses import dataclass

from .. import graph
from .builder import NetworkBuilder
from .efficientnet_lite_names import Block, PortNames

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


def blocks(variant: Variant) -> list[Block]:
    """Every block of the network, in order."""
    result = []
    for index, (repeats, kernel, stride, expansion, channels) in enumerate(STAGES):
        if index not in (0, len(STAGES) - 1):
            repeats = math.ceil(repeats * variant.depth)
        scaled = _scaled_channels(channels, variant.width)
        for repeat in range(repeats):
            first = stride if repeat == 0 else 1
            result.append(Block(len(result), index, repeat, kernel, first, expansion, scaled))
    return result


def recognise(tensors: dict, architecture: str | None = None) -> Variant | None:
    return variant_of(tensors, PortNames)


def variant_of(tensors: dict, names) -> Variant | None:
    """The variant whose depth and last width the weights have."""
    head = tensors.get(f"{names.head[0]}.weight")
    if head is None or f"{names.stem[0]}.weight" not in tensors or head.ndim != 4:
        return None
    depth = names.depth(tensors)
    for variant in VARIANTS:
        table = blocks(variant)
        if len(table) == depth and table[-1].channels == head.shape[1]:
            return variant
    return None


def build(tensors: dict, variant: Variant) -> graph.Network:
    """Fails with weights/* when a tensor is missing, left over or of another shape."""
    return build_named(
        NetworkBuilder(tensors, EPSILON), variant, variant.name, PortNames, lambda kernel: "same"
    )


def build_named(
    builder: NetworkBuilder, variant: Variant, architecture: str, names, padding
) -> graph.Network:
    """As `build`, for tensors called as `names` says and convolutions padded by
    `padding(kernel)`."""
    value = _normalised(
        builder, "image", "stem", names.stem, STEM_CHANNELS, 3,
        stride=2, padding=padding(3), clamp=graph.RELU6,
    )  # fmt: skip
    for block in blocks(variant):
        value = _inverted_residual(
            builder, value, block, names.layers(block), padding(block.kernel)
        )
    head = _normalised(builder, value, "head", names.head, HEAD_CHANNELS, 1, clamp=graph.RELU6)
    pooled = builder.pool(graph.GlobalAveragePool, head, "pool")
    logits = builder.dense(pooled, "logits", names.classifier)
    outputs = {"logits": logits, "features": head, "embedding": pooled}
    return builder.finish(architecture, outputs)


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


def _inverted_residual(builder, entry, block, layers, padding):
    inputs, name, value = builder.channels[entry], f"block{block.index}", entry
    wide = inputs * block.expansion
    if block.expansion != 1:
        value = _normalised(
            builder, value, f"{name}.expand", layers["expand"], wide, 1, clamp=graph.RELU6
        )
    value = _normalised(
        builder, value, f"{name}.depthwise", layers["depthwise"], wide, block.kernel,
        groups=wide, stride=block.stride, padding=padding, clamp=graph.RELU6,
    )  # fmt: skip
    value = _normalised(builder, value, f"{name}.project", layers["project"], block.channels, 1)
    if block.stride == 1 and inputs == block.channels:
        value = builder.add(entry, value, f"{name}.add")
    return value


def _normalised(builder, value, output, names, channels, kernel, **attributes):
    convolution, norm = names
    return builder.convolution(
        value, output, convolution, channels, kernel, norm=norm, **attributes
    )


def _scaled_channels(channels: int, width: float) -> int:
    """Rounded to the nearest multiple of 8, but never down by more than a tenth."""
    scaled = channels * width
    rounded = max(8, int(scaled + 4) // 8 * 8)
    return rounded + 8 if rounded < 0.9 * scaled else rounded
