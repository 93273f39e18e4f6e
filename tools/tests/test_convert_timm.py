"""timm's EfficientNet-Lite weights: two families of the same tensors, told apart by name or by
config.json."""

import contextlib
import io
import json
import tempfile
import unittest
from pathlib import Path

import convert_support  # noqa: F401
import numpy as np
from convert import cli, huggingface, timm_config
from convert.architectures import build_network
from convert.errors import Refused
from convert.onnx_reference import run
from convert.weight_file import read_model
from convert_timm_networks import timm_efficientnet_lite
from safetensors.numpy import save

# Some 60 to 100 layers of float32 rounding in two different orders, relative to the largest logit.
RELATIVE = 2e-5
CONFIG = {
    "input_size": [3, 240, 240],
    "crop_pct": 0.882,
    "interpolation": "bicubic",
    "mean": [0.5] * 3,
    "std": [0.5] * 3,
}


class Architectures(unittest.TestCase):
    def test_each_answers_as_its_original(self):
        image = np.random.default_rng(5).standard_normal((1, 97, 80, 3), np.float32)
        for number in range(5):
            for name, tensor_flow in (("tf_efficientnet_lite", True), ("efficientnet_lite", False)):
                with self.subTest(name, number=number):
                    original, output = timm_efficientnet_lite(number, tensor_flow)
                    expected = original.run(output, image)
                    network, _ = build_network(original.state, f"{name}{number}.in1k")
                    self.assertEqual(network.architecture, f"{name}{number}")
                    scale = np.abs(expected).max()
                    actual = run(network, image)["logits"]
                    np.testing.assert_allclose(actual, expected, rtol=0, atol=RELATIVE * scale)

    def test_the_two_families_answer_differently(self):
        state = timm_efficientnet_lite(0, True)[0].state
        image = np.random.default_rng(5).standard_normal((1, 96, 96, 3), np.float32)
        first, second = (
            run(build_network(state, name)[0], image)["logits"]
            for name in ("tf_efficientnet_lite0", "efficientnet_lite0")
        )
        self.assertGreater(np.abs(first - second).max(), 0.01 * np.abs(first).max())

    def test_published_preprocessing(self):
        wanted = {
            "tf_efficientnet_lite": ([224, 240, 260, 300, 380], [256, 272, 292, 331, 413], 127.5),
            "efficientnet_lite": ([224, 240, 260, 300, 380], [256, 272, 292, 331, 412], 123.675),
        }
        for name, (sizes, shorter, mean) in wanted.items():
            for number in range(5):
                state = timm_efficientnet_lite(number, True)[0].state
                found = build_network(state, f"{name}{number}")[1]
                self.assertEqual(found["input_size"], [sizes[number]] * 2)
                self.assertEqual(found["resize_shorter"], shorter[number])
                self.assertAlmostEqual(found["mean"][0], mean)
                bilinear = name.startswith("tf") and number >= 3
                self.assertEqual(found["filter"], "bilinear" if bilinear else "bicubic")

    def refused(self, code, state, architecture=None):
        with self.assertRaises(Refused) as caught:
            build_network(state, architecture)
        self.assertEqual(caught.exception.code, code)
        return str(caught.exception)

    def test_an_unsaid_name_is_asked_for(self):
        state = timm_efficientnet_lite(1, True)[0].state
        for said in (None, "resnet18", "tf_efficientnet_lite0"):
            message = self.refused("weights/ambiguous-architecture", state, said)
            self.assertIn("tf_efficientnet_lite1 or efficientnet_lite1", message)
            self.assertIn("--architecture", message)

    def test_errors_name_timm_s_tensor(self):
        state = timm_efficientnet_lite(0, True)[0].state
        state["blocks.2.1.conv_pwl.weight"] = np.zeros((1, 2, 1, 1), np.float32)
        message = self.refused("weights/bad-shape", state, "tf_efficientnet_lite0")
        self.assertIn(
            "'blocks.2.1.conv_pwl.weight' has shape (1, 2, 1, 1), expected (40, 240, 1, 1)", message
        )

    def test_squeeze_excite_is_another_network(self):
        state = timm_efficientnet_lite(0, True)[0].state
        state["blocks.0.0.se.conv_reduce.weight"] = np.zeros((8, 32, 1, 1), np.float32)
        message = self.refused("weights/missing-tensor", state, "efficientnet_b0")
        self.assertIn("'blocks.0.0.se.conv_expand.weight'", message)
        message = self.refused("weights/ambiguous-architecture", state)
        self.assertIn("--architecture NAME", message)


