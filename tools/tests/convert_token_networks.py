"""ConvNeXt and vision transformers as PyTorch computes them, small, with random weights under the
names of TorchVision, timm and Hugging Face transformers.

Written from the published networks, not from tools/convert: layers are looked up by what they do,
and each library says only what it calls them.
"""

import numpy as np
from convert_torch_networks import TorchNetwork

CONVNEXT_WIDTHS, CONVNEXT_DEPTHS = (8, 16, 24, 32), (1, 2, 1, 1)
VIT_WIDTH, VIT_DEPTH, VIT_HIDDEN, PATCH = 128, 2, 96, 8
HEADS = VIT_WIDTH // 64


class TokenNetwork(TorchNetwork):
    """With layers of (1, H, W, C) and (1, N, C)."""

    def integers(self, *values):
        return self.node("Constant", [], value_ints=values)

    def turned(self, value, *order):
        return self.node("Transpose", [value], perm=order)

    def layer_norm(self, name, value, channels, epsilon):
        """Written as mean and variance of the last axis."""
        weight = self.tensor(f"{name}.weight", self.random.uniform(0.5, 1.5, channels))
        bias = self.tensor(f"{name}.bias", self.normal(channels) / 4)
        centred = self.node("Sub", [value, self.node("ReduceMean", [value], axes=[-1])])
        squares = self.node("Mul", [centred, centred])
        variance = self.node("ReduceMean", [squares], axes=[-1])
        deviation = self.node("Add", [variance, self.node("Constant", [], value_float=epsilon)])
        normal = self.node("Div", [centred, self.node("Sqrt", [deviation])])
        return self.node("Add", [self.node("Mul", [normal, weight]), bias])

    def of_last(self, name, value, outputs, inputs, separator=".", shape=None):
        """A dense layer of the last axis; `shape` is that of its stored weight."""
        matrix = self.normal((outputs, inputs)) / np.sqrt(inputs)
        weight = self.tensor(f"{name}{separator}weight", matrix.reshape(shape or matrix.shape))
        flat = self.node("Reshape", [weight, self.integers(outputs, inputs)])
        bias = self.tensor(f"{name}{separator}bias", self.normal((outputs,)) / 4)
        return self.node("Add", [self.node("MatMul", [value, self.turned(flat, 1, 0)]), bias])

    def gelu(self, value):
        half, root = (
            self.node("Constant", [], value_float=number) for number in (0.5, float(np.sqrt(0.5)))
        )
        erf = self.node("Erf", [self.node("Mul", [value, root])])
        one = self.node("Add", [erf, self.node("Constant", [], value_float=1.0)])
        return self.node("Mul", [self.node("Mul", [value, half]), one])


# What each library calls the layers of stage s from 0, block b.
CONVNEXT_NAMES = {
    "torchvision": lambda s, b: {
        "stem": "features.0.0", "stem norm": "features.0.1",
        "down norm": f"features.{2 * s}.0", "down": f"features.{2 * s}.1",
        "depthwise": f"features.{2 * s + 1}.{b}.block.0",
        "norm": f"features.{2 * s + 1}.{b}.block.2",
        "wide": f"features.{2 * s + 1}.{b}.block.3", "narrow": f"features.{2 * s + 1}.{b}.block.5",
        "scale": f"features.{2 * s + 1}.{b}.layer_scale",
        "last norm": "classifier.0", "classes": "classifier.2",
    },
    "timm": lambda s, b: {
        "stem": "stem.0", "stem norm": "stem.1",
        "down norm": f"stages.{s}.downsample.0", "down": f"stages.{s}.downsample.1",
        "depthwise": f"stages.{s}.blocks.{b}.conv_dw", "norm": f"stages.{s}.blocks.{b}.norm",
        "wide": f"stages.{s}.blocks.{b}.mlp.fc1", "narrow": f"stages.{s}.blocks.{b}.mlp.fc2",
        "scale": f"stages.{s}.blocks.{b}.gamma",
        "last norm": "head.norm", "classes": "head.fc",
    },
    "transformers": lambda s, b: {
        "stem": "convnext.embeddings.patch_embeddings",
        "stem norm": "convnext.embeddings.layernorm",
        "down norm": f"convnext.encoder.stages.{s}.downsampling_layer.0",
        "down": f"convnext.encoder.stages.{s}.downsampling_layer.1",
        "depthwise": f"convnext.encoder.stages.{s}.layers.{b}.dwconv",
        "norm": f"convnext.encoder.stages.{s}.layers.{b}.layernorm",
        "wide": f"convnext.encoder.stages.{s}.layers.{b}.pwconv1",
        "narrow": f"convnext.encoder.stages.{s}.layers.{b}.pwconv2",
        "scale": f"convnext.encoder.stages.{s}.layers.{b}.layer_scale_parameter",
        "last norm": "convnext.layernorm", "classes": "classifier",
    },
}  # fmt: skip


