"""Other programs' tensor names for a network of TorchVision's -> TorchVision's."""

import re

# Hugging Face transformers' ResNetForImageClassification, basic blocks.
TRANSFORMERS_RESNET = (
    (r"resnet\.embedder\.embedder\.convolution\.", "conv1."),
    (r"resnet\.embedder\.embedder\.normalization\.", "bn1."),
    (
        r"resnet\.encoder\.stages\.(\d+)\.layers\.(\d+)\.layer\.(\d+)\.convolution\.",
        "layer{0}.{1}.conv{2}.",
    ),
    (
        r"resnet\.encoder\.stages\.(\d+)\.layers\.(\d+)\.layer\.(\d+)\.normalization\.",
        "layer{0}.{1}.bn{2}.",
    ),
    (
        r"resnet\.encoder\.stages\.(\d+)\.layers\.(\d+)\.shortcut\.convolution\.",
        "layer{0}.{1}.downsample.0.",
    ),
    (
        r"resnet\.encoder\.stages\.(\d+)\.layers\.(\d+)\.shortcut\.normalization\.",
        "layer{0}.{1}.downsample.1.",
    ),
    (r"classifier\.1\.", "fc."),
)


def torchvision_names(tensors: dict) -> dict:
    """`tensors` under TorchVision's names where all of them are known here, else as they are."""
    if not any(name.startswith("resnet.") for name in tensors):
        return tensors
    renamed = {_renamed(name): tensor for name, tensor in tensors.items()}
    return tensors if None in renamed else renamed


def _renamed(name: str) -> str | None:
    for pattern, wanted in TRANSFORMERS_RESNET:
        match = re.match(pattern, name)
        if match:
            stage, *rest = [int(number) for number in match.groups()] or [0]
            # Stages and layers inside a block count from 1 in TorchVision, blocks from 0.
            numbers = [stage + 1, *rest[:1], *(layer + 1 for layer in rest[1:])]
            return wanted.format(*numbers) + name[match.end() :]
    return None
