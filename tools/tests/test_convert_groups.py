"""`--groups`, and the groups of a recipe: what gets into the weight file, and what is refused."""

import contextlib
import copy
import io
import json
import tempfile
import unittest
from pathlib import Path

import convert_support
from convert import cli, groups, labels, recipe
from convert.errors import Refused
from convert.weight_file import read_model
from convert_torch_networks import squeezenet1_1
from fuzz import torch_files

CLASSES = 10
PETS = [
    {"id": "dog", "name": {"en": "dog"}, "parent": "pet", "classes": [1, 2]},
    {"id": "pet", "name": {"en": "pet", "zh": "宠物"}, "parent": None, "classes": [0]},
]


def changed(index=0, **changes):
    """PETS with other values in one group; a value of ... is left out."""
    made = copy.deepcopy(PETS)
    made[index] |= changes
    made[index] = {key: value for key, value in made[index].items() if value is not ...}
    return made


def chain(length):
    """Groups that are each below the one before."""
    return [
        {
            "id": str(level),
            "name": {"en": f"level {level}"},
            "parent": str(level - 1) if level else None,
            "classes": [0] if level == length - 1 else [],
        }
        for level in range(length)
    ]


class InFolder(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def file(self, content) -> Path:
        path = self.folder / "groups.json"
        path.write_text(content if isinstance(content, str) else json.dumps(content), "utf-8")
        return path


class Groups(InFolder):
    def refused(self, code, document, languages=("en",)):
        with self.assertRaises(Refused) as caught:
            groups.read_groups(self.file(document), list(languages), CLASSES)
        self.assertEqual(caught.exception.code, code, document)
        self.assertIn("groups.json: ", str(caught.exception))
        return str(caught.exception)

    def test_what_the_format_knows_is_kept(self):
        given = changed(comment="ignored")
        self.assertEqual(groups.read_groups(self.file(given), ["en"], CLASSES), PETS)
        without = changed(index=1, parent=..., classes=...)
        read = groups.read_groups(self.file(without), ["en"], CLASSES)
        self.assertEqual(
            read[1] | {"name": {}}, {"id": "pet", "name": {}, "parent": None, "classes": []}
        )

    def test_what_is_no_list_of_groups_is_refused(self):
        for document in ("{", "[" * 100_000, {}, [1], "7", [None]):
            self.refused("groups/malformed", document)
        self.refused("groups/malformed", chain(1) * 5000)
        with self.assertRaises(Refused) as caught:
            groups.read_groups(self.folder / "nowhere.json", ["en"], CLASSES)
        self.assertEqual(caught.exception.code, "groups/unreadable")

    def test_values_of_another_kind_are_refused_with_the_group(self):
        for changes in (
            {"parent": 7},
            {"parent": ["pet"]},
            {"classes": 1},
            {"classes": ["dog"]},
            {"classes": [1.0]},
            {"classes": [True]},
            {"classes": None},
            {"name": "dog"},
            {"name": {"en": 7}},
            {"name": {"en": "dog", "zh": None}},
            {"name": ...},
        ):
            self.assertIn("'dog'", self.refused("groups/malformed", changed(**changes)))
        for identifier in (7, None, "", ..., ["dog"]):
            self.refused("groups/malformed", changed(id=identifier))

    def test_a_class_that_does_not_exist(self):
        for index in (-1, CLASSES, 10**30):
            said = self.refused("groups/unknown-class", changed(classes=[index]))
            self.assertIn(f"'dog': there is no class {index} of {CLASSES}", said)

    def test_a_class_in_two_groups_or_twice_in_one(self):
        said = self.refused("groups/class-twice", changed(classes=[1, 0]))
        self.assertIn("class 0 is in 'dog' and in 'pet'", said)
        self.refused("groups/class-twice", changed(classes=[1, 1]))

    def test_a_parent_that_does_not_exist(self):
        said = self.refused("groups/unknown-parent", changed(parent="animal"))
        self.assertIn("'dog': there is no parent 'animal'", said)

    def test_a_group_above_itself(self):
        self.refused("groups/cycle", changed(parent="dog"))
        self.refused("groups/cycle", changed(index=1, parent="dog"))

    def test_an_id_twice(self):
        self.assertIn("'pet'", self.refused("groups/id-twice", changed(id="pet", parent=None)))

    def test_a_name_in_every_language_of_the_labels(self):
        said = self.refused("groups/no-name", PETS, ["en", "zh"])
        self.assertIn("'dog' has no name in 'zh'", said)
        self.refused("groups/no-name", changed(name={"en": " "}))

    def test_levels_up_to_the_limit(self):
        self.assertEqual(len(groups.check_groups(chain(16), ["en"], CLASSES)), 16)
        said = self.refused("groups/too-deep", chain(17))
        self.assertIn("'16' has 16 groups above it, 15 are allowed", said)
        self.refused("groups/too-deep", chain(4096))

    def test_a_group_without_a_class(self):
        self.assertIn("'dog'", self.refused("groups/empty", changed(classes=[])))

    def test_groups_are_no_language(self):
        with self.assertRaises(Refused) as caught:
            labels.check_count({"groups": ["a"]}, 1)
        self.assertEqual(caught.exception.code, "labels/malformed")


class Command(InFolder):
    def setUp(self):
        super().setUp()
        self.source = self.folder / "net.pth"
        self.source.write_bytes(torch_files.zip_file(*torch_files.state(squeezenet1_1()[0].state)))
        self.output = self.folder / "net.safetensors"

    def run_main(self, *arguments):
        said = io.StringIO()
        with contextlib.redirect_stderr(said):
            code = cli.main([str(self.source), "-o", str(self.output), *map(str, arguments)])
        return code, said.getvalue()

    def test_the_file_has_the_groups_beside_the_labels(self):
        code, said = self.run_main("--groups", self.file(PETS))
        self.assertEqual(code, 0, said)
        document, _ = read_model(self.output)
        self.assertEqual(document["labels"]["groups"], PETS)
        self.assertEqual(len(document["labels"]["en"]), CLASSES)

    def test_without_groups_there_is_no_key(self):
        self.assertEqual(self.run_main()[0], 0)
        self.assertEqual(list(read_model(self.output)[0]["labels"]), ["en"])

    def test_what_is_refused_is_said_and_nothing_is_written(self):
        code, said = self.run_main("--groups", self.file(changed(classes=[CLASSES])))
        self.assertEqual(code, 1)
        self.assertIn("[groups/unknown-class]", said)
        self.assertFalse(self.output.exists())


class Recipes(unittest.TestCase):
    def test_those_with_imagenets_labels_have_its_hierarchy(self):
        models = convert_support.REPOSITORY / "models"
        for name in ("efficientnet-lite0", "resnet18"):
            found = recipe.read_recipe(models / f"{name}.json")
            self.assertEqual(found.groups, models / "imagenet.hierarchy.json")
            read = groups.read_groups(found.groups, ["en", "zh"], 1000)
            self.assertEqual(read, json.loads(found.groups.read_text("utf-8")))


if __name__ == "__main__":
    unittest.main()