def convnext(library, classes=5, convolutions=False):
    """`convolutions`: its dense layers are convolutions of one pixel, as in timm's small ones."""
    net, names = TokenNetwork(3), CONVNEXT_NAMES[library]
    first, width = names(0, 0), CONVNEXT_WIDTHS[0]
    value = net.conv(first["stem"], "image", (width, 3, 4, 4), 4, 0, bias=True)
    value = _norm_of_map(net, first["stem norm"], value, width)
    for stage, (outputs, depth) in enumerate(zip(CONVNEXT_WIDTHS, CONVNEXT_DEPTHS, strict=True)):
        if stage > 0:
            here = names(stage, 0)
            value = _norm_of_map(net, here["down norm"], value, width)
            value = net.conv(here["down"], value, (outputs, width, 2, 2), 2, 0, bias=True)
        width = outputs
        for block in range(depth):
            here = names(stage, block)
            value = _convnext_block(net, here, value, width, library, convolutions)
    pooled = net.node("ReduceMean", [value], axes=[2, 3], keepdims=0)
    epsilon = 1e-12 if library == "transformers" else 1e-6
    pooled = net.layer_norm(first["last norm"], pooled, width, epsilon)
    return net, net.of_last(first["classes"], pooled, classes, width)


def _norm_of_map(net, name, value, channels):
    last = net.layer_norm(name, net.turned(value, 0, 2, 3, 1), channels, 1e-6)
    return net.turned(last, 0, 3, 1, 2)


def _convnext_block(net, names, entry, width, library, convolutions):
    value = net.conv(names["depthwise"], entry, (width, 1, 7, 7), 1, 3, groups=width, bias=True)
    value = net.layer_norm(names["norm"], net.turned(value, 0, 2, 3, 1), width, 1e-6)
    ones = (1, 1) if convolutions else ()
    wide, narrow = (4 * width, width, *ones), (width, 4 * width, *ones)
    value = net.gelu(net.of_last(names["wide"], value, 4 * width, width, shape=wide))
    value = net.of_last(names["narrow"], value, width, 4 * width, shape=narrow)
    shape = (width, 1, 1) if library == "torchvision" else (width,)
    scale = net.tensor(names["scale"], net.random.uniform(0.2, 1, shape))
    flat = net.node("Reshape", [scale, net.integers(width)])
    return net.node("Add", [net.turned(net.node("Mul", [value, flat]), 0, 3, 1, 2), entry])


def _transformers_vit(prefix):
    return lambda b: {
        "patches": f"{prefix}.embeddings.patch_embeddings.projection",
        "class token": f"{prefix}.embeddings.cls_token",
        "second token": f"{prefix}.embeddings.distillation_token",
        "positions": f"{prefix}.embeddings.position_embeddings",
        "first norm": f"{prefix}.encoder.layer.{b}.layernorm_before",
        "q": f"{prefix}.encoder.layer.{b}.attention.attention.query",
        "k": f"{prefix}.encoder.layer.{b}.attention.attention.key",
        "v": f"{prefix}.encoder.layer.{b}.attention.attention.value",
        "project": f"{prefix}.encoder.layer.{b}.attention.output.dense",
        "second norm": f"{prefix}.encoder.layer.{b}.layernorm_after",
        "wide": f"{prefix}.encoder.layer.{b}.intermediate.dense",
        "narrow": f"{prefix}.encoder.layer.{b}.output.dense",
        "last norm": f"{prefix}.layernorm", "classes": "classifier",
    }  # fmt: skip


