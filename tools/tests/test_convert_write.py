"""A written file obeys models/FORMAT.md's container rules, and is the same every time."""

import json
import tempfile
import unittest
from pathlib import Path

import convert_support  # noqa: F401
import numpy as np
from convert import graph, weight_file
from convert.errors import Refused
from convert.output_file import write_file
from convert.weight_file import read_model
from goldens.model import document
from goldens.networks import networks
from safetensors import safe_open


def parsed(content: bytes):
    """(header, position of the tensors' bytes); a key that occurs twice is an error."""

    def unique(pairs):
        assert len({key for key, _ in pairs}) == len(pairs), "duplicate key"
        return dict(pairs)

    size = int.from_bytes(content[:8], "little")
    return json.loads(content[8 : 8 + size].decode("utf-8"), object_pairs_hook=unique), 8 + size


class Container(unittest.TestCase):
    def content(self, tensors=None, **extra):
        return weight_file.model_bytes(
            {"name": "Grüße, 虎斑猫", **extra}, tensors or {"a": np.ones(3)}
        )

    def test_ranges_are_contiguous_and_aligned(self):
        tensors = {
            "bytes": np.arange(5, dtype=np.int8),
            "floats": np.ones((2, 3)),
            "more bytes": np.ones(3, np.int8),
            "integers": np.arange(4, dtype=np.int32),
        }
        content = self.content(tensors)
        header, start = parsed(content)
        self.assertEqual(content[8:9], b"{")
        self.assertEqual(start % 8, 0)
        entries = [entry for name, entry in header.items() if name != "__metadata__"]
        position = 0
        for entry in sorted(entries, key=lambda entry: entry["data_offsets"]):
            begin, end = entry["data_offsets"]
            size = {"F32": 4, "I32": 4, "I8": 1}[entry["dtype"]]
            self.assertEqual(begin, position)
            self.assertEqual((start + begin) % size, 0)
            self.assertEqual(end - begin, size * np.prod(entry["shape"]))
            position = end
        self.assertEqual(start + position, len(content))

    def test_other_readers_open_it(self):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "model.safetensors"
            write_file(path, self.content({"a": np.arange(6.0).reshape(2, 3)}))
            with safe_open(path, "numpy") as file:
                np.testing.assert_array_equal(file.get_tensor("a"), [[0, 1, 2], [3, 4, 5]])
                self.assertEqual(json.loads(file.metadata()["glance"])["name"], "Grüße, 虎斑猫")

    def test_same_input_same_bytes(self):
        self.assertEqual(self.content(), self.content())

    def test_transposed_tensors_are_written_in_their_order(self):
        content = self.content({"a": np.arange(6.0).reshape(2, 3).T})
        values = np.frombuffer(content[-24:], "<f4")
        np.testing.assert_array_equal(values, [0, 3, 1, 4, 2, 5])

    def test_values_that_are_not_finite_are_refused_by_name(self):
        for value in (np.nan, np.inf, -np.inf, 1e39):
            with self.assertRaisesRegex(Refused, "'bad'"):
                self.content({"good": np.ones(1), "bad": np.array([0, value])})

    def test_failure_leaves_nothing_behind(self):
        with tempfile.TemporaryDirectory() as folder:
            (Path(folder) / "file").write_text("")
            with self.assertRaises(Refused) as caught:
                write_file(Path(folder) / "file" / "model", b"x")
            self.assertEqual(caught.exception.code, "output/unwritable")
            self.assertEqual([path.name for path in Path(folder).iterdir()], ["file"])


class GraphDocument(unittest.TestCase):
    def test_operations_come_back_as_they_were(self):
        for sketch, network in networks():
            with self.subTest(sketch.name), tempfile.TemporaryDirectory() as folder:
                path = Path(folder) / "model.safetensors"
                answers = {"logits": np.zeros((1, 5))}
                path.write_bytes(
                    weight_file.model_bytes(document(sketch, network, answers), network.tensors)
                )
                _, again = read_model(path)
                self.assertEqual(again.operations, network.operations)
                self.assertEqual(again.outputs, network.outputs)

    def test_defaults_are_left_out(self):
        operation = graph.Conv2d(input="a", output="b", weight="w", stride=(2, 2), clamp=(0, None))
        self.assertEqual(
            graph.to_json(operation),
            {
                "op": "conv2d",
                "input": "a",
                "output": "b",
                "weight": "w",
                "stride": [2, 2],
                "clamp": [0, None],
            },
        )


if __name__ == "__main__":
    unittest.main()
