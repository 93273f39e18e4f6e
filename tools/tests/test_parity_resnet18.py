"""ResNet-18 in the program: PyTorch's scores on the same pixels, PyTorch's answers on JPEGs, as
right as it should be.

Prints what it measures on 200 photographs, one of every fifth class of ImageNet.
"""

import contextlib
import io
import json
import sys
import tempfile
import unittest
from pathlib import Path

import command_line_program as program
import convert_support
import numpy as np
from convert import cli
from test_parity import PICTURES, all_scores, classified, decoded, reference_scores

WEIGHTS = convert_support.SHARED / "resnet18" / "resnet18.pth"
REFERENCE = convert_support.SHARED / "reference" / "resnet18-f32.json"
TOLERANCE = 1e-3  # of a softmax score


def say(text: str) -> None:
    print(text, file=sys.stderr)


@program.needs_program
@convert_support.needs(PICTURES)
@convert_support.needs(WEIGHTS)
class ResNet18(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.folder = Path(folder.name)
        cls.model = cls.folder / "resnet18.safetensors"
        with contextlib.redirect_stderr(io.StringIO()):
            assert cli.main([str(WEIGHTS), "-o", str(cls.model)]) == 0
        cls.paths = sorted(PICTURES.iterdir())
        cls.reference = json.loads(REFERENCE.read_text())

    def test_scores_on_the_same_pixels(self):
        pngs = decoded(self.paths, self.folder)
        found = [all_scores(record) for record in classified(pngs, top_k=1000, model=self.model)]
        self.assertEqual(len(found), 200)
        from_onnxruntime = [
            np.abs(scores - expected).max()
            for scores, expected in zip(found, reference_scores(pngs, self.model), strict=True)
        ]
        from_pytorch, same = [], 0
        for path, scores in zip(self.paths, found, strict=True):
            answer = self.reference[path.name]  # the best five
            from_pytorch.append(np.abs(scores[answer["index"]] - answer["score"]).max())
            same += scores.argmax() == answer["index"][0]
        say(
            "ResNet-18, 200 PNGs: scores differ from onnxruntime's by at most "
            f"{max(from_onnxruntime):.1e}, "
            f"from PyTorch's by {max(from_pytorch):.1e}; PyTorch's top-1 on {same}"
        )
        self.assertLessEqual(max(from_onnxruntime), TOLERANCE)
        self.assertLessEqual(max(from_pytorch), TOLERANCE)
        self.assertEqual(same, 200)

    def test_accuracy_on_the_jpegs(self):
        records = classified(self.paths, top_k=5, model=self.model)
        same, right = 0, {1: 0, 3: 0, 5: 0}
        for path, record in zip(self.paths, records, strict=True):
            best = [prediction["index"] for prediction in record["predictions"]]
            same += best[0] == self.reference[path.name]["index"][0]
            for k in right:
                right[k] += int(path.name[:3]) in best[:k]
        shown = ", ".join(f"top-{k} {count / 2:.1f} %" for k, count in right.items())
        say(f"ResNet-18, 200 JPEGs: {shown}; PyTorch's top-1 on {same}")
        self.assertGreaterEqual(same, 198)
        self.assertGreaterEqual(right[1], 150)  # 75.0 %
        self.assertGreaterEqual(right[3], 179)  # 89.5 %


if __name__ == "__main__":
    unittest.main()
