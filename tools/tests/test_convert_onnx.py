"""ONNX models come out answering as onnxruntime does with the original."""

import unittest

import convert_support
import numpy as np
import onnxruntime
from convert import graph
from convert.onnx_import import import_onnx
from convert.onnx_reference import run
from goldens.onnx_models import NETWORKS, OnnxWriter, last_softmax

SHARED = convert_support.SHARED / "onnx"
SEEDS = range(3)
# Two orders of float32 rounding through a dozen layers, relative to the largest logit.
RELATIVE = 5e-6


def original_logits(model, pixels):
    """Logits, or their softmax where the model ends in one."""
    session = onnxruntime.InferenceSession(
        model.SerializeToString(), providers=["CPUExecutionProvider"]
    )
    return session.run(None, {session.get_inputs()[0].name: pixels})[0].reshape(1, -1)


def softmax(logits):
    exponentials = np.exp(logits - logits.max())
    return exponentials / exponentials.sum()


def number(w, value):
    return w.constant(np.float32(value))


def erf_gelu(w, x):
    one = w.node("Add", w.node("Erf", w.node("Div", x, number(w, 2**0.5))), number(w, 1))
    return w.node("Mul", w.node("Mul", x, one), number(w, 0.5))


def half_first_gelu(w, x):
    erf = w.node("Erf", w.node("Mul", x, number(w, 0.5**0.5)))
    return w.node("Mul", w.node("Mul", x, number(w, 0.5)), w.node("Add", number(w, 1), erf))


def written_layer_norm(w, x):
    """As exporters wrote it before operator set 17, over the channels of a map."""
    centred = w.node("Sub", x, w.node("ReduceMean", x, axes=[1]))
    variance = w.node("ReduceMean", w.node("Pow", centred, number(w, 2)), axes=[1])
    return w.node("Div", centred, w.node("Sqrt", w.node("Add", variance, number(w, 1e-6))))


def channels_last_layer_norm(w, x):
    last = w.node("Transpose", x, perm=[0, 2, 3, 1])
    norm = w.node("LayerNormalization", last, w.floats(6), w.floats(6), epsilon=1e-4)
    return w.node("Transpose", norm, perm=[0, 3, 1, 2])


def written_group_norm(w, x):
    parts = w.constant(np.ones(3, np.float32)), w.constant(np.zeros(3, np.float32))
    norm = w.node("InstanceNormalization", w.node("Reshape", x, w.integers(0, 3, -1)), *parts)
    norm = w.node("Reshape", norm, w.integers(1, 6, *w.size))
    return w.node("Add", w.node("Mul", norm, w.floats(6, 1, 1)), w.floats(6, 1, 1))


def generalised_mean(w, x):
    x = w.node("Pow", w.node("Clip", x, number(w, 1e-3)), number(w, 2.7))
    return w.node("Pow", x, number(w, 1 / 2.7))


def rolled(w, x):
    parts = [
        w.node("Slice", x, w.integers(2), w.integers(99), w.integers(3)),
        w.node("Slice", x, w.integers(0), w.integers(2), w.integers(3)),
    ]
    return w.node("Concat", *parts, axis=3)


def unit_rows(w, x):
    """As PyTorch exports normalize(x, dim=-1)."""
    length = w.node("Clip", w.node("ReduceL2", x, axes=[3]), number(w, 1e-12))
    return w.node("Div", x, w.node("Expand", length, w.node("Shape", x)))


def attention(w):
    """A class token, two heads, and the class from that token."""
    height, width = w.size
    x = w.node("Reshape", w.conv("image", 6, 3), w.integers(1, 6, height * width))
    x = w.node("Transpose", x, perm=[0, 2, 1])
    x = w.node("Add", w.node("Concat", w.floats(1, 1, 6), x, axis=1), w.floats(1, 1, 6))
    x = w.node("Add", x, w.floats(1, height * width + 1, 6))
    x = w.node("MatMul", w.node("LayerNormalization", x, w.floats(6), axis=-1), w.floats(6, 18))
    x = w.node("Reshape", x, w.integers(1, height * width + 1, 3, 2, 3))
    x = w.node("Transpose", x, perm=[2, 0, 3, 1, 4])
    q, k, v = (w.node("Gather", x, w.constant(np.int64(index)), axis=0) for index in range(3))
    weights = w.node("MatMul", q, w.node("Transpose", k, perm=[0, 1, 3, 2]))
    x = w.node("MatMul", w.node("Softmax", weights, axis=-1), v)
    x = w.node("Reshape", w.node("Transpose", x, perm=[0, 2, 1, 3]), w.integers(1, -1, 6))
    first = w.node("Gather", x, w.constant(np.int64(0)), axis=1)
    return w.node("MatMul", first, w.floats(6, 5))


