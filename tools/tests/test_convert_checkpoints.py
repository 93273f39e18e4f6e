"""Checkpoints as training programs write them: wrappers, prefixes, several networks, and things
beside the tensors that are skipped and never built."""

# zipfile imports these when it opens its first file; the guard would report that.
import encodings.cp437  # noqa: F401
import unittest

import convert_support  # noqa: F401
import numpy as np
from convert.architectures import build_network
from convert.errors import Refused
from convert.weights import read_weights
from convert_torch_networks import mobilenet_v2, resnet, squeezenet1_1
from fuzz.execution_guard import nothing_executes
from fuzz.torch_files import (
    call,
    dictionary,
    group,
    integer,
    legacy_file,
    named,
    ordered,
    state,
    tensor,
    text,
    zip_file,
)

VALUES = {
    "first.weight": np.arange(6, dtype=np.float32).reshape(2, 3),
    "last.weight": np.ones(3, np.float32),
}
NAMES = sorted(VALUES)


def pickled(arrays=VALUES, prefix=""):
    """(opcodes of the state_dict, storages)."""
    return state({prefix + name: array for name, array in arrays.items()})


def object_of(module, name, **attributes) -> bytes:
    """An instance, as protocol 2 writes it."""
    return named(module, name) + b")\x81" + dictionary(attributes) + b"b"