class Configuration(unittest.TestCase):
    def test_preprocessing(self):
        found = timm_config.preprocess_of(CONFIG)
        self.assertEqual((found["input_size"], found["resize_shorter"]), ([240, 240], 272))
        self.assertEqual(
            (found["filter"], found["mean"], found["std"]), ("bicubic", [127.5] * 3, [127.5] * 3)
        )
        self.assertEqual(
            timm_config.preprocess_of(CONFIG | {"crop_pct": 1.0})["resize_shorter"], 240
        )

    def test_what_the_core_does_not_do_is_refused(self):
        others = (
            {"crop_mode": "squash"},
            {"crop_mode": "border"},
            {"input_size": [3, 240, 320]},
            {"input_size": [1, 240, 240]},
            {"input_size": 240},
            {"interpolation": "lanczos"},
            {"mean": None},
            {"std": None},
            {"crop_pct": "most"},
        )
        for other in others:
            with self.subTest(other), self.assertRaisesRegex(Refused, "--preprocess") as caught:
                timm_config.preprocess_of(CONFIG | other)
            self.assertEqual(caught.exception.code, "huggingface/preprocess")


class Folders(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        self.output = self.folder / "out.safetensors"

    def write(self, state, **config):
        (self.folder / "model.safetensors").write_bytes(save(state))
        (self.folder / "config.json").write_text(json.dumps(config))

    def convert(self, source, *options):
        said = io.StringIO()
        with contextlib.redirect_stderr(said):
            code = cli.main([str(source), "-o", str(self.output), *options])
        return code, said.getvalue()

    def test_the_folder_says_everything(self):
        names = ["n01", "n02", "n03"]
        for architecture in ("tf_efficientnet_lite1", "efficientnet_lite1"):
            original, output = timm_efficientnet_lite(1, architecture.startswith("tf"), classes=3)
            self.write(
                original.state,
                architecture=architecture,
                num_classes=3,
                label_names=names,
                label_descriptions={"n01": "cat", "n03": "hen, domestic fowl"},
                pretrained_cfg=CONFIG | {"first_conv": "conv_stem", "crop_mode": "center"},
            )
            code, said = self.convert(self.folder)
            self.assertEqual(code, 0, said)
            document, network = read_model(self.output)
            self.assertEqual(document["architecture"], architecture)
            self.assertEqual(document["labels"], {"en": ["cat", "n02", "hen, domestic fowl"]})
            self.assertEqual(document["preprocess"], timm_config.preprocess_of(CONFIG))
            image = np.random.default_rng(1).standard_normal((1, 64, 64, 3), np.float32)
            expected = original.run(output, image)
            actual = run(network, image)["logits"]
            np.testing.assert_allclose(
                actual, expected, rtol=0, atol=RELATIVE * np.abs(expected).max()
            )

    def test_a_bare_file_needs_the_name(self):
        self.write(timm_efficientnet_lite(0, True)[0].state)
        file = self.folder / "model.safetensors"
        code, said = self.convert(file)
        self.assertEqual(code, 1)
        self.assertIn("--architecture NAME", said)
        self.assertFalse(self.output.exists())
        code, said = self.convert(file, "--architecture", "tf_efficientnet_lite0")
        self.assertEqual(code, 0, said)
        self.assertEqual(read_model(self.output)[0]["preprocess"]["mean"], [127.5] * 3)

    def test_label_names(self):
        def labels(**config):
            self.write({}, **config)
            return huggingface.read_folder(self.folder).labels

        self.assertEqual(labels(label_names=["cat", "dog"]), {"en": ["cat", "dog"]})
        self.assertEqual(labels(label_names={"1": "dog", "0": "cat"}), {"en": ["cat", "dog"]})
        self.assertEqual(
            labels(id2label={"0": "LABEL_0", "1": "LABEL_1"}, label_names=["cat", "dog"]),
            {"en": ["cat", "dog"]},
        )
        self.assertIsNone(labels())
        with self.assertRaises(Refused) as caught:
            labels(label_names=["n01"], label_descriptions={"n01": 7})
        self.assertEqual(caught.exception.code, "labels/malformed")


if __name__ == "__main__":
    unittest.main()
