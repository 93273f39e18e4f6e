#!/usr/bin/env python3
"""Measures rules that call an answer unknown, on pictures of what the network has no class for.

Usage: measure_unknown.py FOLDER [--unknown FOLDER] [--model FILE] [--most-lost POINTS] [--verbose]

The name of every picture in FOLDER begins with the index of its class, as for measure_levels.py.
The unknown pictures are those of unknown_pictures.py, or of the folder that --unknown names.

A rule keeps the answer of the level where a signal is beyond a threshold:
  core      the core's own answer, whose rule is the level and an entropy (src/postprocess/answer.h)
  level     the answer of the level alone
  entropy   of all scores, in bits: at most the threshold
  energy    the logarithm of the sum of the logits' exponentials: at least
  cosine    of the embedding and the weights of the best class: at least
Each threshold names as few unknown pictures as it can without losing more than POINTS (3)
percentage points of the known pictures' right answers. Logits and embedding are onnxruntime's, of
the same weight file.
"""

import argparse
import json
import pathlib
import re
import sys
import tempfile
from dataclasses import dataclass

import numpy as np
from convert.onnx_reference import session
from convert.picture import network_input
from convert.weight_file import read_model
from measure_levels import ROOT, inspect, run_glance
from unknown_pictures import save_all

MODEL = ROOT / "build" / "models" / "efficientnet-lite0.safetensors"


# The default of the core.
LEVEL = 0.6
RULES = ("core", "level", "entropy", "energy", "cosine")


@dataclass(frozen=True)
class Seen:
    """Of one picture. Every signal is the larger the surer the network is."""

    name: str
    truth: int | None
    by_level: frozenset[int]  # the classes of the answer; none when it is unknown
    by_core: frozenset[int]
    label: str  # of the core's answer
    signals: dict[str, float]

    def answer(self, rule: str, threshold: float) -> frozenset[int]:
        if rule == "core":
            return self.by_core
        return self.by_level if self.signals[rule] >= threshold else frozenset()


class Network:
    def __init__(self, model: pathlib.Path):
        self.model = model
        self.classes, self.groups = inspect(model)
        document, network = read_model(model)
        self.preprocess = document["preprocess"]
        self.run = session(network, *self.preprocess["input_size"])
        (last,) = (one for one in network.operations if one.output == network.outputs["logits"])
        weights = network.tensors[last.weight].astype(np.float64)
        if last.weight_scale is not None:
            weights *= network.tensors[last.weight_scale][:, None]
        self.directions = weights / np.linalg.norm(weights, axis=1, keepdims=True)

    def look_at(self, folder: pathlib.Path) -> list[Seen]:
        files = sorted(path for path in folder.iterdir() if path.is_file())
        options = ("--level", str(LEVEL), "--top-k", str(self.classes), "--model", self.model)
        lines = run_glance("classify", "--format", "json", *options, "--", *files).splitlines()
        return [self.seen(file, json.loads(line)) for file, line in zip(files, lines, strict=True)]

    def seen(self, path: pathlib.Path, record: dict) -> Seen:
        if "error" in record:
            sys.exit(f"measure_unknown: {path.name}: {record['error']['message']}")
        outputs = self.run(network_input(path, self.preprocess))
        logits, embedding = (outputs[key][0].astype(np.float64) for key in ("logits", "embedding"))
        energy = logits.max() + np.log(np.exp(logits - logits.max()).sum())
        scores = np.zeros(self.classes)
        for prediction in record["predictions"]:
            scores[prediction["index"]] = prediction["score"]
        best = self.directions[logits.argmax()]
        number = re.match(r"\d+", path.name)
        return Seen(
            name=path.name,
            truth=number and int(number[0]),
            by_level=self.smallest(scores),
            by_core=self.classes_of(record["answer"]),
            label=record["answer"]["label"] or "unknown",
            signals={
                "level": 0.0,
                "entropy": -record["entropy"],
                "energy": energy,
                "cosine": best @ embedding / np.linalg.norm(embedding),
            },
        )

    def classes_of(self, answer: dict) -> frozenset[int]:
        if answer["group"] is not None:
            return self.groups[answer["group"]]
        return frozenset() if answer["unknown"] else frozenset([answer["index"]])

    def smallest(self, scores: np.ndarray) -> frozenset[int]:
        """The smallest label or group that holds the level."""
        if scores.max() >= LEVEL:
            return frozenset([int(scores.argmax())])
        sums = {classes: scores[list(classes)].sum() for classes in self.groups.values()}
        holding = [classes for classes, score in sums.items() if score >= LEVEL]
        return min(holding, key=lambda classes: (len(classes), -sums[classes]), default=frozenset())


def threshold_for(known: list[Seen], rule: str, most_lost: float) -> float:
    """The largest that loses at most `most_lost` percentage points of right answers."""
    if rule == "core":
        return 0
    right = sorted(one.signals[rule] for one in known if one.truth in one.by_level)
    return right[min(int(most_lost / 100 * len(known) + 1e-9), len(right) - 1)]


def row_of(rule: str, threshold: float, known: list[Seen], unknown: list[Seen]) -> str:
    answers = [one.answer(rule, threshold) for one in known]
    right = sum(one.truth in answer for one, answer in zip(known, answers, strict=True))
    named = sum(bool(answer) for answer in answers)
    shares = (
        right / max(named, 1),
        right / len(known),
        1 - named / len(known),
        named_share(unknown, rule, threshold),
    )
    return f"  {rule:9}{abs(threshold):10.3f}" + "".join(f"{share:10.1%}" for share in shares)


def named_share(unknown: list[Seen], rule: str, threshold: float) -> float:
    return sum(bool(one.answer(rule, threshold)) for one in unknown) / len(unknown)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--unknown", type=pathlib.Path, help="instead of the 60 made ones")
    parser.add_argument("--model", type=pathlib.Path, default=MODEL, help="a weight file")
    parser.add_argument("--most-lost", type=float, default=3, help="percentage points (default 3)")
    parser.add_argument("--verbose", action="store_true", help="the answer to each unknown picture")
    arguments = parser.parse_args()
    network = Network(arguments.model)
    known = network.look_at(arguments.folder)
    with tempfile.TemporaryDirectory() as made:
        folder = arguments.unknown or pathlib.Path(made)
        if not arguments.unknown:
            save_all(folder)
        unknown = network.look_at(folder)
    print(f"{arguments.model.name}: {len(known)} known pictures, {len(unknown)} unknown ones")
    print("  rule      threshold     right    of all   unknown   named of the unknown ones")
    for rule in RULES:
        print(row_of(rule, threshold_for(known, rule, arguments.most_lost), known, unknown))
    for one in unknown if arguments.verbose else []:
        values = ", ".join(f"{key} {abs(value):.2f}" for key, value in one.signals.items() if value)
        print(f"    {one.name}: {one.label} ({values})")


if __name__ == "__main__":
    main()
