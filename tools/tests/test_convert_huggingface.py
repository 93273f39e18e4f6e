"""Hugging Face folders: weights under either name, labels and preprocessing from their JSON
files."""

import contextlib
import io
import json
import re
import tempfile
import unittest
from pathlib import Path

import convert_support  # noqa: F401
import numpy as np
from convert import cli, huggingface
from convert.errors import Refused
from convert.onnx_reference import run
from convert.weight_file import read_model
from convert_torch_networks import resnet, squeezenet1_1
from fuzz import torch_files
from safetensors.numpy import save

PROCESSOR = {
    "crop_pct": 0.875,
    "do_normalize": True,
    "do_resize": True,
    "image_mean": [0.485, 0.456, 0.406],
    "image_std": [0.229, 0.224, 0.225],
    "resample": 3,
    "size": 224,
}
CLIP_STYLE = PROCESSOR | {
    "crop_pct": None,
    "size": {"shortest_edge": 248},
    "crop_size": {"height": 224, "width": 192},
    "resample": 2,
}


def transformers_name(name: str) -> str:
    """TorchVision's name of a ResNet tensor -> that of transformers."""
    for pattern, wanted in (
        (r"^conv1", "resnet.embedder.embedder.convolution"),
        (r"^bn1", "resnet.embedder.embedder.normalization"),
        (r"^fc", "classifier.1"),
    ):
        name = re.sub(pattern, wanted, name)
    block = re.match(r"layer(\d)\.(\d)\.(.*)", name)
    if block:
        rest = block[3]
        rest = re.sub(r"conv(\d)", lambda m: f"layer.{int(m[1]) - 1}.convolution", rest)
        rest = re.sub(r"bn(\d)", lambda m: f"layer.{int(m[1]) - 1}.normalization", rest)
        rest = rest.replace("downsample.0", "shortcut.convolution").replace(
            "downsample.1", "shortcut.normalization"
        )
        name = f"resnet.encoder.stages.{int(block[1]) - 1}.layers.{block[2]}.{rest}"
    return name


