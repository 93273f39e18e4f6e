"""The Makefile: whatever can be asked for can be planned, and `make help` names no target that is
not there."""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from faults.fault_report import report_fault

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
# Stand for the programs that `make model` and `make fuzz` run; the last one notes what it was
# given.
QUIET = "#!/bin/sh\n"
STEP = '#!/bin/sh\nshift 2\nexec "$@"\n'
PYTHON = """#!/bin/sh
exec {python} -c 'import json, sys; open("given", "w").write(json.dumps(sys.argv[1:]))' "$@"
"""
# Each makes the file "canary" where make or a shell reads it as more than text.
HOSTILE = (
    "$(touch canary)", "$(shell touch canary)", "$$(touch canary)", "`touch canary`",
    "a'; touch canary; '", "a; touch canary", '"; touch canary; "', "${IFS:-$(touch canary)}",
    "$(eval $(shell touch canary))", "a|touch canary", "a\ntouch canary", "-x", "--help",
    "two words 'and' \"quotes\".pth", "#no comment", "back\\slash\\", "$HOME", "100%.pth", "é.pth",
    "*",
)  # fmt: skip


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
        self.assertNotIn("test_documents", listed.split())

    def test_what_is_not_given_has_its_default(self):
        asks = ROOT / "tools/tests/print_defaults.mk"
        printed = subprocess.run(
            ["make", "--silent", "-f", "Makefile", "-f", asks, "print-defaults"],
            cwd=ROOT,
            env={"PATH": os.environ["PATH"]},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        model = "efficientnet-lite0"
        wanted = [str(len(os.sched_getaffinity(0))), "8080", model, model, "default"]
        self.assertEqual(printed.split(), [*wanted, "600", "10000000", "10000"])

    def test_help_names_only_what_is_there(self):
        said = plan("help").stdout
        named = {
            name
            for names in re.findall(r"\bmake ([a-z][a-z-]*(?: \| [a-z-]+)*)", said)
            for name in names.split(" | ")
        }
        self.assertGreater(len(named), 10)
        self.assertEqual(named - set(TARGETS), set())


class Given(unittest.TestCase):
    """What people give `make` is text."""

    def setUp(self):
        self.folder = Path(self.enterContext(tempfile.TemporaryDirectory()))
        shutil.copy(ROOT / "Makefile", self.folder)
        for name in ("resnet18", "efficientnet-lite0"):
            self.write(f"models/{name}.json", "{}")
        for name in ("make_model.py", "convert_model.py"):
            self.write(f"tools/{name}", "")
        for path, program in (
            ("tools/setup", QUIET),
            ("tools/step", STEP),
            ("tools/in-toolchain", QUIET),
            (".cache/venv/bin/python", PYTHON.format(python=sys.executable)),
        ):
            self.write(path, program).chmod(0o755)

    def write(self, name, text):
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
        return path

    def make(self, *arguments, **variables):
        """(exit code, what it said, what the program was given or None)."""
        given = self.folder / "given"
        given.unlink(missing_ok=True)
        done = subprocess.run(
            ["make", *arguments],
            cwd=self.folder,
            env={**ENVIRONMENT, **variables},
            capture_output=True,
            text=True,
            check=False,
        )
        self.assertFalse((self.folder / "canary").exists(), arguments)
        return (
            done.returncode,
            done.stdout + done.stderr,
            json.loads(given.read_text()) if given.exists() else None,
        )

    def test_a_source_reaches_the_program_as_it_is(self):
        # The program that stands for Python writes no weight file, so make fails after it, when it
        # copies it.
        for source in HOSTILE:
            with self.subTest(source):
                _, said, given = self.make("model", "NAME=resnet18", f"SOURCE={source}")
                self.assertIsNotNone(given, said)
                self.assertIn(f"--source={source}", given)
                self.assertEqual(given[:2], ["tools/make_model.py", "resnet18"])
        _, _, given = self.make("model", "NAME=resnet18")
        self.assertFalse([text for text in given if text.startswith("--source")])

    def test_a_name_or_a_type_that_is_none_is_refused_by_make_itself(self):
        for variable in ("NAME", "MODEL", "TYPE"):
            for text in HOSTILE:
                with self.subTest(variable, text=text):
                    code, said, given = self.make("model", f"{variable}={text}")
                    self.assertEqual((code, given), (2, None), said)
        self.assertIn("there are: efficientnet-lite0 resnet18", self.make("model", "NAME=other")[1])
        report_fault(
            46,
            f"{len(HOSTILE)} of {len(HOSTILE)} hostile values of SOURCE reach the converter as "
            f"they are, {3 * len(HOSTILE)} of NAME, MODEL and TYPE are refused; nothing executed",
        )

    def test_other_values_are_text_too(self):
        for variable in ("FUZZ_SECONDS", "FUZZ_RUNS", "JOBS", "PORT"):
            for text in HOSTILE:
                with self.subTest(variable, text=text):
                    self.make("fuzz", "help", f"{variable}={text}")
                    self.make("fuzz", "help", **{variable: text})

    def test_a_variable_of_the_environment_is_no_choice(self):
        _, _, given = self.make("model", NAME="my-computer", TYPE="x", MODEL="y", SOURCE="z")
        self.assertEqual(
            given[:4], ["tools/make_model.py", "efficientnet-lite0", "--type", "default"]
        )


if __name__ == "__main__":
    unittest.main()
