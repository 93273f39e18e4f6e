"""Labels, preprocessing and recipes: what is accepted, and what refusals say."""

import json
import tempfile
import unittest
from pathlib import Path

import convert_support
from convert import labels, preprocess, recipe
from convert.errors import Refused

RECIPES = [
    path
    for path in sorted((convert_support.REPOSITORY / "models").glob("*.json"))
    if "." not in path.stem
]


class InFolder(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def file(self, name, content) -> Path:
        path = self.folder / name
        path.parent.mkdir(exist_ok=True, parents=True)
        path.write_text(content if isinstance(content, str) else json.dumps(content), "utf-8")
        return path

    def refused(self, code, function, *arguments):
        with self.assertRaises(Refused) as caught:
            function(*arguments)
        self.assertEqual(caught.exception.code, code)
        return str(caught.exception)


class Labels(InFolder):
    def test_text_file(self):
        path = self.file("labels.txt", "tench, Tinca tinca\n\n  goldfish \n")
        self.assertEqual(labels.file_labels(path), {"en": ["tench, Tinca tinca", "goldfish"]})

    def test_a_byte_order_mark_is_no_part_of_a_label(self):
        json_text = '["cat", "\u732b"]'
        for encoding in ("utf-8-sig", "utf-16"):
            for name, text in (("labels.txt", "cat\r\n\u732b\r\n"), ("labels.json", json_text)):
                path = self.folder / name
                path.write_bytes(text.encode(encoding))
                self.assertEqual(labels.file_labels(path), {"en": ["cat", "\u732b"]})
        path.write_bytes(b"\xff\xfe\x00")
        with self.assertRaisesRegex(Refused, "not UTF-16"):
            labels.file_labels(path)

    def test_json_files(self):
        expected = {"en": ["cat", "dog"]}
        for content in (["cat", "dog"], {"1": "dog", "0": "cat"}, {"en": {"1": "dog", "0": "cat"}}):
            self.assertEqual(labels.file_labels(self.file("labels.json", content)), expected)
        both = {"en": ["cat"], "zh": ["猫"]}
        self.assertEqual(labels.file_labels(self.file("labels.json", both)), both)

    def test_imagenet_package_and_tables(self):
        english = {"0": "tabby, tabby cat", "1": "crane, hoist", "2": "crane"}
        self.file("package/locales/en.json", english)
        self.table("en", "1\tcrane (machine)\tnot the bird")
        self.table("zh", "0\t虎斑猫，猫\t", "1\t起重机, 吊车\t", "2\t鹤\tthe bird")
        self.assertEqual(
            labels.imagenet_labels(self.folder / "package", self.folder),
            {
                "en": ["tabby, tabby cat", "crane (machine), hoist", "crane"],
                "zh": ["虎斑猫,猫", "起重机, 吊车", "鹤"],
            },
        )

    def test_tables_that_are_none(self):
        for lines in (["0\tcat"], ["x\tcat\t"], ["0\tcat\t", "0\tdog\t"], ["0\ta\tb\tc"]):
            path = self.table("zh", *lines)
            self.refused("labels/malformed", labels.read_table, path)
        self.refused("labels/malformed", labels.read_table, self.file("names.tsv", "0\tcat\t\n"))

    def test_tables_that_do_not_fit_the_package(self):
        package = self.folder / "package"
        self.file("package/locales/en.json", {"0": "cat"})
        self.table("zh", "0\t猫\t")
        self.table("en", "1\tdog\t")
        self.refused("labels/malformed", labels.imagenet_labels, package, self.folder)
        self.table("en")
        for lines in (["1\t猫\t"], ["0\t\t"]):
            self.table("zh", *lines)
            self.refused("labels/malformed", labels.imagenet_labels, package, self.folder)

    def table(self, language: str, *lines: str) -> Path:
        content = "\n".join((labels.TABLE_HEAD, *lines, ""))
        return self.file(f"imagenet.{language}.tsv", content)

    def test_refusals(self):
        for content in ({"0": "a", "2": "b"}, ["a", ""], [], [1], {"en": ["a"], "zh": "b"}, 7):
            self.refused("labels/malformed", labels.file_labels, self.file("labels.json", content))
        self.refused("labels/malformed", labels.file_labels, self.file("labels.json", "{"))
        self.refused("labels/malformed", labels.file_labels, self.file("labels.txt", "\n"))
        self.refused(
            "labels/unreadable", labels.imagenet_labels, self.folder / "nowhere", self.folder
        )
        said = self.refused("labels/wrong-count", labels.check_count, {"en": ["a", "b"]}, 3)
        self.assertEqual(said, "2 labels in 'en' for 3 classes")


class Preprocess(InFolder):
    def test_presets_obey_the_format(self):
        for name, preset in preprocess.PRESETS.items():
            self.assertEqual(preprocess.checked(preset), preset)
            self.assertEqual(preprocess.read_preprocess(name), preset)

    def test_file(self):
        preset = preprocess.PRESETS["tf"]
        path = self.file("preprocess.json", preset | {"comment": "ignored"})
        self.assertEqual(preprocess.read_preprocess(str(path)), preset)

    def test_refusals(self):
        good = preprocess.PRESETS["imagenet"]
        bad = {
            "input_size": [[224], [0, 224], "224", [224.5, 224], [True, True], [5000, 5000]],
            "resize_shorter": [0, 100, "256", None],
            "filter": ["nearest", 2, None],
            "mean": [[1, 2], [1, 2, float("nan")], 3],
            "std": [[1, 2, 0], [1, 2, -1], [1, 2, "3"]],
        }
        for key, values in bad.items():
            for value in values:
                with self.subTest(key, value=value):
                    self.refused("preprocess/malformed", preprocess.checked, good | {key: value})
        for key in good:
            without = {k: v for k, v in good.items() if k != key}
            self.assertIn(key, self.refused("preprocess/malformed", preprocess.checked, without))
        self.refused("preprocess/malformed", preprocess.checked, [])
        self.refused("preprocess/unreadable", preprocess.read_preprocess, "no-such-preset")
        self.refused(
            "preprocess/malformed", preprocess.read_preprocess, str(self.file("p.json", "{"))
        )


class Recipes(InFolder):
    def test_each_is_complete(self):
        self.assertGreaterEqual(len(RECIPES), 1)
        for path in RECIPES:
            with self.subTest(path.name):
                found = recipe.read_recipe(path)
                self.assertEqual(preprocess.checked(found.preprocess), found.preprocess)
                self.assertGreater(found.weights["size"], 0)
                self.assertRegex(found.weights["sha256"], "^[0-9a-f]{8,64}$")
                accuracy = json.loads(path.read_text())["accuracy"]
                self.assertTrue(0 < accuracy["top1"] <= accuracy["top5"] <= 1)

    def test_wrong_file(self):
        found = recipe.read_recipe(RECIPES[0])
        said = self.refused("recipe/wrong-file", recipe.check_bytes, b"x", found)
        self.assertIn("1 bytes", said)
        said = self.refused(
            "recipe/wrong-file", recipe.check_bytes, bytes(found.weights["size"]), found
        )
        self.assertIn(found.weights["sha256"], said)

    def test_refusals(self):
        self.refused("recipe/unreadable", recipe.read_recipe, self.folder / "none.json")
        self.refused("recipe/malformed", recipe.read_recipe, self.file("r.json", "{"))
        self.refused("recipe/malformed", recipe.read_recipe, self.file("r.json", [1]))
        self.assertIn(
            "license",
            self.refused(
                "recipe/malformed",
                recipe.read_recipe,
                self.file("r.json", {"name": "x", "architecture": "y"}),
            ),
        )
        found = recipe.read_recipe(RECIPES[0])
        for content in ("not a zip", ""):
            self.refused(
                "recipe/wrong-package", recipe.from_package, self.file("x.whl", content), found
            )


if __name__ == "__main__":
    unittest.main()
