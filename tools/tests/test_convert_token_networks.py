"""ConvNeXt and vision transformers answer as onnxruntime does with the networks as published, from
weights under the names of each library."""

import contextlib
import io
import json
import tempfile
import unittest
from pathlib import Path

import convert_support  # noqa: F401
import numpy as np
from convert import cli
from convert.architectures import build_network
from convert.errors import Refused
from convert.onnx_reference import run
from convert.weight_file import read_model
from convert_token_networks import convnext, vit
from safetensors.numpy import save

# 60 layers of float32 rounding in two different orders, relative to the largest logit.
RELATIVE = 2e-5
SIDE = 64


def image(height=SIDE, width=SIDE):
    return np.random.default_rng(5).standard_normal((1, height, width, 3), np.float32)


class AsPublished(unittest.TestCase):
    def check(self, original, output, name, picture):
        expected = original.run(output, picture)
        network, _ = build_network(dict(original.state), None, picture.shape[1:3])
        self.assertEqual(network.architecture, name)
        scale = np.abs(expected).max()
        self.assertGreater(np.ptp(expected), 0.1 * scale)
        found = run(network, picture)["logits"]
        np.testing.assert_allclose(found, expected, rtol=0, atol=RELATIVE * scale)

    def test_convnext(self):
        names = {"torchvision": "ConvNeXt", "timm": "convnext", "transformers": "convnext"}
        for library, name in names.items():
            with self.subTest(library):
                self.check(*convnext(library), name, image(64, 96))

    def test_convnext_whose_dense_layers_are_convolutions(self):
        self.check(*convnext("timm", convolutions=True), "convnext", image())

    def test_vision_transformers(self):
        names = {"torchvision": "ViT", "timm": "vit", "vit": "vit", "deit": "deit"}
        for library, name in names.items():
            with self.subTest(library):
                self.check(*vit(library, SIDE), name, image())


class WrongWeights(unittest.TestCase):
    def refused(self, state, side=SIDE):
        with self.assertRaises(Refused) as caught:
            build_network(state, None, (side, side))
        return caught.exception

    def test_each_says_its_tensor(self):
        last = "blocks.1.mlp.fc2.weight"
        changes = {
            "weights/missing-tensor": lambda state: state.pop("blocks.1.norm2.bias"),
            "weights/unknown-tensor": lambda state: state.update({"fc_norm.weight": np.zeros(3)}),
            "weights/bad-shape": lambda state: state.update({last: state[last][:, :-1]}),
        }
        for code, change in changes.items():
            state = dict(vit("timm", SIDE)[0].state)
            change(state)
            error = self.refused(state)
            self.assertEqual(error.code, code)
            self.assertRegex(str(error), "blocks.1|fc_norm.weight")

    def test_positions_belong_to_one_input_size(self):
        error = self.refused(dict(vit("timm", SIDE)[0].state), 96)
        self.assertEqual(error.code, "weights/bad-shape")
        self.assertIn("pos_embed", str(error))

    def test_a_block_more_than_the_names_have_is_another_network(self):
        state = dict(convnext("timm")[0].state)
        state["stages.1.blocks.0.mlp.grn.weight"] = np.zeros(64, np.float32)  # ConvNeXt V2
        self.assertEqual(self.refused(state).code, "weights/unknown-tensor")

    def test_no_shape_of_any_tensor_breaks_it(self):
        for make in (lambda: convnext("torchvision"), lambda: vit("deit", SIDE)):
            whole = make()[0].state
            for name in list(whole)[::7]:
                for shape in ([], [0, 3], [1, 1, 1, 1], [2, 3, 5, 7]):
                    with self.subTest(tensor=name, shape=shape):
                        self.refused({**whole, name: np.zeros(shape, np.float32)})


class Folders(unittest.TestCase):
    def test_hugging_face_folder(self):
        original, output = vit("vit", SIDE, classes=3)
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            (folder / "model.safetensors").write_bytes(save(original.state))
            labels = {"id2label": {"0": "cat", "1": "dog", "2": "hen"}}
            (folder / "config.json").write_text(json.dumps(labels))
            processor = {
                "do_resize": True, "size": {"shortest_edge": 72}, "resample": 2,
                "do_center_crop": True, "crop_size": {"height": SIDE, "width": SIDE},
                "do_normalize": True, "image_mean": [0.5] * 3, "image_std": [0.5] * 3,
                "do_rescale": True, "rescale_factor": 1 / 255,
            }  # fmt: skip
            (folder / "preprocessor_config.json").write_text(json.dumps(processor))
            said, converted = io.StringIO(), folder / "out.safetensors"
            with contextlib.redirect_stderr(said):
                code = cli.main([str(folder), "-o", str(converted)])
            self.assertEqual(code, 0, said.getvalue())
            document, network = read_model(converted)
        self.assertEqual(document["labels"], {"en": ["cat", "dog", "hen"]})
        self.assertEqual(document["preprocess"]["input_size"], [SIDE, SIDE])
        expected = original.run(output, image())
        found = run(network, image())["logits"]
        np.testing.assert_allclose(found, expected, rtol=0, atol=RELATIVE * np.abs(expected).max())


if __name__ == "__main__":
    unittest.main()
