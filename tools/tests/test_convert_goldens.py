"""The committed goldens: complete, reproducible, and equal to naive loops."""

import dataclasses
import unittest

import convert_naive
import convert_naive_int8
import convert_support
import numpy as np
from convert import graph, weight_file
from convert.weight_file import read_model
from goldens.model import document
from goldens.networks import networks
from safetensors.numpy import load_file

FOLDER = convert_support.FIXTURES / "model"
# Float32 sums of at most 100 products of magnitude 1 carry an error of 100 * 2^-24, twice over.
TOLERANCE = 2e-5


class ModelGoldens(unittest.TestCase):
    def test_onnxruntime_agrees_with_naive_loops(self):
        for sketch, _ in networks():
            with self.subTest(sketch.name):
                _, network = read_model(FOLDER / f"{sketch.name}.safetensors")
                golden = load_file(FOLDER / f"{sketch.name}.golden.safetensors")
                oracle = convert_naive_int8 if sketch.name.startswith("int8_") else convert_naive
                values = oracle.evaluate(network, golden["input"])
                for role, value in network.outputs.items():
                    expected = golden[role]
                    actual = values[value].reshape(expected.shape)
                    np.testing.assert_allclose(
                        actual, expected, rtol=0, atol=TOLERANCE, err_msg=role
                    )

    def test_files_are_what_the_networks_say(self):
        for sketch, network in networks():
            with self.subTest(sketch.name):
                golden = load_file(FOLDER / f"{sketch.name}.golden.safetensors")
                np.testing.assert_array_equal(sketch.image(), golden["input"])
                model = weight_file.model_bytes(document(sketch, network, golden), network.tensors)
                self.assertEqual(model, (FOLDER / f"{sketch.name}.safetensors").read_bytes())

    def test_no_file_is_left_over(self):
        expected = {
            f"{s.name}{end}"
            for s, _ in networks()
            for end in (".safetensors", ".golden.safetensors")
        }
        self.assertEqual(expected, {path.name for path in FOLDER.glob("*.safetensors")})

    def test_every_operation_and_attribute_occurs(self):
        used = set()
        for _, network in networks():
            for operation in network.operations:
                for field in dataclasses.fields(operation):
                    if getattr(operation, field.name) != field.default:
                        used.add((operation.op, field.name))
        wanted = {
            (kind.op, f.name)
            for kind in graph.OPERATIONS.values()
            for f in dataclasses.fields(kind)
        }
        self.assertEqual(wanted - used, set())


if __name__ == "__main__":
    unittest.main()
