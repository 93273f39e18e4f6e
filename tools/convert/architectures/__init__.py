"""The architectures that raw weights are recognised as, by their tensor names.

A module of this folder has recognise(tensors, architecture) -> variant or None, build(tensors,
variant) -> Network and default_preprocess(variant) -> FORMAT.md's `preprocess`. `architecture` is
timm's name of the network or None; it decides only where the tensors leave it open.
"""

from ..errors import Refused
from . import efficientnet_lite, efficientnet_lite_timm, mobilenet_v2, resnet, squeezenet
from .renames import torchvision_names

MODULES = (efficientnet_lite, efficientnet_lite_timm, resnet, mobilenet_v2, squeezenet)


def build_network(tensors: dict, architecture: str | None = None):
    """(network, its published preprocessing). Fails with weights/*."""
    tensors = torchvision_names(tensors)
    for module in MODULES:
        variant = module.recognise(tensors, architecture)
        if variant is not None:
            return module.build(tensors, variant), module.default_preprocess(variant)
    raise Refused(
        "weights/unknown-architecture",
        f"the tensor names ({', '.join(sorted(tensors)[:3])}, ...) belong to no architecture "
        "that is "
        "known here; export the network to ONNX and convert that",
    )
