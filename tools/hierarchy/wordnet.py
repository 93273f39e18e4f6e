"""The nouns of WordNet 3.0: what a synset is called, and which synsets stand above it."""

import hashlib
from collections import deque
from dataclasses import dataclass
from pathlib import Path

from convert.errors import Refused

SHA256 = "fea17d2f9656611334eac790e5d69e47645fa180c4aa481fb4cd9b3520754ca2"
IS_A = ("@", "@i")


@dataclass(frozen=True)
class Synset:
    names: tuple[str, ...]
    parents: tuple[str, ...]


def read_nouns(path: Path) -> dict[str, Synset]:
    """By id, such as "n02084071"; `path` is data.noun of WordNet 3.0 (its format: `man wndb`).
    Fails with hierarchy/no-source."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise Refused(
            "hierarchy/no-source", f"{path}: {error.strerror}: run tools/setup hierarchy"
        ) from None
    if hashlib.sha256(content).hexdigest() != SHA256:
        raise Refused("hierarchy/no-source", f"{path} is not data.noun of WordNet 3.0")
    return nouns_of(content.decode("utf-8"))


def nouns_of(text: str) -> dict[str, Synset]:
    # The lines of the licence begin with a space.
    lines = (line for line in text.splitlines() if line and not line.startswith(" "))
    return {f"n{line[:8]}": _synset(line.split(" | ")[0].split()) for line in lines}


def _synset(fields: list[str]) -> Synset:
    """Offset, file, type, then a count of names (hexadecimal), each with a number, then a count of
    pointers, each of four fields."""
    first_pointer = 5 + 2 * int(fields[3], 16)
    names = tuple(name.replace("_", " ") for name in fields[4 : first_pointer - 1 : 2])
    pointers = [
        fields[start : start + 2]
        for start in range(first_pointer, first_pointer + 4 * int(fields[first_pointer - 1]), 4)
    ]
    return Synset(names, tuple(f"n{target}" for kind, target in pointers if kind in IS_A))


def distances_above(nouns: dict[str, Synset], synset: str) -> dict[str, int]:
    """Every synset above `synset` with the number of steps to it, the nearest first."""
    found = {synset: 0}
    waiting = deque([synset])
    while waiting:
        one = waiting.popleft()
        for parent in nouns[one].parents:
            if parent not in found:
                found[parent] = found[one] + 1
                waiting.append(parent)
    return found
