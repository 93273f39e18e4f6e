"""Odd file names and labels come back as they were, in JSON, CSV (RFC 4180) and text."""

import csv
import io
import os
import unittest

import command_line_program as program
from command_line_pictures import picture
from command_line_program import COFFEE, DONE, FAILED
from command_line_weights import SMALL_MODEL, edited

NAMES = [
    "two words.png",
    'say "hello".png',
    "it's.png",
    "one, two.png",
    '",".png',
    "line\nbreak.png",
    "return\rhere.png",
    "tab\there.png",
    "back\\slash.png",
    "%s%n$(echo no)`;.png",
    "<img src=x>.png",
    "汉字 é 🐈.png",
    "=1+1.png",
]
NOT_UTF8 = b"caf\xe9 \xff\xc0\xaf\xed\xa0\x80.png"
HEADER = [
    "file",
    "width",
    "height",
    "rank",
    "index",
    "label",
    "score",
    "error_code",
    "error_message",
]


def rows(out: str) -> list[dict]:
    """CSV as Python reads it; every row has all columns, every line ends with CR LF."""
    assert out.endswith("\r\n")
    header, *rest = csv.reader(io.StringIO(out, newline=""), strict=True)
    assert header == HEADER, header
    return [dict(zip(HEADER, row, strict=True)) for row in rest]


@program.needs_program
class Names(program.CommandLineTest):
    def setUp(self):
        super().setUp()
        small = picture("PNG", (12, 8))
        self.paths = [self.write(name, small) for name in NAMES]
        self.odd = self.write(NOT_UTF8, small)

    def csv(self, *arguments, code=DONE, stdin=b""):
        options = ["--threads", "1", "--format", "csv"]
        outcome = self.glance("classify", *options, *arguments, stdin=stdin)
        self.assertEqual((outcome.code, outcome.err), (code, ""))
        return rows(outcome.out)

    def test_json_gives_them_back(self):
        records = self.classify(*self.paths)
        self.assertEqual([record["file"] for record in records], [str(path) for path in self.paths])

    def test_json_replaces_what_is_not_utf_8(self):
        (record,) = self.classify(self.odd)
        shown = "caf\ufffd " + "\ufffd" * 6 + ".png"
        self.assertEqual(record["file"], f"{self.folder}/{shown}")

    def test_csv_gives_them_back(self):
        found = self.csv("--top-k", "2", *self.paths, self.odd)
        expected = [str(path) for path in (*self.paths, self.odd) for _ in range(2)]
        self.assertEqual([row["file"] for row in found], expected)
        self.assertEqual({(row["width"], row["height"]) for row in found}, {("12", "8")})

    def test_csv_gives_names_of_missing_files_back(self):
        missing = [str(path) + ", gone" for path in (*self.paths, self.odd)]
        found = self.csv(*missing, code=FAILED)
        self.assertEqual([row["file"] for row in found], missing)
        for row in found:
            self.assertEqual(row["error_code"], "file/unreadable")
            self.assertIn(f"'{row['file']}'", row["error_message"])
            self.assertEqual("".join(row[key] for key in HEADER[1:7]), "")

    def test_text_shows_the_bytes_as_they_are(self):
        outcome = self.glance("classify", "--threads", "1", *self.paths, self.odd)
        for path in (*self.paths, self.odd):
            self.assertIn(f"{path}  (12 x 8)\n", outcome.out)

    def test_a_list_from_standard_input_may_hold_any_bytes_of_one_line(self):
        paths = [path for path in (*self.paths, self.odd) if "\n" not in str(path)]
        stdin = b"".join(os.fsencode(path) + b"\n" for path in paths)
        found = self.csv("--top-k", "1", "-", stdin=stdin)
        self.assertEqual([row["file"] for row in found], [str(path) for path in paths])

    def test_a_name_that_looks_like_an_option_follows_two_dashes(self):
        self.write("--top-k", picture("JPEG"))
        (record,) = self.classify("--", "--top-k", folder=self.folder)
        self.assertEqual(record["file"], "--top-k")


@program.needs_program
class Csv(program.CommandLineTest):
    def test_rows_say_what_json_says(self):
        outcome = self.glance("classify", "--threads", "1", "--format", "csv", COFFEE)
        (record,) = self.classify(COFFEE)
        found = rows(outcome.out)
        self.assertEqual([row["rank"] for row in found], ["1", "2", "3", "4", "5"])
        for row, prediction in zip(found, record["predictions"], strict=True):
            self.assertEqual(
                [row["file"], row["width"], row["height"], row["index"], row["label"]],
                [str(COFFEE), "600", "400", str(prediction["index"]), prediction["label"]],
            )
            self.assertAlmostEqual(float(row["score"]), prediction["score"], delta=5.1e-7)
            self.assertEqual(row["error_code"] + row["error_message"], "")

    def test_an_empty_list_is_the_header_alone(self):
        outcome = self.glance("classify", "--threads", "1", "--format", "csv", "-")
        self.assertEqual((outcome.code, rows(outcome.out)), (DONE, []))

    def test_labels_with_quotes_and_line_breaks(self):
        labels = ['"', "\r\n", 'a "quoted" word', "two\nlines", "<b>"]
        content = edited(
            SMALL_MODEL.read_bytes(), lambda _, document: document["labels"].update(en=labels)
        )
        model = self.write("odd.safetensors", content)
        outcome = self.glance(
            "classify", "--threads", "1", "--format", "csv", "--model", model, COFFEE
        )
        found = {int(row["index"]): row["label"] for row in rows(outcome.out)}
        self.assertEqual(found, dict(enumerate(labels)))


if __name__ == "__main__":
    unittest.main()
