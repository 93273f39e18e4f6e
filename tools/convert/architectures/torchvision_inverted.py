"""TorchVision's EfficientNet (B0 to B7, V2) and MobileNetV3: inverted residuals with
squeeze-excite, whose steps are numbered."""

from dataclasses import dataclass

from .layers import Layers, count


@dataclass(frozen=True)
class Variant:
    name: str
    strides: tuple  # of the first block in each stage of `features`
    epsilon: float
    act: str  # of the stem, the head, and of blocks from `relu_blocks` on
    squeeze_act: str
    gate: str
    relu_blocks: int = 0


SILU = {"act": "silu", "squeeze_act": "silu", "gate": "sigmoid"}
HARD = {"act": "hard_swish", "squeeze_act": "relu", "gate": "hard_sigmoid"}
SMALL, LARGE = (2, 2, 1, 2, 1, 1, 1, 1, 2, 1, 1), (1, 2, 1, 2, 1, 1, 2, 1, 1, 1, 1, 1, 2, 1, 1)
MOBILE = {
    len(SMALL): Variant("mobilenet_v3_small", SMALL, 1e-3, relu_blocks=3, **HARD),
    len(LARGE): Variant("mobilenet_v3_large", LARGE, 1e-3, relu_blocks=6, **HARD),
}
STRIDES = (1, 2, 2, 2, 1, 2, 1)
# Blocks of the first and the last stage, channels of the stem -> number.
B = {
    (1, 1, 32): 0, (2, 2, 32): 1, (2, 2, 40): 3, (2, 2, 48): 4, (3, 3, 48): 5, (3, 3, 56): 6,
    (4, 4, 64): 7,
}  # fmt: skip
V2 = {(2, 6): "s", (3, 7): "m", (4, 7): "l"}  # blocks of the first stage, stages
B2_HEAD = 1408


def recognise(tensors: dict, architecture: str | None = None) -> Variant | None:
    if "features.1.block.0.0.weight" in tensors:
        return MOBILE.get(count(tensors, "features.") - 2)
    first = tensors.get("features.1.0.block.0.0.weight")
    if first is None or first.ndim != 4:
        return None
    stages = count(tensors, "features.") - 2
    repeats = [count(tensors, f"features.{stage}.") for stage in (1, stages)]
    if first.shape[1] > 1:
        size = V2.get((repeats[0], stages))
        return size and Variant(f"efficientnet_v2_{size}", STRIDES[:stages], 1e-3, **SILU)
    number = B.get((*repeats, len(tensors.get("features.0.0.weight", ()))))
    if number is None or stages != len(STRIDES):
        return None
    head = tensors.get("features.8.0.weight")
    number = 2 if number == 1 and head is not None and len(head) == B2_HEAD else number
    return Variant(f"efficientnet_b{number}", STRIDES, 1e-3 if number >= 5 else 1e-5, **SILU)


def build(layers: Layers, variant: Variant) -> str:
    layers.epsilon = variant.epsilon
    value = layers.unit("image", "features.0.0", "features.0.1", act=variant.act, stride=2)
    for index, stride in enumerate(variant.strides, start=1):
        act = "relu" if index <= variant.relu_blocks else variant.act
        if f"features.{index}.block.0.0" in layers:
            value = _block(layers, value, f"features.{index}.block.", stride, act, variant)
        for repeat in range(layers.count(f"features.{index}.")):
            name = f"features.{index}.{repeat}.block."
            value = _block(layers, value, name, 1 if repeat else stride, act, variant)
    last = f"features.{len(variant.strides) + 1}"
    value = layers.mean(layers.unit(value, f"{last}.0", f"{last}.1", act=variant.act))
    if "classifier.0" not in layers:
        return layers.linear(value, "classifier.1")
    return layers.linear(
        layers.act(layers.linear(value, "classifier.0"), variant.act), "classifier.3"
    )


def _block(layers, entry, name, stride, act, variant):
    value, steps = entry, layers.count(name)
    for step in range(steps):
        part = f"{name}{step}."
        if part + "fc1" in layers:
            value = layers.squeeze_excite(
                value, part + "fc1", part + "fc2", variant.squeeze_act, variant.gate
            )
            continue
        is_spatial = layers.kernel(part + "0") > 1
        value = layers.unit(
            value, part + "0", part + "1",
            act=None if step and step == steps - 1 else act, stride=stride if is_spatial else 1,
        )  # fmt: skip
    same = stride == 1 and layers.channels[value] == layers.channels[entry]
    return layers.add(value, entry) if same else value
