"""timm's EfficientNet-Lite0 to Lite4: tf_efficientnet_liteN with TensorFlow's weights,
efficientnet_liteN with its own.

Both have the same tensors; they differ in padding, in the epsilon and in how pictures are prepared,
so that the name has to be said. Numbers: timm's timm/models/efficientnet.py (the `_cfg` of each
network, BN_EPS_TF_DEFAULT).
"""

from dataclasses import dataclass

from .. import graph
from ..errors import Refused
from ..timm_config import preprocess_of
from .builder import NetworkBuilder
from .efficientnet_lite import Variant, build_named, variant_of
from .efficientnet_lite_names import TimmNames

IMAGENET = {"mean": [0.485, 0.456, 0.406], "std": [0.229, 0.224, 0.225]}
HALF = {"mean": [0.5] * 3, "std": [0.5] * 3}
SIZES = (224, 240, 260, 300, 380)


@dataclass(frozen=True)
class Family:
    prefix: str
    epsilon: float
    same_padding: bool  # TensorFlow's; else half the kernel on each side
    normalisation: dict
    crop_pct: tuple  # by network
    interpolation: tuple

    def padding(self, kernel: int):
        return "same" if self.same_padding else (kernel // 2,) * 4


FAMILIES = (
    Family(
        "tf_efficientnet_lite",
        1e-3,
        True,
        HALF,
        (0.875, 0.882, 0.890, 0.904, 0.920),
        ("bicubic", "bicubic", "bicubic", "bilinear", "bilinear"),
    ),
    Family(
        "efficientnet_lite",
        1e-5,
        False,
        IMAGENET,
        (0.875, 0.882, 0.890, 0.904, 0.922),
        ("bicubic",) * 5,
    ),
)


@dataclass(frozen=True)
class Network:
    family: Family
    variant: Variant
    number: int

    @property
    def name(self) -> str:
        return f"{self.family.prefix}{self.number}"


def recognise(tensors: dict, architecture: str | None = None) -> Network | None:
    """Fails with weights/ambiguous-architecture unless `architecture` is one of the two that it can
    be."""
    # Squeeze-excite makes it an EfficientNet that is not Lite.
    variant = None if any(".se." in name for name in tensors) else variant_of(tensors, TimmNames)
    if variant is None:
        return None
    number = int(variant.name[-1])
    candidates = [Network(family, variant, number) for family in FAMILIES]
    for candidate in candidates:
        # A name may carry a tag of its training: "tf_efficientnet_lite0.in1k".
        if architecture and architecture.partition(".")[0] == candidate.name:
            return candidate
    names = " or ".join(candidate.name for candidate in candidates)
    raise Refused(
        "weights/ambiguous-architecture",
        f"these tensors are of timm's {names}, which pad and prepare pictures differently: "
        "say --architecture NAME, "
        f"or convert the folder that has timm's config.json (so far it is {architecture!r})",
    )


def build(tensors: dict, network: Network) -> graph.Network:
    """Fails with weights/* when a tensor is missing, left over or of another shape."""
    family = network.family
    builder = NetworkBuilder(tensors, family.epsilon)
    return build_named(builder, network.variant, network.name, TimmNames, family.padding)


def default_preprocess(network: Network) -> dict:
    family, size = network.family, SIZES[network.number]
    return preprocess_of(
        family.normalisation
        | {
            "input_size": [3, size, size],
            "crop_pct": family.crop_pct[network.number],
            "interpolation": family.interpolation[network.number],
        }
    )
