#!/usr/bin/env python3
"""Measures the answers of weight files at several levels, on pictures whose class is known.

Usage: measure_levels.py FOLDER [--model FILE]... [--groups FILE] [--level N]... [--verbose]

The name of every picture in FOLDER begins with the index of its class. The answer of a picture at a
level is the smallest of the labels and groups that hold at least that much of the probability. Of
several with as many classes the most probable is taken; of equals a label before a group, a group
before those above it. When nothing holds as much, the answer is unknown.

For each level it prints, of all pictures and of those that the page would call not sure by their
best label:
  leaf      how often the best label is right
  right     how often the answer has the picture's class in it, of the pictures with an answer
  of all    the same, of all pictures: an unknown answer counts as wrong
  median, mean   how many classes are in an answer
  unknown   how often there is none
"""

import argparse
import json
import math
import pathlib
import re
import statistics
import subprocess
import sys
from dataclasses import dataclass

from convert.groups import read_groups

ROOT = pathlib.Path(__file__).resolve().parent.parent
PROGRAM = ROOT / "build" / "native" / "glance"
MODELS = ("efficientnet-lite0", "resnet18")
LEVELS = (0.5, 0.55, 0.6, 0.65, 0.7, 0.8, 0.9)
# web/page/state/predictions.ts
SMALLEST_MARGIN = 0.2
LARGEST_ENTROPY_BITS = 4.5


@dataclass(frozen=True)
class Picture:
    name: str
    truth: int
    scores: list[float]  # by class

    @property
    def best(self) -> int:
        return max(range(len(self.scores)), key=self.scores.__getitem__)

    @property
    def is_unsure(self) -> bool:
        first, second = sorted(self.scores, reverse=True)[:2]
        entropy = -sum(score * math.log2(score) for score in self.scores if score > 0)
        return first - second < SMALLEST_MARGIN or entropy > LARGEST_ENTROPY_BITS


@dataclass(frozen=True)
class Node:
    name: str
    classes: frozenset[int]


@dataclass(frozen=True)
class Answer:
    picture: Picture
    node: Node | None

    @property
    def is_right(self) -> bool:
        return self.node is not None and self.picture.truth in self.node.classes


def nodes_of(labels: list[str], groups: list[dict]) -> list[Node]:
    """Labels, then groups, the smallest first; of as many classes the deeper group first."""
    parents = {group["id"]: group["parent"] for group in groups}
    below = {group["id"]: set() for group in groups}
    depths = {}
    for group in groups:
        above = [group["id"]]
        while (parent := parents[above[-1]]) is not None:
            above.append(parent)
        depths[group["id"]] = len(above)
        for one in above:
            below[one].update(group["classes"])
    order = sorted(groups, key=lambda group: (len(below[group["id"]]), -depths[group["id"]]))
    leaves = [Node(label, frozenset([index])) for index, label in enumerate(labels)]
    return leaves + [Node(group["id"], frozenset(below[group["id"]])) for group in order]


def answer_of(nodes: list[Node], picture: Picture, level: float) -> Answer:
    """`nodes` as nodes_of orders them."""
    found, most = None, 0.0
    for node in nodes:
        if found is not None and len(node.classes) > len(found.classes):
            break
        # Exact, so that the order of the classes does not matter.
        score = math.fsum(picture.scores[index] for index in node.classes)
        if score >= level and (found is None or score > most):
            found, most = node, score
    return Answer(picture, found)


def row_of(answers: list[Answer]) -> str:
    """A line of the table for some of the pictures."""
    if not answers:
        return f"{0:8}"
    sizes = [len(answer.node.classes) for answer in answers if answer.node]
    right = sum(answer.is_right for answer in answers)
    leaf = sum(answer.picture.best == answer.picture.truth for answer in answers)
    return (
        f"{len(answers):8}{leaf / len(answers):8.1%}{right / max(len(sizes), 1):8.1%}"
        f"{right / len(answers):8.1%}{statistics.median(sizes or [0]):8.0f}"
        f"{statistics.fmean(sizes or [0]):8.2f}{1 - len(sizes) / len(answers):9.1%}"
    )


def report(nodes: list[Node], pictures: list[Picture], levels: list[float], verbose: bool) -> None:
    columns = "pictures    leaf   right  of all  median    mean  unknown"
    print(f"  level           {columns}")
    for level in levels:
        answers = [answer_of(nodes, picture, level) for picture in pictures]
        unsure = [answer for answer in answers if answer.picture.is_unsure]
        print(f"  {level:<5}  all     {row_of(answers)}")
        print(f"         unsure  {row_of(unsure)}")
        for answer in answers if verbose else []:
            print_answer(answer)


def print_answer(answer: Answer) -> None:
    """Nothing for the right label."""
    node = answer.node
    if node is None or not answer.is_right or len(node.classes) > 1:
        size = f"{node.name}, {len(node.classes)} classes" if node else "unknown"
        print(f"    {'right' if answer.is_right else '-----'}  {answer.picture.name}: {size}")


def read_header(path: pathlib.Path) -> dict:
    """The `glance` document of a weight file."""
    with path.open("rb") as file:
        size = int.from_bytes(file.read(8), "little")
        return json.loads(json.loads(file.read(size))["__metadata__"]["glance"])


def classify(model: pathlib.Path, folder: pathlib.Path, classes: int) -> list[Picture]:
    files = sorted(path for path in folder.iterdir() if re.match(r"\d+", path.name))
    if not files:
        sys.exit(f"measure_levels: {folder} has no picture whose name begins with its class")
    command = [PROGRAM, "classify", "--model", model, "--format", "json", "--top-k", str(classes)]
    done = subprocess.run([*command, *files], capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(f"measure_levels: {done.stderr.strip()}")
    return [picture_of(json.loads(line), classes) for line in done.stdout.splitlines()]


def picture_of(result: dict, classes: int) -> Picture:
    name = pathlib.Path(result["file"]).name
    scores = [0.0] * classes
    for prediction in result["predictions"]:
        scores[prediction["index"]] = prediction["score"]
    return Picture(name, int(re.match(r"\d+", name)[0]), scores)


def made_models() -> list[pathlib.Path]:
    folders = (ROOT / "build" / "models", ROOT / ".cache" / "models")
    files = [[folder / f"{name}.safetensors" for folder in folders] for name in MODELS]
    found = [next((file for file in either if file.is_file()), None) for either in files]
    for name, file in zip(MODELS, found, strict=True):
        if file is None:
            print(f"{name}: no weight file (make model NAME={name})")
    return [file for file in found if file]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--model", type=pathlib.Path, action="append", help="a weight file")
    parser.add_argument("--groups", type=pathlib.Path, help="instead of the weight file's groups")
    parser.add_argument("--level", type=float, action="append", help="above 0, at most 1")
    parser.add_argument("--verbose", action="store_true", help="every answer but the right labels")
    arguments = parser.parse_args()
    if not PROGRAM.is_file():
        sys.exit("measure_levels: build/native/glance is missing: make native")
    for model in arguments.model or made_models():
        labels = read_header(model)["labels"]
        names = labels["en"]
        groups = labels.get("groups", [])
        if arguments.groups:
            groups = read_groups(arguments.groups, ["en"], len(names))
        print(f"{model.name}: {len(names)} classes, {len(groups)} groups")
        pictures = classify(model, arguments.folder, len(names))
        report(
            nodes_of(names, groups), pictures, arguments.level or list(LEVELS), arguments.verbose
        )


if __name__ == "__main__":
    main()
