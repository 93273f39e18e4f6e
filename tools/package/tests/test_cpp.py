"""`cmake --install`, and a program outside the tree that finds, links and runs what was
installed."""

import pathlib
import shutil
import subprocess
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[3]
SAMPLES = ROOT / ".cache/samples"


def run(*command, **options):
    done = subprocess.run(
        [str(part) for part in command], capture_output=True, text=True, **options
    )
    if done.returncode != 0:
        raise AssertionError(f"{command}: {done.stdout[-3000:]}{done.stderr[-3000:]}")
    return done.stdout


class InstalledLibrary(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(tempfile.mkdtemp(prefix="glance-cpp-"))
        cls.addClassCleanup(shutil.rmtree, cls.folder)
        installed = cls.folder / "installed"
        run(
            "cmake",
            "--install",
            ROOT / "build/native",
            "--component",
            "glance",
            "--prefix",
            installed,
        )
        # Moved, so that nothing may depend on where it was installed to.
        cls.prefix = installed.rename(cls.folder / "elsewhere")
        shutil.copytree(ROOT / "examples/cpp", cls.folder / "example")
        build = cls.folder / "build"
        run(
            "cmake",
            "-S",
            cls.folder / "example",
            "-B",
            build,
            "-G",
            "Ninja",
            f"-DCMAKE_PREFIX_PATH={cls.prefix}",
            "-DCMAKE_CXX_FLAGS=-Wall -Wextra -Werror",
        )
        run("cmake", "--build", build)
        cls.program = build / "label"

    def test_the_header_is_the_only_one(self):
        headers = [
            path.relative_to(self.prefix).as_posix()
            for path in (self.prefix / "include").rglob("*")
            if path.is_file()
        ]
        self.assertEqual(headers, ["include/glance/classifier.h"])

    def test_a_program_that_links_it_labels_pictures(self):
        lines = run(self.program, SAMPLES / "coffee.png", SAMPLES / "camera.png").splitlines()
        self.assertRegex(lines[0], r"coffee\.png: espresso, 9\d %$")
        self.assertRegex(lines[1], r"camera\.png: tripod, 9\d %$")

    def test_failures_are_values_with_a_code(self):
        done = subprocess.run(
            [self.program, ROOT / "LICENSE", SAMPLES / "coffee.png"], capture_output=True, text=True
        )
        self.assertEqual(done.returncode, 1)
        self.assertIn("image/not-a-picture", done.stderr)
        self.assertIn("espresso", done.stdout)

    def test_another_minor_version_is_not_taken(self):
        example = self.folder / "example-of-later"
        shutil.copytree(ROOT / "examples/cpp", example)
        lists = example / "CMakeLists.txt"
        lists.write_text(lists.read_text().replace("glance 0.1", "glance 99.0"))
        done = subprocess.run(
            [
                "cmake",
                "-S",
                example,
                "-B",
                self.folder / "later",
                "-G",
                "Ninja",
                f"-DCMAKE_PREFIX_PATH={self.prefix}",
            ],
            capture_output=True,
            text=True,
        )
        self.assertNotEqual(done.returncode, 0)
        self.assertIn("99.0", done.stderr)

    def test_the_installed_command_line_finds_the_installed_weights(self):
        self.assertIn(
            "espresso",
            run(self.prefix / "bin/glance", "classify", SAMPLES / "coffee.png", env={"PATH": ""}),
        )


if __name__ == "__main__":
    unittest.main()
