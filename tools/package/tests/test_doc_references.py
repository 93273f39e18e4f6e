"""What the documents name is there: files, targets of make; and the table of messages has every
code that there is."""

import re
import unittest

from documents import DOCUMENTS, ROOT

AREAS = "asset|backend|call|file|image|infer|memory|model|worker"
# Media types of formats, in the same quotes as codes.
MEDIA_TYPES = {
    f"image/{name}"
    for name in (
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
    )
}


class References(unittest.TestCase):
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
        for folder in ("web/library", "web/worker", "web/package"):
            sources += sorted((ROOT / folder).glob("*.js"))
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
