"""Odd file names and labels come back as they were, in JSON, CSV (RFC 4180) and text."""

import base64
import csv
import io
import os
import unittest

import command_line_program as program
from command_line_pictures import picture
from command_line_program import COFFEE, DONE, FAILED
from command_line_weights import SMALL_MODEL, edited
from faults.fault_report import report_fault

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
    "answer",
    "rank",
    "index",
    "label",
    "score",
    "notes",
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

    def test_json_replaces_what_is_not_utf_8_and_gives_the_bytes_beside_it(self):
        odd, plain = self.classify(self.odd, self.paths[0])
        shown = "caf\ufffd " + "\ufffd" * 6 + ".png"
        self.assertEqual(odd["file"], f"{self.folder}/{shown}")
        self.assertEqual(base64.b64decode(odd["file_bytes"], validate=True), os.fsencode(self.odd))
        self.assertNotIn("file_bytes", plain)
        for length in range(1, 7):
            name = b"\xff" * length
            self.write(name, picture("PNG", (12, 8)))
            (record,) = self.classify(os.fsdecode(name), folder=self.folder)
            self.assertEqual(record["file_bytes"], base64.b64encode(name).decode())

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
            self.assertEqual("".join(row[key] for key in HEADER[1:8]), "")

    def test_text_shows_what_a_terminal_would_obey_escaped(self):
        odd = {
            "line\nbreak.png": r"line\nbreak.png",
            "return\rhere.png": r"return\rhere.png",
            "tab\there.png": r"tab\there.png",
            "\x1b[2J\x1b]0;title\x07.png": r"\u001b[2J\u001b]0;title\u0007.png",
            "\x7f\x9b31m.png": r"\u007f\u009b31m.png",
            "\u202egnp.exe": r"\u202egnp.exe",
            "\u2066a\u2028b\u061c.png": r"\u2066a\u2028b\u061c.png",
            NOT_UTF8: r"caf\xe9 \xff\xc0\xaf\xed\xa0\x80.png",
        }
        for name in odd:
            self.write(name, picture("PNG", (12, 8)))
        same = [name for name in NAMES if not set(name) & set("\n\r\t")]
        names = [*map(os.fsdecode, odd), *same]
        outcome = self.glance("classify", "--top-k", "1", "--", *names, folder=self.folder)
        shown = [line.removesuffix("  (12 x 8)") for line in outcome.out.split("\n")[::4]]
        self.assertEqual(shown[:-1], [*odd.values(), *same])
        missing = self.glance("classify", "--", *(f"{name}x" for name in names))
        self.assertNotRegex(missing.out, "[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e\udc80-\udcff]")
        outcome = self.glance("classify", "--format", "json", "--", *names, folder=self.folder)
        self.assertNotRegex(outcome.out, "[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]")
        found = [record["file"] for record in outcome.records()]
        self.assertEqual(found[:7], names[:7])
        report_fault(53, f"{len(odd)} of {len(odd)} odd file names shown escaped")

    def test_a_list_from_standard_input_may_hold_any_bytes_of_one_line(self):
        paths = [path for path in (*self.paths, self.odd) if "\n" not in str(path)]
        stdin = b"".join(os.fsencode(path) + b"\n" for path in paths)
        found = self.csv("--top-k", "1", "-", stdin=stdin)
        self.assertEqual([row["file"] for row in found], [str(path) for path in paths])

    def test_a_list_of_names_that_end_with_nul_may_hold_any_name(self):
        paths = [*self.paths, self.odd]
        stdin = b"\0".join(os.fsencode(path) for path in paths)
        for end in (b"", b"\0"):
            found = self.csv("--top-k", "1", "-0", "-", stdin=stdin + end)
            self.assertEqual([row["file"] for row in found], [str(path) for path in paths])
        report_fault(59, f"{len(paths)} of {len(paths)} names that end with NUL come back")

    def test_names_that_begin_like_a_format_of_letters_are_names(self):
        for options, end in ([], b"\n"), (["-0"], b"\0"):
            names = ["BM.png", "GIF89a.png", "RIFF.png", "P6 x.png"]
            for name in names:
                self.write(name, picture("PNG", (12, 8)))
            stdin = b"".join(name.encode() + end for name in names)
            records = self.classify(*options, "-", stdin=stdin, folder=self.folder)
            self.assertEqual([record["file"] for record in records], names)

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

    def test_a_spreadsheet_runs_no_name_and_no_label(self):
        names = ["=1+1.png", "+1.png", "-1.png", "@SUM(1).png", "\tx.png", "\rx.png"]
        for name in names:
            self.write(name, picture("PNG", (12, 8)))
        content = edited(
            SMALL_MODEL.read_bytes(),
            lambda _, document: document["labels"].update(en=["=cmd|' /C calc'!A0"] * 5),
        )
        model = self.write("formulas.safetensors", content)
        outcome = self.glance(
            *("classify", "--format", "csv", "--top-k", "1", "--model", model, "--", *names),
            folder=self.folder,
        )
        found = rows(outcome.out)
        self.assertEqual([row["file"] for row in found], [f"'{name}" for name in names])
        self.assertEqual({row["label"] for row in found}, {"'=cmd|' /C calc'!A0"})
        report_fault(54, f"{len(names)} of {len(names)} names and a label begin with an apostrophe")

    def test_notes_are_the_codes(self):
        turned = program.REPOSITORY / "native-tests/fixtures/image/orientation_6.jpg"
        outcome = self.glance("classify", "--format", "csv", "--top-k", "1", turned, COFFEE)
        self.assertEqual([row["notes"] for row in rows(outcome.out)], ["note/turned", ""])

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
        labels[1] = "'\r\n"  # no formula
        self.assertEqual(found, dict(enumerate(labels)))


