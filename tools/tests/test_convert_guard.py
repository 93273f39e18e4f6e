"""The guard that the hostile tests lean on does notice."""

import os
import tempfile
import unittest

import convert_support  # noqa: F401
from fuzz.execution_guard import nothing_executes


class Guard(unittest.TestCase):
    def test_notices_execution_and_writing(self):
        with tempfile.TemporaryDirectory() as folder:
            for act in (
                lambda: os.system("true"),
                lambda: eval("1"),
                lambda: exec("pass"),
                lambda: open(os.path.join(folder, "x"), "w").close(),
                lambda: os.mkdir(os.path.join(folder, "y")),
            ):
                with self.assertRaises(AssertionError), nothing_executes():
                    act()

    def test_is_silent_otherwise(self):
        with nothing_executes():
            open(__file__).close()


if __name__ == "__main__":
    unittest.main()
