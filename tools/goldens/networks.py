"""The networks of native-tests/fixtures/model; together they use every operation and attribute of
FORMAT.md."""

import numpy as np
from convert import graph

from .int8_networks import int8_networks
from .sketch import Sketch


def networks():
    """(sketch, network) of each, the sketch for its name and input."""
    yield from float32_networks()
    yield from int8_networks()


def float32_networks():
    for draw, height, width in CASES:
        sketch = Sketch(draw.__name__, height, width)
        yield sketch, draw(sketch)


def conv_plain(s):
    return s.classified(s.conv("image", "conv", (6, 3, 3, 3)), 6)


def conv_asymmetric(s):
    value = s.conv("image", "conv", (4, 3, 5, 3), bias=False, stride=(2, 1), padding=(0, 2, 1, 1))
    return s.classified(value, 4)


def conv_same_stride_2(s):
    value = s.conv("image", "even", (8, 3, 3, 3), stride=(2, 2), padding="same")
    value = s.conv(value, "odd", (8, 5, 5, 8), stride=(2, 2), padding="same")
    return s.classified(value, 8)


def conv_same_stride_3(s):
    value = s.conv("image", "conv", (4, 2, 2, 3), stride=(3, 3), padding="same")
    return s.classified(value, 4)


def conv_dilated(s):
    value = s.conv("image", "conv", (4, 3, 3, 3), dilation=(2, 3), padding=(2, 3, 2, 3))
    value = s.conv(value, "same", (4, 3, 3, 4), dilation=(2, 2), padding="same")
    return s.classified(value, 4)


def conv_groups(s):
    value = s.conv("image", "spread", (6, 1, 1, 3))
    value = s.conv(value, "grouped", (9, 3, 3, 2), groups=3, padding=(1, 1, 1, 1))
    return s.classified(value, 9)


def conv_clamps(s):
    value = s.conv("image", "both", (8, 1, 1, 3), clamp=(0, 6))
    value = s.conv(value, "low", (8, 1, 1, 8), clamp=(0, None))
    value = s.conv(value, "high", (8, 1, 1, 8), clamp=(None, 0.25))
    return s.classified(value, 8)


def conv_one_pixel(s):
    value = s.conv("image", "conv", (5, 3, 3, 3), padding="same", stride=(2, 2))
    return s.classified(value, 5)


def conv_on_vector(s):
    pooled = s.append(graph.GlobalAveragePool, input="image", output="mean")
    value = s.conv(pooled, "conv", (6, 1, 1, 3), clamp=(0, None))
    return s.network(s.dense(value, "logits", (4, 6)), embedding=value)


def depthwise_same(s):
    value = s.conv("image", "spread", (8, 1, 1, 3))
    value = s.depthwise(value, "three", (1, 3, 3, 8), padding="same", clamp=(0, 6))
    value = s.depthwise(value, "five", (1, 5, 5, 8), stride=(2, 2), padding="same")
    return s.classified(value, 8)


def depthwise_multiplier(s):
    value = s.depthwise("image", "twice", (1, 3, 3, 6), bias=False, padding=(1, 0, 2, 1))
    value = s.depthwise(value, "thrice", (1, 1, 3, 18), stride=(1, 2))
    return s.classified(value, 18)


def depthwise_dilated(s):
    value = s.depthwise("image", "conv", (1, 3, 3, 3), dilation=(2, 1), padding=(2, 1, 2, 1))
    return s.classified(value, 3)


def add_residual(s):
    first = s.conv("image", "first", (4, 1, 1, 3), clamp=(0, None))
    second = s.conv(first, "second", (4, 3, 3, 4), padding="same")
    return s.classified(
        s.append(graph.Add, inputs=[first, second], output="sum", clamp=(0, None)), 4
    )


def add_broadcast(s):
    mean = s.append(graph.GlobalAveragePool, input="image", output="mean")
    after = s.append(graph.Add, inputs=["image", mean], output="after")
    before = s.append(graph.Add, inputs=[mean, after], output="before", clamp=(None, 1))
    return s.classified(before, 3)


def add_itself(s):
    value = s.append(graph.Add, inputs=["image", "image"], output="twice")
    return s.classified(s.append(graph.Multiply, inputs=[value, value], output="square"), 3)


