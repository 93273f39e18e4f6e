"""Configuration files with values that nobody expects: a typed error that names the file's key,
never one of Python's."""

import contextlib
import copy
import io
import json
import tempfile
import unittest
from pathlib import Path

import convert_support
from convert import cli
from convert.weight_file import read_model
from faults.fault_report import report_fault
from goldens.onnx_models import OnnxWriter

FIELD = convert_support.SHARED / "field"
CLASSES = 7
# As they stand in a file: some of them Python's json could not write.
STRANGE = (
    "null", "true", "0", "-1", "0.5", "1e308", "1e-320", "NaN", "Infinity",
    "1" + "0" * 400, "1" + "0" * 5000, '""', '"text"', '"\\ud800"', '"\\u0000"', "[]", "{}", "[1]",
    "[0, 0, 0]", '["a", "b"]', "[[1], [2], [3]]", '{"a": 1}', '{"0": 1}', '{"\\ud800": "a"}',
    "[" * 60 + "]" * 60, "[" * 5000 + "]" * 5000,
)  # fmt: skip


def writer() -> OnnxWriter:
    return OnnxWriter(0)


def network() -> bytes:
    w = writer()
    return w.model(w.classified(w.conv("image", 6, 3), 6, CLASSES)).SerializeToString()


HEIGHT, WIDTH = writer().size
NAMES = [f"name {index}" for index in range(CLASSES)]
PROCESSOR = {
    "crop_size": {"height": HEIGHT, "width": WIDTH},
    "crop_pct": 0.9,
    "do_center_crop": True,
    "do_normalize": True,
    "do_rescale": True,
    "do_resize": True,
    "image_mean": [0.485, 0.456, 0.406],
    "image_std": [0.229, 0.224, 0.225],
    "resample": 3,
    "rescale_factor": 0.00392156862745098,
    "size": {"shortest_edge": 48},
}
TIMM = {
    "crop_mode": "center",
    "crop_pct": 0.9,
    "input_size": [3, 32, 32],
    "interpolation": "bicubic",
    "mean": [0.5] * 3,
    "std": [0.5] * 3,
}
CONFIG = {
    "architecture": "mine",
    "id2label": {str(index): name for index, name in enumerate(NAMES)},
}
NAMED = {
    "label_names": [f"n{index}" for index in range(CLASSES)],
    "label_descriptions": {f"n{index}": name for index, name in enumerate(NAMES)},
}
RECIPE = {
    "name": "Mine",
    "architecture": "mine",
    "license": None,
    "weights": {"file": "net.onnx", "size": 100, "sha256": "0" * 64},
    "preprocess": {
        "input_size": [HEIGHT, WIDTH],
        "resize_shorter": 48,
        "filter": "bicubic",
        "mean": [127.5] * 3,
        "std": [127.5] * 3,
    },
    "labels": "imagenet",
}
RANGES = {
    "command": "c",
    "method": "m",
    "pictures": 1,
    "mean_abs_weight": 0.1,
    "ranges": {"image": [0, 1]},
}


def places(document, path=()):
    """The path of every value in it."""
    for key, value in document.items():
        yield (*path, key)
        if isinstance(value, dict):
            yield from places(value, (*path, key))


def with_value(document: dict, path, value: str) -> str:
    """The document as JSON, with `value`, which is JSON, at `path`."""
    changed = copy.deepcopy(document)
    target = changed
    for key in path[:-1]:
        target = target[key]
    target[path[-1]] = "@here@"
    return json.dumps(changed).replace('"@here@"', value)


