"""What torch.save writes is read right: both containers, strides, element types, checkpoints."""

import contextlib
import unittest

import convert_support  # noqa: F401
import numpy as np
from convert.errors import Refused
from convert.weights import read_weights
from fuzz import torch_files

WRITERS = {"zip": torch_files.zip_file, "legacy": torch_files.legacy_file}


def sample() -> dict[str, np.ndarray]:
    random = np.random.default_rng(1)
    base = random.standard_normal((4, 3, 5, 2), np.float32)
    return {
        "contiguous": random.standard_normal((2, 3), np.float32),
        "transposed": base.transpose(3, 1, 0, 2),
        "offset": base[1:, 1:, 2:, 1],
        "scalar": np.array(7.5, np.float32),
    }


class Containers(unittest.TestCase):
    def test_tensors_come_back_whatever_their_strides(self):
        arrays = sample()
        for name, write in WRITERS.items():
            with self.subTest(name):
                tensors = read_weights(write(*torch_files.state(arrays)))
                self.assertEqual(list(tensors), list(arrays))
                for key, array in arrays.items():
                    np.testing.assert_array_equal(tensors[key], array)
                    self.assertTrue(tensors[key].flags.c_contiguous)

    def test_parameters_are_their_tensors(self):
        value = torch_files.ordered(
            {"w": torch_files.parameter(torch_files.tensor("0", "FloatStorage", 2, 0, (2,), (1,)))}
        )
        tensors = read_weights(torch_files.zip_file(value, {"0": np.float32([1, 2]).tobytes()}))
        np.testing.assert_array_equal(tensors["w"], [1, 2])

    def test_two_tensors_share_a_storage(self):
        value = torch_files.ordered(
            {
                "first": torch_files.tensor("0", "FloatStorage", 6, 0, (2,), (1,)),
                "last": torch_files.tensor("0", "FloatStorage", 6, 2, (2, 2), (2, 1)),
            }
        )
        data = {"0": np.arange(6, dtype=np.float32).tobytes()}
        for write in WRITERS.values():
            tensors = read_weights(write(value, data))
            np.testing.assert_array_equal(tensors["first"], [0, 1])
            np.testing.assert_array_equal(tensors["last"], [[2, 3], [4, 5]])

    def test_half_double_and_bfloat16(self):
        values = np.array([1.5, -2.25, 0, 65504])
        upper_halves = (values.astype(np.float32).view(np.uint32) >> 16).astype("<u2")
        kinds = {
            "HalfStorage": (values.astype("<f2"), values),
            "DoubleStorage": (values.astype("<f8"), values),
            "BFloat16Storage": (upper_halves, [1.5, -2.25, 0, 65280]),
        }
        for kind, (stored, expected) in kinds.items():
            with self.subTest(kind):
                value = torch_files.ordered({"w": torch_files.tensor("0", kind, 4, 0, (4,), (1,))})
                tensors = read_weights(torch_files.zip_file(value, {"0": stored.tobytes()}))
                np.testing.assert_array_equal(tensors["w"], expected)

    def test_checkpoint_and_prefixes(self):
        inner, storages = torch_files.state(
            {"module.a": np.float32([1]), "module.b.c": np.float32([2])}
        )
        for key in ("state_dict", "model_state_dict", "model"):
            with self.subTest(key):
                value = torch_files.dictionary({"epoch": torch_files.integer(3), key: inner})
                tensors = read_weights(torch_files.zip_file(value, storages))
                self.assertEqual(sorted(tensors), ["a", "b.c"])

    def test_no_weights(self):
        for value in (
            torch_files.dictionary({}),
            torch_files.integer(3),
            torch_files.ordered({"epoch": b"K\x01"}),
        ):
            with self.assertRaises(Refused) as caught:
                read_weights(torch_files.zip_file(value, {}))
            self.assertEqual(caught.exception.code, "source/no-weights")

    def test_a_list_of_storages_that_is_none_of_the_tensors_is_refused(self):
        whole = torch_files.state({"w": np.arange(4, dtype=np.float32)})
        content = torch_files.legacy_file(*whole)
        right = b"](" + torch_files.text("0") + b"e."
        self.assertEqual(content.count(right), 1)
        lists = {
            "a number that looks like the name": b"](K\x00e.",
            "one that would take forever to print": b"](K\x01" + b"2\x86" * 60 + b"e.",
            "the name twice": b"](" + torch_files.text("0") * 2 + b"e.",
            "no list": b"N.",
        }
        for name, keys in lists.items():
            with self.subTest(name), self.assertRaises(Refused) as caught:
                read_weights(content.replace(right, keys))
            self.assertEqual(caught.exception.code, "container/bad-storage")

    def test_tied_weights_are_read(self):
        shared = torch_files.tensor("0", "FloatStorage", 4, 0, (2, 2), (1, 2)) + b"q\x00"
        value = torch_files.dictionary({"first": shared, "again": b"h\x00"})
        data = {"0": np.arange(4, dtype=np.float32).tobytes()}
        for write in WRITERS.values():
            tensors = read_weights(write(value, data))
            np.testing.assert_array_equal(tensors["first"], tensors["again"])

    def test_every_truncation_is_refused(self):
        whole = torch_files.state({"w": np.arange(12, dtype=np.float32).reshape(3, 4)})
        for name, write in WRITERS.items():
            content = write(*whole)
            read_weights(content)
            for length in range(len(content)):
                with self.subTest(name, length=length), self.assertRaises(Refused):
                    read_weights(content[:length])

    def test_random_damage_never_escapes_as_another_error(self):
        random = np.random.default_rng(2)
        for name, write in WRITERS.items():
            content = write(
                *torch_files.state({"w": np.arange(12, dtype=np.float32).reshape(3, 4)})
            )
            for round_number in range(2000):
                damaged = bytearray(content)
                for position in random.integers(0, len(content), 3):
                    damaged[position] = random.integers(0, 256)
                with self.subTest(name, round=round_number), contextlib.suppress(Refused):
                    read_weights(bytes(damaged))


if __name__ == "__main__":
    unittest.main()
