"""The fault table: every row once, what tests report in the right row, nothing lost and nothing
invented."""

import contextlib
import io
import json
import os
import sys
import tempfile
import unittest
from pathlib import Path
from unittest import mock

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "tools/faults"))
import fault_table  # noqa: E402
import make_fault_table as faults  # noqa: E402
from fault_report import report_fault  # noqa: E402


class Faults(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        self.document = self.folder / "faults.md"

    def report(self, *reports, file="a.jsonl"):
        with open(self.folder / file, "a", encoding="utf-8") as lines:
            for report in reports:
                lines.write((report if isinstance(report, str) else json.dumps(report)) + "\n")

    def report_all_but(self, *numbers):
        self.report(
            *(
                {"fault": row.number, "figure": f"figure of {row.number}"}
                for row in fault_table.ROWS
                if row.number not in numbers
            )
        )

    def run_tool(self, *arguments):
        printed, said = io.StringIO(), io.StringIO()
        with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(said):
            code = faults.main([str(self.folder), "--document", str(self.document), *arguments])
        return code, printed.getvalue(), said.getvalue()

    def test_there_are_60_rows_in_order(self):
        self.assertEqual([row.number for row in fault_table.ROWS], list(range(1, 61)))

    def test_every_place_exists(self):
        targets = (ROOT / "Makefile").read_text("utf-8")
        for row in fault_table.ROWS:
            self.assertTrue(row.shown_by or row.not_here, row.number)
            for place in row.shown_by:
                with self.subTest(row=row.number, place=place):
                    if place.startswith("`make "):
                        self.assertIn("\n" + place.strip("`").split()[1] + ":", targets)
                    else:
                        self.assertTrue((ROOT / place).exists())

    def test_the_document_has_one_line_for_each_row(self):
        text = (ROOT / "docs/faults.md").read_text("utf-8")
        between = text.split(faults.BEGIN)[1].split(faults.END)[0].strip().splitlines()
        self.assertEqual(between[:2], list(faults.HEAD))
        rows = [tuple(cell.strip() for cell in line.split("|")[1:4]) for line in between[2:]]
        self.assertEqual(
            rows, [(str(row.number), row.fault, row.expected) for row in fault_table.ROWS]
        )

    def test_figures_stand_in_their_row_with_their_builds(self):
        self.report_all_but(6)
        self.report(
            {"fault": 6, "figure": "growth 0", "build": "native"},
            {"fault": 6, "figure": "growth 0", "build": "WebAssembly"},
            {"fault": 6, "figure": "growth 0", "build": "native"},
            {"fault": 6, "figure": "0.1 ms"},
            file="b.jsonl",
        )
        code, printed, said = self.run_tool()
        self.assertEqual((code, said), (0, ""))
        line = next(line for line in printed.splitlines() if line.startswith("| 6 |"))
        self.assertIn("| growth 0 (native, WebAssembly); 0.1 ms |", line)

    def test_a_row_without_figure_and_reason_fails_by_number(self):
        self.report_all_but(3, 20)
        self.assertEqual(self.run_tool()[::2], (1, "faults: no figure for 3, 20\n"))

    def test_a_stated_reason_takes_the_place_of_a_figure(self):
        row = fault_table.Row(3, "fault", "expected", (), not_here="needs a telephone")
        with mock.patch.object(faults, "ROWS", (row,)):
            code, printed, _ = self.run_tool()
            self.assertEqual(code, 0)
            self.assertIn("| not here: needs a telephone |", printed)
            self.report({"fault": 3, "figure": "seen"})
            self.assertNotIn("telephone", self.run_tool()[1])

    def test_a_note_takes_the_place_of_nothing(self):
        row = fault_table.Row(3, "fault", "expected", (), note="decided otherwise")
        with mock.patch.object(faults, "ROWS", (row,)):
            self.assertEqual(self.run_tool()[0], 1)
            self.report({"fault": 3, "figure": "seen"})
            self.assertIn("| seen; decided otherwise |", self.run_tool()[1])

    def test_reports_that_are_none_fail_by_line(self):
        for line in (
            "{",
            "[]",
            "3",
            '{"fault": 6}',
            '{"fault": 61, "figure": "x"}',
            '{"fault": 6, "figure": " "}',
            '{"fault": [6], "figure": "x"}',
        ):
            with self.subTest(line):
                (self.folder / "a.jsonl").write_text(line + "\n", "utf-8")
                code, _, said = self.run_tool()
                self.assertEqual(code, 1)
                self.assertIn("a.jsonl:1: ", said)

    def test_no_figure_breaks_the_table(self):
        self.report_all_but(6)
        self.report({"fault": 6, "figure": "a | b\nc"})
        self.assertIn("| a \\| b c |", self.run_tool()[1])

    def test_the_table_is_written_between_the_markers_and_again(self):
        self.report_all_but()
        self.document.write_text(f"before\n{faults.BEGIN}\nold\n{faults.END}\nafter\n", "utf-8")
        for _ in range(2):
            code, printed, _ = self.run_tool("--write")
            self.assertEqual(code, 0)
            self.assertEqual(
                self.document.read_text("utf-8"),
                f"before\n{faults.BEGIN}\n{printed}{faults.END}\nafter\n",
            )

    def test_a_document_without_markers_stays_as_it_is(self):
        self.report_all_but()
        for text in (
            "no markers",
            f"{faults.END}\n{faults.BEGIN}",
            f"{faults.BEGIN}{faults.BEGIN}{faults.END}",
        ):
            self.document.write_text(text, "utf-8")
            self.assertEqual(self.run_tool("--write")[0], 1)
            self.assertEqual(self.document.read_text("utf-8"), text)


class Reports(unittest.TestCase):
    def test_are_written_only_where_they_are_wanted(self):
        with tempfile.TemporaryDirectory() as folder:
            with mock.patch.dict(os.environ):
                os.environ.pop("GLANCE_FAULTS", None)
                report_fault(16, "31 of 31 refused")
            self.assertEqual(os.listdir(folder), [])
            with mock.patch.dict(os.environ, GLANCE_FAULTS=folder):
                report_fault(16, "31 of 31 refused")
                report_fault(16, "“quoted”")
            self.assertEqual(
                faults.read_figures(Path(folder)), {16: {"31 of 31 refused": [], "“quoted”": []}}
            )


if __name__ == "__main__":
    unittest.main()
