"""The answer at its level: text, JSON and CSV, in both languages, and of weights without groups."""

import csv
import io
import unittest

import command_line_program as program
from command_line_program import COFFEE, DONE, REPOSITORY
from command_line_weights import SMALL_MODEL, edited

CAT = REPOSITORY / ".cache" / "samples" / "chelsea.png"


@program.needs_program
class Answers(program.CommandLineTest):
    def answer(self, *arguments):
        (record,) = self.classify(*arguments)
        return record["answer"]

    def test_a_sure_label_is_the_answer(self):
        (record,) = self.classify(COFFEE)
        best = record["predictions"][0]
        expected = {"label": "espresso", "score": best["score"], "index": 967}
        self.assertEqual(record["answer"], {**expected, "group": None, "unknown": False})

    def test_a_cat_is_a_cat(self):
        answer = self.answer(CAT)
        self.assertEqual((answer["label"], answer["group"], answer["index"]), ("cat", "cat", None))
        self.assertGreater(answer["score"], 0.85)
        self.assertEqual(self.answer("--lang", "zh", CAT)["label"], "猫")

    def test_the_score_is_the_sum_over_the_classes_of_the_group(self):
        (record,) = self.classify("--top-k", "1000", CAT)
        (model,) = self.glance("inspect", "--format", "json", program.MODEL).records()
        (cat,) = (group for group in model["groups"] if group["id"] == "cat")
        scores = {each["index"]: each["score"] for each in record["predictions"]}
        total = sum(scores[index] for index in cat["classes"])
        self.assertAlmostEqual(record["answer"]["score"], total, delta=1e-12)

    def test_levels_go_from_the_best_label_to_unknown(self):
        (record,) = self.classify("--level", "0", CAT)
        best = record["predictions"][0]
        self.assertEqual(record["answer"]["index"], best["index"])
        self.assertEqual(record["answer"]["label"], best["label"])
        unknown = self.answer("--level", "1", CAT)
        self.assertTrue(unknown["unknown"])
        self.assertEqual((unknown["label"], unknown["index"], unknown["group"]), ("", None, None))
        self.assertTrue(0.85 < unknown["score"] < 1, unknown)

    def test_predictions_are_the_same_at_every_level(self):
        records = [self.classify("--level", level, CAT)[0] for level in ("0", "0.6", "1")]
        self.assertEqual(records[1]["predictions"], records[0]["predictions"])
        self.assertEqual(records[2]["predictions"], records[0]["predictions"])

    def test_text_says_it_above_the_labels(self):
        lines = self.glance("classify", CAT).out.splitlines()
        self.assertRegex(lines[1], r"^  cat, \d\d\.\d %$")
        self.assertRegex(lines[2], r"^     \d\d\.\d %  tiger cat$")
        lines = self.glance("classify", "--level", "1", CAT).out.splitlines()
        self.assertRegex(lines[1], r"^  not sure, \d\d\.\d % at best$")

    def test_csv_has_a_column(self):
        command = ("classify", "--format", "csv", "--top-k", "2", "--lang", "zh")
        for level, expected in (("0.6", ["猫", "猫"]), ("1", ["", ""])):
            outcome = self.glance(*command, "--level", level, CAT)
            found = list(csv.DictReader(io.StringIO(outcome.out, newline="")))
            self.assertEqual([row["answer"] for row in found], expected)
            self.assertEqual([row["rank"] for row in found], ["1", "2"])

    def test_csv_has_a_row_when_the_threshold_leaves_no_label(self):
        outcome = self.glance("classify", "--format", "csv", "--score-threshold", "1", CAT)
        self.assertEqual(outcome.code, DONE)
        (row,) = csv.DictReader(io.StringIO(outcome.out, newline=""))
        self.assertEqual((row["file"], row["answer"]), (str(CAT), "cat"))
        self.assertEqual(row["rank"] + row["index"] + row["label"] + row["score"], "")

    def test_weights_without_groups_answer_with_a_label_or_not(self):
        (record,) = self.classify("--model", SMALL_MODEL, "--level", "0", COFFEE)
        self.assertEqual(record["answer"]["index"], record["predictions"][0]["index"])
        self.assertTrue(self.answer("--model", SMALL_MODEL, "--level", "1", COFFEE)["unknown"])

    def test_a_circle_of_groups_is_refused(self):
        def edit(_, document):
            one = {"id": "a", "name": {"en": "a"}, "parent": "a", "classes": [0]}
            document["labels"]["groups"] = [one]

        model = self.write("circle.safetensors", edited(SMALL_MODEL.read_bytes(), edit))
        outcome = self.glance("classify", "--model", model, COFFEE)
        self.assertIn("or is above itself [model/bad-metadata]", outcome.err)


if __name__ == "__main__":
    unittest.main()
