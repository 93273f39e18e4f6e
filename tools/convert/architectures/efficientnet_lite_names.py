"""What the tensors of EfficientNet-Lite are called: in the usual PyTorch port, and in timm.

Each layer is a pair of names: its convolution's and its batch normalisation's.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Block:
    """One inverted residual; `index` counts through the network, `stage` and `repeat` by stage."""

    index: int
    stage: int
    repeat: int
    kernel: int
    stride: int
    expansion: int
    channels: int


class PortNames:
    """One list of blocks: "_blocks.0._bn1"."""

    stem, head, classifier = ("_conv_stem", "_bn0"), ("_conv_head", "_bn1"), "_fc"

    @staticmethod
    def depth(tensors: dict) -> int:
        return len({name.split(".")[1] for name in tensors if name.startswith("_blocks.")})

    @staticmethod
    def layers(block: Block) -> dict[str, tuple[str, str]]:
        """The names of expand, depthwise and project; a block without expansion has no expand."""
        prefix = f"_blocks.{block.index}."
        return {
            "expand": (prefix + "_expand_conv", prefix + "_bn0"),
            "depthwise": (prefix + "_depthwise_conv", prefix + "_bn1"),
            "project": (prefix + "_project_conv", prefix + "_bn2"),
        }


class TimmNames:
    """Stages of blocks, norms counted from 1 in each block: "blocks.0.0.conv_dw"."""

    stem, head, classifier = ("conv_stem", "bn1"), ("conv_head", "bn2"), "classifier"

    @staticmethod
    def depth(tensors: dict) -> int:
        return len({tuple(name.split(".")[1:3]) for name in tensors if name.startswith("blocks.")})

    @staticmethod
    def layers(block: Block) -> dict[str, tuple[str, str]]:
        prefix = f"blocks.{block.stage}.{block.repeat}."
        if block.expansion == 1:
            return {
                "depthwise": (prefix + "conv_dw", prefix + "bn1"),
                "project": (prefix + "conv_pw", prefix + "bn2"),
            }
        return {
            "expand": (prefix + "conv_pw", prefix + "bn1"),
            "depthwise": (prefix + "conv_dw", prefix + "bn2"),
            "project": (prefix + "conv_pwl", prefix + "bn3"),
        }