def constants(s):
    value = s.constant(graph.Multiply, "image", "scaled", 3)
    value = s.constant(graph.Add, value, "shifted", 3, clamp=(0, None))
    value = s.constant(graph.Multiply, value, "doubled", 1)
    value = s.constant(graph.Add, value, "raised", 1)
    return s.classified(value, 3)


def squeeze_excite(s):
    value = s.conv("image", "spread", (8, 1, 1, 3), clamp=(0, None))
    mean = s.append(graph.GlobalAveragePool, input=value, output="squeeze")
    gate = s.conv(mean, "reduce", (4, 1, 1, 8), clamp=(0, None))
    gate = s.conv(gate, "expand", (8, 1, 1, 4))
    gate = s.append(graph.HardSigmoid, input=gate, output="gate")
    return s.classified(s.append(graph.Multiply, inputs=[value, gate], output="excite"), 8)


def gate_first(s):
    value = s.conv("image", "spread", (4, 1, 1, 3))
    mean = s.append(graph.GlobalAveragePool, input=value, output="squeeze")
    gate = s.append(graph.Sigmoid, input=s.dense(mean, "gate_in", (4, 4)), output="gate")
    product = s.append(graph.Multiply, inputs=[gate, value], output="excite", clamp=(-0.5, 0.5))
    return s.classified(product, 4)


def concat_three(s):
    parts = [s.conv("image", f"part{n}", (n, 1, 1, 3), clamp=(0, None)) for n in (2, 3, 5)]
    return s.classified(s.append(graph.Concat, inputs=parts, output="joined"), 10)


def max_pool(s):
    value = s.append(
        graph.MaxPool,
        input="image",
        output="padded",
        kernel=(3, 3),
        stride=(2, 2),
        padding=(1, 1, 1, 1),
    )
    value = s.append(
        graph.MaxPool,
        input=value,
        output="dilated",
        kernel=(2, 2),
        stride=(1, 1),
        dilation=(1, 2),
        clamp=(0, 1),
    )
    return s.classified(value, 3)


def max_pool_ceil(s):
    value = s.append(
        graph.MaxPool, input="image", output="ceil", kernel=(3, 3), stride=(2, 2), ceil_mode=True
    )
    return s.classified(value, 3)


def max_pool_ceil_drops_window(s):
    # 5 pixels, padded by 1, windows of 2 every 3: the third would begin in the padding at the end.
    value = s.append(
        graph.MaxPool, input="image", output="ceil", kernel=(2, 2), stride=(3, 3),
        padding=(1, 1, 1, 1), ceil_mode=True,
    )  # fmt: skip
    return s.classified(value, 3)


def max_pool_same(s):
    value = s.append(
        graph.MaxPool, input="image", output="same", kernel=(3, 2), stride=(2, 2), padding="same"
    )
    return s.classified(value, 3)


def average_pool(s):
    value = s.append(
        graph.AveragePool,
        input="image",
        output="plain",
        kernel=(2, 3),
        stride=(1, 2),
        clamp=(-0.5, None),
    )
    value = s.append(
        graph.AveragePool,
        input=value,
        output="padded",
        kernel=(3, 3),
        stride=(1, 1),
        padding=(1, 1, 1, 1),
    )
    return s.classified(value, 3)


def average_pool_count_padding(s):
    value = s.append(
        graph.AveragePool, input="image", output="counted", kernel=(3, 3), stride=(2, 2),
        padding=(1, 1, 1, 1), count_padding=True,
    )  # fmt: skip
    return s.classified(value, 3)


def average_pool_ceil(s):
    value = s.append(
        graph.AveragePool,
        input="image",
        output="ceil",
        kernel=(3, 3),
        stride=(2, 2),
        ceil_mode=True,
    )
    return s.classified(value, 3)


def average_pool_ceil_count(s):
    value = s.append(
        graph.AveragePool, input="image", output="ceil", kernel=(3, 3), stride=(2, 2),
        padding=(1, 1, 1, 1), ceil_mode=True, count_padding=True,
    )  # fmt: skip
    return s.classified(value, 3)


def average_pool_same(s):
    value = s.append(
        graph.AveragePool,
        input="image",
        output="same",
        kernel=(3, 3),
        stride=(2, 2),
        padding="same",
    )
    return s.classified(value, 3)


