"""Safetensors sources: element types that are read, and files that lie."""

import unittest

import convert_support  # noqa: F401
import numpy as np
from convert.errors import Refused
from convert.onnx_import.model_file import looks_like_onnx
from convert.sources import read_network
from convert.weights import read_weights
from convert_torch_networks import squeezenet1_1
from fuzz.execution_guard import nothing_executes
from fuzz.hostile_safetensors import entry, file, hostile
from safetensors.numpy import save


class Safetensors(unittest.TestCase):
    def test_element_types(self):
        values = np.array([[1.5, -2, 0], [4, 5, 6]])
        for kind in ("<f8", "<f4", "<f2", "<i8", "<i4", "<i2", "|i1"):
            with self.subTest(kind):
                found = read_weights(save({"a": values.astype(kind)}))["a"]
                np.testing.assert_array_equal(found, values.astype(kind))

    def test_bfloat16(self):
        halves = (np.array([1.5, -2, 3], np.float32).view(np.uint32) >> 16).astype("<u2").tobytes()
        found = read_weights(file({"a": entry(0, 6, (3,), "BF16")}, halves))["a"]
        np.testing.assert_array_equal(found, [1.5, -2, 3])

    def test_scalars_metadata_and_prefixes(self):
        content = save(
            {"module.a": np.array(7, np.int64), "module.b": np.ones(2, np.float32)},
            {"format": "pt"},
        )
        self.assertEqual(sorted(read_weights(content)), ["a", "b"])

    def test_a_header_whose_size_begins_as_an_onnx_model_does(self):
        state = squeezenet1_1(classes=3)[0].state
        for first in range(256):
            content = save(state)
            size = int.from_bytes(content[:8], "little")
            more = (first - size) % 256
            header = content[8 : 8 + size] + b" " * more
            content = (size + more).to_bytes(8, "little") + header + content[8 + size :]
            self.assertEqual(content[0], first)
            self.assertEqual(looks_like_onnx(content), False)
            if first == 0x08:
                self.assertEqual(read_network(content)[0].architecture, "squeezenet1_1")

    def test_hostile_files(self):
        for name, (content, code) in hostile().items():
            with self.subTest(name):
                with self.assertRaises(Refused) as caught, nothing_executes():
                    read_weights(content)
                self.assertEqual(caught.exception.code, code, str(caught.exception))


if __name__ == "__main__":
    unittest.main()
