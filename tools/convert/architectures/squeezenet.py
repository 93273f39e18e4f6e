"""TorchVision's SqueezeNet 1.1: fire modules, no batch normalisation, a convolution as the last
layer."""

from .. import graph
from ..preprocess import PRESETS
from .builder import NetworkBuilder

# Index in `features` -> (squeeze channels, channels of each expand); the gaps are activations and
# pools.
FIRES = {
    3: (16, 64),
    4: (16, 64),
    6: (32, 128),
    7: (32, 128),
    9: (48, 192),
    10: (48, 192),
    11: (64, 256),
    12: (64, 256),
}
POOLS_BEFORE = (3, 6, 9)


def recognise(tensors: dict, architecture: str | None = None) -> str | None:
    if "classifier.1.weight" not in tensors or "features.3.squeeze.weight" not in tensors:
        return None
    return "squeezenet1_1"


def build(tensors: dict, variant: str) -> graph.Network:
    """Fails with weights/* when a tensor is missing, left over or of another shape."""
    builder = NetworkBuilder(tensors, epsilon=0)
    value = builder.convolution(
        "image", "stem", "features.0", 64, 3, bias=True, stride=2, clamp=graph.RELU
    )
    for index, (squeeze, expand) in FIRES.items():
        if index in POOLS_BEFORE:
            value = builder.pool(
                graph.MaxPool, value, f"pool{index}", kernel=(3, 3), stride=(2, 2), ceil_mode=True
            )
        value = _fire(builder, value, f"features.{index}", f"fire{index}", squeeze, expand)
    classes = len(tensors["classifier.1.weight"])
    scores = builder.convolution(
        value, "scores", "classifier.1", classes, 1, bias=True, clamp=graph.RELU
    )
    logits = builder.pool(graph.GlobalAveragePool, scores, "logits")
    return builder.finish(variant, {"logits": logits, "features": value})


def default_preprocess(variant: str) -> dict:
    return dict(PRESETS["imagenet"])


def _fire(builder, value, prefix, name, squeeze, expand):
    value = builder.convolution(
        value, f"{name}.squeeze", f"{prefix}.squeeze", squeeze, 1, bias=True, clamp=graph.RELU
    )
    one = builder.convolution(
        value, f"{name}.one", f"{prefix}.expand1x1", expand, 1, bias=True, clamp=graph.RELU
    )
    three = builder.convolution(
        value, f"{name}.three", f"{prefix}.expand3x3", expand, 3,
        bias=True, padding=(1, 1, 1, 1), clamp=graph.RELU,
    )  # fmt: skip
    return builder.concat([one, three], name)
