"""reproduce.py sees every file that differs, and its clones take downloads over, but nothing that
was built."""

import pathlib
import subprocess
import sys
import tempfile
import unittest
from unittest import mock

TOOLS = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(TOOLS / "release"))
import reproduce  # noqa: E402


def write(folder, files):
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


class Reproduce(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))

    def test_files_that_differ_or_are_in_one_only_are_found(self):
        write(
            self.folder,
            {
                "a/same": "1",
                "a/in/other": "2",
                "a/more": "",
                "b/same": "1",
                "b/in/other": "3",
                "b/less": "",
            },
        )
        first, second = (reproduce.sums_of(self.folder / name) for name in "ab")
        self.assertEqual(reproduce.differences(first, second), ["in/other", "less", "more"])
        self.assertEqual(reproduce.differences(first, first), [])

    def test_a_clone_has_the_last_commit_and_the_downloads_only(self):
        root, clone = self.folder / "root", self.folder / "clone"
        write(
            root,
            {"tracked": "as committed", ".gitignore": ".cache/\nnode_modules/\nbuild/\ndist/\n"},
        )
        git = ("git", "-C", root, "-c", "user.name=nobody", "-c", "user.email=nobody@example.org")
        for command in (
            ("init", "--quiet"),
            ("add", "."),
            ("commit", "--quiet", "--message", "first"),
        ):
            subprocess.run([*git, *command], check=True)
        write(
            root,
            {
                "tracked": "changed",
                "build/x": "",
                "dist/x": "",
                "node_modules/x": "",
                ".cache/models/x": "",
                ".cache/sources/x": "",
                ".cache/logs/x": "",
            },
        )
        with mock.patch.object(reproduce, "ROOT", root):
            reproduce.clone(clone)
        names = {
            path.relative_to(clone).as_posix()
            for path in clone.rglob("*")
            if path.is_file() and ".git" not in path.parts
        }
        self.assertEqual(
            names,
            {"tracked", ".gitignore", "node_modules/x", ".cache/sources/x"},
        )
        self.assertEqual((clone / "tracked").read_text(), "as committed")


if __name__ == "__main__":
    unittest.main()