@program.needs_program
class Weights(program.CommandLineTest):
    """Texts of a weight file are a stranger's."""

    def test_are_shown_escaped(self):
        evil = "\x1b[31mred\n/etc/passwd  (1 x 1)\n  99.9 %  forged\u202e"
        shown = r"\u001b[31mred\n/etc/passwd  (1 x 1)\n  99.9 %  forged\u202e"

        def edit(_, document):
            document["labels"].update(en=[evil] * 5)
            document["labels"][evil] = ["a"] * 5
            name = {"en": evil, evil: evil}
            document["labels"]["groups"] = [{"id": evil, "name": name, "classes": [0, 1, 2, 3, 4]}]
            for key in ("name", "architecture", "license"):
                document[key] = evil

        model = self.write("evil.safetensors", edited(SMALL_MODEL.read_bytes(), edit))
        commands = {
            "label": ["classify", "--top-k", "1", "--level", "0", "--model", model, COFFEE],
            "group": [
                "classify",
                "--score-threshold",
                "1",
                "--level",
                "1",
                "--model",
                model,
                COFFEE,
            ],
            "name": ["inspect", model],
            "bench": ["bench", "--runs", "1", "--model", model],
        }
        for what, command in commands.items():
            with self.subTest(what):
                outcome = self.glance(*command)
                self.assertEqual((outcome.code, outcome.err), (DONE, ""))
                self.assertIn(shown, outcome.out)
                self.assertNotIn("\x1b", outcome.out)
                self.assertNotIn("\u202e", outcome.out)
        report_fault(
            53, "label, group and name of a weight file shown escaped by all three commands"
        )

    def test_in_messages_are_shown_escaped(self):
        def edit(_, document):
            document["graph"]["operations"][0]["op"] = "\x1b[2J\n"

        model = self.write("evil.safetensors", edited(SMALL_MODEL.read_bytes(), edit))
        outcome = self.glance("inspect", model)
        self.assertEqual(outcome.code, FAILED)
        self.assertIn(r"\u001b[2J\n", outcome.err)
        self.assertNotIn("\x1b", outcome.err)


if __name__ == "__main__":
    unittest.main()
