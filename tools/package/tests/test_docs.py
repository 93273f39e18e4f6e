"""Every code block of docs/ and of the packages' READMEs is run here, but for html and js, which docs.test.mjs runs; and the
table of messages has every code that there is.

`text` after `sh` or `python` is what it prints; `...` stands for anything. Blocks of one document share a folder, which looks
like the checkout.
"""
import json
import os
import pathlib
import re
import shutil
import subprocess
import tempfile
import unittest
import zipfile

ROOT = pathlib.Path(__file__).resolve().parents[3]
DOCUMENTS = sorted([*(ROOT / "docs").glob("*.md"), ROOT / "python/README.md", ROOT / "web/package/README.md"])
RUN_BY_NODE = {"html", "js"}
AREAS = "asset|backend|call|file|image|infer|memory|model|worker"
# Media types of formats, in the same quotes as codes.
MEDIA_TYPES = {f"image/{name}" for name in ("avif", "bmp", "gif", "heic", "heif", "jpeg", "jxl", "png", "tiff", "webp", "x-icon")}


def blocks_of(text):
    """(language, content, language before it) of each fenced block."""
    found = re.findall(r"^```(\S*)\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    before = [None, *[language for language, _ in found]]
    return [(language, content, earlier) for (language, content), earlier in zip(found, before)]


def pattern_of(expected):
    return re.compile(".*".join(map(re.escape, expected.rstrip().split("..."))), re.DOTALL)


class Documents(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(tempfile.mkdtemp(prefix="glance-docs-"))
        cls.addClassCleanup(shutil.rmtree, cls.folder)
        made = subprocess.run(["python3", ROOT / "tools/make_wheel.py", "--output", cls.folder], capture_output=True, text=True, check=True)
        with zipfile.ZipFile(made.stdout.strip()) as wheel:
            wheel.extractall(cls.folder / "installed")

    def looks_like_checkout(self, name):
        place = self.folder / name
        place.mkdir()
        for path in ROOT.iterdir():
            (place / path.name).symlink_to(path)
        for path in (ROOT / ".cache/samples/coffee.png", ROOT / "build/models/efficientnet-lite0.safetensors"):
            (place / path.name).symlink_to(path)
        return place

    def run_block(self, language, content, place):
        command = {"sh": ["bash", "-e", "-c", content], "python": [".cache/venv/bin/python", "-c", content]}[language]
        environment = os.environ | {"PYTHONPATH": str(self.folder / "installed")}
        done = subprocess.run(command, cwd=place, env=environment, capture_output=True, text=True, timeout=120)
        self.assertEqual(done.returncode, 0, f"{content}{done.stdout}{done.stderr}")
        return done.stdout

    def check_block(self, block, place, printed):
        """What the block prints, for the `text` that may follow."""
        language, content, before = block
        if language in ("sh", "python"):
            return self.run_block(language, content, place)
        if language == "text":
            self.assertIn(before, ("sh", "python", "js"), "text follows nothing that prints")
            if before != "js":
                self.assertRegex(printed.rstrip(), re.compile(rf"\A{pattern_of(content).pattern}\Z", re.DOTALL))
        elif language == "headers":
            self.assertEqual(content, (ROOT / "web/_headers").read_text())
        elif language == "json":
            json.loads(content)
        else:
            self.assertIn(language, RUN_BY_NODE, f"nothing runs this block:\n{content}")
        return None

    def test_every_code_block_does_what_it_says(self):
        for document in DOCUMENTS:
            place = self.looks_like_checkout(document.relative_to(ROOT).as_posix().replace("/", "-"))
            printed = None
            for block in blocks_of(document.read_text()):
                with self.subTest(document=document.name, block=block[1][:60]):
                    printed = self.check_block(block, place, printed)

    def test_links_between_documents_lead_somewhere(self):
        for document in (path for path in DOCUMENTS if path.parent.name == "docs"):
            for target in re.findall(r"\]\(([^)#:]+)\)", document.read_text()):
                with self.subTest(document=document.name, target=target):
                    self.assertTrue((document.parent / target).exists())

    def test_the_table_of_messages_has_every_code_and_no_other(self):
        sources = [ROOT / "src/base/error_codes.h"]
        for folder in ("web/library", "web/worker", "web/package"):
            sources += sorted((ROOT / folder).glob("*.js"))
        there_are = {code for path in sources for code in re.findall(rf"[\"']((?:{AREAS})/[a-z-]+)[\"']", path.read_text())}
        rows = re.findall(r"^\|(.*?)\|", (ROOT / "docs/troubleshooting.md").read_text(), re.MULTILINE)
        listed = [code for row in rows for code in re.findall(r"`(\w+/[a-z-]+)`", row)]
        self.assertEqual(sorted(listed), sorted(there_are - MEDIA_TYPES))


if __name__ == "__main__":
    unittest.main()
