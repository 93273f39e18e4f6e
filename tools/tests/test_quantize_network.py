"""The int8 graph: what computes in int8, where it converts, what shares a quantisation, what its
clamps become."""

import unittest

import convert_support  # noqa: F401
import numpy as np
from convert import graph, onnx_reference, quantize
from convert.errors import Refused
from goldens.int8_networks import PixelSketch


def quantized(draw, ranges=None):
    """(sketch, the float32 network, the int8 one); every range is -2..3 unless said otherwise."""
    sketch = PixelSketch(draw.__name__, 8, 8)
    network = draw(sketch)
    chosen = {value: (-2.0, 3.0) for value in quantize.values_to_calibrate(network)} | (
        ranges or {}
    )
    return sketch, network, quantize.quantize(network, chosen, sketch.preprocess)


def plain(s):
    return s.classified(s.conv("image", "conv", (4, 3, 3, 3), clamp=graph.RELU), 4)


def pools(s):
    value = s.conv("image", "conv", (4, 1, 1, 3))
    value = s.append(graph.MaxPool, input=value, output="max", kernel=(2, 2), stride=(2, 2))
    value = s.append(graph.MaxPool, input=value, output="skips", kernel=(1, 1), stride=(2, 2))
    return s.classified(s.conv(value, "last", (4, 1, 1, 4)), 4)


def branches(s):
    first, second = s.conv("image", "first", (2, 1, 1, 3)), s.conv("image", "second", (3, 1, 1, 3))
    return s.classified(s.append(graph.Concat, inputs=[first, second], output="joined"), 5)


def residual(s):
    first = s.conv("image", "first", (4, 1, 1, 3), clamp=graph.RELU)
    second = s.conv(first, "second", (4, 1, 1, 4))
    return s.classified(
        s.append(graph.Add, inputs=[first, second], output="sum", clamp=graph.RELU), 4
    )


def product(s):
    first, second = s.conv("image", "first", (4, 1, 1, 3)), s.conv("image", "second", (4, 1, 1, 3))
    return s.classified(s.append(graph.Multiply, inputs=[first, second], output="product"), 4)


def float_only(s):
    value = s.constant(graph.Multiply, "image", "scaled", 3)
    value = s.append(graph.AveragePool, input=value, output="mean", kernel=(2, 2), stride=(2, 2))
    return s.classified(value, 3)


def operation(network, output):
    return next(o for o in network.operations if o.output == output)


class Graph(unittest.TestCase):
    def test_outputs_are_float32(self):
        _, _, network = quantized(plain)
        self.assertEqual(
            network.outputs, {"logits": "logits", "features": "conv.float32", "embedding": "pool"}
        )
        self.assertEqual(
            [(o.op, o.output) for o in network.operations],
            [("convert", "image.int8"), ("conv2d", "conv"), ("convert", "conv.float32"),
             ("global_average_pool", "pool"), ("dense", "logits")],
        )  # fmt: skip

    def test_tensors_have_the_types_of_the_format(self):
        _, _, network = quantized(plain)
        types = {name: str(tensor.dtype) for name, tensor in network.tensors.items()}
        self.assertEqual(
            types,
            {"conv.weight": "int8", "conv.weight_scale": "float32", "conv.bias": "int32",
             "logits.weight": "int8", "logits.weight_scale": "float32", "logits.bias": "float32"},
        )  # fmt: skip

    def test_each_value_is_converted_once(self):
        _, _, network = quantized(branches)
        converts = [o.output for o in network.operations if isinstance(o, graph.Convert)]
        self.assertEqual(converts, ["image.int8", "joined.float32"])

    def test_concat_and_max_pool_share_a_quantization(self):
        _, _, network = quantized(branches, {"first": (0.0, 1.0), "second": (-4.0, 0.5)})
        found = {operation(network, name).quantization for name in ("first", "second", "joined")}
        self.assertEqual(len(found), 1)
        self.assertAlmostEqual(found.pop().scale, 7 / 255, places=6)  # -4..3: "joined" goes to 3
        _, _, network = quantized(pools)
        self.assertEqual(
            operation(network, "conv").quantization, operation(network, "max").quantization
        )

    def test_what_has_no_int8_form_computes_in_float32(self):
        _, _, network = quantized(pools)
        self.assertEqual(operation(network, "skips").input, "max.float32")
        self.assertIsNone(operation(network, "skips").quantization)
        self.assertEqual(operation(network, "last").input, "skips.int8")

    def test_a_network_without_convolutions_converts_nothing(self):
        _, network, found = quantized(float_only)
        self.assertEqual(found.operations[:-1], network.operations[:-1])
        self.assertEqual(found.tensors["logits.weight"].dtype, np.int8)

    def test_a_clamp_that_the_range_implies_is_left_out(self):
        _, _, network = quantized(residual)
        self.assertEqual(
            [operation(network, name).clamp for name in ("first", "sum")], [graph.NO_CLAMP] * 2
        )
        self.assertEqual(operation(network, "sum").quantization.zero_point, -128)


class Answers(unittest.TestCase):
    def test_are_near_those_of_float32(self):
        for draw in (plain, pools, branches, residual, product, float_only):
            with self.subTest(draw.__name__):
                sketch, network, int8 = quantized(
                    draw, {name: (-6.0, 6.0) for name in ("sum", "product")}
                )
                image = sketch.image()
                expected, actual = (onnx_reference.run(n, image)["logits"] for n in (network, int8))
                # Some steps of 5 / 255, averaged over 64 pixels, times weights of magnitude 1.
                np.testing.assert_allclose(actual, expected, rtol=0, atol=0.05)


class Limits(unittest.TestCase):
    """Ranges that XNNPACK could not compute with become wider."""

    def scales(self, network, *names):
        return [operation(network, name).quantization.scale for name in names]

    def test_a_dead_branch_of_a_sum(self):
        _, _, network = quantized(residual, {"second": (-1e-7, 1e-7)})
        branch, total = self.scales(network, "second", "sum")
        self.assertGreaterEqual(branch / total, 2**-10)

    def test_a_sum_that_cancels(self):
        _, _, network = quantized(residual, {"sum": (0.0, 1e-6)})
        branch, total = self.scales(network, "second", "sum")
        self.assertLess(branch / total, 256)

    def test_a_convolution_whose_output_is_all_but_zero(self):
        _, _, network = quantized(plain, {"conv": (0.0, 1e-9)})
        (output,) = self.scales(network, "conv")
        (image,) = self.scales(network, "image.int8")
        self.assertLess(image * network.tensors["conv.weight_scale"].max() / output, 256)

    def test_products(self):
        for ranges in ({"product": (-1e-9, 1e-9)}, {"first": (-1e-9, 1e-9)}):
            _, _, network = quantized(product, ranges)
            first, second, output = self.scales(network, "first", "second", "product")
            self.assertTrue(2**-16 <= first * second / output < 256)

    def test_missing_range(self):
        sketch = PixelSketch("plain", 8, 8)
        with self.assertRaises(Refused) as caught:
            quantize.quantize(plain(sketch), {}, sketch.preprocess)
        self.assertEqual(caught.exception.code, "int8/no-range")
        self.assertIn("'conv'", str(caught.exception))


if __name__ == "__main__":
    unittest.main()
