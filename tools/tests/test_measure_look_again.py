"""The scenes of measure_look_again.py, and its way to mix, by numbers that can be computed."""

import argparse
import unittest

import command_line_program as program
import numpy as np
from measure_look_again import KINDS, RULES, examples, looks_of, mixed
from PIL import Image


class Scenes(program.CommandLineTest):
    def setUp(self):
        super().setUp()
        self.files = []
        for i, (size, grey) in enumerate([((40, 30), 10), ((30, 40), 20), ((400, 20), 30)]):
            path = self.folder / f"{i}_picture.png"
            Image.new("RGB", size, (grey, grey, grey)).save(path)
            self.files.append(path)

    def scenes(self, kind, seed=1):
        given = argparse.Namespace(seed=seed, smallest=0.2, largest=0.6)
        return list(examples(self.files, kind, given))

    def test_the_pictures_as_they_are_come_first(self):
        found = self.scenes(KINDS[0])
        self.assertEqual([one.picture.size for one in found], [(40, 30), (30, 40), (400, 20)])
        self.assertEqual([one.truth for one in found], [0, 1, 2])

    def test_an_object_has_a_fifth_to_three_fifths_of_the_height_and_lies_inside(self):
        for kind, (one, scene) in [(k, pair) for k in KINDS[1:] for pair in self.pairs(k)]:
            grey = int(one.stem[0]) * 10 + 10
            rows, columns = np.where((np.asarray(scene) == grey).all(axis=2))
            height, width = np.ptp(rows) + 1, np.ptp(columns) + 1
            self.assertLessEqual(height, 0.6 * scene.height, kind)
            self.assertTrue(height >= 0.2 * scene.height - 1 or width >= scene.width - 1, kind)

    def pairs(self, kind):
        return zip(self.files, [one.picture for one in self.scenes(kind)], strict=True)

    def test_the_same_seed_makes_the_same_scenes_and_another_does_not(self):
        for kind in KINDS[1:]:
            first, again, other = (self.scenes(kind, seed) for seed in (1, 1, 2))
            self.assertEqual([a.picture.tobytes() for a in first],
                             [b.picture.tobytes() for b in again])  # fmt: skip
            self.assertNotEqual(first[0].picture.tobytes(), other[0].picture.tobytes())


class Rules(unittest.TestCase):
    def test_take_at_most_nine_looks_but_for_those_of_nine_parts(self):
        for rule in RULES:
            looks = looks_of(rule, (400, 300))
            self.assertLessEqual(1 + len(looks), 10 if "3x3 of" in rule else 9, rule)
            self.assertTrue(looks, rule)
            for look in looks:
                x, y, width, height = look.get("region", (0, 0, 400, 300))
                self.assertTrue(0 <= x <= 400 - width and 0 <= y <= 300 - height, rule)

    def test_a_look_weighs_as_much_as_it_is_sure(self):
        looks = np.array([[0.5, 0.5], [0.0, 1.0], [0.5, 0.5]])
        np.testing.assert_allclose(mixed(looks, 3, 1, 0), [1 / 3, 2 / 3])  # 3 / 2, 1, 1 / 2
        np.testing.assert_allclose(mixed(looks, 0, 1, 0.5), [1 / 3, 2 / 3])  # 3 / 2 of 3
        np.testing.assert_allclose(mixed(looks, 1, 50, 0), [0, 1], atol=1e-9)


if __name__ == "__main__":
    unittest.main()
