"""Runs build/native/glance as people do; every test of the command line imports this."""

import json
import os
import subprocess
import tempfile
import unittest
from dataclasses import dataclass
from pathlib import Path

import convert_support

REPOSITORY = convert_support.REPOSITORY
PROGRAM = REPOSITORY / "build" / "native" / "glance"
MODEL = (
    REPOSITORY / "build" / "models" / "efficientnet-lite0.safetensors"
)  # int8, what the program takes by itself
FLOAT32 = REPOSITORY / "build" / "models" / "efficientnet-lite0-float32.safetensors"
COFFEE = REPOSITORY / ".cache" / "samples" / "coffee.png"
ESPRESSO = 967  # what COFFEE, 600 x 400 pixels, shows

DONE, FAILED, WRONG_USAGE = 0, 1, 2


def needs_program(test):
    """Skips, or fails in CI, unless the program, its weight file and the sample are there."""
    for path in (PROGRAM, MODEL, COFFEE):
        test = convert_support.needs(path)(test)
    return test


@dataclass
class Outcome:
    """Output is decoded as file names are, so that bytes that are not UTF-8 survive."""

    code: int
    out: str
    err: str

    def records(self) -> list[dict]:
        """Standard output as one JSON object a line; fails when any of it is not UTF-8."""
        lines = self.out.encode("utf-8").decode("utf-8").split("\n")
        assert lines.pop() == "", "the last line ends with a line break"
        return [json.loads(line) for line in lines]


def answer(record: dict) -> dict:
    """What must be the same whenever the same picture is classified: not its name, not the
    times."""
    return {key: record.get(key) for key in ("width", "height", "predictions", "error")}


class CommandLineTest(unittest.TestCase):
    """A test with a folder of its own."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def write(self, name: str | bytes, content: bytes) -> Path:
        path = self.folder / os.fsdecode(name)
        path.write_bytes(content)
        return path

    def glance(
        self, *arguments, stdin=b"", environment=None, folder=REPOSITORY, out=subprocess.PIPE
    ):
        """Runs to the end. GLANCE_MODEL is what `environment` says, else not set."""
        variables = {key: value for key, value in os.environ.items() if key != "GLANCE_MODEL"}
        command = [PROGRAM, *arguments]
        done = subprocess.run(
            command,
            input=stdin,
            stdout=out,
            stderr=subprocess.PIPE,
            env=variables | (environment or {}),
            cwd=folder,
            timeout=120,
        )
        return Outcome(done.returncode, os.fsdecode(done.stdout or b""), os.fsdecode(done.stderr))

    def classify(self, *arguments, code=DONE, **options) -> list[dict]:
        """The records of `classify --format json`; fails unless the exit code is `code`.

        One thread, because several wait for each other when other tests keep the processor busy.
        """
        outcome = self.glance(
            "classify", "--format", "json", "--threads", "1", *arguments, **options
        )
        self.assertEqual((outcome.code, outcome.err), (code, ""))
        return outcome.records()

    def assert_error(self, outcome: Outcome, code: str, *words: str):
        """Exit status 1, nothing on standard output, and "glance: message [code]" with `words`."""
        self.assertEqual((outcome.code, outcome.out), (FAILED, ""))
        self.assertRegex(outcome.err, r"\Aglance: (?s:.+) \[[a-z]+/[a-z-]+\]\n\Z")
        for part in (f"[{code}]", *words):
            self.assertIn(part, outcome.err)
