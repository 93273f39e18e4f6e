"""Networks of every kind that the ONNX import knows, with random weights: int8 answers nearly as
float32 does."""

import unittest

import convert_support  # noqa: F401
import numpy as np
from convert import onnx_reference, quantize
from convert.quantize.calibrate import extremes
from convert.sources import read_network
from goldens import onnx_models as models

KINDS = (
    models.plain_with_flatten,
    models.dense_net,
    models.mobile_net_v3,
    models.efficient_net,
    models.res_net,
    models.res_next,
    models.inception,
    models.dark_net,
    models.tensor_flow,
    models.normalises_itself,
)
CALIBRATED, ALL = 8, 12


def images(preprocess):
    """(ALL, 1, H, W, 3), random pixels."""
    shape = (ALL, 1, *preprocess["input_size"], 3)
    pixels = np.random.default_rng(0).integers(0, 256, shape).astype(np.float32)
    return (pixels - np.array(preprocess["mean"], "f4")) / np.array(preprocess["std"], "f4")


class Networks(unittest.TestCase):
    def test_int8_is_near_float32(self):
        for kind in KINDS:
            with self.subTest(kind.__name__):
                network, preprocess = read_network(kind(0).SerializeToString())
                inputs = images(preprocess)
                ranges = extremes(
                    network, quantize.values_to_calibrate(network), list(inputs[:CALIBRATED])
                )
                int8 = quantize.quantize(network, ranges, preprocess)
                answers = []
                for one in (network, int8):
                    run = onnx_reference.session(one, *preprocess["input_size"])
                    answers.append(np.array([run(image)["logits"][0] for image in inputs]))
                expected, actual = answers
                error = np.sqrt(((actual - expected) ** 2).mean()) / expected.std()
                # 8 bits a value: some 1/255 of its range, over a dozen operations.
                self.assertLess(error, 0.03)


if __name__ == "__main__":
    unittest.main()
