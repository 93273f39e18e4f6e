"""Reads the tables of THIRD_PARTY.md: the licence of each package."""

import re
from dataclasses import dataclass

PICTURE = re.compile(r"\.(png|jpg)$")


@dataclass(frozen=True)
class Row:
    name: str  # as it is written; a package, a picture, or a folder of pictures
    licence: str
    version: str = ""  # what the table says of it, in words
    address: str = ""


def read_rows(text: str) -> dict[str, Row]:
    """The rows of all tables, by the lower-case name of the package."""
    rows = [row for table in tables(text) for cells in table for row in rows_of(cells)]
    return {row.name.lower(): row for row in rows}


def tables(text: str) -> list[list[dict[str, str]]]:
    """Each table as its lines, each line as {header: cell}."""
    blocks = re.findall(r"(?:^\|.*\|\n)+", text, re.MULTILINE)
    split = [[cells(line) for line in block.splitlines()] for block in blocks]
    return [[dict(zip(header, line, strict=True)) for line in lines] for header, _, *lines in split]


def cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip().strip("|").split("|")]


def rows_of(cells: dict[str, str]) -> list[Row]:
    what, licence, version = cells["what"], cells["licence"], cells.get("version", "")
    if "from" in cells:
        names = re.findall(r"`([^`]+)`", what if is_of_pictures(what) else cells["from"])
        return [Row(name, licence, cells["from"]) for name in names if not name.endswith(".py")]
    address = (re.findall(r"\]\(([^)]+)\)", what) or [""])[0]
    plain = re.sub(r" \([^)]*\)", "", re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", what))
    return [
        Row(re.sub(r" [\d.]+$", "", name), licence, version, address) for name in plain.split(", ")
    ]


def is_of_pictures(what: str) -> bool:
    return any(PICTURE.search(name) or "/" in name for name in re.findall(r"`([^`]+)`", what))
