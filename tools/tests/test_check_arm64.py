"""What `make test-arm` compares, and as which processors it runs the build for ARM64."""

import contextlib
import io
import os
import re
import subprocess
import sys
import tempfile
import unittest
import unittest.mock
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tools"))
import check_arm64  # noqa: E402

# Stands for the program: two classes, whose scores lie $SHIFT apart from 0.6 and 0.4.
PROGRAM = """#!{python}
import os, sys
first = 0.6 + float(os.environ["SHIFT"])
for _ in sys.argv[sys.argv.index("--model") + 2 :]:
    best = sorted([(first, 3), (1 - first, 5)], reverse=True)
    listed = ", ".join('{{"index": %d, "score": %r}}' % (index, score) for score, index in best)
    print('{{"predictions": [%s]}}' % listed)
"""


class Answers(unittest.TestCase):
    def setUp(self):
        folder = Path(self.enterContext(tempfile.TemporaryDirectory()))
        program = folder / "program"
        program.write_text(PROGRAM.format(python=sys.executable))
        program.chmod(0o755)
        self.enterContext(unittest.mock.patch.dict(os.environ, {"SHIFT": "0"}))
        self.program = program
        self.enterContext(unittest.mock.patch.object(check_arm64, "HERE", [program]))
        self.pictures = [folder / name for name in ("a.png", "b.png", "c.png")]
        self.enterContext(
            unittest.mock.patch.object(check_arm64, "pictures_of", lambda *_: self.pictures)
        )

    def is_alike(self, shift: float) -> bool:
        there = ["/usr/bin/env", f"SHIFT={shift}", self.program]
        with (
            unittest.mock.patch.object(check_arm64, "THERE", there),
            contextlib.redirect_stdout(io.StringIO()),
        ):
            return check_arm64.is_alike(True, check_arm64.INT8, "max")

    def test_may_differ_by_the_tolerance_and_no_more(self):
        self.assertTrue(self.is_alike(0))
        self.assertTrue(self.is_alike(0.9e-4))
        self.assertFalse(self.is_alike(1.1e-4))

    def test_must_have_the_same_best_label(self):
        with unittest.mock.patch.object(check_arm64, "TOLERANCE", 1):
            self.assertTrue(self.is_alike(-0.05))
            self.assertFalse(self.is_alike(-0.15))

    def test_without_pictures_nothing_is_shown(self):
        self.pictures.clear()
        self.assertFalse(self.is_alike(0))

    def test_scores_stay_with_their_pictures(self):
        def found(_program, _model, pictures, _processor):
            return [{int(path.stem): 1.0} for path in pictures]

        pictures = [Path(f"{i}.png") for i in range(11)]
        with unittest.mock.patch.object(check_arm64, "scores", found):
            answers = check_arm64.in_parallel([], "", pictures, "max")
        self.assertEqual(answers, [{i: 1.0} for i in range(11)])


class Processors(unittest.TestCase):
    def test_make_runs_as_each_that_setup_makes(self):
        setup = (ROOT / "tools/setup").read_text("utf-8")
        made = re.findall(r"([\w-]+):0x", re.search(r"^arm64_processors=\((.*)\)$", setup, re.M)[1])
        whole, short = (self.processors_of(target) for target in ("test-arm", "test-arm-short"))
        self.assertEqual(whole, made)
        self.assertEqual(short, ["cortex-a53", "max"])  # without dot products, and with everything
        self.assertIn(check_arm64.FLOAT32_WHOLE, made)

    def processors_of(self, target: str) -> list[str]:
        planned = subprocess.run(
            ["make", "--dry-run", target],
            cwd=ROOT,
            env={name: value for name, value in os.environ.items() if "MAKE" not in name},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        self.assertIn("tools/check_arm64.py", planned)
        return re.findall(r"QEMU_CPU=([\w-]+) ctest .* -R", planned.replace("&&", "\n"))

    def test_another_processor_is_refused_in_a_sentence(self):
        done = subprocess.run(
            [ROOT / "tools/emulate", "true"],
            env={**os.environ, "QEMU_CPU": "pentium"},
            capture_output=True,
            text=True,
            check=False,
        )
        self.assertEqual(done.returncode, 1)
        self.assertIn("no processor pentium", done.stderr)
        self.assertIn("tools/setup arm64", done.stderr)


if __name__ == "__main__":
    unittest.main()
