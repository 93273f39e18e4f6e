"""ZIPs that lie: refused by name, whatever torch or unzip would make of them."""

import unittest

import convert_support  # noqa: F401
import numpy as np
from convert.errors import Refused
from convert.weights import read_weights
from faults.fault_report import report_fault
from fuzz.execution_guard import nothing_executes
from fuzz.hostile_zips import good, hostile


class HostileZips(unittest.TestCase):
    def test_the_good_one_is_read(self):
        np.testing.assert_array_equal(read_weights(good())["w"], [0, 1, 2, 3])

    def test_each_is_refused(self):
        samples = hostile()
        refused = 0
        for name, (content, code) in samples.items():
            with self.subTest(name):
                with self.assertRaises(Refused) as caught, nothing_executes():
                    read_weights(content)
                self.assertEqual(caught.exception.code, code, str(caught.exception))
                refused += 1
        self.assertEqual(refused, len(samples))
        report_fault(16, f"{refused} of {refused} lying ZIPs refused")


if __name__ == "__main__":
    unittest.main()