class Configuration(unittest.TestCase):
    def setUp(self):
        self.scratch = Path(self.enterContext(tempfile.TemporaryDirectory()))
        self.folder = self.scratch / "network"
        self.folder.mkdir()
        (self.folder / "model.onnx").write_bytes(network())
        self.output = self.scratch / "out.safetensors"

    def write(self, name, text):
        path = self.folder / name
        path.write_text(text if isinstance(text, str) else json.dumps(text), "utf-8")
        return path

    def convert(self, *options, source=None):
        """(exit code, what was said)."""
        said = io.StringIO()
        with contextlib.redirect_stderr(said):
            code = cli.main([str(source or self.folder), "-o", str(self.output), *options])
        return code, said.getvalue()

    def refused(self, code, *words, options=(), source=None):
        status, said = self.convert(*options, source=source)
        self.assertEqual(status, 1, said)
        self.assertIn(f"[{code}]", said)
        for word in words:
            self.assertIn(word, said)

    def test_the_good_ones_are_good(self):
        self.write("config.json", CONFIG)
        self.write("preprocessor_config.json", PROCESSOR)
        code, said = self.convert()
        self.assertEqual(code, 0, said)
        document = read_model(self.output)[0]
        self.assertEqual(document["labels"], {"en": NAMES})
        self.assertEqual(document["preprocess"]["resize_shorter"], 48)
        self.write("config.json", NAMED)
        self.convert()
        self.assertEqual(read_model(self.output)[0]["labels"], {"en": NAMES})

    def strange_values(self, name, good, options=()):
        """Every strange value in every place: converted, or refused with a code and the key. How
        many."""
        for path in places(good):
            for value in STRANGE:
                with self.subTest(name, key=path, value=value[:40]):
                    self.write(name, with_value(good, path, value))
                    status, said = self.convert(*options)
                    self.assertIn(status, (0, 1))
                    if status == 1:
                        self.assertRegex(said, r"\[[a-z0-9]+/[a-z-]+\]\n$")
                    if any(f"[{area}/" in said for area in ("huggingface", "recipe", "preprocess")):
                        self.assertTrue(
                            path[0] in said or "not JSON" in said or "deep" in said, said
                        )
        return len(list(places(good))) * len(STRANGE)

    def test_every_value_of_every_file(self):
        tried = self.strange_values("config.json", CONFIG | NAMED)
        tried += self.strange_values("config.json", NAMED)
        tried += self.strange_values("config.json", {"pretrained_cfg": TIMM})
        (self.folder / "config.json").unlink()
        tried += self.strange_values("preprocessor_config.json", PROCESSOR)
        tried += self.strange_values(
            "preprocessor_config.json", PROCESSOR | {"crop_size": None, "size": 32}
        )
        for option, good in (
            ("--recipe", RECIPE),
            ("--preprocess", RECIPE["preprocess"]),
            ("--labels", CONFIG["id2label"]),
        ):
            more = ("--other-weights",) if option == "--recipe" else ()
            tried += self.strange_values(
                f"own{option}.json", good, (option, str(self.folder / f"own{option}.json"), *more)
            )
        own = self.folder / "ranges.json"
        tried += self.strange_values("ranges.json", RANGES, ("--int8", "--ranges", str(own)))
        report_fault(
            56,
            f"{tried} strange values in the places of files that give configuration: a file, or a "
            "typed error",
        )

    def test_messages_name_file_key_and_value(self):
        for document, *words in (
            ({"size": 256, "crop_pct": 0}, "crop_pct is 0; a number from 0.1 to 1 is needed"),
            ({"size": 256, "crop_pct": "most"}, 'crop_pct is "most"; a number'),
            (PROCESSOR | {"crop_size": {}}, "crop_size: height is missing"),
            (
                PROCESSOR | {"crop_size": {"height": "224", "width": 1}},
                'crop_size: height is "224"',
            ),
            (PROCESSOR | {"size": {}}, "size: shortest_edge is missing"),
            (PROCESSOR | {"size": 24}, "size is 24; at least the crop_size"),
            (PROCESSOR | {"image_mean": 0.5}, "image_mean is 0.5; a list of 3 numbers"),
            (PROCESSOR | {"image_std": [0, 1, 1]}, "image_std is a list; a list of 3 numbers from"),
            (PROCESSOR | {"do_rescale": "no"}, 'do_rescale is "no"; true or false'),
            (PROCESSOR | {"rescale_factor": 1}, "rescale_factor is 1; 1/255"),
            (PROCESSOR | {"do_normalize": False}, "do_normalize is false; true"),
            (PROCESSOR | {"resample": [2]}, "resample is a list; 2, 3,"),
        ):
            with self.subTest(words):
                self.write("preprocessor_config.json", document)
                self.refused("huggingface/preprocess", "preprocessor_config.json: ", *words)
                # The advice of the message helps.
                status, said = self.convert("--preprocess", "imagenet")
                self.assertEqual(status, 0, said)

    def test_labels_name_their_key(self):
        for document, code, words in (
            (
                {"id2label": ["a", "b"]},
                "huggingface/malformed",
                "config.json: id2label is a list; an object",
            ),
            ({"id2label": 7}, "huggingface/malformed", "id2label is 7"),
            ({"id2label": {}}, "labels/malformed", "config.json: id2label: a label is empty"),
            ({"id2label": {"0": 1}}, "labels/malformed", "id2label: label 0 is 1, not a text"),
            ({"id2label": {"a": "b"}}, "labels/malformed", "id2label: the keys are not 0, 1"),
            ({"label_names": "cat"}, "huggingface/malformed", 'label_names is "cat"'),
            ({"label_names": [["cat"]]}, "labels/malformed", "label_names: label 0 is a list"),
            (
                NAMED | {"label_descriptions": ["a"]},
                "huggingface/malformed",
                "label_descriptions is",
            ),
            ({"architecture": 7}, "huggingface/malformed", "architecture is 7; a text"),
            ({"pretrained_cfg": [1]}, "huggingface/malformed", "pretrained_cfg is a list"),
        ):
            with self.subTest(words):
                self.write("config.json", document)
                self.refused(code, words)

    def test_halves_of_surrogate_pairs_are_found_by_key(self):
        self.write("config.json", '{"id2label": {"0": "cat", "1": "\\uD83D"}}')
        self.refused("huggingface/malformed", "id2label.1 holds half of a surrogate pair")
        self.write("config.json", "{}")
        path = self.write("labels.json", '{"en": {"\\udc00": "cat"}}')
        self.refused("labels/malformed", "surrogate", options=("--labels", str(path)))
        self.write("config.json", '{"id2label": {"0": "\\ud83d\\ude00"}}')
        self.refused("labels/wrong-count", "1 labels")  # a whole pair is a letter

    @convert_support.needs(FIELD / "hf_crop0")
    def test_the_folders_of_the_field(self):
        self.refused("huggingface/preprocess", "crop_pct is 0", source=FIELD / "hf_crop0")
        self.refused("huggingface/malformed", "id2label is a list", source=FIELD / "hf_idlist")


if __name__ == "__main__":
    unittest.main()
