"""The architectures that raw weights are recognised as, by their tensor names.

A module of this folder has recognise(tensors, architecture) -> variant or None. `architecture` is
timm's name of the network or None; it decides only where the tensors leave it open. MODULES
also have build(tensors, variant) -> Network and default_preprocess(variant) -> FORMAT.md's
`preprocess`; WRITTEN have build(layers, variant) -> the name of the value of the classes.
"""

from ..errors import Refused
from . import (
    convnext,
    efficientnet_lite,
    efficientnet_lite_timm,
    mobilenet_v2,
    resnet,
    squeezenet,
    timm_branches,
    timm_ghostnet,
    timm_inverted,
    timm_regnet,
    timm_rexnet,
    torchvision_densenet,
    torchvision_googlenet,
    torchvision_inception,
    torchvision_inverted,
    torchvision_mnasnet,
    torchvision_plain,
    torchvision_regnet,
    torchvision_resnets,
    torchvision_shufflenet,
    torchvision_squeezenet,
    transformers_efficientnet,
    transformers_mobilenets,
    transformers_regnet,
    vit,
)
from .layers import Layers
from .published import preprocess_of
from .renames import torchvision_names

WRITTEN = (
    convnext,
    vit,
    torchvision_resnets,
    torchvision_densenet,
    torchvision_googlenet,
    torchvision_inception,
    torchvision_inverted,
    torchvision_mnasnet,
    torchvision_plain,
    torchvision_regnet,
    torchvision_shufflenet,
    torchvision_squeezenet,
    timm_branches,
    timm_ghostnet,
    timm_inverted,
    timm_regnet,
    timm_rexnet,
    transformers_efficientnet,
    transformers_mobilenets,
    transformers_regnet,
)
MODULES = (efficientnet_lite, efficientnet_lite_timm, resnet, mobilenet_v2, squeezenet)


def build_network(tensors: dict, architecture: str | None = None, input_size=None):
    """(network, its published preprocessing). `input_size` (height, width), if another is wanted.
    Fails with weights/*."""
    tensors = torchvision_names(tensors)
    for module in WRITTEN:
        variant = module.recognise(tensors, architecture)
        if variant is not None:
            return _written(module, tensors, variant, input_size)
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


def _written(module, tensors: dict, variant, input_size):
    name = getattr(variant, "name", variant)
    layers, usual = Layers(tensors), preprocess_of(name)
    output = module.build(layers, variant)
    return layers.finish(output, name, input_size or usual["input_size"]), usual