PLACES = {
    "softmax along rows": lambda w, x: w.node("Softmax", x),
    "weights of pixels": lambda w, x: w.node("Mul", x, w.node("Sigmoid", w.conv(x, 1, 6))),
    "a constant over places": lambda w, x: w.node("Add", x, w.floats(1, 6, *w.size)),
    "height and width change places": lambda w, x: w.conv(
        w.node("Transpose", x, perm=[0, 1, 3, 2]), 6, 6
    ),
    "a part of the height": lambda w, x: w.node(
        "Slice", x, w.integers(1), w.integers(4), w.integers(2)
    ),
    "rolled along the width": rolled,
    "rows of length 1": unit_rows,
    "padding with a number": lambda w, x: w.node(
        "Pad", x, w.integers(0, 0, 1, 1, 0, 0, 1, 2), number(w, 0.5)
    ),
    "padding of channels": lambda w, x: w.conv(
        w.node("Pad", x, w.integers(0, 1, 0, 0, 0, 2, 0, 0)), 6, 9
    ),
    "the mean of channels": lambda w, x: w.node(
        "Mul", x, w.node("ReduceMean", x, axes=[1], keepdims=1)
    ),
}
SMOOTH = {
    "gelu": erf_gelu,
    "gelu with the half first": half_first_gelu,
    "elu": lambda w, x: w.node("Elu", x, alpha=0.7),
    "selu": lambda w, x: w.node("Selu", x),
    "celu": lambda w, x: w.node("Celu", x, alpha=1.5),
    "mish": lambda w, x: w.node("Mul", x, w.node("Tanh", w.node("Softplus", x))),
    "a written layer norm": written_layer_norm,
    "a layer norm of channels that come last": channels_last_layer_norm,
    "a written group norm": written_group_norm,
    "an instance norm": lambda w, x: w.node("InstanceNormalization", x, w.floats(6), w.floats(6)),
    "a generalised mean": generalised_mean,
}


class AgainstOnnxruntime(unittest.TestCase):
    def test_networks_of_many_kinds_and_shapes(self):
        self.assertGreaterEqual(len(NETWORKS), 12)
        for make in NETWORKS:
            for seed in SEEDS:
                with self.subTest(make.__name__, seed=seed):
                    self.compare(make(seed), seed)

    def test_tanh_and_gelu_as_its_formula(self):
        for seed in SEEDS:
            w = OnnxWriter(seed)
            value = w.node("Tanh", w.conv("image", 6, 3))
            value = w.conv(value, 8, 6)
            cube = w.node("Pow", value, w.constant(np.float32(3)))
            small = w.node("Mul", cube, w.constant(np.float32(0.044715)))
            inner = w.node("Mul", w.node("Add", value, small), w.constant(np.float32(0.79788456)))
            outer = w.node("Add", w.node("Tanh", inner), w.constant(np.float32(1)))
            half = w.node("Mul", value, w.constant(np.float32(0.5)))
            self.compare(w.model(w.classified(w.node("Mul", half, outer), 8)), seed)

    def test_what_differs_from_place_to_place(self):
        for name, draw in PLACES.items():
            with self.subTest(name):
                w = OnnxWriter(3)
                value = draw(w, w.conv("image", 6, 3))
                self.compare(w.model(w.classified(value, 6)), 3)

    def test_activations_and_normalisations(self):
        for name, draw in SMOOTH.items():
            for seed in SEEDS:
                with self.subTest(name, seed=seed):
                    w = OnnxWriter(seed)
                    value = draw(w, w.conv("image", 6, 3))
                    self.compare(w.model(w.classified(w.conv(value, 6, 6), 6)), seed)

    def test_attention_over_tokens(self):
        for seed in SEEDS:
            w = OnnxWriter(seed)
            self.compare(w.model(attention(w)), seed)

    def compare(self, model, seed):
        shape = [size.dim_value for size in model.graph.input[0].type.tensor_type.shape.dim]
        pixels = np.random.default_rng(seed).standard_normal(shape, np.float32)
        expected = original_logits(model, pixels)
        network, size = import_onnx(model.SerializeToString())
        image = pixels if shape[3] == 3 else pixels.transpose(0, 2, 3, 1)
        self.assertEqual(tuple(image.shape[1:3]), size)
        actual = run(network, image)["logits"]
        last = last_softmax(model)
        if last is not None:
            actual = softmax(actual)
        if last is not None and last.op_type == "LogSoftmax":
            actual = np.log(actual)
        np.testing.assert_allclose(actual, expected, rtol=0, atol=RELATIVE * np.abs(expected).max())