def activations(s):
    value = s.conv("image", "spread", (4, 1, 1, 3))
    value = s.append(graph.HardSwish, input=value, output="hard_swish")
    value = s.conv(value, "mix", (4, 1, 1, 4))
    value = s.append(graph.Sigmoid, input=value, output="sigmoid")
    value = s.append(graph.HardSigmoid, input=value, output="hard_sigmoid")
    value = s.append(graph.ClampValue, input=value, output="clamped", clamp=(0.6, 0.65))
    return s.classified(value, 4)


def activations_on_vector(s):
    mean = s.append(graph.GlobalAveragePool, input="image", output="mean", clamp=(None, 0.1))
    value = s.dense(mean, "hidden", (6, 3), clamp=(0, 6))
    value = s.append(graph.HardSwish, input=value, output="hard_swish")
    value = s.dense(value, "second", (6, 6), bias=False)
    value = s.append(graph.Sigmoid, input=value, output="sigmoid")
    value = s.append(graph.ClampValue, input=value, output="clamped", clamp=(None, 0.5))
    return s.network(s.dense(value, "logits", (4, 6)), embedding=value)


def l2_normalize(s):
    value = s.conv("image", "spread", (5, 1, 1, 3))
    value = s.append(graph.L2Normalize, input=value, output="of_a_map")
    pooled = s.append(graph.GlobalAveragePool, input=value, output="pool")
    normal = s.append(graph.L2Normalize, input=pooled, output="normal")
    logits = s.dense(normal, "logits", (4, 5))
    return s.network(logits, features=value, embedding=pooled)


def smooth_activations(s):
    value = s.conv("image", "spread", (6, 1, 1, 3))
    value = s.append(graph.Gelu, input=value, output="gelu")
    value = s.conv(value, "mix", (6, 1, 1, 6))
    value = s.append(graph.Elu, input=value, output="elu")
    value = s.append(graph.Elu, input=value, output="other", alpha=0.5)
    return s.classified(value, 6)


def generalised_mean(s):
    value = s.conv("image", "spread", (6, 3, 3, 3), clamp=(1e-2, None))
    value = s.append(graph.Power, input=value, output="raised", exponent=2.75)
    mean = s.append(graph.GlobalAveragePool, input=value, output="mean")
    root = s.append(graph.Power, input=mean, output="root", exponent=1 / 2.75)
    return s.network(s.dense(root, "logits", (4, 6)), features=value, embedding=root)


def layer_norm(s):
    value = s.conv("image", "spread", (9, 3, 3, 3))
    value = s.append(graph.LayerNorm, input=value, output="of_pixels", epsilon=1e-3)
    value = s.constant(graph.Multiply, value, "scaled", 9)
    pooled = s.append(graph.GlobalAveragePool, input=value, output="pool")
    normal = s.append(graph.LayerNorm, input=pooled, output="of_a_vector")
    logits = s.dense(normal, "logits", (4, 9))
    return s.network(logits, features=value, embedding=normal)


def group_norm(s):
    value = s.conv("image", "spread", (12, 3, 3, 3))
    value = s.append(graph.GroupNorm, input=value, output="in_three", groups=3, epsilon=1e-3)
    value = s.append(graph.GroupNorm, input=value, output="each", groups=12)
    value = s.append(graph.GroupNorm, input=value, output="all")
    return s.classified(value, 12)


def spatial_attention(s):
    value = s.conv("image", "spread", (5, 1, 1, 3))
    mean = s.append(graph.ChannelAverage, input=value, output="mean")
    gate = s.append(graph.Sigmoid, input=mean, output="gate")
    value = s.append(graph.Multiply, inputs=[gate, value], output="gated")
    places = s.random.standard_normal((*s.size, 1), np.float32)
    s.tensors["places"] = places
    value = s.append(graph.Add, inputs=[value], constant="places", output="placed")
    return s.classified(value, 5)


