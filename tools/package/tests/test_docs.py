"""Every code block of the documents is run here, but for html and js, which docs.test.mjs runs.

`text` after `sh` or `python` is what it prints; `...` stands for anything. Blocks of one document
share a folder, which looks like the checkout and has what the documents' examples are about.
README's two commands are run by two_commands.py.
"""

import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest
import zipfile

import PIL.Image
import safetensors.numpy

sys.path.append(str(pathlib.Path(__file__).resolve().parents[2] / "tests"))

from convert_torch_networks import squeezenet1_1
from documents import DOCUMENTS, ROOT, THE_TWO_COMMANDS, blocks_of

RUN_BY_NODE = {"html", "js"}


def pattern_of(expected):
    return re.compile(".*".join(map(re.escape, expected.rstrip().split("..."))), re.DOTALL)


class Documents(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(tempfile.mkdtemp(prefix="glance-docs-"))
        cls.addClassCleanup(shutil.rmtree, cls.folder)
        made = subprocess.run(
            ["python3", ROOT / "tools/release/make_wheel.py", "--output", cls.folder],
            capture_output=True,
            text=True,
            check=True,
        )
        with zipfile.ZipFile(made.stdout.strip()) as wheel:
            wheel.extractall(cls.folder / "installed")

    def looks_like_checkout(self, name):
        place = self.folder / name
        place.mkdir()
        for path in ROOT.iterdir():
            (place / path.name).symlink_to(path)
        for path in (
            ROOT / ".cache/samples/coffee.png",
            ROOT / "build/models/efficientnet-lite0.safetensors",
        ):
            (place / path.name).symlink_to(path)
        self.lay_examples(place)
        return place

    def lay_examples(self, place):
        """What people have who read the documents: pictures, and a network of their own."""
        with PIL.Image.open(ROOT / ".cache/samples/china.jpg") as picture:
            picture.resize((800, 640)).save(place / "cat.jpg")
            picture.save(place / "picture.jpg")
        (place / "photos").mkdir()
        (place / "photos/coffee.png").symlink_to(ROOT / ".cache/samples/coffee.png")
        self.lay_trees(place)
        (place / "my-network").mkdir()
        safetensors.numpy.save_file(
            squeezenet1_1(classes=2)[0].state, place / "my-network/model.safetensors"
        )
        (place / "my-network/config.json").write_text(
            json.dumps({"id2label": {"0": "tea", "1": "coffee"}})
        )

    def lay_trees(self, place):
        """Folders of pictures to teach, to test with, and of a walk: parts of samples that are not
        alike."""
        samples = {"ash": "coffee.png", "beech": "china.jpg", "oak": "flower.jpg"}
        for name, sample in samples.items():
            with PIL.Image.open(ROOT / ".cache/samples" / sample) as picture:
                for i in range(6):
                    folder = place / ("trees" if i < 5 else "kept-back") / name
                    folder.mkdir(parents=True, exist_ok=True)
                    part = picture.crop((10 * i, 10 * i, picture.width - 10, picture.height - 10))
                    part.convert("RGB").save(folder / f"{i}.jpg")
        (place / "walk").mkdir()
        shutil.copy(place / "kept-back/oak/5.jpg", place / "walk")

    def run_block(self, language, content, place):
        if content == THE_TWO_COMMANDS:
            return ""
        command = {
            "sh": ["bash", "-e", "-c", content],
            "python": [".cache/venv/bin/python", "-c", content],
        }[language]
        environment = os.environ | {"PYTHONPATH": str(self.folder / "installed")}
        done = subprocess.run(
            command, cwd=place, env=environment, capture_output=True, text=True, timeout=120
        )
        self.assertEqual(done.returncode, 0, f"{content}{done.stdout}{done.stderr}")
        return done.stdout

    def check_block(self, block, place, printed):
        """What the block prints, for the `text` that may follow."""
        language, content, before = block
        if language in ("sh", "python"):
            return self.run_block(language, content, place)
        if language == "text":
            self.assertIn(before, ("sh", "python", "js"), "text follows nothing that prints")
            if before != "js":
                self.assertRegex(
                    printed.rstrip(), re.compile(rf"\A{pattern_of(content).pattern}\Z", re.DOTALL)
                )
        elif language == "headers":
            self.assertEqual(content, (ROOT / "web/_headers").read_text())
        elif language == "json":
            json.loads(content)
        else:
            self.assertIn(language, RUN_BY_NODE, f"nothing runs this block:\n{content}")
        return None

    def test_every_code_block_does_what_it_says(self):
        for document in DOCUMENTS:
            place = self.looks_like_checkout(
                document.relative_to(ROOT).as_posix().replace("/", "-")
            )
            printed = None
            for block in blocks_of(document.read_text()):
                with self.subTest(document=document.name, block=block[1][:60]):
                    printed = self.check_block(block, place, printed)


if __name__ == "__main__":
    unittest.main()
