"""The 1,000 classes of ImageNet: label and synset, by index."""

import zipfile
from dataclasses import dataclass
from pathlib import Path

from convert.errors import Refused

from .wordnet import Synset

SYNSETS = "timm/data/_info/imagenet_synsets.txt"


@dataclass(frozen=True)
class Class:
    label: str  # up to its first comma
    synset: str


def read_synsets(wheel: Path) -> list[str]:
    """The synset of every class, from the Python package timm. Fails with hierarchy/no-source."""
    try:
        with zipfile.ZipFile(wheel) as archive:
            return archive.read(SYNSETS).decode("utf-8").split()
    except (OSError, KeyError, zipfile.BadZipFile) as error:
        raise Refused(
            "hierarchy/no-source", f"{wheel}: {error}: run tools/setup hierarchy"
        ) from None


def classes_of(synsets: list[str], nouns: dict[str, Synset], labels: list[str]) -> list[Class]:
    """Labels and synsets come from different packages: each label has to list its synset's names,
    all of them and in order. Fails with hierarchy/wrong-synset."""
    if len(synsets) != len(labels):
        raise Refused("hierarchy/wrong-synset", f"{len(synsets)} synsets for {len(labels)} labels")
    for index, (synset, label) in enumerate(zip(synsets, labels, strict=True)):
        names = tuple(part.strip() for part in label.split(",") if part.strip())
        if synset not in nouns or nouns[synset].names != names:
            raise Refused(
                "hierarchy/wrong-synset", f"class {index}, {label!r}, is not synset {synset}"
            )
    return [
        Class(label.split(",")[0], synset) for synset, label in zip(synsets, labels, strict=True)
    ]