class Fusion(unittest.TestCase):
    def imported(self, name):
        make = next(make for make in NETWORKS if make.__name__ == name)
        return import_onnx(make(0).SerializeToString())[0]

    def kinds(self, network):
        return [operation.op for operation in network.operations]

    def test_norm_and_relu_disappear_into_convolutions(self):
        network = self.imported("plain_with_flatten")
        self.assertEqual(self.kinds(network), ["conv2d", "conv2d", "conv2d", "dense"])
        self.assertEqual([o.clamp for o in network.operations], [graph.RELU] * 3 + [graph.NO_CLAMP])

    def test_norm_after_concat_stays(self):
        kinds = self.kinds(self.imported("dense_net"))
        self.assertEqual((kinds.count("multiply"), kinds.count("add")), (4, 4))

    def test_matmul_and_add_are_one_dense_layer(self):
        network = self.imported("tensor_flow")
        self.assertEqual(self.kinds(network)[-1], "dense")
        self.assertIsNotNone(network.operations[-1].bias)

    def test_channels_in_another_order_disappear_into_the_first_weights(self):
        kinds = self.kinds(self.imported("blue_green_red"))
        self.assertEqual(kinds[:3], ["add", "multiply", "conv2d"])

    def test_padding_of_what_is_never_negative_becomes_the_pool_s(self):
        network = self.imported("same_padding_as_timm")
        pools = [o for o in network.operations if o.op == "max_pool"]
        self.assertEqual([any(pool.padding) for pool in pools], [True, False, True])

    def test_a_mean_in_two_steps_is_one(self):
        network = self.imported("means_in_steps")
        self.assertNotIn("average_pool", self.kinds(network))

    def test_heat_map_outputs_are_named(self):
        network = self.imported("res_net")
        last = network.operations[-1]
        self.assertEqual(network.outputs["embedding"], last.input)
        self.assertEqual(network.outputs["features"], network.operations[-2].input)


class SharedModels(unittest.TestCase):
    @convert_support.needs(SHARED)
    def test_exported_by_pytorch(self):
        for name in ("squeezenet1_1", "mnasnet0_5", "shufflenet_v2_x0_5"):
            with self.subTest(name):
                stored = np.load(SHARED / f"{name}.npz")
                network, _ = import_onnx((SHARED / f"{name}.onnx").read_bytes())
                actual = run(network, stored["input"].transpose(0, 2, 3, 1))["logits"]
                np.testing.assert_allclose(actual, stored["logits"], rtol=1e-3, atol=1e-5)

    @convert_support.needs(SHARED)
    def test_truncated_files_are_refused(self):
        content = (SHARED / "squeezenet1_1.onnx").read_bytes()
        from convert.errors import Refused

        for length in (1, 2, 100, 1000, len(content) // 2, len(content) - 1):
            with self.subTest(length), self.assertRaises(Refused):
                import_onnx(content[:length])


if __name__ == "__main__":
    unittest.main()
