"""tools/measure_levels.py: which label or group is the answer, and what is counted."""

import statistics
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

import command_line_program as program
import convert_support
from measure_levels import Picture, answer_of, classify, nodes_of, read_header, row_of

PICTURES = convert_support.SHARED / "pictures"

LABELS = ["beagle", "pug", "tabby", "tulip"]
GROUPS = [
    {"id": "animal", "parent": None, "classes": []},
    {"id": "pet", "parent": "animal", "classes": [2]},
    {"id": "dog", "parent": "pet", "classes": [0, 1]},
    {"id": "flower", "parent": None, "classes": [3]},
]


class Answers(unittest.TestCase):
    def setUp(self):
        self.nodes = nodes_of(LABELS, GROUPS)

    def answer(self, scores, level=0.6, truth=0):
        return answer_of(self.nodes, Picture("0_dog.png", truth, scores), level)

    def name(self, scores, level=0.6):
        node = self.answer(scores, level).node
        return node and node.name

    def test_the_smallest_that_holds_the_level(self):
        self.assertEqual(self.name([0.7, 0.1, 0.1, 0.1]), "beagle")
        self.assertEqual(self.name([0.4, 0.4, 0.1, 0.1]), "dog")
        self.assertEqual(self.name([0.3, 0.2, 0.3, 0.2]), "pet")
        self.assertIsNone(self.name([0.2, 0.1, 0.2, 0.5]))
        self.assertEqual(self.name([0.2, 0.1, 0.2, 0.5], level=0.5), "tulip")

    def test_the_level_itself_is_enough(self):
        self.assertEqual(self.name([0.5, 0.25, 0.25, 0], level=0.75), "dog")

    def test_of_equals_labels_come_first_and_then_the_lower_group(self):
        self.assertEqual(self.name([0, 0, 0, 1]), "tulip")
        self.assertEqual(self.name([0.5, 0, 0.5, 0]), "pet")
        self.assertEqual(self.name([0.5, 0.5, 0, 0], level=0.5), "beagle")

    def test_of_several_with_as_many_classes_the_most_probable(self):
        self.assertEqual(self.name([0.3, 0.45, 0.25, 0], level=0.3), "pug")

    def test_a_row_counts_right_unknown_and_sizes(self):
        answers = [
            self.answer([0.9, 0.1, 0, 0]),
            self.answer([0.4, 0.4, 0.1, 0.1]),
            self.answer([0, 0, 0.9, 0.1]),
            self.answer([0.2, 0.1, 0.2, 0.5]),
        ]
        self.assertEqual(
            row_of(answers).split(), ["4", "50.0%", "66.7%", "50.0%", "1", "1.33", "25.0%"]
        )
        self.assertEqual(row_of([]).split(), ["0"])

    def test_a_picture_is_unsure_by_its_margin_or_its_entropy(self):
        self.assertTrue(Picture("0.png", 0, [0.4, 0.3, 0.2, 0.1]).is_unsure)
        self.assertFalse(Picture("0.png", 0, [0.6, 0.2, 0.1, 0.1]).is_unsure)
        self.assertTrue(Picture("0.png", 0, [0.3, *[0.7 / 500] * 500]).is_unsure)


@program.needs_program
@convert_support.needs(PICTURES)
class OfTheDefaultWeights(unittest.TestCase):
    def test_answers_at_their_level_are_right_and_small(self):
        with tempfile.TemporaryDirectory() as folder:
            model = Path(folder) / "model.safetensors"
            make = ["tools/make_model.py", "efficientnet-lite0", "--output", model]
            subprocess.run(
                [sys.executable, *make], check=True, capture_output=True, cwd=program.REPOSITORY
            )
            labels = read_header(model)["labels"]
            pictures = classify(model, PICTURES, len(labels["en"]))
        nodes = nodes_of(labels["en"], labels["groups"])
        answers = [answer_of(nodes, picture, 0.6) for picture in pictures]
        self.assertEqual(len(answers), 200)
        known = [answer for answer in answers if answer.node]
        unsure = [answer for answer in known if answer.picture.is_unsure]
        sizes = [len(answer.node.classes) for answer in known]
        print(f"measured on {len(answers)} pictures: {row_of(answers)}")
        self.assertGreaterEqual(statistics.fmean(answer.is_right for answer in known), 0.955)
        self.assertGreaterEqual(statistics.fmean(answer.is_right for answer in unsure), 0.94)
        self.assertLessEqual(len(answers) - len(known), 4)
        self.assertEqual(statistics.median(sizes), 1)
        self.assertLessEqual(statistics.fmean(sizes), 12)


if __name__ == "__main__":
    unittest.main()
