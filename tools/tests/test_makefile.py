"""The Makefile: whatever can be asked for can be planned, and `make help` names no target that is
not there."""

import os
import re
import subprocess
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
MAKEFILE = (ROOT / "Makefile").read_text("utf-8")
# Without those whose names the Makefile makes up.
PHONY = " ".join(re.findall(r"^\.PHONY: (.*)$", MAKEFILE, re.M))
TARGETS = sorted(set(re.findall(r"(?<!\S)[a-z][a-z-]*(?!\S)", PHONY)) - {"force"})
ENVIRONMENT = {
    name: value
    for name, value in os.environ.items()
    if name not in ("MAKEFLAGS", "MAKELEVEL", "MFLAGS")
}


def plan(target: str) -> subprocess.CompletedProcess:
    return subprocess.run(
        ["make", "--dry-run", target],
        cwd=ROOT,
        env=ENVIRONMENT,
        capture_output=True,
        text=True,
        check=False,
    )


class MakefileTest(unittest.TestCase):
    def test_every_target_can_be_planned(self):
        self.assertGreater(len(TARGETS), 20)
        for target in TARGETS:
            # `faults` counts figures even then; what it runs is faults-tests.
            if target != "faults":
                with self.subTest(target):
                    planned = plan(target)
                    self.assertEqual((planned.returncode, planned.stderr), (0, ""))

    def test_fault_tests_are_those_that_report_one(self):
        planned = plan("faults-tools").stdout
        command = re.search(r"unittest \$\((.*)\)$", planned, re.M).group(1)
        listed = subprocess.run(
            ["sh", "-c", command], cwd=ROOT, capture_output=True, text=True, check=True
        ).stdout
        self.assertIn("test_convert_hostile_pickles", listed.split())
        self.assertNotIn("test_makefile", listed.split())

    def test_help_names_only_what_is_there(self):
        said = plan("help").stdout
        named = {
            name
            for names in re.findall(r"\bmake ([a-z][a-z-]*(?: \| [a-z-]+)*)", said)
            for name in names.split(" | ")
        }
        self.assertGreater(len(named), 10)
        self.assertEqual(named - set(TARGETS), set())


if __name__ == "__main__":
    unittest.main()
