"""The rule that names a picture, written once more by its definition in docs/interface.md, to
compare the core with."""

import math
from dataclasses import dataclass

MOST_ENTROPY_BITS = 6.5


@dataclass(frozen=True)
class Node:
    name: int | str  # class, or id of a group
    classes: frozenset[int]


def nodes_of(class_count: int, groups: list[dict]) -> list[Node]:
    """Labels, then groups, the smallest first; of as many classes the deeper group first. `groups`
    as a weight file has them."""
    parents = {group["id"]: group.get("parent") for group in groups}
    below = {group["id"]: set() for group in groups}
    depths = {}
    for group in groups:
        above = [group["id"]]
        while (parent := parents[above[-1]]) is not None:
            above.append(parent)
        depths[group["id"]] = len(above)
        for one in above:
            below[one].update(group.get("classes", []))
    order = sorted(groups, key=lambda group: (len(below[group["id"]]), -depths[group["id"]]))
    leaves = [Node(index, frozenset([index])) for index in range(class_count)]
    return leaves + [Node(group["id"], frozenset(below[group["id"]])) for group in order]


def answer_of(nodes: list[Node], scores: list[float], level: float) -> tuple[Node | None, float]:
    """`nodes` as nodes_of orders them; the answer and its score, or None and the largest score."""
    entropy = -sum(score * math.log2(score) for score in scores if score > 0)
    if entropy > MOST_ENTROPY_BITS:
        nodes = nodes[: len(scores)]
    found, most = None, 0.0
    for node in nodes:
        if found is not None and len(node.classes) > len(found.classes):
            break
        # Exact, so that the order of the classes does not matter.
        score = math.fsum(scores[index] for index in node.classes)
        if found is None and score >= level:
            found, most = node, score
        elif score > most:
            found, most = found and node, score
    return found, most
