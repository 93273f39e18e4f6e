#!/usr/bin/env python3
"""Measures what a second look is worth (`look_again` of classify), on any folder of pictures.

Usage: measure_look_again.py FOLDER [--model FILE] [--smallest 0.2] [--largest 0.6] [--every N]
                             [--seed 1] [--level 0.6] [--rules] [--keep FOLDER]

The name of every picture in FOLDER begins with the index of its class. Each is looked at as it is,
and pasted onto two scenes, where it has 20 to 60 % of the height: a blurred other picture of the
folder, and one plain colour. Sizes, places, scenes and colours come from the seed and the picture's
name.

For the pictures as they are and for each kind of scene it prints how often the best label is right
by one look and with `look_again`, how often the answer has the picture's class in it, how many
looks were taken on average, and how long a picture took. --rules compares other ways to look
and to mix, each of them where one look leaves doubt: it takes some minutes. --keep writes the
scenes.
"""

import argparse
import importlib
import pathlib
import random
import re
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from measure_levels import ROOT, inspect
from PIL import Image, ImageFilter

MODEL = ROOT / "build" / "models" / "efficientnet-lite0.safetensors"
LIBRARY = ROOT / "build" / "native" / "libglance_c.so"
CANVASES = (960, 720), (720, 960)
BLUR_PX = 24
KINDS = ("as they are", "on blurred scenes", "on plain colour")


@dataclass(frozen=True)
class Example:
    name: str
    truth: int
    picture: Image.Image


def examples(files: list[pathlib.Path], kind: str, given) -> Iterator[Example]:
    for file in files:
        picture = Image.open(file).convert("RGB")
        if kind != KINDS[0]:
            picture = pasted(picture, file, files, kind, given)
        yield Example(file.name, int(re.match(r"\d+", file.name)[0]), picture)


def pasted(picture: Image.Image, file, files: list[pathlib.Path], kind: str, given) -> Image.Image:
    """`picture`, smaller, somewhere on a scene."""
    chance = random.Random(f"{given.seed} {kind} {file.name}")
    scene = scene_of(kind, chance.choice(CANVASES), [one for one in files if one != file], chance)
    height = chance.uniform(given.smallest, given.largest) * scene.height
    # A wide picture does not become wider than the scene.
    height = min(height, scene.width * picture.height / picture.width)
    width = height * picture.width / picture.height
    size = max(1, int(width)), max(1, int(height))
    place = [chance.randint(0, side - part) for side, part in zip(scene.size, size, strict=True)]
    scene.paste(picture.resize(size), place)
    return scene


def scene_of(kind: str, size: tuple[int, int], others: list[pathlib.Path], chance) -> Image.Image:
    if kind == KINDS[2]:
        return Image.new("RGB", size, tuple(chance.randrange(256) for _ in range(3)))
    scene = Image.open(chance.choice(others)).convert("RGB").resize(size)
    return scene.filter(ImageFilter.GaussianBlur(BLUR_PX))


# --- other ways ----------------------------------------------------------------------------------

# What is looked at after the first look, and how the scores are mixed: each look weighs
# exp(-k * entropy in nats), the first one times a number and at least a share of all.
RULES = {
    # What the library does.
    "3x3 without the middle, of 50 %": (4, 1, 0.4),
    "3x3 without the middle, of 50 %; no least share": (4, 1, 0),
    "3x3 without the middle, of 50 %; surer": (4, 2, 0.4),
    "3x3 without the middle, of 50 %; less sure": (4, 0.75, 0.35),
    "3x3 without the middle, of 50 %; as the others": (1, 1, 0),
    "3x3 without the middle, of 42 %": (4, 1, 0.4),
    "3x3 without the middle, of 60 %": (4, 1, 0.4),
    "3x3 of 42 %; a half": (0, 2, 0.5),
    "letterbox and 3x3 cross of 50 %": (4, 1, 0.4),
    "2x2 of 60 %": (4, 1, 0.4),
    "letterbox and 2x2 of 60 %": (4, 1, 0.4),
    "letterbox": (4, 1, 0.4),
    "the surest of 3x3 of 42 %": (1, 50, 0),
}