class Checkpoints(unittest.TestCase):
    def read(self, opcodes, storages, entry=None):
        said = []
        for container in (zip_file, legacy_file):
            with nothing_executes():
                found = read_weights(container(opcodes, storages), entry, said.append)
        return found, said[: len(said) // 2]

    def test_keys_of_wrappers(self):
        opcodes, storages = pickled()
        for key in (
            "state_dict", "model_state_dict", "model", "net", "ema", "model_ema", "weights",
            "state_dict_ema", "ema_state_dict", "anything",
        ):  # fmt: skip
            with self.subTest(key):
                found, said = self.read(dictionary({"epoch": integer(3), key: opcodes}), storages)
                self.assertEqual(sorted(found), NAMES)
                np.testing.assert_array_equal(found["first.weight"], VALUES["first.weight"])
                self.assertEqual(said, [])
        inner = dictionary({"deep": dictionary({"state_dict": opcodes})})
        self.assertEqual(sorted(self.read(inner, storages)[0]), NAMES)

    def test_two_networks(self):
        both = {f"{key}.{name}": array + add for key, add in (("model", 0), ("ema", 1))
                for name, array in VALUES.items()}  # fmt: skip
        opcodes, storages = self.two(both)
        found, said = self.read(opcodes, storages)
        np.testing.assert_array_equal(found["last.weight"], [1, 1, 1])
        self.assertEqual(len(said), 1)
        self.assertRegex(said[0], "'model', 'ema'; 'model' is taken, --entry NAME")
        found, said = self.read(opcodes, storages, "ema")
        np.testing.assert_array_equal(found["last.weight"], [2, 2, 2])
        self.assertEqual(said, [])
        with self.assertRaisesRegex(Refused, "no tensors under 'other'.*'model', 'ema'") as caught:
            self.read(opcodes, storages, "other")
        self.assertEqual(caught.exception.code, "source/no-such-entry")

    def two(self, both):
        """A checkpoint of the networks under the first part of the names."""
        _, storages = state(both)
        parts = {}
        for index, (name, array) in enumerate(both.items()):
            key, _, rest = name.partition(".")
            parts.setdefault(key, {})[rest] = (index, array)
        written = {}
        for key, tensors in parts.items():
            items = {}
            for rest, (index, array) in tensors.items():
                strides = [step // array.itemsize for step in array.strides]
                items[rest] = tensor(
                    str(index), "FloatStorage", array.size, 0, array.shape, strides
                )
            written[key] = ordered(items)
        return dictionary(written), storages

    def test_what_stands_beside_is_skipped(self):
        opcodes, storages = pickled()
        beside = {
            "Namespace": object_of("argparse", "Namespace", lr=b"G" + bytes(8)),
            "own class": object_of("__main__", "Config", lr=integer(1)),
            "path": call(named("pathlib", "PosixPath"), text("out")),
            "defaultdict": call(named("collections", "defaultdict"), named("builtins", "list"))
            + b"(" + text("a") + b"]K\x01as"[:0] + b"K\x01u",
            "numpy scalar": call(
                named("numpy._core.multiarray", "scalar"),
                call(named("numpy", "dtype"), text("f8"), b"\x89", b"\x88")
                + group(integer(3), text("<"), b"N", b"N", b"N") + b"b",
                call(named("_codecs", "encode"), text("\x00"), text("latin1")),
            ),
            "bytes": b"C\x03abc",
            "set": b"\x8f(K\x01K\x02\x90",
            "device": call(named("torch", "device"), text("cpu")),
            "type": named("torch", "float16"),
            "keys of other kinds": b"}(G" + bytes(8) + b"K\x01NK\x02u",
        }  # fmt: skip
        for name, value in beside.items():
            with self.subTest(name):
                whole = dictionary({"args": value, "model": opcodes})
                self.assertEqual(sorted(self.read(whole, storages)[0]), NAMES)

    def test_prefixes(self):
        for prefix in ("module.", "model.", "_orig_mod.module.", "anything.", "net.backbone."):
            opcodes, storages = pickled(prefix=prefix)
            self.assertEqual(sorted(self.read(opcodes, storages)[0]), NAMES)

    def test_counters_beside_a_prefix(self):
        arrays = {f"module.{name}": array for name, array in VALUES.items()}
        arrays["n_averaged"] = np.array(7, np.int64)
        content = {name: np.asarray(array, np.float32) for name, array in arrays.items()}
        self.assertEqual(sorted(self.read(*state(content))[0]), NAMES)

    def test_a_head_beside_the_backbone(self):
        network = resnet((2, 2, 2, 2), classes=3)[0].state
        network = {name: array for name, array in network.items() if array.dtype == np.float32}
        renamed = {n if n.startswith("fc") else f"backbone.{n}": t for n, t in network.items()}
        self.assertEqual(sorted(self.read(*state(renamed))[0]), sorted(network))

    def test_two_names_never_become_one(self):
        arrays = {"module.a": np.ones(2, np.float32), "module.b": np.ones(2, np.float32),
                  "a": np.zeros(2, np.float32)}  # fmt: skip
        self.assertEqual(sorted(self.read(*state(arrays))[0]), sorted(arrays))


class Heads(unittest.TestCase):
    def test_a_dense_layer_inside_a_sequence(self):
        for make, old, new in (
            (lambda: resnet((2, 2, 2, 2), classes=3), "fc.", "fc.1."),
            (lambda: mobilenet_v2(classes=3), "classifier.1.", "classifier."),
            (lambda: mobilenet_v2(classes=3), "classifier.1.", "classifier.1.1."),
        ):
            weights = make()[0].state
            plain, _ = build_network(weights)
            renamed = {name.replace(old, new): array for name, array in weights.items()}
            found, _ = build_network(renamed)
            for name, array in plain.tensors.items():
                np.testing.assert_array_equal(found.tensors[name], array)

    def test_two_dense_layers_are_not_guessed(self):
        weights = resnet((2, 2, 2, 2), classes=3)[0].state
        weights["fc.0.weight"] = np.zeros((512, 512), np.float32)
        weights["fc.2.weight"], weights["fc.2.bias"] = (
            weights.pop("fc.weight"),
            weights.pop("fc.bias"),
        )
        with self.assertRaisesRegex(Refused, "'fc.weight'"):
            build_network(weights)

    def test_scalars_beside_the_state_dict(self):
        weights = squeezenet1_1(classes=5)[0].state
        opcodes, storages = state(weights)
        network, _ = build_network(read_weights(zip_file(dictionary({"net": opcodes}), storages)))
        self.assertEqual(network.architecture, "squeezenet1_1")


if __name__ == "__main__":
    unittest.main()
