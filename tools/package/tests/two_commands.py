"""README's commands: `make demo` prints an answer for each sample, `make serve` serves the page.
`make test` runs this.

Runs before the packages are made, since `make demo` makes dist/ again without them. What is built
stays as it is.
"""

import os
import pathlib
import re
import signal
import socket
import subprocess
import sys
import time
import unittest
import urllib.error
import urllib.request

sys.path.append(str(pathlib.Path(__file__).resolve().parents[2] / "tests"))

from documents import ROOT, THE_TWO_COMMANDS


def fetch_when_served(url, seconds=120):
    end = time.monotonic() + seconds
    while True:
        try:
            with urllib.request.urlopen(url) as answer:
                return answer.read()
        except urllib.error.URLError:
            if time.monotonic() > end:
                raise
            time.sleep(0.2)


class TheTwoCommands(unittest.TestCase):
    def test_there_are_no_others(self):
        self.assertEqual(
            re.findall(r"^make (\w+)", THE_TWO_COMMANDS, re.MULTILINE), ["demo", "test"]
        )

    def test_make_demo_prints_an_answer_for_each_sample(self):
        demo = subprocess.run(
            ["make", "demo"], cwd=ROOT, capture_output=True, text=True, timeout=600
        )
        self.assertEqual(demo.returncode, 0, demo.stderr)
        for sample in sorted((ROOT / ".cache/samples").iterdir()):
            self.assertRegex(
                demo.stdout,
                rf"{re.escape(sample.name)}  \(\d+ x \d+\)\n"
                r"  \w.*, \d+\.\d %( at best)?\n +\d+\.\d %  \w",
            )

    def test_make_serve_serves_the_page_that_make_demo_has_made(self):
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        server = subprocess.Popen(
            ["make", "--old-file=page", "serve", f"PORT={port}"],
            cwd=ROOT,
            start_new_session=True,
            **quiet,
        )
        try:
            self.assertIn(b"<title>Glance", fetch_when_served(f"http://127.0.0.1:{port}/"))
        finally:
            os.killpg(server.pid, signal.SIGTERM)
            server.wait()


if __name__ == "__main__":
    unittest.main()
