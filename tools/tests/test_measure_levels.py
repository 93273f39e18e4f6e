"""tools/measure_levels.py, and the core's answers: against the rule written once more, on random
hierarchies and scores, and on the 200 pictures."""

import contextlib
import io
import json
import random
import statistics
import struct
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path
from unittest import mock

import command_line_program as program
import convert_support
import measure_levels
from command_line_weights import SMALL_MODEL, joined, split
from levels_oracle import answer_of, nodes_of
from measure_levels import Answer, answers_at, inspect, row_of

PICTURES = convert_support.SHARED / "pictures"
SAMPLES = program.REPOSITORY / ".cache" / "samples"
CLASSES = 5

GROUPS = [
    {"id": "animal", "parent": None, "classes": []},
    {"id": "pet", "parent": "animal", "classes": [2]},
    {"id": "dog", "parent": "pet", "classes": [0, 1]},
    {"id": "flower", "parent": None, "classes": [3]},
]


class Oracle(unittest.TestCase):
    """beagle, pug and tabby are pets, tulip is a flower."""

    def name(self, scores, level=0.6):
        node, _ = answer_of(nodes_of(4, GROUPS), scores, level)
        return node and node.name

    def test_the_smallest_that_holds_the_level(self):
        self.assertEqual(self.name([0.7, 0.1, 0.1, 0.1]), 0)
        self.assertEqual(self.name([0.4, 0.4, 0.1, 0.1]), "dog")
        self.assertEqual(self.name([0.3, 0.2, 0.3, 0.2]), "pet")
        self.assertIsNone(self.name([0.2, 0.1, 0.2, 0.5]))
        self.assertEqual(self.name([0.2, 0.1, 0.2, 0.5], level=0.5), 3)

    def test_of_equals_labels_come_first_and_then_the_lower_group(self):
        self.assertEqual(self.name([0, 0, 0, 1]), 3)
        self.assertEqual(self.name([0.5, 0, 0.5, 0]), "pet")
        self.assertEqual(self.name([0.5, 0.5, 0, 0], level=0.5), 0)

    def test_of_several_with_as_many_classes_the_most_probable(self):
        self.assertEqual(self.name([0.3, 0.45, 0.25, 0], level=0.3), 1)


def random_groups(chance: random.Random) -> list[dict]:
    """Each a kind of an earlier one or of none; each class in one of them or in none."""
    count = chance.randint(1, 6)
    groups = []
    for i in range(count):
        parent = f"g{chance.randrange(i)}" if i > 0 and chance.random() < 0.7 else None
        groups.append({"id": f"g{i}", "name": {"en": f"G{i}"}, "parent": parent, "classes": []})
    for index in range(CLASSES):
        if chance.random() < 0.9:
            chance.choice(groups)["classes"].append(index)
    while empty := [group for group in groups if not holds_a_class(group, groups)]:
        groups.remove(empty[-1])
    chance.shuffle(groups)
    return groups


def holds_a_class(group: dict, groups: list[dict]) -> bool:
    below = [one for one in groups if one["parent"] == group["id"]]
    return bool(group["classes"]) or any(holds_a_class(one, groups) for one in below)


