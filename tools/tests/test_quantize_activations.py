"""Ranges become scales and zero points; pixels lose nothing where they need not."""

import unittest

import convert_support  # noqa: F401
import numpy as np
from convert.graph import Quantization
from convert.preprocess import PRESETS
from convert.quantize.scales import covering, implies, of_pixels, stored

PIXELS = np.arange(256, dtype=np.float32)


def prepared(mean, std):
    return {"mean": [mean] * 3, "std": [std] * 3}


class Ranges(unittest.TestCase):
    def test_zero_is_exact(self):
        for low, high in ((-1, 2), (0.5, 2), (-3, -1), (-0.001, 7), (0, 6), (-1e-6, 1e6)):
            found = covering(low, high)
            self.assertTrue(-128 <= found.zero_point <= 127)
            self.assertEqual(stored(0.0, found), found.zero_point)

    def test_both_ends_are_within_half_a_step(self):
        for low, high in ((-1, 2), (0, 6), (-37.3, 12.1)):
            found = covering(low, high)
            for end in (low, high):
                real = found.scale * (int(stored(end, found)) - found.zero_point)
                self.assertLessEqual(abs(real - end), found.scale * 0.501)

    def test_relu6_uses_every_step(self):
        self.assertEqual(covering(0, 6), Quantization(0.023529412, -128))

    def test_a_value_that_is_always_zero(self):
        self.assertEqual(covering(0, 0), Quantization(1.0, 0))
        self.assertEqual(covering(0, 1e-38), Quantization(1.0, 0))

    def test_scales_are_written_as_float32_has_them(self):
        scale = covering(-1.2345, 2.3456).scale
        self.assertEqual(np.float32(scale), np.float32(3.5801 / 255))
        self.assertLessEqual(len(str(scale)), 12)


class Pixels(unittest.TestCase):
    def test_lite0_loses_nothing(self):
        found = of_pixels(prepared(127, 128))
        self.assertEqual(found, Quantization(1 / 128, -1))
        np.testing.assert_array_equal(stored((PIXELS - 127) / 128, found), np.arange(-128, 128))

    def test_each_pixel_is_a_step_of_its_own_for_a_mean_between_two_pixels(self):
        steps = stored((PIXELS - np.float32(127.5)) / np.float32(127.5), of_pixels(PRESETS["tf"]))
        # One step too few for 256 pixels: the two in the middle share one.
        self.assertEqual(len(set(steps.tolist())), 255)
        self.assertEqual((steps[0], steps[255]), (-128, 126))

    def test_channels_with_means_of_their_own_share_the_range(self):
        preset = PRESETS["imagenet"]
        found = of_pixels(preset)
        for mean, std in zip(preset["mean"], preset["std"], strict=True):
            real = (PIXELS - mean) / std
            back = found.scale * (stored(real, found).astype(float) - found.zero_point)
            self.assertLessEqual(np.abs(back - real).max(), found.scale * 0.51)


class Clamps(unittest.TestCase):
    def test_implied_by_the_range_of_int8(self):
        relu6, symmetric = covering(0, 6), covering(-1, 1)
        self.assertTrue(implies(relu6, (0, 6)))
        self.assertTrue(implies(relu6, (0, None)))
        self.assertTrue(implies(covering(0, 3), (0, 6)))
        self.assertTrue(implies(symmetric, (None, None)))
        self.assertFalse(implies(relu6, (0, 5)))
        self.assertFalse(implies(symmetric, (0, None)))


if __name__ == "__main__":
    unittest.main()