VIT_NAMES = {
    "torchvision": lambda b: {
        "patches": "conv_proj", "class token": "class_token",
        "positions": "encoder.pos_embedding",
        "first norm": f"encoder.layers.encoder_layer_{b}.ln_1",
        "qkv": f"encoder.layers.encoder_layer_{b}.self_attention.in_proj",
        "project": f"encoder.layers.encoder_layer_{b}.self_attention.out_proj",
        "second norm": f"encoder.layers.encoder_layer_{b}.ln_2",
        "wide": f"encoder.layers.encoder_layer_{b}.mlp.0",
        "narrow": f"encoder.layers.encoder_layer_{b}.mlp.3",
        "last norm": "encoder.ln", "classes": "heads.head",
    },
    "timm": lambda b: {
        "patches": "patch_embed.proj", "class token": "cls_token", "positions": "pos_embed",
        "first norm": f"blocks.{b}.norm1", "qkv": f"blocks.{b}.attn.qkv",
        "project": f"blocks.{b}.attn.proj", "second norm": f"blocks.{b}.norm2",
        "wide": f"blocks.{b}.mlp.fc1", "narrow": f"blocks.{b}.mlp.fc2",
        "last norm": "norm", "classes": "head",
    },
    "vit": _transformers_vit("vit"),
    "deit": _transformers_vit("deit"),
}  # fmt: skip


def vit(library, side, classes=5):
    net, names = TokenNetwork(4), VIT_NAMES[library]
    epsilon, first = (1e-12 if library in ("vit", "deit") else 1e-6), names(0)
    kernel = (VIT_WIDTH, 3, PATCH, PATCH)
    value = net.conv(first["patches"], "image", kernel, PATCH, 0, bias=True)
    value = net.node("Reshape", [value, net.integers(1, VIT_WIDTH, -1)])
    tokens = ["class token", "second token"] if library == "deit" else ["class token"]
    added = [net.tensor(first[token], net.normal((1, 1, VIT_WIDTH))) for token in tokens]
    value = net.node("Concat", [*added, net.turned(value, 0, 2, 1)], axis=1)
    count = (side // PATCH) ** 2 + len(tokens)
    positions = net.tensor(first["positions"], net.normal((1, count, VIT_WIDTH)) / 2)
    value = net.node("Add", [value, positions])
    for block in range(VIT_DEPTH):
        value = _vit_block(net, names(block), value, library, epsilon)
    value = net.layer_norm(first["last norm"], value, VIT_WIDTH, epsilon)
    token = net.node("Gather", [value, net.node("Constant", [], value_int=0)], axis=1)
    return net, net.of_last(first["classes"], token, classes, VIT_WIDTH)


def _vit_block(net, names, entry, library, epsilon):
    normal = net.layer_norm(names["first norm"], entry, VIT_WIDTH, epsilon)
    heads = _heads(net, names, normal, "_" if library == "torchvision" else ".")
    mixed = net.of_last(names["project"], _attention(net, *heads), VIT_WIDTH, VIT_WIDTH)
    entry = net.node("Add", [entry, mixed])
    value = net.layer_norm(names["second norm"], entry, VIT_WIDTH, epsilon)
    value = net.gelu(net.of_last(names["wide"], value, VIT_HIDDEN, VIT_WIDTH))
    return net.node("Add", [entry, net.of_last(names["narrow"], value, VIT_WIDTH, VIT_HIDDEN)])


def _heads(net, names, value, separator):
    """Queries, keys and values, (1, heads, N, 64)."""
    if "qkv" in names:
        joined = net.of_last(names["qkv"], value, 3 * VIT_WIDTH, VIT_WIDTH, separator)
        split = net.node("Reshape", [joined, net.integers(1, -1, 3, HEADS, 64)])
        split = net.turned(split, 2, 0, 3, 1, 4)
        at = [net.node("Constant", [], value_int=index) for index in range(3)]
        return [net.node("Gather", [split, index], axis=0) for index in at]
    each = [net.of_last(names[part], value, VIT_WIDTH, VIT_WIDTH) for part in "qkv"]
    each = [net.node("Reshape", [part, net.integers(1, -1, HEADS, 64)]) for part in each]
    return [net.turned(part, 0, 2, 1, 3) for part in each]


def _attention(net, queries, keys, values):
    eighth = net.node("Constant", [], value_float=0.125)  # 1 / sqrt(64)
    likeness = net.node(
        "MatMul", [net.node("Mul", [queries, eighth]), net.turned(keys, 0, 1, 3, 2)]
    )
    weights = net.node("Softmax", [likeness], axis=-1)
    mixed = net.turned(net.node("MatMul", [weights, values]), 0, 2, 1, 3)
    return net.node("Reshape", [mixed, net.integers(1, -1, VIT_WIDTH)])
