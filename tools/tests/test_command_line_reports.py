"""`glance inspect` says what the weight file says; `glance bench` measures each step."""

import hashlib
import json
import unittest

import command_line_program as program
from command_line_pictures import picture
from command_line_program import COFFEE, DONE, MODEL
from convert.shapes import infer_shapes
from convert.weight_file import read_model

STEPS = ["decode", "preprocess", "infer", "total"]


def multiply_adds(document: dict, network) -> int:
    """Each weight is multiplied once for every place of the operation's output."""
    shapes = infer_shapes(network, *document["preprocess"]["input_size"])
    weighted = [operation for operation in network.operations if hasattr(operation, "weight")]
    places = [shapes[operation.output][1] * shapes[operation.output][2] for operation in weighted]
    sizes = [network.tensors[operation.weight].size for operation in weighted]
    return sum(size * count for size, count in zip(sizes, places, strict=True))


def with_all_classes(groups: list[dict]) -> list[dict]:
    """The groups with the classes of the groups below them, too: the file lists a class once."""
    parents = {group["id"]: group["parent"] for group in groups}
    classes = {group["id"]: set() for group in groups}
    for group in groups:
        place = group["id"]
        while place is not None:
            classes[place].update(group["classes"])
            place = parents[place]
    return [group | {"classes": sorted(classes[group["id"]])} for group in groups]


@program.needs_program
class Inspect(program.CommandLineTest):
    @classmethod
    def setUpClass(cls):
        cls.document, cls.network = read_model(MODEL)

    def test_json_says_what_the_file_says(self):
        outcome = self.glance("inspect", "--format", "json", MODEL)
        self.assertEqual((outcome.code, outcome.err), (DONE, ""))
        (found,) = outcome.records()
        document, tensors = self.document, self.network.tensors
        scales = {o.weight_scale for o in self.network.operations if hasattr(o, "weight_scale")}
        parameters = sum(tensor.size for name, tensor in tensors.items() if name not in scales)
        expected = {key: document[key] for key in ("name", "architecture", "license")}
        expected["source"] = {"package": "", "url": "", "file": "", "sha256": ""} | document[
            "source"
        ]
        expected["preprocess"] = document["preprocess"]
        expected["operations"] = len(document["graph"]["operations"])
        expected["parameters"] = parameters
        expected["classes"], expected["languages"] = 1000, ["en", "zh"]
        expected["groups"] = with_all_classes(document["labels"]["groups"])
        expected["features"] = expected["embedding"] = True
        expected["embedding_size"] = 1280
        expected["bytes"] = MODEL.stat().st_size
        expected["sha256"] = hashlib.sha256(MODEL.read_bytes()).hexdigest()
        expected["multiply_adds"] = multiply_adds(document, self.network)
        self.assertEqual(found, expected)

    def test_text_says_it_to_people(self):
        outcome = self.glance("inspect", MODEL)
        self.assertEqual((outcome.code, outcome.err), (DONE, ""))
        found = {line[:14].strip(): line[15:] for line in outcome.out.splitlines()}
        expected = {
            "name": self.document["name"],
            "input": "224 x 224 RGB",
            "operations": str(len(self.document["graph"]["operations"])),
            "parameters": "4.63 million",
            "labels": "1000 (en, zh)",
            "outputs": "logits, features, embedding",
            "licence": self.document["license"],
            "source SHA-256": self.document["source"]["sha256"],
            "file size": f"{MODEL.stat().st_size} bytes",
            "file SHA-256": hashlib.sha256(MODEL.read_bytes()).hexdigest(),
        }
        self.assertEqual({key: found.get(key) for key in expected}, expected)
        self.assertIn("shorter side to 256 (bicubic, antialiased", found["preprocessing"])


@program.needs_program
class Bench(program.CommandLineTest):
    def bench(self, *arguments):
        outcome = self.glance(
            "bench", "--runs", "3", "--threads", "1", "--format", "json", *arguments
        )
        self.assertEqual((outcome.code, outcome.err), (DONE, ""))
        return json.loads(outcome.out)

    def test_json_has_each_step_in_milliseconds(self):
        found = self.bench(COFFEE)
        self.assertEqual(list(found), ["model", "threads", "runs", "load_ms", *STEPS])
        self.assertEqual(
            [found["model"], found["threads"], found["runs"]], ["EfficientNet-Lite0", 1, 3]
        )
        self.assertGreater(found["load_ms"], 0)
        for step in STEPS:
            self.assertEqual(list(found[step]), ["median_ms", "p95_ms", "min_ms"])
            self.assertGreater(found[step]["min_ms"], 0)
            self.assertLessEqual(found[step]["min_ms"], found[step]["median_ms"])
            self.assertLessEqual(found[step]["median_ms"], found[step]["p95_ms"])
            self.assertLessEqual(found[step]["min_ms"], found["total"]["min_ms"])

    def test_the_generated_picture_needs_no_decoding(self):
        found = self.bench()
        self.assertEqual(found["decode"], {"median_ms": 0, "p95_ms": 0, "min_ms": 0})
        self.assertGreater(found["preprocess"]["min_ms"], 0)

    def test_text_is_a_table(self):
        outcome = self.glance(
            "bench", "--runs", "2", "--threads", "1", "--resolution", "64", COFFEE
        )
        self.assertEqual((outcome.code, outcome.err), (DONE, ""))
        title, head, *rows = outcome.out.splitlines()
        self.assertRegex(
            title, r"^EfficientNet-Lite0, 1 threads?, 2 runs after \d+ for warm-up; load [\d.]+ ms$"
        )
        self.assertEqual(head.split(), ["ms", "median", "p95", "min"])
        self.assertEqual([row.split()[0] for row in rows], STEPS)
        for row in rows:
            self.assertRegex(row, r"^\w+( +\d+\.\d\d){3}$")

    def test_a_bad_picture_is_an_error(self):
        cases = {"image/empty": b"", "image/damaged": picture("JPEG")[:500]}
        for code, content in cases.items():
            self.assert_error(self.glance("bench", self.write("bad.jpg", content)), code)
        self.assert_error(self.glance("bench", self.folder / "missing.jpg"), "file/unreadable")


if __name__ == "__main__":
    unittest.main()
