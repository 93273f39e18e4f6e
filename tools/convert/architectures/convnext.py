"""ConvNeXt of TorchVision, timm and Hugging Face transformers, of any depth and width."""

from dataclasses import dataclass

from .layers import Layers


@dataclass(frozen=True)
class Names:
    """What one of them calls its layers; {0} is a stage from 0, {1} a block."""

    name: str
    stem: str
    stem_norm: str
    downsample_norm: str
    downsample: str
    block: str
    depthwise: str
    norm: str
    expand: str
    reduce: str
    scale: str
    last_norm: str
    classes: str
    last_epsilon: float = 1e-6


SCHEMES = (
    Names(
        "ConvNeXt", "features.0.0", "features.0.1", "features.{0}.0", "features.{0}.1",
        "features.{0}.", "block.0", "block.2", "block.3", "block.5", "layer_scale",
        "classifier.0", "classifier.2",
    ),
    Names(
        "convnext", "stem.0", "stem.1", "stages.{0}.downsample.0", "stages.{0}.downsample.1",
        "stages.{0}.blocks.", "conv_dw", "norm", "mlp.fc1", "mlp.fc2", "gamma",
        "head.norm", "head.fc",
    ),
    Names(
        "convnext", "convnext.embeddings.patch_embeddings", "convnext.embeddings.layernorm",
        "convnext.encoder.stages.{0}.downsampling_layer.0",
        "convnext.encoder.stages.{0}.downsampling_layer.1",
        "convnext.encoder.stages.{0}.layers.", "dwconv", "layernorm", "pwconv1", "pwconv2",
        "layer_scale_parameter", "convnext.layernorm", "classifier", 1e-12,
    ),
)  # fmt: skip
STAGES = 4


def recognise(tensors: dict, architecture: str | None = None) -> Names | None:
    for names in SCHEMES:
        first = f"{_block_name(names, 0)}0.{names.expand}.weight"
        if f"{names.stem}.weight" in tensors and first in tensors:
            return names
    return None


def build(layers: Layers, names: Names) -> str:
    value = layers.patches("image", names.stem)
    value = layers.layer_norm(value, names.stem_norm)
    for stage in range(STAGES):
        if stage > 0:
            at = _place(names, stage, downsample=True)
            value = layers.layer_norm(value, names.downsample_norm.format(at))
            value = layers.patches(value, names.downsample.format(at))
        blocks = _block_name(names, stage)
        for index in range(layers.count(blocks)):
            value = _block(layers, names, value, f"{blocks}{index}.")
    value = layers.layer_norm(layers.mean(value), names.last_norm, names.last_epsilon)
    return layers.linear(value, names.classes)


def _block(layers, names, entry, name):
    value = layers.conv(entry, name + names.depthwise)
    value = layers.layer_norm(value, name + names.norm)
    value = layers.act(layers.pointwise(value, name + names.expand), "gelu")
    value = layers.pointwise(value, name + names.reduce)
    if name + names.scale in layers:
        value = layers.scale(value, name + names.scale)
    return layers.add(value, entry)


def _place(names, stage, downsample=False):
    """TorchVision numbers stages and what lies between them together."""
    if names.block.startswith("features"):
        return 2 * stage if downsample else 2 * stage + 1
    return stage


def _block_name(names, stage):
    return names.block.format(_place(names, stage))
