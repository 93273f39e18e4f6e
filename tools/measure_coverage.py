#!/usr/bin/env python3
"""Measures which ONNX files convert, and whether the core then answers as onnxruntime does.

Usage: measure_coverage.py FOLDER [--pictures N]

Prints a row of a table in Markdown for each .onnx file in FOLDER: how many operations the weight
file has, and the largest difference of a score (0 to 1) between the command line, with its weight
file, and onnxruntime, with the original, on N (10) pictures that are drawn by chance. A file that
is refused has the converter's sentence instead. Exits with 1 when a difference is above 0.001.
"""

import argparse
import contextlib
import io
import json
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnxruntime
from convert import cli
from convert.picture import network_input
from convert.weight_file import read_model
from measure_levels import run_glance
from PIL import Image

LARGEST_DIFFERENCE = 1e-3
BUDGET = "8"  # how much more than usual a network may take


@dataclass(frozen=True)
class Row:
    name: str
    operations: int = 0
    difference: float = 0.0
    refusal: str = ""

    def __str__(self):
        if self.refusal:
            return f"| {self.name} | | {self.refusal} |"
        return f"| {self.name} | {self.operations} | {self.difference:.1e} |"


def draw(folder: Path, count: int) -> list[Path]:
    """Pictures with large and small shapes, so that scores differ."""
    random, paths = np.random.default_rng(1), []
    for number in range(count):
        pixels = np.zeros((300, 340, 3))
        for side in (3, 12, 60, 300):
            coarse = Image.fromarray(random.integers(0, 256, (side, side, 3), np.uint8))
            pixels += np.asarray(coarse.resize((340, 300), Image.Resampling.BICUBIC), float)
        paths.append(folder / f"{number}.png")
        Image.fromarray((pixels / 4).astype(np.uint8)).save(paths[-1])
    return paths


def original_scores(session, pixels: np.ndarray) -> np.ndarray:
    """Of `pixels` (1, H, W, 3); softmax where the network ends without. One number is the logit of
    the second of two classes."""
    (image,) = session.get_inputs()
    last = image.shape[3] == 3
    found = session.run(None, {image.name: pixels if last else pixels.transpose(0, 3, 1, 2)})[0]
    found = found.reshape(-1).astype(np.float64)
    found = np.array([0, found[0]]) if len(found) == 1 else found
    if found.min() >= 0 and abs(found.sum() - 1) < 1e-4:
        return found
    exponentials = np.exp(found - found.max())
    return exponentials / exponentials.sum()


def core_scores(model: Path, pictures: list[Path], classes: int) -> list[np.ndarray]:
    lines = run_glance(
        "classify", "--format", "json", "--threads", "1", "--network-budget", BUDGET,
        "--top-k", str(classes), "--model", model, *pictures,
    ).splitlines()  # fmt: skip
    found = []
    for line in lines:
        scores = np.zeros(classes)
        for prediction in json.loads(line)["predictions"]:
            scores[prediction["index"]] = prediction["score"]
        found.append(scores)
    return found


def measure(source: Path, pictures: list[Path], folder: Path) -> Row:
    model, said = folder / "converted.safetensors", io.StringIO()
    with contextlib.redirect_stderr(said), contextlib.redirect_stdout(said):
        code = cli.main([str(source), "-o", str(model)])
    if code != 0:
        sentence = said.getvalue().strip().splitlines()[-1]
        return Row(source.stem, refusal=sentence.removeprefix("convert_model.py: "))
    document, network = read_model(model)
    session = onnxruntime.InferenceSession(str(source), providers=["CPUExecutionProvider"])
    pixels = [network_input(picture, document["preprocess"]) for picture in pictures]
    wanted = [original_scores(session, one) for one in pixels]
    found = core_scores(model, pictures, len(wanted[0]))
    difference = max(np.abs(a - b).max() for a, b in zip(found, wanted, strict=True))
    return Row(source.stem, len(network.operations), difference)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--pictures", type=int, default=10)
    options = parser.parse_args()
    rows = []
    print("| network | operations | largest difference of a score |\n| --- | --- | --- |")
    with tempfile.TemporaryDirectory() as name:
        pictures = draw(Path(name), options.pictures)
        for source in sorted(options.folder.glob("*.onnx")):
            rows.append(measure(source, pictures, Path(name)))
            print(rows[-1], flush=True)
    converted = [row for row in rows if not row.refusal]
    print(f"\n{len(converted)} of {len(rows)} convert")
    return int(any(row.difference > LARGEST_DIFFERENCE for row in converted))


if __name__ == "__main__":
    sys.exit(main())
