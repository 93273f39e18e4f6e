"""Raw weights are recognised by name, and the network built from them answers as the original
does."""

import unittest

import convert_support  # noqa: F401
import numpy as np
from convert.architectures import build_network
from convert.errors import Refused
from convert.onnx_reference import run
from convert_torch_networks import NETWORKS

# 60 layers of float32 rounding in two different orders, on logits of magnitude `scale`.
RELATIVE = 2e-5


class Architectures(unittest.TestCase):
    def test_each_answers_as_its_original(self):
        image = np.random.default_rng(5).standard_normal((1, 97, 80, 3), np.float32)
        for name, make in NETWORKS.items():
            with self.subTest(name):
                original, output = make()
                expected = original.run(output, image)
                network, _ = build_network(original.state)
                self.assertEqual(network.architecture, name)
                actual = run(network, image)["logits"]
                scale = np.abs(expected).max()
                self.assertGreater(scale, 1e-3)
                np.testing.assert_allclose(actual, expected, rtol=0, atol=RELATIVE * scale)

    def test_published_sizes(self):
        sizes = [build_network(NETWORKS[f"efficientnet-lite{n}"]()[0].state)[1] for n in range(5)]
        self.assertEqual([s["input_size"][0] for s in sizes], [224, 240, 260, 280, 300])
        self.assertEqual([s["resize_shorter"] for s in sizes], [256, 272, 292, 312, 332])


class WrongWeights(unittest.TestCase):
    def refusal(self, change):
        state = NETWORKS["resnet18"]()[0].state
        change(state)
        with self.assertRaises(Refused) as caught:
            build_network(state)
        return caught.exception

    def test_missing_tensor_is_named_with_its_shape(self):
        error = self.refusal(lambda state: state.pop("layer2.0.bn1.bias"))
        self.assertEqual(error.code, "weights/missing-tensor")
        self.assertIn("'layer2.0.bn1.bias' of shape (128)", str(error))

    def test_wrong_shape_names_the_tensor_and_both_shapes(self):
        error = self.refusal(
            lambda state: state.update({"conv1.weight": np.zeros((64, 1, 7, 7), np.float32)})
        )
        self.assertEqual(error.code, "weights/bad-shape")
        self.assertIn("'conv1.weight' has shape (64, 1, 7, 7), expected (64, 3, 7, 7)", str(error))

    def test_left_over_tensor_is_named(self):
        error = self.refusal(lambda state: state.update({"aux.weight": np.zeros(3, np.float32)}))
        self.assertEqual(error.code, "weights/unknown-tensor")
        self.assertIn("'aux.weight'", str(error))

    def test_negative_variance(self):
        error = self.refusal(
            lambda state: state.update({"bn1.running_var": np.full(64, -1, np.float32)})
        )
        self.assertEqual(error.code, "weights/bad-value")

    def test_a_resnet_with_half_a_block(self):
        error = self.refusal(
            lambda state: state.update({"layer3.2.conv1.weight": np.zeros(1, np.float32)})
        )
        self.assertEqual(error.code, "weights/bad-shape")
        self.assertIn("'layer3.2.conv1.weight'", str(error))

    def test_unknown_names(self):
        with self.assertRaisesRegex(Refused, "encoder.weight.*ONNX"):
            build_network({"encoder.weight": np.zeros(1, np.float32)})


if __name__ == "__main__":
    unittest.main()