def looks_of(rule: str, size: tuple[int, int]) -> list[dict]:
    """The options of each look after the first one, as the words of the rule say."""
    looks = [{"fit": "letterbox"}] if "letterbox" in rule else []
    found = re.search(r"(\d)x\d.* of (\d+) %", rule)
    if not found:
        return looks
    count, share = int(found[1]), int(found[2]) / 100
    parts = [max(1, int(share * side)) for side in size]
    for row in range(count):
        for column in range(count):
            at_middle = (row == 1) + (column == 1)
            left_out = {"without": 2, "cross": 0}
            if any(word in rule and at_middle == where for word, where in left_out.items()):
                continue
            places = zip(size, parts, (column, row), strict=True)
            x, y = ((side - part) * place // (count - 1) for side, part, place in places)
            looks.append({"region": (x, y, *parts)})
    return looks


def mixed(looks: np.ndarray, first: float, k: float, least: float) -> np.ndarray:
    """Of (looks, classes), the first look first, the scores of all together."""
    entropies = -np.sum(looks * np.log(np.maximum(looks, 1e-30)), axis=1)
    # The surest has a weight of 1: one of 50 nats would have none.
    weights = np.exp(-k * (entropies - entropies.min()))
    weights[0] = max(first * weights[0], least / (1 - least) * weights[1:].sum())
    return weights @ looks / weights.sum()


class Looker:
    """The library in Python, with the pictures' scores in the order of the classes."""

    def __init__(self, model: pathlib.Path):
        with tempfile.TemporaryDirectory() as folder:
            package = pathlib.Path(folder) / "glance"
            package.mkdir()
            for file in (ROOT / "python" / "glance").glob("*.py"):
                (package / file.name).symlink_to(file)
            (package / LIBRARY.name).symlink_to(LIBRARY)
            sys.path.insert(0, folder)
            self.classifier = importlib.import_module("glance").Classifier(model)
        self.groups = inspect(model)[1]

    def scores(self, pixels: np.ndarray, options: dict) -> np.ndarray:
        classes = self.classifier.model.classes
        result = self.classifier.classify(pixels, top_k=classes, timeout=None, **options)
        scores = np.zeros(classes)
        scores[[one.index for one in result.predictions]] = [
            one.score for one in result.predictions
        ]
        return scores

    def classes_of(self, answer) -> frozenset[int]:
        if answer.group is not None:
            return self.groups[answer.group]
        return frozenset() if answer.unknown else frozenset([answer.index])


@dataclass
class Count:
    """Of the pictures of one kind."""

    pictures: int = 0
    right: int = 0  # by the best label
    answered: int = 0  # the answer has the class in it
    looks: int = 0
    seconds: float = 0

    def add(self, is_right: bool, is_answered: bool, looks: int, seconds: float) -> None:
        self.pictures += 1
        self.right += is_right
        self.answered += is_answered
        self.looks += looks
        self.seconds += seconds

    def row(self) -> str:
        shares = f"{self.right / self.pictures:8.1%}{self.answered / self.pictures:10.1%}"
        times = f"{self.looks / self.pictures:8.2f}{1000 * self.seconds / self.pictures:10.1f}"
        return shares + times


def measure(looker: Looker, example: Example, given, counts: dict[bool, Count]) -> None:
    """What the library says with one look and with more."""
    pixels = np.asarray(example.picture)
    for again, count in counts.items():
        start = time.perf_counter()
        result = looker.classifier.classify(
            pixels, level=given.level, look_again=again, timeout=None
        )
        seconds = time.perf_counter() - start
        best = result.predictions[0].index
        answered = example.truth in looker.classes_of(result.answer)
        count.add(best == example.truth, answered, result.looks, seconds)


def compare(looker: Looker, example: Example, given, right: dict[str, int]) -> None:
    """Whether each rule's best label is right, where the first look leaves doubt."""
    pixels = np.asarray(example.picture)
    seen: dict[str, np.ndarray] = {"{}": looker.scores(pixels, {})}
    for rule, (first, k, least) in RULES.items():
        looks = [{}]
        if seen["{}"].max() < given.level:
            looks += looks_of(rule, example.picture.size)
        for look in looks:
            if str(look) not in seen:
                seen[str(look)] = looker.scores(pixels, look)
        scores = np.array([seen[str(look)] for look in looks])
        best = mixed(scores, first, k, least) if len(looks) > 1 else scores[0]
        right[rule] += int(best.argmax()) == example.truth


def report(looker: Looker, files: list[pathlib.Path], kind: str, given) -> None:
    counts = {False: Count(), True: Count()}
    right = dict.fromkeys(RULES, 0)
    for example in examples(files, kind, given):
        if given.keep:
            given.keep.mkdir(parents=True, exist_ok=True)
            name = f"{pathlib.Path(example.name).stem}-{KINDS.index(kind)}.png"
            example.picture.save(given.keep / name)
        measure(looker, example, given, counts)
        if given.rules:
            compare(looker, example, given, right)
    title = f"{len(files)} pictures {kind}"
    print(f"{title:50}    best    answer   looks  ms a picture")
    for again, count in counts.items():
        print(f"  {'look_again' if again else 'one look':48}{count.row()}")
    for rule, number in right.items() if given.rules else []:
        print(f"  {rule:48}{number / len(files):8.1%}")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--model", type=pathlib.Path, default=MODEL, help="a weight file")
    parser.add_argument("--smallest", type=float, default=0.2, help="share of the height")
    parser.add_argument("--largest", type=float, default=0.6, help="share of the height")
    parser.add_argument("--every", type=int, default=1, help="only every Nth picture")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--level", type=float, default=0.6, help="0 to 1")
    parser.add_argument("--rules", action="store_true", help="compare other ways too")
    parser.add_argument("--keep", type=pathlib.Path, help="a folder for the scenes")
    given = parser.parse_args()
    files = sorted(path for path in given.folder.iterdir() if re.match(r"\d+", path.name))
    files = files[:: given.every]
    if not files:
        sys.exit(f"measure_look_again: {given.folder} has no picture named by its class")
    looker = Looker(given.model)
    for kind in KINDS:
        report(looker, files, kind, given)


if __name__ == "__main__":
    main()
