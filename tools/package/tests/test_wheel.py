"""The wheel in a fresh environment: what it takes, what it refuses, and a folder labelled by a
cluster of two workers."""

import json
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[3]
SAMPLES = ROOT / ".cache/samples"
MODEL = ROOT / "build/models/efficientnet-lite0.safetensors"
COMMAND_LINE = ROOT / "build/native/glance"

# Run by the environment's own Python, which knows nothing of the checkout.
TAKES = """
import glance, json, pickle, sys, threading
import numpy, PIL.Image
model, path = sys.argv[1:]
classifier = glance.Classifier(model)
data = open(path, "rb").read()
picture = PIL.Image.open(path).convert("RGB")
array = numpy.asarray(picture)
buffer, strided = numpy.frombuffer(data, numpy.uint8), array[:, ::-1][:, ::-1]
every = [data, bytearray(data), buffer, picture, array, strided]
answers = [classifier.classify(each, top_k=1000).predictions for each in every]
assert all(answer == answers[0] for answer in answers), "the kinds of pictures differ"
assert pickle.loads(pickle.dumps(classifier)).classify(data).predictions == answers[0][:5]
turned = picture.rotate(90, expand=True)
turned.getexif()[274] = 6
assert classifier.classify(turned, top_k=1000).predictions == answers[0], "EXIF is not applied"
together = []
ask = lambda: together.append(classifier.classify(data).predictions)
threads = [threading.Thread(target=ask) for _ in range(4)]
[thread.start() for thread in threads]
[thread.join() for thread in threads]
assert together == [answers[0][:5]] * 4
options = {"language": "zh", "fit": "letterbox", "region": (100, 50, 400, 300)}
result = classifier.classify(data, top_k=2, heatmap=True, **options)
heat_map = result.heatmap
assert (len(heat_map.values), len(heat_map.values[0]), heat_map.width) == (7, 7, 7)
assert max(map(max, result.heatmap.values)) == 1.0 and min(map(min, result.heatmap.values)) == 0.0
assert result.heatmap.colored.width == 224 and len(result.heatmap.legend.rgb) == 3 * 256
assert (result.seen.x, result.seen.width, result.view, result.notes) == (100, 400, None, ())
seen = classifier.classify(data, view=True, heatmap=0)
assert (seen.view.width, len(seen.view.rgb)) == (224, 3 * 224 * 224)
assert seen.heatmap.values != classifier.classify(data, heatmap=True).heatmap.values
see_again = numpy.frombuffer(seen.view.rgb, numpy.uint8).reshape(224, 224, 3)
assert classifier.classify(see_again, fit="squash").predictions == seen.predictions
assert len(classifier.classify(data, score_threshold=0.5).predictions) == 1
answer, best = classifier.classify(data).answer, answers[0][0]
assert answer == glance.Answer(best.label, best.score, best.index, None, False)
unknown = classifier.classify(data, level=1).answer
assert unknown.unknown and (unknown.label, unknown.index, unknown.group) == ("", None, None)
groups = {group.id: group for group in classifier.groups("zh")}
dog, animal = groups["dog"], groups["animal"]
assert (dog.label, dog.parent, 207 in dog.classes) == ("狗", "mammal", True)
assert classifier.path_to(answer)[-1] == best.label
a_dog = glance.Answer("", 0, None, "dog", False)
assert classifier.path_to(a_dog, "zh") == (animal.label, groups["mammal"].label, dog.label)
assert classifier.path_to(unknown) == ()
assert animal.parent is None and set(dog.classes) < set(animal.classes)
model = classifier.model
assert (model.name, model.classes, model.input_width) == ("EfficientNet-Lite0", 1000, 224)
print(json.dumps([[each.index, each.label, each.score] for each in answers[0][:5]]))
"""

REFUSES = """
import glance, json, sys
import numpy
model, path = sys.argv[1:]
def code(call):
    try:
        call()
        return "none"
    except glance.GlanceError as error:
        return error.code
data = open(path, "rb").read()
classifier = glance.Classifier(model)
classify = classifier.classify
codes = {
    "no picture": code(lambda: classify(b"<!doctype html><p>404")),
    "empty": code(lambda: classify(b"")),
    "a third": code(lambda: classify(data[:len(data) // 3])),
    "text": code(lambda: classify("coffee.png")),
    "floats": code(lambda: classify(numpy.zeros((8, 8, 3)))),
    "grey": code(lambda: classify(numpy.zeros((8, 8), numpy.uint8))),
    "no pixels": code(lambda: classify(numpy.zeros((0, 8, 3), numpy.uint8))),
    "top_k": code(lambda: classify(data, top_k=0)),
    "large top_k": code(lambda: classify(data, top_k=2**32 + 5)),
    "fit": code(lambda: classify(data, fit="stretch")),
    "threshold": code(lambda: classify(data, score_threshold=1.5)),
    "level": code(lambda: classify(data, level=-0.1)),
    "language of groups": code(lambda: classifier.groups("a\\0b")),
    "heat map": code(lambda: classify(data, heatmap=1000)),
    "view": code(lambda: classify(data, view="yes")),
    "region": code(lambda: classify(data, region=(0, 0, 601, 1))),
    "no file": code(lambda: glance.Classifier("nowhere.safetensors")),
    "no weights": code(lambda: glance.Classifier(path)),
    "threads": code(lambda: glance.Classifier(model, threads=65)),
}
answer = classify(data).answer
codes["language of a path"] = code(lambda: classifier.path_to(answer, "a\\0b"))
codes["after all of them"] = classify(data).predictions[0].label
classifier.close()
classifier.close()
codes["closed"] = code(lambda: classify(data))
codes["closed groups"] = code(lambda: classifier.groups())
codes["closed path"] = code(lambda: classifier.path_to(answer))
print(json.dumps(codes))
"""


