"""On the same pixels the program and onnxruntime give the same scores; on JPEGs it knows as much.

Prints what it measures on 200 photographs, one of every fifth class of ImageNet.
"""

import json
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

import command_line_program as program
import convert_support
import numpy as np
from convert.onnx_reference import session
from convert.picture import network_input
from convert.weight_file import read_model
from PIL import Image, ImageOps

PICTURES = convert_support.SHARED / "pictures"
REFERENCE = convert_support.SHARED / "reference" / "efficientnet-lite0-f32.json"
TOLERANCE = 1e-3  # of a softmax score, on the same pixels


def classified(paths: list[Path], top_k: int, model: Path = program.FLOAT32) -> list[dict]:
    """The program's records of all pictures, in one call."""
    command = [
        program.PROGRAM,
        "classify",
        "--format",
        "json",
        "--top-k",
        str(top_k),
        "--threads",
        "1",
    ]
    done = subprocess.run([*command, "--model", model, *paths], stdout=subprocess.PIPE, check=True)
    return [json.loads(line) for line in done.stdout.splitlines()]


def decoded(paths: list[Path], folder: Path) -> list[Path]:
    """PNGs of what Pillow decodes, upright."""
    pngs = [folder / f"{path.stem}.png" for path in paths]
    for path, png in zip(paths, pngs, strict=True):
        with Image.open(path) as opened:
            ImageOps.exif_transpose(opened).convert("RGB").save(png, compress_level=1)
    return pngs


def reference_scores(paths: list[Path], model: Path = program.FLOAT32):
    """onnxruntime's softmax scores of each picture, (classes)."""
    document, network = read_model(model)
    classify = session(network, *document["preprocess"]["input_size"])
    for path in paths:
        logits = classify(network_input(path, document["preprocess"]))["logits"][0].astype(
            np.float64
        )
        exponentials = np.exp(logits - logits.max())
        yield exponentials / exponentials.sum()


def all_scores(record: dict) -> np.ndarray:
    scores = np.full(len(record["predictions"]), np.nan)
    for prediction in record["predictions"]:
        scores[prediction["index"]] = prediction["score"]
    return scores


@program.needs_program
@convert_support.needs(program.FLOAT32)
@convert_support.needs(PICTURES)
@convert_support.needs(REFERENCE)
class Parity(unittest.TestCase):
    def setUp(self):
        self.paths = sorted(PICTURES.iterdir())
        self.assertEqual(len(self.paths), 200)

    def test_scores_on_the_same_pixels(self):
        with tempfile.TemporaryDirectory() as folder:
            pngs = decoded(self.paths, Path(folder))
            records = classified(pngs, top_k=1000)
            differences, same = [], 0
            for record, expected in zip(records, reference_scores(pngs), strict=True):
                found = all_scores(record)
                differences.append(np.abs(found - expected).max())
                same += record["predictions"][0]["index"] == expected.argmax()
        print(
            f"200 PNGs against onnxruntime: largest score difference {max(differences):.1e}, "
            f"the same top-1 on {same}",
            file=sys.stderr,
        )
        self.assertEqual(same, 200)
        self.assertLessEqual(max(differences), TOLERANCE)

    def test_accuracy_on_the_jpegs(self):
        reference = json.loads(REFERENCE.read_text())
        records = classified(self.paths, top_k=1000)
        expected = reference_scores(self.paths)
        differences = [
            np.abs(all_scores(record) - scores).max()
            for record, scores in zip(records, expected, strict=True)
        ]
        found = [[p["index"] for p in record["predictions"][:5]] for record in records]
        truth = [int(path.name[:3]) for path in self.paths]
        right = {
            k: sum(t in best[:k] for t, best in zip(truth, found, strict=True)) for k in (1, 3, 5)
        }
        same = sum(
            best[0] == reference[path.name]["index"][0]
            for path, best in zip(self.paths, found, strict=True)
        )
        print(
            "200 JPEGs: "
            + ", ".join(f"top-{k} {count / 2:.1f} %" for k, count in right.items())
            + f", the reference's top-1 on {same}; largest score difference of a picture: "
            f"median {np.median(differences):.4f}, most {max(differences):.4f}",
            file=sys.stderr,
        )
        self.assertGreaterEqual(right[1], 179)  # 89.5 %
        self.assertGreaterEqual(same, 198)


if __name__ == "__main__":
    unittest.main()
