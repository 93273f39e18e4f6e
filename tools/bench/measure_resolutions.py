#!/usr/bin/env python3
"""Accuracy and time of a weight file at several input resolutions, by the command line, on pictures
whose names begin with the index of their class (as `207_golden_retriever.jpeg`).

Usage: measure_resolutions.py FOLDER MODEL... [--resolutions N...]

Resolutions take turns, group of pictures by group, so that a busy machine slows all of them alike.
"""

import argparse
import json
import pathlib
import statistics
import subprocess

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = ROOT / "build" / "native" / "glance"
GROUPS = 5


def classify(model: pathlib.Path, resolution: int, pictures: list[pathlib.Path]) -> list[dict]:
    command = [
        PROGRAM,
        "classify",
        "--threads",
        "1",
        "--top-k",
        "5",
        "--format",
        "json",
        "--model",
        model,
    ]
    command += ["--resolution", str(resolution), *pictures]
    printed = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return [json.loads(line) for line in printed.splitlines()]


def rank(answer: dict) -> int:
    """Place of the right class among the five best, from 0; 5 when it is not among them."""
    wanted = int(pathlib.Path(answer["file"]).name.split("_")[0])
    indices = [prediction["index"] for prediction in answer["predictions"]]
    return indices.index(wanted) if wanted in indices else len(indices)


def measure(model: pathlib.Path, resolutions: list[int], pictures: list[pathlib.Path]) -> None:
    answers = {resolution: [] for resolution in resolutions}
    for group in range(GROUPS):
        for resolution in resolutions:
            answers[resolution] += classify(model, resolution, pictures[group::GROUPS])
    for resolution, of in answers.items():
        ranks = [rank(answer) for answer in of]
        best, five = (100 * sum(r < k for r in ranks) / len(ranks) for k in (1, 5))
        infer_ms = statistics.median(answer["timings_ms"]["infer"] for answer in of)
        print(
            f"{model.name:40} {resolution:5} {best:8.1f} {five:8.1f} {infer_ms:10.2f}", flush=True
        )


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("models", nargs="+", type=pathlib.Path, metavar="MODEL")
    parser.add_argument(
        "--resolutions", nargs="+", type=int, default=[224, 192, 160, 128], metavar="N"
    )
    arguments = parser.parse_args()
    pictures = sorted(arguments.folder.iterdir())
    print(f"{'model':40} {'side':>5} {'top-1 %':>8} {'top-5 %':>8} {'infer ms':>10}")
    for model in arguments.models:
        measure(model, arguments.resolutions, pictures)


if __name__ == "__main__":
    main()
