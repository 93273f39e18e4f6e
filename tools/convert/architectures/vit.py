"""Vision transformers (ViT, DeiT) of TorchVision, timm and Hugging Face transformers: a class
token, learned positions, and heads of 64 channels."""

from dataclasses import dataclass

from .layers import Layers

DISTILLED = "distillation_token"  # of Hugging Face's DeiT
HEAD_CHANNELS = {1280: 80}  # of ViT-H; 64 otherwise


@dataclass(frozen=True)
class Names:
    """What one of them calls its layers."""

    name: str
    patches: str
    class_token: str
    positions: str
    block: str
    first_norm: str
    qkv: tuple  # names of weights without ".weight", one or three
    project: str
    second_norm: str
    expand: str
    reduce: str
    last_norm: str
    classes: str
    epsilon: float


def _huggingface(prefix: str) -> Names:
    return Names(
        prefix, f"{prefix}.embeddings.patch_embeddings.projection",
        f"{prefix}.embeddings.cls_token", f"{prefix}.embeddings.position_embeddings",
        f"{prefix}.encoder.layer.", "layernorm_before",
        tuple(f"attention.attention.{part}" for part in ("query", "key", "value")),
        "attention.output.dense", "layernorm_after", "intermediate.dense", "output.dense",
        f"{prefix}.layernorm", "classifier", 1e-12,
    )  # fmt: skip


SCHEMES = (
    Names(
        "ViT", "conv_proj", "class_token", "encoder.pos_embedding",
        "encoder.layers.encoder_layer_", "ln_1", ("self_attention.in_proj",),
        "self_attention.out_proj", "ln_2", "mlp.0", "mlp.3", "encoder.ln", "heads.head", 1e-6,
    ),
    Names(
        "vit", "patch_embed.proj", "cls_token", "pos_embed", "blocks.", "norm1", ("attn.qkv",),
        "attn.proj", "norm2", "mlp.fc1", "mlp.fc2", "norm", "head", 1e-6,
    ),
    _huggingface("vit"),
    _huggingface("deit"),
)  # fmt: skip


def recognise(tensors: dict, architecture: str | None = None) -> Names | None:
    for names in SCHEMES:
        wanted = (f"{names.patches}.weight", names.class_token, f"{names.last_norm}.weight")
        if all(name in tensors for name in (*wanted, f"{names.block}0.{names.expand}.weight")):
            return names
    return None


def build(layers: Layers, names: Names) -> str:
    second = f"{names.name}.embeddings.{DISTILLED}"
    tokens = [names.class_token, *([second] if second in layers else [])]
    value = layers.tokens(layers.patches("image", names.patches), tokens)
    value = layers.shift(value, names.positions)
    for index in range(layers.count(names.block)):
        name = f"{names.block}{index}."
        normal = layers.token_norm(value, name + names.first_norm, names.epsilon)
        qkv = [name + part for part in names.qkv]
        mixed = layers.attention(normal, qkv, HEAD_CHANNELS)
        value = layers.add(layers.token_linear(mixed, name + names.project), value)
        normal = layers.token_norm(value, name + names.second_norm, names.epsilon)
        wide = layers.act(layers.token_linear(normal, name + names.expand), "gelu")
        value = layers.add(layers.token_linear(wide, name + names.reduce), value)
    value = layers.token_norm(value, names.last_norm, names.epsilon)
    return layers.linear(layers.first_token(value), names.classes)