class Folders(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name) / "my-resnet"
        self.folder.mkdir()
        self.output = Path(folder.name) / "out.safetensors"

    def json(self, name, content):
        (self.folder / name).write_text(json.dumps(content))

    def convert(self, *options):
        said = io.StringIO()
        with contextlib.redirect_stderr(said):
            code = cli.main([str(self.folder), "-o", str(self.output), *options])
        self.assertEqual(code, 0, said.getvalue())
        return read_model(self.output)

    def test_transformers_resnet(self):
        original, output = resnet((2, 2, 2, 2), classes=3)
        (self.folder / "model.safetensors").write_bytes(
            save({transformers_name(name): array for name, array in original.state.items()})
        )
        self.json(
            "config.json",
            {"model_type": "resnet", "id2label": {"0": "cat", "1": "dog", "2": "hen"}},
        )
        self.json("preprocessor_config.json", PROCESSOR)
        document, network = self.convert()
        self.assertEqual(document["name"], "my-resnet")
        self.assertEqual(document["labels"], {"en": ["cat", "dog", "hen"]})
        self.assertEqual(document["preprocess"]["input_size"], [224, 224])
        self.assertEqual(document["preprocess"]["resize_shorter"], 256)
        self.assertEqual(document["preprocess"]["filter"], "bicubic")
        np.testing.assert_allclose(document["preprocess"]["mean"], [123.675, 116.28, 103.53])
        image = np.random.default_rng(1).standard_normal((1, 64, 64, 3), np.float32)
        expected = original.run(output, image)
        np.testing.assert_allclose(
            run(network, image)["logits"], expected, rtol=0, atol=2e-5 * np.abs(expected).max()
        )

    def test_torch_file_without_configuration(self):
        state = squeezenet1_1(classes=4)[0].state
        (self.folder / "pytorch_model.bin").write_bytes(
            torch_files.zip_file(*torch_files.state(state))
        )
        document, _ = self.convert("--name", "Mine")
        self.assertEqual(document["name"], "Mine")
        self.assertEqual(document["labels"], {"en": [f"class {index}" for index in range(4)]})
        self.assertEqual(document["preprocess"]["filter"], "bilinear")

    def sharded(self, index=None):
        state = squeezenet1_1(classes=3)[0].state
        names, files = list(state), ("model-1-of-2.safetensors", "model-2-of-2.safetensors")
        halves = names[: len(names) // 2], names[len(names) // 2 :]
        for file, part in zip(files, halves, strict=True):
            (self.folder / file).write_bytes(save({f"module.{name}": state[name] for name in part}))
        where = {f"module.{n}": f for f, part in zip(files, halves, strict=True) for n in part}
        self.json("model.safetensors.index.json", index or {"metadata": {}, "weight_map": where})
        return state

    def test_weights_in_several_files(self):
        state = self.sharded()
        _, network = self.convert()
        self.assertEqual(network.tensors["scores.weight"].shape[0], 3)
        np.testing.assert_array_equal(network.tensors["scores.bias"], state["classifier.1.bias"])

    def test_an_index_that_lies(self):
        for where, message in (
            ({"a": "../model.safetensors"}, "not inside its folder"),
            ({"a": "/etc/passwd"}, "not inside its folder"),
            ({"a": "gone.safetensors"}, "No such file"),
            ({"a": "model-1-of-2.safetensors"}, "'a' is in none of the files"),
            ({}, "names 0 files"),
        ):
            self.sharded({"weight_map": where})
            said = io.StringIO()
            with contextlib.redirect_stderr(said):
                code = cli.main([str(self.folder), "-o", str(self.output)])
            self.assertEqual(code, 1)
            self.assertIn(message, said.getvalue())

    def test_options_win_over_the_folder(self):
        state = squeezenet1_1(classes=2)[0].state
        (self.folder / "model.safetensors").write_bytes(save(state))
        self.json("config.json", {"id2label": {"0": "cat", "1": "dog"}})
        squashes = {"size": {"height": 224, "width": 224}, "resample": 2, "do_resize": True}
        self.json("preprocessor_config.json", squashes)
        document, _ = self.convert("--preprocess", "tf")
        self.assertEqual(document["preprocess"]["mean"], [127.5] * 3)
        self.assertEqual(document["labels"], {"en": ["cat", "dog"]})
        own = document["preprocess"] | {"mean": [1, 2, 3]}
        path = self.folder / "mine.json"
        path.write_text(json.dumps(own))
        document, _ = self.convert("--preprocess", str(path))
        self.assertEqual(document["preprocess"], own)

    def test_labels_that_only_number_are_not_used(self):
        self.assertIsNone(self.read({"id2label": {"0": "LABEL_0", "1": "LABEL_1"}}).labels)

    def test_crop_size(self):
        found = huggingface.from_processor(CLIP_STYLE)
        self.assertEqual(found["input_size"], [224, 192])
        self.assertEqual(found["resize_shorter"], 248)
        self.assertEqual(found["filter"], "bilinear")

    def test_timm(self):
        config = {
            "input_size": [3, 240, 240],
            "crop_pct": 0.95,
            "interpolation": "bicubic",
            "mean": [0.5] * 3,
            "std": [0.5] * 3,
        }
        found = self.read({"pretrained_cfg": config}).preprocess
        self.assertEqual((found["input_size"], found["resize_shorter"]), ([240, 240], 252))
        self.assertEqual((found["mean"], found["std"]), ([127.5] * 3, [127.5] * 3))

    def test_what_cannot_be_said_is_refused(self):
        squashing = (
            PROCESSOR | {"crop_pct": None},
            PROCESSOR | {"size": {"height": 224, "width": 224}, "crop_pct": None},
            PROCESSOR | {"size": {"shortest_edge": 384}},
            PROCESSOR | {"resample": 0},
            PROCESSOR | {"image_mean": None},
        )
        for document in squashing:
            with self.assertRaisesRegex(Refused, "--preprocess") as caught:
                huggingface.from_processor(document)
            self.assertEqual(caught.exception.code, "huggingface/preprocess")

    def test_bad_folders(self):
        with self.assertRaises(Refused) as caught:
            huggingface.read_folder(self.folder)
        self.assertEqual(caught.exception.code, "huggingface/no-weights")
        for content in ("{", "[]"):
            (self.folder / "model.safetensors").write_bytes(b"")
            (self.folder / "config.json").write_text(content)
            with self.assertRaises(Refused) as caught:
                huggingface.read_folder(self.folder)
            self.assertEqual(caught.exception.code, "huggingface/malformed")

    def read(self, config):
        (self.folder / "model.safetensors").write_bytes(b"")
        self.json("config.json", config)
        return huggingface.read_folder(self.folder)


if __name__ == "__main__":
    unittest.main()
