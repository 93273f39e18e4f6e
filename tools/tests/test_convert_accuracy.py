"""Published weights, converted here, give the reference's answers on 200 photographs."""

import contextlib
import hashlib
import io
import json
import tempfile
import unittest
from pathlib import Path

import convert_support
import numpy as np
from convert import cli
from convert.onnx_reference import session
from convert.picture import network_input
from convert.weight_file import read_model

PICTURES = convert_support.SHARED / "pictures"
RESNET = convert_support.SHARED / "resnet18" / "resnet18.pth"
LITE0 = convert_support.REPOSITORY / "build" / "models" / "efficientnet-lite0-float32.safetensors"
# What onnxruntime and PyTorch may differ by in a softmax score, float32 throughout.
TOLERANCE = 1e-5


def scores(model: Path, prepare):
    """(file name, softmax scores) of every picture."""
    document, network = read_model(model)
    classify = session(network, *document["preprocess"]["input_size"], threads=2)
    for path in sorted(PICTURES.iterdir()):
        logits = classify(prepare(path, document["preprocess"]))["logits"][0].astype(np.float64)
        exponentials = np.exp(logits - logits.max())
        yield path.name, exponentials / exponentials.sum()


def torchvision_crop(path: Path, preprocess: dict) -> np.ndarray:
    """As network_input, rounded as TorchVision does, which is not how Lite0's reference was
    made."""
    return network_input(path, preprocess | {"longer_side": "floor", "crop_offset": "nearest"})


class Accuracy(unittest.TestCase):
    def compare(self, model, prepare, reference):
        """The largest score difference from the reference; top-1 must be equal everywhere."""
        expected = json.loads((convert_support.SHARED / "reference" / reference).read_text())
        worst, count = 0, 0
        for name, found in scores(model, prepare):
            answer = expected[name]
            self.assertEqual(found.argmax(), answer["index"][0], name)
            differences = np.abs(found[answer["index"]] - answer["score"])
            worst, count = max(worst, differences.max()), count + 1
        self.assertEqual(count, 200)
        self.assertLess(worst, TOLERANCE)

    @convert_support.needs(RESNET)
    def test_resnet18(self):
        with tempfile.TemporaryDirectory() as folder:
            output = Path(folder) / "resnet18.safetensors"
            with contextlib.redirect_stderr(io.StringIO()):
                self.assertEqual(cli.main([str(RESNET), "-o", str(output)]), 0)
            self.compare(output, network_input, "resnet18-f32.json")

    @convert_support.needs(PICTURES)
    @convert_support.needs(LITE0)
    def test_efficientnet_lite0(self):
        self.compare(LITE0, network_input, "efficientnet-lite0-f32.json")

    @convert_support.needs(PICTURES)
    @convert_support.needs(LITE0)
    def test_efficientnet_lite0_with_torchvision_s_crop(self):
        right = sum(
            int(name[:3]) == found.argmax() for name, found in scores(LITE0, torchvision_crop)
        )
        self.assertGreaterEqual(right, 179)  # 89.5 %

    @convert_support.needs(LITE0)
    def test_goldens_are_of_this_file(self):
        golden = json.loads(
            (convert_support.FIXTURES / "classifier" / "efficientnet-lite0-f32.json").read_text()
        )
        self.assertEqual(golden["model_sha256"], hashlib.sha256(LITE0.read_bytes()).hexdigest())
        document, network = read_model(LITE0)
        classify = session(network, *document["preprocess"]["input_size"])
        for name, answer in golden["pictures"].items():
            pixels = network_input(
                convert_support.FIXTURES / "classifier" / name, document["preprocess"]
            )
            best = np.argsort(-classify(pixels)["logits"][0], kind="stable")[:5]
            self.assertEqual(list(best), answer["index"], name)


if __name__ == "__main__":
    unittest.main()
