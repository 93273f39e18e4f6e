"""How pictures are prepared for published weights of an architecture, where that is not
TorchVision's usual way. Numbers: the `transforms` of TorchVision's first published weights."""

from ..preprocess import PRESETS

# Input size, shorter side, filter.
OTHERS = {
    "inception_v3": (299, 342, "bilinear"),
    "efficientnet_b0": (224, 256, "bicubic"),
    "efficientnet_b1": (240, 256, "bicubic"),
    "efficientnet_b2": (288, 288, "bicubic"),
    "efficientnet_b3": (300, 320, "bicubic"),
    "efficientnet_b4": (380, 384, "bicubic"),
    "efficientnet_b5": (456, 456, "bicubic"),
    "efficientnet_b6": (528, 528, "bicubic"),
    "efficientnet_b7": (600, 600, "bicubic"),
    "efficientnet_v2_s": (384, 384, "bilinear"),
    "efficientnet_v2_m": (480, 480, "bilinear"),
    "efficientnet_v2_l": (480, 480, "bicubic"),
}
HALVES = ("efficientnet_v2_l",)  # pixels to [-1, 1]


def preprocess_of(name: str) -> dict:
    document = dict(PRESETS["tf" if name in HALVES else "imagenet"])
    if name in OTHERS:
        side, shorter, kind = OTHERS[name]
        document |= {"input_size": [side, side], "resize_shorter": shorter, "filter": kind}
    return document
