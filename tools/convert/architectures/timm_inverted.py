"""timm's EfficientNet, EfficientNetV2, MobileNetV2 to V4, MNASNet and LCNet: stages of blocks, each
known by the names of its layers. Strides and activations are by the network's name."""

from dataclasses import dataclass

from ..errors import Refused
from .layers import Layers

USUAL = (1, 2, 2, 2, 1, 2, 1)


@dataclass(frozen=True)
class Family:
    strides: tuple = USUAL  # of the first block in each stage
    act: str = "silu"  # of the stem, the head, and of blocks from stage `relu_stages` on
    squeeze_act: str = "silu"
    gate: str = "sigmoid"
    relu_stages: int = 0
    separable_acts: bool = False  # LCNet: depthwise separable blocks end in an activation


HARD = {"act": "hard_swish", "squeeze_act": "relu", "gate": "hard_sigmoid"}
RELU = {"act": "relu", "squeeze_act": "relu"}
# How timm's names begin, without "tf_"; longer ones first.
FAMILIES = {
    "mobilenetv3_small_minimal": Family((2, 2, 2, 1, 2, 1), **RELU),
    "mobilenetv3_small": Family((2, 2, 2, 1, 2, 1), relu_stages=2, **HARD),
    "mobilenetv3_large_minimal": Family((1, 2, 2, 2, 1, 2, 1), **RELU),
    "mobilenetv3_large": Family(USUAL, relu_stages=3, **HARD),
    "mobilenetv4_conv": Family((2, 2, 2, 2, 1), **RELU),
    "mobilenetv2": Family(USUAL, act="relu6"),
    "lcnet": Family((1, 2, 2, 2, 1, 2), separable_acts=True, **HARD),
    "mnasnet": Family(USUAL, **RELU),
    "semnasnet": Family(USUAL, **RELU),
    "efficientnetv2": Family(USUAL),
    "efficientnet_b": Family(USUAL),
}  # fmt: skip


@dataclass(frozen=True)
class Variant:
    name: str
    family: Family

    @property
    def is_tensorflow(self) -> bool:
        """Padding and epsilon are TensorFlow's."""
        return self.name.startswith("tf_")


def recognise(tensors: dict, architecture: str | None = None) -> Variant | None:
    """Fails with weights/ambiguous-architecture unless `architecture` says which it is."""
    if "conv_stem.weight" not in tensors or "blocks.0.0.bn1.weight" not in tensors:
        return None
    name = (architecture or "").partition(".")[0]
    if "efficientnet_lite" in name:
        return None  # efficientnet_lite_timm.py has them
    for begin, family in FAMILIES.items():
        if name.removeprefix("tf_").startswith(begin):
            return Variant(name, family)
    has_squeeze = any(".se." in tensor for tensor in tensors)
    if not has_squeeze and "conv_head.bias" not in tensors and "conv_head.weight" in tensors:
        return None
    raise Refused(
        "weights/ambiguous-architecture",
        "these tensors are of one of timm's networks of inverted residuals, which differ in "
        f"padding and activations (the name so far is {architecture!r}): say --architecture NAME "
        f"({', '.join(FAMILIES)}...), or convert the folder with timm's config.json",
    )


def build(layers: Layers, variant: Variant) -> str:
    network = _Network(layers, variant)
    layers.epsilon = 1e-3 if variant.is_tensorflow else 1e-5
    value = network.unit("image", "conv_stem", "bn1", variant.family.act, stride=2)
    for stage in range(layers.count("blocks.")):
        for index in range(layers.count(f"blocks.{stage}.")):
            value = network.block(value, stage, index)
    act = variant.family.act
    if "bn2" in layers:
        value = layers.mean(network.unit(value, "conv_head", "bn2", act))
    else:
        value = layers.conv(layers.mean(value), "conv_head")
        value = layers.norm(value, "norm_head") if "norm_head" in layers else value
        value = layers.act(value, act)
    return layers.linear(value, "classifier")


class _Network:
    def __init__(self, layers, variant):
        self.layers, self.family = layers, variant.family
        self.same = variant.is_tensorflow

    def unit(self, value, conv, norm, act, stride=1):
        return self.layers.unit(value, conv, norm, act, stride=stride, same=self.same)

    def block(self, entry, stage: int, index: int):
        family, layers, name = self.family, self.layers, f"blocks.{stage}.{index}."
        stride = family.strides[stage] if index == 0 and stage < len(family.strides) else 1
        act = "relu" if stage < family.relu_stages else family.act
        steps = self.steps(name, act)
        strided = self.strided(name, [conv for conv, _, _ in steps])
        value = entry
        for conv, norm, act_after in steps:
            if conv == name + "se":
                value = layers.squeeze_excite(
                    value,
                    conv + ".conv_reduce",
                    conv + ".conv_expand",
                    family.squeeze_act,
                    family.gate,
                )
            else:
                value = self.unit(value, conv, norm, act_after, stride if conv == strided else 1)
        if self.skips(name, stride) and layers.channels[value] == layers.channels[entry]:
            value = layers.add(value, entry)
        return value

    def steps(self, name, act) -> list:
        """(convolution, its normalisation, activation) of a block, in order."""
        layers = self.layers
        if name + "pw_exp.conv" in layers:  # MobileNetV4's
            acts = {"dw_start": None, "pw_exp": act, "dw_mid": act, "pw_proj": None}
            found = [part for part in acts if f"{name}{part}.conv" in layers]
            return [(f"{name}{part}.conv", f"{name}{part}.bn", acts[part]) for part in found]
        if name + "conv" in layers:
            return [(name + "conv", name + "bn1", act)]
        se = [(name + "se", "", None)] if name + "se.conv_reduce" in layers else []
        if name + "conv_exp" in layers:
            return [
                (name + "conv_exp", name + "bn1", act), *se,
                (name + "conv_pwl", name + "bn2", None),
            ]  # fmt: skip
        if name + "conv_pwl" in layers:
            return [
                (name + "conv_pw", name + "bn1", act),
                (name + "conv_dw", name + "bn2", act), *se,
                (name + "conv_pwl", name + "bn3", None),
            ]  # fmt: skip
        last = act if self.family.separable_acts else None
        return [
            (name + "conv_dw", name + "bn1", act), *se, (name + "conv_pw", name + "bn2", last),
        ]  # fmt: skip

    def strided(self, name, convs) -> str:
        """The layer that has the block's stride: the middle depthwise one, else the first."""
        for part in ("dw_mid.conv", "dw_start.conv", "conv_dw", "conv_exp", "conv"):
            if name + part in convs:
                return name + part
        return convs[0]

    def skips(self, name, stride: int) -> bool:
        if stride != 1 or self.family.separable_acts:
            return False
        # Plain convolutions have a shortcut in EfficientNetV2 only.
        return name + "conv" not in self.layers or self.family is FAMILIES["efficientnetv2"]
