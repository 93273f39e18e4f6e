"""Hangs every class on one group: on the group of a placement, or else on that whose synset stands
nearest above the class in WordNet."""

from convert.errors import Refused

from .classes import Class
from .tables import Group, Placement
from .wordnet import Synset, distances_above


def hierarchy(
    nouns: dict[str, Synset],
    classes: list[Class],
    groups: list[Group],
    placements: list[Placement],
) -> list[dict]:
    """`labels.groups` of models/FORMAT.md. Fails with hierarchy/*."""
    owners = _owners(nouns, groups)
    chosen = [_nearest(nouns, owners, one) for one in classes]
    for placement in placements:
        _check(placement, classes, groups, chosen)
        chosen[placement.index] = placement.group
    homeless = [one.label for one, group in zip(classes, chosen, strict=True) if group is None]
    if homeless:
        raise Refused("hierarchy/no-group", f"no group, or two as near: {', '.join(homeless)}")
    return [
        {
            "id": group.id,
            "name": group.names,
            "parent": group.parent,
            "classes": [index for index, owner in enumerate(chosen) if owner == group.id],
        }
        for group in groups
    ]


def _owners(nouns: dict[str, Synset], groups: list[Group]) -> dict[str, str]:
    """{synset: id of its group}."""
    owners = {}
    for group in groups:
        for entry in group.synsets:
            name, _, synset = entry.partition("=")
            if synset not in nouns or name not in nouns[synset].names:
                raise Refused("hierarchy/bad-table", f"{group.id}: WordNet has no {entry}")
            if synset in owners:
                raise Refused(
                    "hierarchy/bad-table", f"{entry} is in {owners[synset]} and in {group.id}"
                )
            owners[synset] = group.id
    return owners


def _nearest(nouns: dict[str, Synset], owners: dict[str, str], one: Class) -> str | None:
    """None when no group's synset is above the class, or two groups' are as near."""
    above = distances_above(nouns, one.synset)
    reached = [(steps, owners[synset]) for synset, steps in above.items() if synset in owners]
    nearest = {group for steps, group in reached if steps == min(reached)[0]}
    return nearest.pop() if len(nearest) == 1 else None


def _check(
    placement: Placement, classes: list[Class], groups: list[Group], chosen: list[str | None]
) -> None:
    what = f"placement of class {placement.index}"
    if not 0 <= placement.index < len(classes):
        raise Refused("hierarchy/bad-table", f"{what}: there is none")
    if classes[placement.index].label != placement.label:
        raise Refused(
            "hierarchy/bad-table",
            f"{what}: it is {classes[placement.index].label!r}, not {placement.label!r}",
        )
    if placement.group not in {group.id for group in groups}:
        raise Refused("hierarchy/bad-table", f"{what}: no group {placement.group}")
    if chosen[placement.index] == placement.group:
        raise Refused("hierarchy/bad-table", f"{what}: it hangs on {placement.group} without it")
