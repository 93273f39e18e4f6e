"""The ranges that calibration finds, against sorting all numbers; which pictures it takes."""

import tempfile
import unittest
from pathlib import Path

import convert_support  # noqa: F401
import numpy as np
from convert.quantize import calibrate
from goldens.sketch import Sketch


class Ranges(unittest.TestCase):
    def network(self):
        sketch = Sketch("calibrated", 40, 50)
        return sketch.classified(sketch.conv("image", "conv", (8, 1, 1, 3)), 8)

    def test_leave_out_the_most_extreme(self):
        images = list(np.random.default_rng(0).standard_normal((20, 1, 40, 50, 3), np.float32))
        found = calibrate.extremes(self.network(), ["conv", "pool"], images)
        network = self.network()
        weight = network.tensors["conv.weight"].reshape(8, 3).T
        numbers = np.sort((np.array(images) @ weight + network.tensors["conv.bias"]).ravel())
        # 20 x 40 x 50 x 8 = 320,000 numbers: three at either end are left out.
        np.testing.assert_allclose(found["conv"], (numbers[3], numbers[-4]), rtol=1e-5)

    def test_of_few_numbers_are_their_extremes(self):
        images = list(np.random.default_rng(1).standard_normal((3, 1, 40, 50, 3), np.float32))
        low, high = calibrate.extremes(self.network(), ["pool"], images)["pool"]
        means = np.array([image.mean(axis=(0, 1, 2)) for image in images])
        network = self.network()
        pools = (
            means @ network.tensors["conv.weight"].reshape(8, 3).T + network.tensors["conv.bias"]
        )
        np.testing.assert_allclose((low, high), (pools.min(), pools.max()), rtol=1e-4)


class Pictures(unittest.TestCase):
    def found(self, count):
        with tempfile.TemporaryDirectory() as folder:
            for index in range(count):
                (Path(folder) / f"{index:04}.JPEG").touch()
            (Path(folder) / "labels.txt").touch()
            return [int(path.stem) for path in calibrate.pictures_in(Path(folder))]

    def test_at_most_a_hundred_evenly(self):
        self.assertEqual(self.found(7), list(range(7)))
        self.assertEqual(self.found(100), list(range(100)))
        self.assertEqual(self.found(200), list(range(0, 200, 2)))
        self.assertEqual(self.found(201), list(range(0, 201, 3)))


if __name__ == "__main__":
    unittest.main()
