#!/usr/bin/env python3
"""Measures the answers of weight files at several levels, on pictures whose class is known.

Usage: measure_levels.py FOLDER [--model FILE]... [--groups FILE] [--level N]... [--verbose]

The name of every picture in FOLDER begins with the index of its class. The answers are those of
`glance classify --level` (docs/interface.md says what an answer is).

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
import pathlib
import re
import statistics
import subprocess
import sys
import tempfile
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
class Answer:
    """Of one picture, at one level."""

    picture: str
    truth: int
    leaf_is_right: bool
    is_unsure: bool
    name: str
    classes: frozenset[int]  # none when it is unknown

    @property
    def is_right(self) -> bool:
        return self.truth in self.classes


def answers_at(
    level: float, model: pathlib.Path, folder: pathlib.Path, groups: dict[str, frozenset[int]]
) -> list[Answer]:
    """`groups`: the classes of each, by its id."""
    files = sorted(path for path in folder.iterdir() if re.match(r"\d+", path.name))
    if not files:
        sys.exit(f"measure_levels: {folder} has no picture whose name begins with its class")
    options = ["--model", model, "--level", str(level), "--top-k", "2", "--format", "json"]
    out = run_glance("classify", *options, "--", *files)
    return [answer_of(json.loads(line), groups) for line in out.splitlines()]


def answer_of(record: dict, groups: dict[str, frozenset[int]]) -> Answer:
    name = pathlib.Path(record["file"]).name
    if "error" in record:
        sys.exit(f"measure_levels: {name}: {record['error']['message']}")
    truth = int(re.match(r"\d+", name)[0])
    first, second = (*record["predictions"], {"score": 0.0})[:2]
    margin = first["score"] - second["score"]
    answer = record["answer"]
    leaf = [] if answer["index"] is None else [answer["index"]]
    return Answer(
        picture=name,
        truth=truth,
        leaf_is_right=first["index"] == truth,
        is_unsure=margin < SMALLEST_MARGIN or record["entropy"] > LARGEST_ENTROPY_BITS,
        name=answer["label"] or "unknown",
        classes=groups[answer["group"]] if answer["group"] is not None else frozenset(leaf),
    )


def row_of(answers: list[Answer]) -> str:
    """A line of the table for some of the pictures."""
    if not answers:
        return f"{0:8}"
    sizes = [len(answer.classes) for answer in answers if answer.classes]
    right = sum(answer.is_right for answer in answers)
    leaf = sum(answer.leaf_is_right for answer in answers)
    return (
        f"{len(answers):8}{leaf / len(answers):8.1%}{right / max(len(sizes), 1):8.1%}"
        f"{right / len(answers):8.1%}{statistics.median(sizes or [0]):8.0f}"
        f"{statistics.fmean(sizes or [0]):8.2f}{1 - len(sizes) / len(answers):9.1%}"
    )


def print_answer(answer: Answer) -> None:
    """Nothing for the right label."""
    if not answer.is_right or len(answer.classes) > 1:
        mark = "right" if answer.is_right else "-----"
        print(f"    {mark}  {answer.picture}: {answer.name}, {len(answer.classes)} classes")


def run_glance(*arguments) -> str:
    """What it prints. A picture that is not answered is seen in the output."""
    done = subprocess.run([PROGRAM, *arguments], capture_output=True, text=True)
    if done.stderr:
        sys.exit(f"measure_levels: {done.stderr.strip()}")
    return done.stdout


def inspect(model: pathlib.Path) -> tuple[int, dict[str, frozenset[int]]]:
    """The number of classes, and the classes of each group by its id."""
    description = json.loads(run_glance("inspect", "--format", "json", model))
    groups = {group["id"]: frozenset(group["classes"]) for group in description["groups"]}
    return description["classes"], groups


def with_groups(model: pathlib.Path, groups: pathlib.Path, target: pathlib.Path) -> pathlib.Path:
    """Writes the weight file with the hierarchy in the file `groups` instead of its own."""
    content = model.read_bytes()
    end = 8 + int.from_bytes(content[:8], "little")
    header = json.loads(content[8:end])
    document = json.loads(header["__metadata__"]["glance"])
    labels = document["labels"]
    languages = [name for name in labels if name != "groups"]
    labels["groups"] = read_groups(groups, languages, len(labels[languages[0]]))
    header["__metadata__"]["glance"] = json.dumps(document)
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    target.write_bytes(len(text).to_bytes(8, "little") + text + content[end:])
    return target


def report(model: pathlib.Path, folder: pathlib.Path, levels: list[float], verbose: bool) -> None:
    classes, groups = inspect(model)
    print(f"{model.name}: {classes} classes, {len(groups)} groups")
    print("  level           pictures    leaf   right  of all  median    mean  unknown")
    for level in levels:
        answers = answers_at(level, model, folder, groups)
        print(f"  {level:<5}  all     {row_of(answers)}")
        print(f"         unsure  {row_of([answer for answer in answers if answer.is_unsure])}")
        for answer in answers if verbose else []:
            print_answer(answer)


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
    parser.add_argument("--level", type=float, action="append", help="0 to 1")
    parser.add_argument("--verbose", action="store_true", help="every answer but the right labels")
    arguments = parser.parse_args()
    if not PROGRAM.is_file():
        sys.exit("measure_levels: build/native/glance is missing: make native")
    levels = arguments.level or list(LEVELS)
    with tempfile.TemporaryDirectory() as folder:
        for model in arguments.model or made_models():
            if arguments.groups:
                model = with_groups(model, arguments.groups, pathlib.Path(folder) / model.name)
            report(model, arguments.folder, levels, arguments.verbose)


if __name__ == "__main__":
    main()
