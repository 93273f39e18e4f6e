"""Published weights in int8, with the committed ranges: size, and right answers on 200
photographs."""

import contextlib
import gzip
import io
import json
import tempfile
import unittest
from pathlib import Path

import convert_support
from convert import cli
from convert.onnx_reference import session
from convert.picture import network_input
from convert.weight_file import read_model

PICTURES = convert_support.SHARED / "pictures"
REFERENCE = convert_support.SHARED / "reference"
RESNET = convert_support.SHARED / "resnet18" / "resnet18.pth"
WHEELS = convert_support.REPOSITORY / ".cache" / "wheels"
LITE0 = next(WHEELS.glob("efficientnet_lite0_*.whl"), WHEELS / "efficientnet_lite0.whl")
PICTURES_PER_POINT = 2


class Accuracy(unittest.TestCase):
    def convert(self, source: Path, recipe: str, *arguments):
        """(content, network, preprocess)."""
        recipe = convert_support.REPOSITORY / "models" / f"{recipe}.json"
        with tempfile.TemporaryDirectory() as folder:
            output = Path(folder) / "model.safetensors"
            command = [source, "-o", output, "--recipe", recipe, "--int8", *arguments]
            said = io.StringIO()
            with contextlib.redirect_stderr(said):
                self.assertEqual(cli.main(list(map(str, command))), 0, said.getvalue())
            document, network = read_model(output)
            return output.read_bytes(), network, document["preprocess"]

    def check_size(self, content: bytes, raw: float, compressed: float):
        """Both in megabytes."""
        self.assertLessEqual(len(content), raw * 1e6)
        self.assertLessEqual(len(gzip.compress(content, 9)), compressed * 1e6)

    def check_answers(self, network, preprocess, reference: str):
        """At most a point less than float32's right answers; the same answer on 96 % at least."""
        expected = json.loads((REFERENCE / reference).read_text())
        classify = session(network, *preprocess["input_size"], threads=2)
        right = {"float32": 0, "int8": 0, "same": 0}
        for name, answer in expected.items():
            best = int(classify(network_input(PICTURES / name, preprocess))["logits"].argmax())
            right["float32"] += answer["index"][0] == int(name[:3])
            right["int8"] += best == int(name[:3])
            right["same"] += best == answer["index"][0]
        self.assertEqual(len(expected), 200)
        self.assertGreaterEqual(right["int8"], right["float32"] - PICTURES_PER_POINT, right)
        self.assertGreaterEqual(right["same"], 0.96 * 200, right)

    @convert_support.needs(PICTURES)
    @convert_support.needs(LITE0)
    def test_efficientnet_lite0(self):
        content, *model = self.convert(LITE0, "efficientnet-lite0")
        self.check_size(content, 5.0, 4.4)
        self.check_answers(*model, "efficientnet-lite0-f32.json")

    @convert_support.needs(RESNET)
    def test_resnet18(self):
        content, *model = self.convert(RESNET, "resnet18", "--other-weights")
        self.check_size(content, 11.9, 10.0)
        self.check_answers(*model, "resnet18-f32.json")


if __name__ == "__main__":
    unittest.main()