def random_model(chance: random.Random, groups: list[dict]) -> bytes:
    """The small model with weights of its own, so that its scores are others."""
    text, data = split(SMALL_MODEL.read_bytes())
    header = json.loads(text)
    document = json.loads(header["__metadata__"]["glance"])
    document["labels"] = {"en": [f"label {i}" for i in range(CLASSES)], "groups": groups}
    header["__metadata__"]["glance"] = json.dumps(document)
    spread = chance.choice((0.1, 0.5, 2))
    values = [chance.uniform(-spread, spread) for _ in range(len(data) // 4)]
    return joined(json.dumps(header).encode(), struct.pack(f"<{len(values)}f", *values))


@program.needs_program
class Core(program.CommandLineTest):
    def test_answers_are_those_of_the_rule_on_random_hierarchies(self):
        chance = random.Random(18)
        kinds = dict.fromkeys(("label", "group", "unknown"), 0)
        pictures = sorted(SAMPLES.glob("*.png"))
        for case in range(60):
            groups = random_groups(chance)
            model = self.write("random.safetensors", random_model(chance, groups))
            nodes = nodes_of(CLASSES, groups)
            level = chance.choice((0, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.99, 1))
            for record in self.classify("--model", model, "--level", str(level), *pictures):
                with self.subTest(case=case, file=record["file"], groups=groups, level=level):
                    kinds[self.check(record, nodes, level)] += 1
        print(f"answers compared with the rule: {kinds}")
        self.assertTrue(all(count > 10 for count in kinds.values()), kinds)

    def check(self, record, nodes, level):
        scores = {each["index"]: each["score"] for each in record["predictions"]}
        node, score = answer_of(nodes, [scores[index] for index in range(CLASSES)], level)
        answer = record["answer"]
        self.assertAlmostEqual(answer["score"], min(score, 1), delta=1e-12)
        self.assertEqual(answer["unknown"], node is None)
        name = answer["group"] if answer["index"] is None else answer["index"]
        self.assertEqual(name, node and node.name)
        labels = {"label": f"label {name}", "group": f"G{str(name)[1:]}", "unknown": ""}
        kind = "unknown" if node is None else "label" if isinstance(name, int) else "group"
        self.assertEqual(answer["label"], labels[kind])
        return kind


def answer(truth, *classes, leaf_is_right=False):
    return Answer("0_dog.png", truth, leaf_is_right, False, "", frozenset(classes))


class Rows(unittest.TestCase):
    def test_a_row_counts_right_unknown_and_sizes(self):
        answers = [answer(0, 0, leaf_is_right=True), answer(0, 0, 1), answer(0, 2), answer(0)]
        self.assertEqual(
            row_of(answers).split(), ["4", "25.0%", "66.7%", "50.0%", "1", "1.33", "25.0%"]
        )
        self.assertEqual(row_of([]).split(), ["0"])

    def test_a_picture_is_unsure_by_its_margin_or_its_entropy(self):
        for scores, entropy, expected in (
            ((0.4, 0.3), 1, True),
            ((0.6, 0.2), 1, False),
            ((0.6, 0.2), 4.6, True),
            ((1.0,), 0, False),
        ):
            predictions = [{"index": 7, "score": score} for score in scores]
            found = {"label": "a", "index": 7, "group": None}
            record = {"file": "x/7.png", "predictions": predictions, "entropy": entropy}
            read = measure_levels.answer_of({**record, "answer": found}, {})
            self.assertEqual((read.is_unsure, read.is_right), (expected, True))


@program.needs_program
class AnyFolder(program.CommandLineTest):
    def table(self, *arguments):
        printed = io.StringIO()
        command = ["measure_levels.py", str(self.folder), "--model", str(program.MODEL), *arguments]
        with mock.patch.object(sys, "argv", command), contextlib.redirect_stdout(printed):
            measure_levels.main()
        return printed.getvalue()

    def setUp(self):
        super().setUp()
        self.write("967_coffee.png", (SAMPLES / "coffee.png").read_bytes())
        self.write("285-cat.png", (SAMPLES / "chelsea.png").read_bytes())
        self.write("readme.txt", b"no picture of a class")

    def test_is_measured_by_the_class_that_each_name_begins_with(self):
        lines = self.table("--level", "0.6", "--level", "0", "--verbose").splitlines()
        row = [*("all", "2", "50.0%", "100.0%", "100.0%"), "5", "5.00", "0.0%"]
        cat_size = len(inspect(program.MODEL)[1]["cat"])
        row[5:7] = [f"{(1 + cat_size) / 2:.0f}", f"{(1 + cat_size) / 2:.2f}"]
        self.assertEqual(lines[2].split(), ["0.6", *row])
        self.assertEqual(lines[4].split(maxsplit=1)[1], f"285-cat.png: cat, {cat_size} classes")
        self.assertIn("-----  285-cat.png: tiger cat, 1 classes", lines[-1])

    def test_other_groups_take_the_place_of_the_file_s_own(self):
        groups = [{"id": "all", "name": {"en": "all", "zh": "全"}, "classes": list(range(1000))}]
        path = self.write("groups.json", json.dumps(groups).encode())
        out = self.table("--level", "0.6", "--groups", str(path), "--verbose")
        self.assertIn("1000 classes, 1 groups", out)
        self.assertIn("right  285-cat.png: all, 1000 classes", out)

    def test_a_damaged_picture_is_named(self):
        self.write("1_cut.png", b"\x89PNG\r\n\x1a\n")
        with self.assertRaisesRegex(SystemExit, "1_cut.png: "):
            self.table("--level", "0.6")


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
            answers = answers_at(0.6, model, PICTURES, inspect(model)[1])
        self.assertEqual(len(answers), 200)
        known = [answer for answer in answers if answer.classes]
        unsure = [answer for answer in known if answer.is_unsure]
        sizes = [len(answer.classes) for answer in known]
        print(f"measured on {len(answers)} pictures: {row_of(answers)}")
        self.assertGreaterEqual(statistics.fmean(answer.is_right for answer in known), 0.955)
        self.assertGreaterEqual(statistics.fmean(answer.is_right for answer in unsure), 0.94)
        self.assertLessEqual(len(answers) - len(known), 4)
        self.assertEqual(statistics.median(sizes), 1)
        self.assertLessEqual(statistics.fmean(sizes), 12)


if __name__ == "__main__":
    unittest.main()
