"""SECURITY.md: each promise names the tests that show it, and those that no other test shows are
shown here."""

import ast
import re
import subprocess
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TEXT = (ROOT / "SECURITY.md").read_text("utf-8")
TEST = re.compile(r"`((?:native-tests|wasm-tests|tools/tests|tools/package/tests)/[\w./-]+)`")
PROGRAM = ROOT / "build/native/glance"
# What a program calls to reach another machine.
OF_THE_NETWORK = {
    "socket",
    "connect",
    "bind",
    "getaddrinfo",
    "gethostbyname",
    "send",
    "sendto",
    "sendmsg",
    "res_query",
}
# Python's modules that do.
NETWORK_MODULES = {
    "socket",
    "ssl",
    "http",
    "urllib",
    "ftplib",
    "smtplib",
    "asyncio",
    "requests",
    "xmlrpc",
}


def promises(title: str) -> list[str]:
    """The points of the list under `title`."""
    section = re.search(rf"^## {title}\n(.*?)(?=^## |\Z)", TEXT, re.M | re.S).group(1)
    return re.findall(r"^- .*?(?=^- |^\n|\Z)", section, re.M | re.S)


class Promises(unittest.TestCase):
    def test_each_names_a_test_that_is_there(self):
        found = promises("What Glance promises") + promises("What is run to build it")
        self.assertGreater(len(found), 8)
        for promise in found:
            with self.subTest(promise[:60]):
                tests = TEST.findall(promise)
                self.assertTrue(tests, "no test")
                for path in tests:
                    self.assertTrue((ROOT / path).exists(), path)

    def test_the_command_line_cannot_reach_the_network(self):
        listed = subprocess.run(
            ["nm", "--dynamic", "--undefined-only", PROGRAM],
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        called = set(re.findall(r"\b[Uw] (\w+)", listed))
        self.assertIn("malloc", called)
        self.assertEqual(called & OF_THE_NETWORK, set())

    def test_the_python_package_imports_nothing_of_the_network(self):
        sources = sorted((ROOT / "python/glance").glob("*.py"))
        self.assertGreater(len(sources), 1)
        for path in sources:
            tree = ast.parse(path.read_text("utf-8"))
            nodes = [
                node for node in ast.walk(tree) if isinstance(node, (ast.Import, ast.ImportFrom))
            ]
            names = {
                name.name for node in nodes if isinstance(node, ast.Import) for name in node.names
            }
            names |= {node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)}
            self.assertEqual({name.split(".")[0] for name in names} & NETWORK_MODULES, set(), path)


if __name__ == "__main__":
    unittest.main()
