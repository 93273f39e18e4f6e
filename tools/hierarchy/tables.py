"""The two tables that people review.

models/imagenet.groups.tsv has a row for each group: its id, its parent's id (`-`: none), its name
in each language, and the synsets whose classes hang on it, each as NAME=ID (`-`: none).
models/imagenet.placements.tsv has a row for each class that WordNet has elsewhere, or nowhere, and
why. The order of the groups is that of the first table.
"""

import csv
from dataclasses import dataclass
from pathlib import Path

from convert.errors import Refused

LANGUAGES = ("en", "zh")
GROUP_COLUMNS = ["id", "parent", *LANGUAGES, "wordnet"]
PLACEMENT_COLUMNS = ["index", "label", "group", "reason"]


@dataclass(frozen=True)
class Group:
    id: str
    parent: str | None
    names: dict[str, str]
    synsets: tuple[str, ...]  # each NAME=ID


@dataclass(frozen=True)
class Placement:
    index: int
    label: str
    group: str
    reason: str


def read_groups(path: Path) -> list[Group]:
    return [
        Group(
            row["id"],
            None if row["parent"] == "-" else row["parent"],
            {language: row[language] for language in LANGUAGES},
            () if row["wordnet"] == "-" else tuple(row["wordnet"].split(", ")),
        )
        for row in _rows(path, GROUP_COLUMNS)
    ]


def read_placements(path: Path) -> list[Placement]:
    return [
        Placement(int(row["index"]), row["label"], row["group"], row["reason"])
        for row in _rows(path, PLACEMENT_COLUMNS)
    ]


def _rows(path: Path, columns: list[str]) -> list[dict[str, str]]:
    """Fails with hierarchy/bad-table when a field is missing or empty."""
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        rows = list(reader)
    if reader.fieldnames != columns:
        raise Refused("hierarchy/bad-table", f"{path} has not the columns {', '.join(columns)}")
    for number, row in enumerate(rows, start=2):
        if None in row or not all(row.values()):
            raise Refused(
                "hierarchy/bad-table", f"{path}, line {number}: not {len(columns)} fields"
            )
    return rows
