"""`cmake --install`, and programs in C++ and C outside the tree that find, link and run what was
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
        cls.program = cls.build("cpp", "-DCMAKE_CXX_FLAGS=-Wall -Wextra -Werror")
        cls.c_program = cls.build("c", "-DCMAKE_C_FLAGS=-pedantic -Wall -Wextra -Werror")
        cls.weights = cls.prefix / "share/glance/models/efficientnet-lite0.safetensors"

    @classmethod
    def build(cls, language, flags):
        """The program of examples/`language`, built from a copy outside the tree."""
        example, build = cls.folder / f"example-{language}", cls.folder / f"build-{language}"
        shutil.copytree(ROOT / f"examples/{language}", example)
        prefix = f"-DCMAKE_PREFIX_PATH={cls.prefix}"
        run("cmake", "-S", example, "-B", build, "-G", "Ninja", prefix, flags)
        run("cmake", "--build", build)
        return build / "label"

    def test_the_public_headers_are_installed_and_no_others(self):
        def headers(folder):
            return sorted(path.relative_to(folder) for path in folder.rglob("*") if path.is_file())

        self.assertEqual(headers(self.prefix / "include"), headers(ROOT / "include"))

    def test_a_c11_program_that_links_it_labels_pictures_and_tells_failures(self):
        pictures = [SAMPLES / "coffee.png", SAMPLES / "camera.png"]
        lines = run(self.c_program, self.weights, *pictures).splitlines()
        self.assertRegex(lines[0], r"coffee\.png: espresso, 9\d %$")
        self.assertRegex(lines[1], r"camera\.png: tripod, 9\d %$")
        for arguments, code in (
            ((self.weights, ROOT / "LICENSE"), "image/not-a-picture"),
            ((ROOT / "LICENSE",), "model/not-safetensors"),
            ((), "model/not-safetensors"),
        ):
            done = subprocess.run([self.c_program, *arguments], capture_output=True, text=True)
            self.assertEqual(done.returncode, 1, done.stderr)
            self.assertIn(code, done.stderr)

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
