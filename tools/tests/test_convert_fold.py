"""Folding a batch normalisation equals applying it."""

import unittest

import convert_support  # noqa: F401
import numpy as np
from convert.convolution_weights import batch_norm_scale_shift, fold_into_convolution
from convert.errors import Refused


class Fold(unittest.TestCase):
    def test_equals_direct_computation(self):
        random = np.random.default_rng(3)
        for with_bias in (False, True):
            for shape in ((5, 3, 1, 1), (4, 1, 3, 3), (6, 7)):
                weight = random.standard_normal(shape).astype(np.float32)
                bias = random.standard_normal(shape[0]).astype(np.float32) if with_bias else None
                gamma, beta, mean = random.standard_normal((3, shape[0]))
                variance = random.uniform(0, 3, shape[0])
                window = random.standard_normal(shape[1:])
                before = (weight * window).reshape(shape[0], -1).sum(axis=1) + (
                    bias if with_bias else 0
                )
                direct = (before - mean) / np.sqrt(variance + 1e-3) * gamma + beta
                scale_shift = batch_norm_scale_shift(gamma, beta, mean, variance, 1e-3)
                folded, offset = fold_into_convolution(weight, bias, *scale_shift)
                after = (folded * window).reshape(shape[0], -1).sum(axis=1) + offset
                np.testing.assert_allclose(after, direct, rtol=1e-12, atol=1e-12)

    def test_everything_stays_in_float64(self):
        ones = np.ones(2, np.float32)
        folded, offset = fold_into_convolution(
            np.ones((2, 1, 1, 1), np.float32),
            ones,
            *batch_norm_scale_shift(ones, ones, ones, ones, 1e-5),
        )
        self.assertEqual((folded.dtype, offset.dtype), (np.float64, np.float64))

    def test_negative_variance_is_refused(self):
        one = np.ones(1)
        with self.assertRaises(Refused) as caught:
            batch_norm_scale_shift(one, one, one, -one, 1e-3)
        self.assertEqual(caught.exception.code, "weights/bad-value")


if __name__ == "__main__":
    unittest.main()
