"""int8 in the real core, from the ranges that are kept beside the recipes: names pictures as
float32 does.

Prints what it measures on 200 photographs, one of every fifth class of ImageNet.
"""

import json
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

import command_line_program as program
import convert_support

PICTURES = convert_support.SHARED / "pictures"
RESNET = convert_support.SHARED / "resnet18" / "resnet18.pth"
PICTURES_PER_POINT = 2


def make(output: Path, name: str, *options) -> Path:
    """What `make model` makes of a recipe."""
    command = [sys.executable, "tools/make_model.py", name, "--output", output, *options]
    subprocess.run(command, check=True, capture_output=True, cwd=program.REPOSITORY)
    return output


def best_classes(*model) -> dict[str, int]:
    """Picture's file name -> best class, by the command line with its default weights or
    `model`."""
    command = [
        program.PROGRAM,
        "classify",
        "--threads",
        "1",
        "--top-k",
        "1",
        "--format",
        "json",
        *model,
    ]
    printed = subprocess.run(
        command + sorted(PICTURES.iterdir()), check=True, capture_output=True, text=True
    )
    answers = map(json.loads, printed.stdout.splitlines())
    return {Path(answer["file"]).name: answer["predictions"][0]["index"] for answer in answers}


@program.needs_program
@convert_support.needs(PICTURES)
class Int8(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def compare(self, name: str, int8: dict[str, int], float32: dict[str, int]):
        """At most a point less of right answers; the same answer on 96 % at least."""
        self.assertEqual(len(int8), 200)
        right = [
            sum(best == int(file[:3]) for file, best in answers.items())
            for answers in (int8, float32)
        ]
        same = sum(int8[file] == float32[file] for file in int8)
        print(
            f"{name}: int8 {right[0]} of 200 right, float32 {right[1]}, the same {same}",
            file=sys.stderr,
        )
        self.assertGreaterEqual(right[0], right[1] - PICTURES_PER_POINT)
        self.assertGreaterEqual(same, 0.96 * 200)

    @convert_support.needs(program.FLOAT32)
    def test_efficientnet_lite0_which_is_what_the_program_takes_by_itself(self):
        self.compare("EfficientNet-Lite0", best_classes(), best_classes("--model", program.FLOAT32))

    @convert_support.needs(RESNET)
    def test_resnet18(self):
        made = [
            make(
                self.folder / f"{kind}.safetensors", "resnet18", "--source", RESNET, "--type", kind
            )
            for kind in ("int8", "float32")
        ]
        self.compare("ResNet-18", *(best_classes("--model", model) for model in made))


if __name__ == "__main__":
    unittest.main()
