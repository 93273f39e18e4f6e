"""Weights and biases become integers: how far they may be off, and what never overflows."""

import unittest

import convert_support  # noqa: F401
import numpy as np
from convert import graph
from convert.quantize.weights import (
    LARGEST_BIAS,
    channel_axis,
    largest_stored,
    quantize_bias,
    quantize_weight,
    real_weight,
    round_together,
    smallest_scale,
)

KINDS = {
    "conv2d": ((6, 3, 3, 5), 0),
    "depthwise_conv2d": ((1, 5, 5, 24), 3),
    "dense": ((10, 40), 0),
}


def random_weight(shape, axis):
    """Channels of very different magnitude."""
    random = np.random.default_rng(len(shape))
    magnitudes = np.moveaxis(
        10.0 ** random.uniform(-4, 2, (shape[axis], *[1] * (len(shape) - 1))), 0, axis
    )
    return random.standard_normal(shape) * magnitudes


class Weights(unittest.TestCase):
    def test_each_is_within_one_step_and_half_of_them_within_half(self):
        for name, (shape, axis) in KINDS.items():
            with self.subTest(name):
                weight = random_weight(shape, axis)
                found = quantize_weight(weight, axis)
                errors = np.abs(real_weight(found.stored, axis, found.scale) - weight)
                steps = np.moveaxis(errors, axis, -1) / found.scale
                self.assertLess(steps.max(), 1.001)
                self.assertGreater((steps < 0.501).mean(), 0.9)

    def test_the_largest_of_each_channel_is_127(self):
        for name, (shape, axis) in KINDS.items():
            with self.subTest(name):
                found = quantize_weight(random_weight(shape, axis), axis)
                largest = np.abs(np.moveaxis(found.stored.astype(int), axis, 0)).reshape(
                    shape[axis], -1
                )
                self.assertEqual((largest.max(axis=1) == 127).mean(), 1)
                self.assertEqual(found.stored.dtype, np.int8)
                self.assertEqual(found.scale.shape, (shape[axis],))

    def test_axis_of_channels(self):
        depthwise = graph.DepthwiseConv2d(input="a", output="b", weight="w")
        conv = graph.Conv2d(input="a", output="b", weight="w")
        self.assertEqual([channel_axis(depthwise), channel_axis(conv)], [3, 0])

    def test_those_of_conv2d_stay_within_64_for_sums_of_two_in_int16(self):
        random = np.random.default_rng(7)
        for kind, want in [(graph.Conv2d, 64), (graph.DepthwiseConv2d, 127), (graph.Dense, 127)]:
            with self.subTest(kind.__name__):
                operation = kind(input="a", output="b", weight="w")
                axis, largest = channel_axis(operation), largest_stored(operation)
                weight = random.choice(
                    [-0.3, 0.1, 0.3], size=(24, 3, 3, 24)
                )  # Many are the largest of their channel.
                found = quantize_weight(weight, axis, largest=largest)
                self.assertEqual((found.stored.min(), found.stored.max()), (-want, want))
                self.assertEqual(255 * 2 * want < 2**15, kind is graph.Conv2d)

    def test_a_channel_of_zeros_stays_zero(self):
        weight = np.zeros((2, 1, 1, 3))
        weight[1] = 0.5
        found = quantize_weight(weight, 0)
        self.assertFalse(found.stored[0].any())
        self.assertGreater(found.scale[0], np.finfo(np.float32).tiny)


class Rounding(unittest.TestCase):
    def test_sums_are_right_to_half_a_step(self):
        steps = np.random.default_rng(1).uniform(-126, 126, (50, 300))
        rounded = round_together(steps, 127)
        self.assertLessEqual(np.abs((steps - rounded).sum(axis=1)).max(), 0.5 + 1e-6)
        self.assertLess(np.abs(steps - rounded).max(), 1)

    def test_by_hand(self):
        # The nearest are 0, 0, 0, 1 with a sum of 1; the real sum is 2, so the largest fraction
        # goes up.
        rounded = round_together(np.array([[0.2, 0.4, 0.45, 0.95]]), 127)
        np.testing.assert_array_equal(rounded, [[0, 0, 1, 1]])
        np.testing.assert_array_equal(
            round_together(np.array([[-0.4, -0.45, -0.2]]), 127), [[0, -1, 0]]
        )

    def test_never_beyond_the_largest(self):
        steps = np.full((1, 8), 127.0)
        steps[0, :2] = 127.4, 127.4
        np.testing.assert_array_equal(round_together(steps, 127), np.full((1, 8), 127))


class Biases(unittest.TestCase):
    def test_within_half_a_step(self):
        bias, scale = np.array([0.7, -3.2, 0.0]), np.array([0.01, 0.002, 0.5], np.float32)
        stored = quantize_bias(bias, 0.02, scale)
        self.assertEqual(stored.dtype, np.int32)
        self.assertLessEqual((np.abs(stored * 0.02 * scale - bias) / (0.02 * scale)).max(), 0.5)

    def test_a_large_bias_of_tiny_weights_takes_larger_steps_of_the_weights(self):
        bias, weight = np.array([5.0, 5.0]), np.array([[1e-20, -1e-20], [0.3, 0.1]])
        found = quantize_weight(weight, 0, smallest_scale(bias, 0.02, 0.05))
        stored = quantize_bias(bias, 0.02, found.scale)
        self.assertLessEqual(np.abs(stored.astype(float)).max(), LARGEST_BIAS * 1.0001)
        np.testing.assert_allclose(stored * 0.02 * found.scale, bias, rtol=0.001)
        self.assertEqual(np.abs(found.stored[1].astype(int)).max(), 127)


if __name__ == "__main__":
    unittest.main()
