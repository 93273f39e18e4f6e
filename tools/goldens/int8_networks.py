"""Int8 networks for native-tests/fixtures/model: every operation that FORMAT.md has an int8 form
of."""

import numpy as np
from convert import graph
from convert.quantize.plan import Plan
from convert.quantize.rewrite import rewrite
from convert.quantize.scales import quantizations

from .sketch import Sketch


def int8_networks():
    """(sketch, network) of each."""
    for draw, height, width in CASES:
        sketch = PixelSketch(draw.__name__, height, width)
        yield sketch, quantized(sketch, draw(sketch))


class PixelSketch(Sketch):
    """A sketch whose input is a normalised picture: most of it fits the range of the int8 input."""

    def image(self) -> np.ndarray:
        pixels = self.random.integers(0, 256, (1, *self.size, 3)).astype(np.float32)
        return (pixels - np.float32(127.5)) / np.float32(127.5)


class DensePlan(Plan):
    """Dense layers in int8, except the last: the core supports them, though the converter makes
    none."""

    def _computes_in_int8(self, operation) -> bool:
        inner = isinstance(operation, graph.Dense) and operation.output != "logits"
        return inner or super()._computes_in_int8(operation)


def quantized(sketch: Sketch, network: graph.Network) -> graph.Network:
    """Quantises with made-up ranges, so that the bytes are the same everywhere and some values are
    clipped."""
    plan = DensePlan(network)
    values = sorted(plan.values)
    ranges = {value: (-1.5 - 0.25 * (i % 3), 2.0 + 0.5 * (i % 5)) for i, value in enumerate(values)}
    return rewrite(network, plan, quantizations(network, plan, ranges, sketch.preprocess))


def int8_conv(s):
    value = s.conv("image", "even", (8, 3, 3, 3), stride=(2, 2), padding="same", clamp=(0, 6))
    value = s.conv(value, "sides", (5, 3, 5, 8), bias=False, padding=(0, 2, 1, 1), clamp=(None, 1))
    return s.classified(s.conv(value, "point", (6, 1, 1, 5)), 6)


def int8_conv_groups(s):
    value = s.conv("image", "spread", (6, 1, 1, 3))
    value = s.conv(value, "grouped", (9, 3, 3, 2), groups=3, dilation=(2, 1), padding=(2, 1, 2, 1))
    return s.classified(value, 9)


def int8_depthwise(s):
    value = s.conv("image", "spread", (8, 1, 1, 3))
    value = s.depthwise(value, "three", (1, 3, 3, 8), padding="same", clamp=(0, 6))
    value = s.depthwise(value, "five", (1, 5, 5, 8), stride=(2, 2), padding="same")
    value = s.depthwise(
        value, "twice", (1, 3, 3, 16), bias=False, dilation=(2, 1), padding=(2, 1, 2, 1)
    )
    return s.classified(value, 16)


def int8_dense(s):
    value = s.conv("image", "spread", (8, 1, 1, 3), clamp=(0, None))
    value = s.append(graph.GlobalAveragePool, input=value, output="mean")
    value = s.dense(value, "hidden", (7, 8), clamp=(0, None))
    value = s.dense(value, "second", (6, 7), bias=False)
    return s.network(s.dense(value, "logits", (4, 6)), embedding=value)


def int8_add(s):
    first = s.conv("image", "first", (4, 1, 1, 3), clamp=(0, None))
    second = s.conv(first, "second", (4, 3, 3, 4), padding="same")
    value = s.append(graph.Add, inputs=[first, second], output="sum", clamp=(0, 1))
    mean = s.append(graph.GlobalAveragePool, input=value, output="mean")
    return s.classified(s.append(graph.Add, inputs=[value, mean], output="shifted"), 4)


def int8_multiply(s):
    first = s.conv("image", "first", (4, 1, 1, 3))
    second = s.conv("image", "second", (4, 3, 3, 3), padding="same")
    return s.classified(
        s.append(graph.Multiply, inputs=[first, second], output="product", clamp=(-1, 1)), 4
    )


def int8_gate(s):
    value = s.conv("image", "spread", (8, 1, 1, 3), clamp=(0, None))
    mean = s.append(graph.GlobalAveragePool, input=value, output="squeeze")
    gate = s.conv(mean, "reduce", (4, 1, 1, 8), clamp=(0, None))
    gate = s.append(graph.Sigmoid, input=s.conv(gate, "expand", (8, 1, 1, 4)), output="gate")
    return s.classified(s.append(graph.Multiply, inputs=[value, gate], output="excite"), 8)


def int8_concat(s):
    parts = [s.conv("image", f"part{n}", (n, 1, 1, 3), clamp=(0, None)) for n in (2, 3, 5, 1, 4, 6)]
    return s.classified(s.append(graph.Concat, inputs=[*parts, "image"], output="joined"), 24)


def int8_max_pool(s):
    value = s.conv("image", "spread", (5, 1, 1, 3))
    value = s.append(
        graph.MaxPool,
        input=value,
        output="padded",
        kernel=(3, 3),
        stride=(2, 2),
        padding=(1, 1, 1, 1),
        clamp=(-0.5, 1.5),
    )
    value = s.append(
        graph.MaxPool, input=value, output="ceil", kernel=(2, 3), stride=(2, 2), ceil_mode=True
    )
    return s.classified(value, 5)


def int8_activations(s):
    value = s.conv("image", "spread", (4, 1, 1, 3))
    value = s.append(graph.ClampValue, input=value, output="clamped", clamp=(-1, 0.75))
    value = s.append(graph.Sigmoid, input=value, output="sigmoid")
    value = s.append(graph.HardSwish, input=value, output="hard_swish")
    value = s.conv(value, "mix", (4, 1, 1, 4))
    value = s.append(graph.AveragePool, input=value, output="average", kernel=(2, 2), stride=(1, 1))
    return s.classified(s.conv(value, "last", (4, 1, 1, 4)), 4)


CASES = (
    (int8_conv, 10, 7),
    (int8_conv_groups, 7, 5),
    (int8_depthwise, 9, 8),
    (int8_dense, 5, 4),
    (int8_add, 6, 6),
    (int8_multiply, 6, 5),
    (int8_gate, 6, 6),
    (int8_concat, 5, 4),
    (int8_max_pool, 9, 8),
    (int8_activations, 5, 6),
)
