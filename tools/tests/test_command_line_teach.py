"""`glance teach` and `glance evaluate`, on pictures made by code: one of three patterns each."""

import json
import unittest
from io import BytesIO

import command_line_program as program
import numpy as np
from command_line_pictures import picture
from command_line_program import COFFEE, DONE, FAILED, MODEL, WRONG_USAGE
from PIL import Image

SIDE = 96


def pattern(kind: str, seed: int) -> bytes:
    """A PNG: stripes, discs or a chess board, of random sizes and colours."""
    random = np.random.default_rng([seed, len(kind)])
    y, x = np.mgrid[:SIDE, :SIDE]
    step = random.integers(8, 20)
    if kind == "stripes":
        mask = (x + random.integers(0, step)) // step % 2
    elif kind == "board":
        mask = (x // step + y // step) % 2
    else:
        mask = (x % (2 * step) - step) ** 2 + (y % (2 * step) - step) ** 2 < (step * 0.7) ** 2
    colors = random.integers(0, 256, (2, 3))
    noise = random.integers(-12, 13, (SIDE, SIDE, 3))
    pixels = np.clip(colors[mask.astype(int)] + noise, 0, 255).astype(np.uint8)
    file = BytesIO()
    Image.fromarray(pixels).save(file, "PNG")
    return file.getvalue()


@program.needs_program
class Teach(program.CommandLineTest):
    def setUp(self):
        super().setUp()
        self.pictures = self.make("taught", 7)
        self.model = self.folder / "mine.safetensors"

    def make(self, name, count, first_seed=0, kinds=("stripes", "board", "discs")):
        for kind in kinds:
            (self.folder / name / kind).mkdir(parents=True, exist_ok=True)
            for seed in range(first_seed, first_seed + count):
                path = self.folder / name / kind / f"{seed}.png"
                path.write_bytes(pattern(kind, seed))
        return self.folder / name

    def teach(self, *arguments, code=DONE, output=None):
        outcome = self.glance(
            "teach", "--format", "json", "--threads", "1", "-o", output or self.model, *arguments
        )
        self.assertEqual(outcome.code, code, outcome.err)
        (lesson,) = outcome.records()
        return lesson, outcome.err

    def evaluate(self, folder, *arguments, code=DONE):
        outcome = self.glance(
            "evaluate",
            "--format",
            "json",
            "--threads",
            "1",
            "--model",
            self.model,
            folder,
            *arguments,
        )
        self.assertEqual(outcome.code, code, outcome.err)
        (record,) = outcome.records()
        return record

    def test_what_is_taught_is_recognised_by_the_file_alone(self):
        lesson, complaints = self.teach(self.pictures)
        self.assertEqual(complaints, "")
        self.assertEqual(
            [each["label"] for each in lesson["classes"]], ["board", "discs", "stripes"]
        )
        self.assertEqual(lesson["pictures"], 21)
        self.assertGreaterEqual(lesson["accuracy"], 0.8)
        low, high = lesson["interval"]
        self.assertLess(low, lesson["accuracy"])
        self.assertGreaterEqual(high, lesson["accuracy"])
        self.assertEqual([sum(row) for row in lesson["confusion"]], [7, 7, 7])
        self.assertIsInstance(lesson["doubtful"], list)
        record = self.evaluate(self.make("new", 5, first_seed=100))
        self.assertEqual(record["pictures"], 15)
        self.assertGreaterEqual(record["accuracy"], 0.8)
        self.assertEqual(record["right"], sum(each["right"] for each in record["classes"]))
        self.assertEqual(np.trace(record["confusion"]), record["right"])

    def test_files_beside_the_folders_are_of_no_class_and_counted(self):
        (self.pictures / ".hidden").write_bytes(b"")
        (self.pictures / "loose.png").write_bytes(pattern("board", 50))
        lesson, complaints = self.teach(self.pictures)
        self.assertEqual(lesson["pictures"], 21)
        self.assertRegex(complaints, "^glance: 1 file in '.*taught' beside the folders left out: ")
        (self.pictures / "other.png").write_bytes(pattern("board", 51))
        outcome = self.glance("evaluate", "--model", self.model, self.pictures)
        self.assertEqual(outcome.code, DONE)
        self.assertRegex(outcome.err, "^glance: 2 files in '.*taught' beside the folders left out")

    def test_a_picture_of_something_else_is_unknown(self):
        self.teach(self.pictures)
        known = sorted(self.make("new", 4, first_seed=200).rglob("*.png"))
        *records, coffee = self.classify("--model", self.model, *known, COFFEE)
        self.assertIs(coffee["answer"]["unknown"], True)
        self.assertIsNone(coffee["answer"]["index"])
        unknown = [record["answer"]["unknown"] for record in records]
        self.assertLessEqual(sum(unknown), 3)
        right = [
            record["predictions"][0]["label"] == path.parent.name
            for record, path in zip(records, known, strict=True)
        ]
        self.assertGreaterEqual(sum(right), 10)

    def test_the_same_pictures_give_the_same_bytes(self):
        self.teach(self.pictures)
        again = self.folder / "again.safetensors"
        for path in list(self.pictures.rglob("*.png")):  # other names, so another order
            path.rename(path.with_name(f"{9 - int(path.stem)}-renamed.png"))
        self.teach(self.pictures, output=again)
        self.assertEqual(self.model.read_bytes(), again.read_bytes())

    def test_the_file_says_what_it_is(self):
        lesson, _ = self.teach(self.pictures)
        (found,) = self.glance("inspect", "--format", "json", self.model).records()
        self.assertEqual((found["classes"], found["embedding_size"]), (3, 1280))
        self.assertLess(found["bytes"], 5_000_000)
        content = self.model.read_bytes()
        header = json.loads(content[8 : 8 + int.from_bytes(content[:8], "little")])
        document = json.loads(header["__metadata__"]["glance"])
        taught = document["taught"]
        self.assertEqual(taught["pictures"], [7, 7, 7])
        self.assertAlmostEqual(taught["accuracy"], lesson["accuracy"], places=5)
        self.assertEqual(taught["base"]["name"], document["name"])
        self.assertEqual(document["labels"], {"en": ["board", "discs", "stripes"]})
        self.assertEqual(document["graph"]["operations"][-2]["op"], "l2_normalize")

    def test_a_taught_file_can_be_taught_again(self):
        self.teach(self.pictures)
        again = self.folder / "again.safetensors"
        self.teach("--model", self.model, self.pictures, output=again)
        from_base, from_taught = self.model.read_bytes(), again.read_bytes()
        self.assertEqual(len(from_base) // 1000, len(from_taught) // 1000)

    def test_a_heat_map_of_a_taught_class_is_made(self):
        self.teach(self.pictures)
        image = self.folder / "map.png"
        self.classify("--model", self.model, "--heatmap", image, COFFEE)
        with Image.open(image) as opened:
            self.assertEqual(opened.size, (672, 672))

    def test_one_class_and_everything_else(self):
        other = self.make("other", 6, first_seed=50, kinds=("board",)) / "board"
        one = self.make("one", 6, kinds=("discs",))
        lesson, _ = self.teach("--none-of-these", other, one)
        labels = [each["label"] for each in lesson["classes"]]
        self.assertEqual(labels, ["discs", "none of these"])
        boards = sorted(self.make("new", 4, first_seed=70, kinds=("board",)).rglob("*.png"))
        records = self.classify("--model", self.model, *boards)
        self.assertGreaterEqual(sum(record["answer"]["unknown"] for record in records), 3)

    def test_damaged_pictures_and_odd_folders_are_said_and_nothing_is_lost(self):
        (self.pictures / "board" / "broken.png").write_bytes(b"\x89PNG")
        (self.pictures / "empty").mkdir()
        (self.pictures / "only one").mkdir()
        (self.pictures / "only one" / "a.png").write_bytes(picture("PNG", (64, 64)))
        (self.pictures / ".hidden").mkdir()
        lesson, complaints = self.teach(self.pictures, code=FAILED)
        labels = [each["label"] for each in lesson["classes"]]
        self.assertEqual(labels, ["board", "discs", "only one", "stripes"])
        self.assertEqual(lesson["pictures"], 22)
        (error,) = lesson["errors"]
        self.assertTrue(error["file"].endswith("broken.png"))
        for part in ("broken.png", "the folder 'empty'", "'only one' has one picture"):
            self.assertIn(part, complaints)

    def test_the_same_pictures_in_two_classes_are_said(self):
        for path in list((self.pictures / "board").iterdir()):
            (self.pictures / "discs" / f"copy of {path.name}").write_bytes(path.read_bytes())
        lesson, complaints = self.teach(self.pictures)
        self.assertIn("7 pictures are in two classes at once", complaints)
        self.assertEqual(len(lesson["warnings"]), 1)

    def test_text_says_it_to_people(self):
        outcome = self.glance("teach", "-o", self.model, self.pictures)
        self.assertEqual(outcome.code, DONE)
        for part in ("% of 21 pictures right", "stripes", "hiding each fifth"):
            self.assertIn(part, outcome.out)
        outcome = self.glance("evaluate", "--model", self.model, self.pictures)
        self.assertIn("% of 21 pictures right", outcome.out)

    def test_evaluate_takes_the_first_part_of_a_label(self):
        folder = self.folder / "things"
        (folder / "espresso").mkdir(parents=True)
        (folder / "espresso" / "a.png").write_bytes(COFFEE.read_bytes())
        outcome = self.glance("evaluate", "--format", "json", "--model", MODEL, folder)
        self.assertEqual(outcome.code, DONE, outcome.err)
        (record,) = outcome.records()
        self.assertEqual((record["pictures"], record["right"], record["accuracy"]), (1, 1, 1.0))
        (each,) = record["classes"]
        self.assertEqual((each["label"], each["precision"], each["recall"]), ("espresso", 1, 1))
        self.assertEqual(record["confusion"], [[1]])

    def test_errors(self):
        empty = self.folder / "nothing"
        empty.mkdir()
        one = self.make("one", 3, kinds=("board",))
        cases = (
            (["teach", "-o", self.model, empty], "file/unreadable", "holds no folders"),
            (["teach", "-o", self.model, "/no/such"], "file/unreadable", "/no/such"),
            (["teach", "-o", self.model, one], "call/bad-argument", "two classes"),
            (["evaluate", self.pictures], "call/bad-argument", "'board' is no label"),
            (["teach", "-o", "/no/such/file", self.pictures], "file/unwritable", "/no/such/file"),
        )
        for arguments, code, part in cases:
            with self.subTest(arguments=arguments):
                self.assert_error(self.glance(*arguments), code, part)

    def test_wrong_usage(self):
        for arguments, part in (
            (["teach", self.pictures], "no file to write"),
            (["teach", "-o", self.model], "exactly one folder"),
            (["evaluate"], "exactly one folder"),
            (["evaluate", "--format", "csv", self.pictures], "text or json"),
        ):
            with self.subTest(arguments=arguments):
                outcome = self.glance(*arguments)
                self.assertEqual(outcome.code, WRONG_USAGE)
                self.assertIn(part, outcome.err)


if __name__ == "__main__":
    unittest.main()
