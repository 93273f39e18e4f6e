"""What the documents name is there: paths, links, targets of make, and every error code.

A path is what stands in backticks and looks like a file or folder of this repository. Upper-case
words in it stand for any name (`models/NAME.json`), as `*` and `{a,b}` do.
"""

import fnmatch
import re
import subprocess
import unittest

from documents import DOCUMENTS, ROOT

AREAS = "asset|backend|call|file|image|infer|memory|model|sidecar|worker"
# Media types of formats, in the same quotes as codes.
MEDIA_TYPES = {
    f"image/{name}"
    for name in [
        "avif",
        "bmp",
        "gif",
        "heic",
        "heif",
        "jpeg",
        "jxl",
        "png",
        "tiff",
        "webp",
        "x-icon",
    ]
}
# What the build or a person makes: folders, and files of dist/ by their short names.
MADE = (
    "build/",
    "dist/",
    "glance.d.ts",
    "element.d.ts",
    ".cache/",
    "node_modules/",
    "../",
    "~",
    "/",
)
SUFFIXES = "c cc cmake css h html js json md mjs py toml ts tsx tsv txt webmanifest yml"
FILE_NAME = re.compile(rf"[\w.*-]+\.({SUFFIXES.replace(' ', '|')})")
PLACEHOLDER = re.compile(r"\b[A-Z]{3,}\b")


def tracked_files() -> list[str]:
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return [name for name in listed.stdout.splitlines() if (ROOT / name).exists()]


def expanded(text: str) -> list[str]:
    """`a/{b,c}.h` -> a/b.h, a/c.h."""
    found = re.match(r"(.*)\{([^{}]*,[^{}]*)\}(.*)", text)
    if not found:
        return [text]
    before, middle, after = found.groups()
    return [each for part in middle.split(",") for each in expanded(before + part.strip() + after)]


class Repository:
    def __init__(self):
        self.files = tracked_files()
        folders = {str(parent) for name in self.files for parent in (ROOT / name).parents}
        inside = f"{ROOT}/"
        self.folders = {name.removeprefix(inside) for name in folders if name.startswith(inside)}
        self.top = {name.split("/")[0] for name in self.folders}

    def looks_like_a_path(self, text: str) -> bool:
        if not re.fullmatch(r"[\w.*/-]+", text) or text.startswith((*MADE, "-", ".", "*")):
            return False
        begins_at_the_top = "/" in text and text.split("/")[0] in self.top
        return begins_at_the_top or bool(FILE_NAME.fullmatch(text.rsplit("/", 1)[-1]))

    def has(self, text: str) -> bool:
        """Whether a file or folder has this path or ends in it; short names are for the reader."""
        wanted = text.rstrip("/")
        for pattern in (wanted, PLACEHOLDER.sub("*", wanted)):
            for ending in (pattern, f"*/{pattern}"):
                if fnmatch.filter(self.files, ending) or fnmatch.filter(self.folders, ending):
                    return True
        return False


REPOSITORY = Repository()


def paths_in(text: str) -> list[str]:
    """The paths in backticks, outside of fenced blocks."""
    prose = re.sub(r"^( *)```.*?^\1```$", "", text, flags=re.MULTILINE | re.DOTALL)
    words = [word for span in re.findall(r"`([^`\n]+)`", prose) for word in span.split()]
    each = [path for word in words for path in expanded(word.strip("'\"(),;:"))]
    return [path for path in each if REPOSITORY.looks_like_a_path(path)]


class References(unittest.TestCase):
    def test_paths_in_backticks_are_there(self):
        for document in DOCUMENTS:
            for path in paths_in(document.read_text("utf-8")):
                with self.subTest(document=str(document.relative_to(ROOT)), path=path):
                    self.assertTrue(REPOSITORY.has(path), "no such file or folder")

    def test_a_path_that_is_missing_is_noticed(self):
        text = "See `src/image/none.cc`, `none.py`, `src/{image,none}/`, `image/truncated`."
        self.assertEqual(
            [path for path in paths_in(text) if not REPOSITORY.has(path)],
            ["src/image/none.cc", "none.py", "src/none/"],
        )

    def test_links_between_documents_lead_somewhere(self):
        for document in (
            path for path in DOCUMENTS if path.name != "README.md" or path.parent == ROOT
        ):
            for target in re.findall(r"\]\(([^)#:]+)\)", document.read_text()):
                with self.subTest(document=document.name, target=target):
                    self.assertTrue((document.parent / target).exists())

    def test_targets_of_make_that_documents_name_are_there(self):
        targets = re.findall(
            r"^([\w$(][^:=\n]*):(?!=)", (ROOT / "Makefile").read_text(), re.MULTILINE
        )
        there_are = {word for names in targets for word in names.split()}
        for document in DOCUMENTS:
            for named in re.findall(r"`make ((?:[a-z-]+ ?)+)", document.read_text()):
                with self.subTest(document=document.name, make=named):
                    self.assertLessEqual(set(named.split()), there_are)

    def test_the_table_of_messages_has_every_code_and_no_other(self):
        sources = [ROOT / "src/base/error_codes.h"]
        for folder in ("web/shared", "web/library", "web/worker", "web/package"):
            sources += sorted((ROOT / folder).glob("*.ts"))
        there_are = {
            code
            for path in sources
            for code in re.findall(rf"[\"']((?:{AREAS})/[a-z-]+)[\"']", path.read_text())
        }
        rows = re.findall(
            r"^\|(.*?)\|", (ROOT / "docs/troubleshooting.md").read_text(), re.MULTILINE
        )
        listed = [code for row in rows for code in re.findall(r"`(\w+/[a-z-]+)`", row)]
        self.assertEqual(sorted(listed), sorted(there_are - MEDIA_TYPES))


if __name__ == "__main__":
    unittest.main()