def attention(s):
    height, width = s.size
    tokens, heads, size = height * width, 2, 3
    value = s.conv("image", "embed", (heads * size, 1, 1, 3))
    value = s.append(
        graph.Rearrange, input=value, output="tokens",
        view=(tokens * heads * size,), order=(0,), shape=(1, tokens, heads * size),
    )  # fmt: skip
    value = s.append(graph.Pad, input=value, output="class_token", padding=(0, 0, 0, 1))
    s.tensors["positions"] = s.random.standard_normal((1, tokens + 1, heads * size), np.float32)
    value = s.append(graph.Add, inputs=[value], constant="positions", output="placed")
    parts = []
    for name in ("query", "key", "value"):
        part = s.conv(value, name, (heads * size, 1, 1, heads * size))
        order = (1, 2, 0) if name == "value" else (1, 0, 2)
        view = (tokens + 1, heads, size)
        shape = tuple(view[axis] for axis in order)
        parts.append(
            s.append(
                graph.Rearrange,
                input=part,
                output=f"{name}_heads",
                view=view,
                order=order,
                shape=shape,
            )
        )
    product = s.append(graph.MatMul, inputs=parts[:2], output="products")
    weights = s.append(graph.Softmax, input=product, output="weights")
    value = s.append(graph.MatMul, inputs=[weights, parts[2]], output="mixed")
    value = s.append(
        graph.Rearrange, input=value, output="joined",
        view=(heads, tokens + 1, size), order=(1, 0, 2), shape=(1, tokens + 1, heads * size),
    )  # fmt: skip
    first = s.append(
        graph.Slice, input=value, output="first", begin=(0, 0, 0), size=(1, 1, heads * size)
    )
    return s.network(s.dense(first, "logits", (4, heads * size)), embedding=first)


def rolled(s):
    height, width = s.size
    value = s.conv("image", "spread", (4, 1, 1, 3))
    for axis, name in ((1, "down"), (2, "right")):
        parts = []
        for part, (first, after) in {"end": (2, s.size[axis - 1]), "start": (0, 2)}.items():
            begin, size = [0, 0, 0], [height, width, 4]
            begin[axis - 1], size[axis - 1] = first, after - first
            parts.append(
                s.append(
                    graph.Slice,
                    input=value,
                    output=f"{name}_{part}",
                    begin=tuple(begin),
                    size=tuple(size),
                )
            )
        value = s.append(graph.Concat, inputs=parts, output=name, axis=axis)
    return s.classified(value, 4)


def logits_from_pool(s):
    value = s.conv("image", "classes", (5, 1, 1, 3), clamp=(0, None))
    logits = s.append(graph.GlobalAveragePool, input=value, output="logits")
    return s.network(logits, features=value)


def unused_tensor(s):
    s.tensors["nobody.reads.this"] = np.arange(6, dtype=np.float32).reshape(2, 3)
    return s.classified(s.conv("image", "conv", (3, 1, 1, 3)), 3)


CASES = (
    (conv_plain, 7, 6),
    (conv_asymmetric, 8, 9),
    (conv_same_stride_2, 10, 7),
    (conv_same_stride_3, 8, 7),
    (conv_dilated, 9, 9),
    (conv_groups, 6, 5),
    (conv_clamps, 5, 4),
    (conv_one_pixel, 1, 1),
    (conv_on_vector, 4, 4),
    (depthwise_same, 9, 8),
    (depthwise_multiplier, 6, 7),
    (depthwise_dilated, 8, 6),
    (add_residual, 6, 6),
    (add_broadcast, 5, 6),
    (add_itself, 4, 5),
    (constants, 5, 5),
    (squeeze_excite, 6, 6),
    (gate_first, 5, 7),
    (concat_three, 4, 5),
    (max_pool, 9, 8),
    (max_pool_ceil, 8, 7),
    (max_pool_ceil_drops_window, 5, 5),
    (max_pool_same, 7, 8),
    (average_pool, 7, 8),
    (average_pool_count_padding, 7, 8),
    (average_pool_ceil, 8, 7),
    (average_pool_ceil_count, 8, 10),
    (average_pool_same, 7, 8),
    (activations, 5, 6),
    (l2_normalize, 5, 6),
    (activations_on_vector, 6, 5),
    (smooth_activations, 5, 6),
    (generalised_mean, 6, 5),
    (layer_norm, 5, 6),
    (group_norm, 6, 7),
    (spatial_attention, 5, 4),
    (attention, 3, 4),
    (rolled, 5, 6),
    (logits_from_pool, 5, 5),
    (unused_tensor, 3, 3),
)
