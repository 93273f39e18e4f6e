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
