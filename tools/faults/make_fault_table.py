#!/usr/bin/env python3
"""Prints the fault table with the figures that tests reported, as docs/faults.md holds it.

  tools/faults/make_fault_table.py FOLDER [--write]

Tests append lines {"fault": 6, "figure": "...", "build": "native"} to FOLDER/*.jsonl (`make faults`
runs them; `build` may be missing). --write puts the table between the markers in docs/faults.md.
Exits with 1 when a row has neither a figure nor a stated reason why there can be none here.
"""

import argparse
import json
import sys
from pathlib import Path

from fault_table import ROWS, Row

ROOT = Path(__file__).resolve().parents[2]
BEGIN, END = "<!-- faults: begin -->", "<!-- faults: end -->"
HEAD = (
    "| # | fault | what must happen | measured | shown by |",
    "| ---: | --- | --- | --- | --- |",
)

Figures = dict[int, dict[str, list[str]]]  # row -> figure -> builds, in the order of the reports


class Unusable(Exception):
    """A report or a document that is not as it should be."""


def read_figures(folder: Path) -> Figures:
    """What the tests reported, each figure once with the builds that it was measured in."""
    figures: Figures = {}
    numbers = [row.number for row in ROWS]
    for path in sorted(folder.glob("*.jsonl")):
        for index, line in enumerate(path.read_text("utf-8").splitlines(), 1):
            try:
                report = json.loads(line)
                fault, figure, build = report["fault"], report["figure"], report.get("build", "")
            except (ValueError, KeyError, TypeError, AttributeError) as error:
                raise Unusable(f"{path.name}:{index}: no report: {error}") from error
            if fault not in numbers or not isinstance(figure, str) or not figure.strip():
                raise Unusable(f"{path.name}:{index}: no figure of a row: {line}")
            builds = figures.setdefault(fault, {}).setdefault(figure, [])
            if build and build not in builds:
                builds.append(build)
    return figures


def measured(row: Row, figures: Figures) -> str:
    """The row's figures, its note and why there are none, as one cell."""
    parts = [
        figure + (f" ({', '.join(builds)})" if builds else "")
        for figure, builds in figures.get(row.number, {}).items()
    ]
    if not parts and row.not_here:
        parts.append("not here: " + row.not_here)
    if row.note:
        parts.append(row.note)
    return "; ".join(parts)


def lacking(figures: Figures) -> list[int]:
    return [row.number for row in ROWS if not figures.get(row.number) and not row.not_here]


def table(figures: Figures) -> str:
    lines = list(HEAD)
    for row in ROWS:
        shown_by = ", ".join(name if name.startswith("`") else f"`{name}`" for name in row.shown_by)
        cells = (str(row.number), row.fault, row.expected, measured(row, figures), shown_by)
        lines.append(
            "| " + " | ".join(" ".join(cell.replace("|", "\\|").split()) for cell in cells) + " |"
        )
    return "\n".join(lines) + "\n"


def with_table(document: str, text: str) -> str:
    """`document` with `text` between the markers."""
    if (
        document.count(BEGIN) != 1
        or document.count(END) != 1
        or document.index(BEGIN) > document.index(END)
    ):
        raise Unusable(f"want one {BEGIN} and one {END} behind it")
    before, rest = document.split(BEGIN)
    return before + BEGIN + "\n" + text + END + rest.split(END)[1]


def main(arguments=None) -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path, metavar="FOLDER", help="where the tests' reports are")
    parser.add_argument("--write", action="store_true", help="put the table into docs/faults.md")
    parser.add_argument(
        "--document", type=Path, default=ROOT / "docs/faults.md", help=argparse.SUPPRESS
    )
    options = parser.parse_args(arguments)
    try:
        figures = read_figures(options.folder)
        text = table(figures)
        print(text, end="")
        if options.write:
            options.document.write_text(
                with_table(options.document.read_text("utf-8"), text), "utf-8"
            )
    except (Unusable, OSError) as error:
        print(f"faults: {error}", file=sys.stderr)
        return 1
    missing = lacking(figures)
    if missing:
        print(f"faults: no figure for {', '.join(map(str, missing))}", file=sys.stderr)
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
