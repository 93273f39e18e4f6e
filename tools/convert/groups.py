"""`labels.groups` of models/FORMAT.md: the hierarchy of the classes, from a file or a recipe."""

from pathlib import Path

from .errors import Refused
from .json_document import read_json

MOST_LEVELS = 16
MOST_GROUPS = 4096


def read_groups(path: Path, languages: list[str], classes: int) -> list[dict]:
    """Fails with groups/*."""
    document = read_json(path, "groups/unreadable", "groups/malformed")
    try:
        return check_groups(document, languages, classes)
    except Refused as error:
        raise Refused(error.code, f"{path}: {error}") from None


def check_groups(document, languages: list[str], classes: int) -> list[dict]:
    """The groups with the keys that the format knows. `languages` are those of the labels. Fails
    with groups/*."""
    if not isinstance(document, list) or not all(isinstance(group, dict) for group in document):
        raise Refused("groups/malformed", "the groups are not a list of objects")
    if len(document) > MOST_GROUPS:
        raise Refused("groups/malformed", f"{len(document)} groups, more than {MOST_GROUPS:,}")
    groups = [_checked_group(group, languages) for group in document]
    by_id = {}
    for group in groups:
        if by_id.setdefault(group["id"], group) is not group:
            raise Refused("groups/id-twice", f"two groups have the id {group['id']!r}")
    for group in groups:
        _check_ancestors(group, by_id)
    _check_classes(groups, classes)
    _check_filled(groups, by_id)
    return groups


def _checked_group(group: dict, languages: list[str]) -> dict:
    identifier, parent = group.get("id"), group.get("parent")
    if not isinstance(identifier, str) or not identifier:
        raise Refused("groups/malformed", f"the id of a group is {identifier!r}, want a text")
    if parent is not None and not isinstance(parent, str):
        raise Refused(
            "groups/malformed", f"group {identifier!r}: its parent is {parent!r}, want an id"
        )
    return {
        "id": identifier,
        "name": _checked_name(identifier, group.get("name"), languages),
        "parent": parent,
        "classes": _checked_indices(identifier, group.get("classes", [])),
    }


def _checked_name(identifier: str, name, languages: list[str]) -> dict[str, str]:
    if not isinstance(name, dict) or not all(isinstance(text, str) for text in name.values()):
        raise Refused(
            "groups/malformed", f"group {identifier!r}: its name is not one text a language"
        )
    for language in languages:
        if not name.get(language, "").strip():
            raise Refused("groups/no-name", f"group {identifier!r} has no name in {language!r}")
    return name


def _checked_indices(identifier: str, indices) -> list[int]:
    # bool is a kind of int in Python.
    if not isinstance(indices, list) or not all(type(index) is int for index in indices):
        raise Refused(
            "groups/malformed", f"group {identifier!r}: its classes are not a list of whole numbers"
        )
    return indices


def _check_ancestors(group: dict, by_id: dict[str, dict]) -> None:
    met = [group["id"]]
    while (parent := by_id[met[-1]]["parent"]) is not None:
        if parent not in by_id:
            raise Refused(
                "groups/unknown-parent", f"group {met[-1]!r}: there is no parent {parent!r}"
            )
        if parent in met:
            raise Refused("groups/cycle", f"group {parent!r} is above itself")
        if len(met) == MOST_LEVELS:
            raise Refused(
                "groups/too-deep",
                f"group {group['id']!r} has {MOST_LEVELS} groups above it, "
                f"{MOST_LEVELS - 1} are allowed",
            )
        met.append(parent)


def _check_classes(groups: list[dict], classes: int) -> None:
    """Each class exists, and hangs on at most one group."""
    owners = {}
    for group in groups:
        for index in group["classes"]:
            if not 0 <= index < classes:
                raise Refused(
                    "groups/unknown-class",
                    f"group {group['id']!r}: there is no class {index} of {classes}",
                )
            if index in owners:
                raise Refused(
                    "groups/class-twice",
                    f"class {index} is in {owners[index]!r} and in {group['id']!r}",
                )
            owners[index] = group["id"]


def _check_filled(groups: list[dict], by_id: dict[str, dict]) -> None:
    filled = set()
    for group in groups:
        one = group if group["classes"] else None
        while one and one["id"] not in filled:
            filled.add(one["id"])
            one = by_id.get(one["parent"])
    for group in groups:
        if group["id"] not in filled:
            raise Refused(
                "groups/empty", f"group {group['id']!r} has no class, nor have its groups"
            )
