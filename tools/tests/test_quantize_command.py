"""--int8, --calibrate and --ranges of the command: the same bytes with and without pictures, and
what is refused."""

import contextlib
import io
import json
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

import convert_support
import numpy as np
from convert import cli, quantize
from convert.quantize import keep
from convert.quantize.calibrate import network_inputs, pictures_in
from convert.quantize.judge import Cost, answers, true_classes
from convert.quantize.ranges import read_ranges
from convert.weight_file import read_model
from goldens import onnx_models as models
from PIL import Image

SCRIPT = convert_support.TOOLS / "convert_model.py"


class Spoilt:
    """Judges that the layers `names`, and they alone, cost accuracy in int8."""

    def __init__(self, names):
        self.names = names

    def cost(self, candidate):
        return Cost(40, 40 - 5 * self.count(candidate), 0.0)

    def error(self, candidate, count):
        return float(self.count(candidate))

    def count(self, candidate):
        return sum(
            operation.output in self.names and operation.quantization is not None
            for operation in candidate.operations
        )


class Command(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        self.source = self.folder / "mine.onnx"
        self.source.write_bytes(models.dense_net(0).SerializeToString())
        self.output = self.folder / "mine.safetensors"
        self.kept = self.folder / "mine.ranges.json"
        self.pictures = self.folder / "pictures"
        self.pictures.mkdir()
        random = np.random.default_rng(0)
        for index in range(3):
            pixels = random.integers(0, 256, (40, 50, 3), np.uint8)
            Image.fromarray(pixels).save(self.pictures / f"{index}.png")

    def run_main(self, *arguments):
        said = io.StringIO()
        with contextlib.redirect_stderr(said):
            code = cli.main([str(self.source), "-o", str(self.output), *map(str, arguments)])
        return code, said.getvalue()

    def calibrate(self, *arguments) -> bytes:
        code, said = self.run_main("--int8", "--calibrate", self.pictures, *arguments)
        self.assertEqual(code, 0, said)
        return self.output.read_bytes()

    def refused(self, code, *arguments):
        self.output.unlink(missing_ok=True)
        exit_code, said = self.run_main(*arguments)
        self.assertEqual(exit_code, 1, said)
        self.assertIn(f"[{code}]", said)
        self.assertFalse(self.output.exists())
        return said

    def test_ranges_give_the_bytes_that_pictures_gave(self):
        calibrated = self.calibrate()
        for picture in self.pictures.iterdir():
            picture.unlink()
        self.output.unlink()
        code, said = self.run_main("--int8")
        self.assertEqual(code, 0, said)
        self.assertEqual(self.output.read_bytes(), calibrated)
        other = self.folder / "elsewhere.json"
        self.kept.rename(other)
        self.assertEqual(self.run_main("--int8", "--ranges", other)[0], 0)
        self.assertEqual(self.output.read_bytes(), calibrated)

    def test_calibrating_twice_keeps_the_same_ranges(self):
        self.calibrate()
        first = self.kept.read_bytes()
        self.calibrate()
        self.assertEqual(self.kept.read_bytes(), first)

    def test_ranges_say_how_they_were_found(self):
        self.calibrate("--ranges", self.folder / "here.json")
        self.assertFalse(self.kept.exists())
        text = (self.folder / "here.json").read_text()
        document = json.loads(text)
        self.assertEqual((document["pictures"], document["method"]), (3, "percentile 99.999"))
        self.assertNotIn(str(self.folder), text)
        network = cli.sources.read_network(self.source.read_bytes())[0]
        self.assertEqual(list(document["ranges"]), quantize.values_to_calibrate(network))

    def test_the_file_is_smaller_and_complete(self):
        self.run_main()
        float32 = self.output.stat().st_size
        self.assertLess(len(self.calibrate()), float32)
        document, network = read_model(self.output)
        self.assertEqual(document["source"]["file"], "mine.onnx")
        self.assertEqual(network.tensors[network.operations[-1].weight].dtype, np.int8)

    def test_without_ranges(self):
        said = self.refused("int8/no-ranges", "--int8")
        self.assertIn("mine.ranges.json is missing: --calibrate FOLDER", said)

    def test_ranges_of_other_weights(self):
        self.calibrate()
        self.source.write_bytes(models.dense_net(1).SerializeToString())
        self.assertIn("calibrate again", self.refused("int8/other-weights", "--int8"))

    def test_malformed_ranges(self):
        self.calibrate()
        good = json.loads(self.kept.read_text())
        value = next(iter(good["ranges"]))
        bad = [[], "x", {}, good | {"ranges": []}, good | {"ranges": {value: [1]}}]
        bad += [
            good | {"ranges": good["ranges"] | {value: pair}}
            for pair in ([2, 1], [0, "a"], None, [0, 1e999])
        ]
        for document in bad:
            with self.subTest(str(document)[:60]):
                self.kept.write_text(json.dumps(document))
                self.refused("int8/ranges-malformed", "--int8")
        del good["ranges"][value]
        self.kept.write_text(json.dumps(good))
        self.assertIn(repr(value), self.refused("int8/no-range", "--int8"))

    def test_it_says_what_int8_costs(self):
        code, said = self.run_main("--int8", "--calibrate", self.pictures)
        self.assertEqual(code, 0)
        self.assertRegex(said, r"on 3 pictures int8 gives the answer of float32 in [0-3]; prob")
        self.assertRegex(said, r"in float32 are .*1 dense, 1 global_average_pool")

    def test_folders_of_classes(self):
        labels = self.folder / "labels.txt"
        labels.write_text("\n".join(["cat, tom", "Big dog", *(f"c{i}" for i in range(5))]))
        for index, picture in enumerate(sorted(self.pictures.iterdir())):
            folder = self.pictures / ("tom", "big_dog", "cat")[index]
            folder.mkdir()
            picture.rename(folder / picture.name)
        command = "--int8", "--calibrate", self.pictures, "--labels", labels
        code, said = self.run_main(*command)
        self.assertEqual(code, 0, said)
        pictures = pictures_in(self.pictures)
        document, network = read_model(self.output)
        truth = true_classes(pictures, document["labels"])
        self.assertEqual(truth, [1, 0, 0])
        with_groups = document["labels"] | {"groups": [{"id": "animal"}]}
        self.assertEqual(true_classes(pictures, with_groups), truth)
        images = list(network_inputs(pictures, document["preprocess"]))
        right = sum(answers(network, images).argmax(axis=1) == truth)
        self.assertIn(f"right are {100 * right / 3:.1f} %, with float32", said)
        (self.pictures / "other").mkdir()
        pictures[0].rename(self.pictures / "other" / "x.png")
        self.assertNotIn("right are", self.run_main(*command)[1])

    def test_layers_in_float32(self):
        whole = len(self.calibrate())
        name = next(o.output for o in read_model(self.output)[1].operations if o.op == "conv2d")
        code, said = self.run_main("--int8", "--keep-float32", name)
        self.assertEqual(code, 0, said)
        kept = {o.output: o for o in read_model(self.output)[1].operations}[name]
        self.assertIsNone(kept.quantization)
        self.assertGreater(len(self.output.read_bytes()), whole)
        self.refused("int8/no-such-layer", "--int8", "--keep-float32", "other")

    def test_keep_accuracy(self):
        self.calibrate("--keep-accuracy")
        network = cli.sources.read_network(self.source.read_bytes())[0]
        ranges = read_ranges(self.kept).ranges
        prepared = {"mean": [127.5] * 3, "std": [127.5] * 3}
        layers = [o.output for o in network.operations if o.op == "conv2d"]
        for spoilt in ({layers[1]}, {layers[0], layers[2]}):
            judge, said = Spoilt(spoilt), []
            made, cost = keep.accurate(network, ranges, prepared, frozenset(), judge, said.append)
            self.assertEqual(cost.points, 0)
            found = {o.output for o in made.operations if o.op == "conv2d" and not o.quantization}
            self.assertEqual(found, spoilt)
            self.assertIn(min(spoilt), said[-1])

    def test_folders_without_pictures(self):
        empty = self.folder / "empty"
        self.refused("int8/no-pictures", "--int8", "--calibrate", empty)
        empty.mkdir()
        (empty / "notes.txt").write_text("x")
        self.refused("int8/no-pictures", "--int8", "--calibrate", empty)
        (empty / "broken.png").write_text("x")
        self.assertIn(
            "broken.png", self.refused("int8/bad-picture", "--int8", "--calibrate", empty)
        )
        self.assertFalse(self.kept.exists())

    def test_options_that_do_not_fit_are_wrong_usage(self):
        for extra in (["--calibrate", self.pictures], ["--ranges", self.kept]):
            command = [sys.executable, SCRIPT, self.source, "-o", self.output, *extra]
            done = subprocess.run(list(map(str, command)), capture_output=True, text=True)
            self.assertEqual(done.returncode, 2)
            self.assertIn("are for --int8", done.stderr)


class CommittedRanges(unittest.TestCase):
    def test_each_is_small_and_of_a_recipe(self):
        found = sorted((convert_support.REPOSITORY / "models").glob("*.ranges.json"))
        self.assertGreaterEqual(len(found), 2)
        for path in found:
            self.assertTrue(
                path.with_name(path.name.replace(".ranges.json", ".json")).exists(), path
            )
            self.assertLess(path.stat().st_size, 4096)
            self.assertGreaterEqual(read_ranges(path).pictures, 100)


if __name__ == "__main__":
    unittest.main()