def run(*command, **options):
    done = subprocess.run(
        [str(part) for part in command], capture_output=True, text=True, **options
    )
    if done.returncode != 0:
        raise AssertionError(f"{command}: {done.stdout[-3000:]}{done.stderr[-3000:]}")
    return done.stdout


class Wheel(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(tempfile.mkdtemp(prefix="glance-wheel-"))
        cls.addClassCleanup(shutil.rmtree, cls.folder)
        cls.wheel = run(
            sys.executable, ROOT / "tools/release/make_wheel.py", "--output", cls.folder / "wheel"
        ).strip()
        run(sys.executable, "-m", "venv", cls.folder / "venv")
        cls.python = cls.folder / "venv/bin/python"
        # Ours has no hash in the list, so it is installed by itself.
        cls.install("--require-hashes", "-r", ROOT / "tools/package/requirements.txt")
        cls.install("--no-deps", cls.wheel)

    @classmethod
    def install(cls, *what):
        run(
            cls.python,
            "-m",
            "pip",
            "install",
            "-q",
            "--disable-pip-version-check",
            "--no-index",
            "--find-links",
            ROOT / ".cache/package-wheels",
            *what,
        )

    def ask(self, code):
        return json.loads(
            run(self.python, "-c", code, MODEL, SAMPLES / "coffee.png", cwd=self.folder)
        )

    def test_the_same_inputs_give_the_same_wheel(self):
        again = run(
            sys.executable, ROOT / "tools/release/make_wheel.py", "--output", self.folder / "again"
        ).strip()
        self.assertEqual(pathlib.Path(again).read_bytes(), pathlib.Path(self.wheel).read_bytes())

    def test_every_kind_of_picture_gives_the_command_line_s_answer(self):
        line = json.loads(
            run(
                COMMAND_LINE,
                "classify",
                "--format",
                "json",
                "--threads",
                "1",
                "--model",
                MODEL,
                SAMPLES / "coffee.png",
            )
        )
        wanted = [[each["index"], each["label"], each["score"]] for each in line["predictions"]]
        self.assertEqual(self.ask(TAKES), wanted)

    def test_what_is_refused_has_its_code_and_the_next_call_works(self):
        wrong = "call/bad-argument"
        self.assertEqual(
            self.ask(REFUSES),
            {
                "no picture": "image/not-a-picture",
                "empty": "image/empty",
                "a third": "image/damaged",
                "text": wrong,
                "floats": wrong,
                "grey": wrong,
                "no pixels": wrong,
                "top_k": wrong,
                "large top_k": wrong,
                "fit": wrong,
                "threshold": wrong,
                "level": wrong,
                "language of groups": wrong,
                "language of a path": wrong,
                "heat map": wrong,
                "view": wrong,
                "region": wrong,
                "no file": "file/unreadable",
                "no weights": "model/not-safetensors",
                "threads": wrong,
                "after all of them": "espresso",
                "closed": "call/closed",
                "closed groups": "call/closed",
                "closed path": "call/closed",
            },
        )

    def test_two_workers_of_a_cluster_label_a_folder_as_the_command_line_does(self):
        pictures = self.folder / "pictures"
        pictures.mkdir()
        names = [path for path in sorted(SAMPLES.iterdir()) if path.suffix in (".png", ".jpg")]
        copies = 8
        for number in range(copies):
            for path in names:
                shutil.copy(path, pictures / f"{path.stem}-{number}{path.suffix}")
        (pictures / "broken.jpg").write_bytes(b"\xff\xd8\xff")
        printed = run(
            self.python,
            ROOT / "examples/python/label_folder.py",
            pictures,
            "--model",
            MODEL,
            "--output",
            self.folder / "labels",
            "--partition",
            "4",
            cwd=self.folder,
            timeout=120,
        )
        self.assertIn("from 2 workers", printed)
        lines = [
            json.loads(line)
            for path in sorted((self.folder / "labels").iterdir())
            for line in path.read_text().splitlines()
        ]
        self.assertEqual(len(lines), copies * len(names) + 1)
        self.assertEqual(len({line["process"] for line in lines}), 2)
        by_command_line = [
            json.loads(line)
            for line in run(
                COMMAND_LINE,
                "classify",
                "--format",
                "json",
                "--threads",
                "1",
                "--model",
                MODEL,
                *names,
            ).splitlines()
        ]
        wanted = {
            pathlib.Path(line["file"]).stem: line["predictions"][0]["label"]
            for line in by_command_line
        }
        for line in lines:
            stem = pathlib.Path(line["file"]).stem
            if stem == "broken":
                self.assertIn("image/", line["error"])
            else:
                self.assertEqual(line["label"], wanted[stem.rsplit("-", 1)[0]], line["file"])


if __name__ == "__main__":
    unittest.main()
