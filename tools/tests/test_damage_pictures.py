"""tools/damage_pictures.py: few pictures with much damage pass in silence, and its makers of damage
do what they say."""

import io
import random
import unittest
from contextlib import redirect_stdout

import convert_support
import damage_pictures as damage
from faults.fault_report import report_fault

SAMPLES = convert_support.REPOSITORY / "web" / "samples"


@convert_support.needs(damage.DECODER)
class Measured(unittest.TestCase):
    def test_at_most_a_tenth_of_what_is_much_damaged_passes_without_a_note(self):
        outcomes = damage.measure([SAMPLES / "flower.jpg", SAMPLES / "china.jpg"], 300, seed=5)
        self.assertEqual(len(outcomes), 300)
        self.assertGreater(sum(each.wrong > damage.MANY_WRONG for each in outcomes), 20)
        printed = io.StringIO()
        with redirect_stdout(printed):
            few = damage.report(outcomes, seed=5)
        self.assertTrue(few, printed.getvalue())
        self.assertIn("seed 5", printed.getvalue())
        report_fault(47, printed.getvalue().splitlines()[-1] + ", 300 files, seed 5")

    def test_the_same_seed_is_the_same_damage(self):
        first, second = (damage.measure([SAMPLES / "flower.jpg"], 30, seed=6) for _ in range(2))
        self.assertEqual(first, second)


class Makers(unittest.TestCase):
    def test_each_kind_changes_a_file(self):
        rng = random.Random(1)
        file = bytes(range(256)) * 40
        for kind, maker in damage.KINDS.items():
            changed = [bytes(maker(bytearray(file), rng)) for _ in range(10)]
            self.assertTrue(any(each != file for each in changed), kind)

    def test_cuts_are_beginnings(self):
        file = bytes(range(256))
        for seed in range(20):
            cut = damage.cut(bytearray(file), random.Random(seed))
            self.assertTrue(0 < len(cut) < 256 and file.startswith(cut))

    def test_only_visible_differences_are_wrong(self):
        right = damage.np.zeros((10, 10, 3), damage.np.uint8)
        near, far = right.copy(), right.copy()
        near[:] = damage.LARGEST_DIFFERENCE
        far[:5, :, 1] = damage.LARGEST_DIFFERENCE + 1
        self.assertEqual(damage.share_of_wrong(near, right), 0.0)
        self.assertEqual(damage.share_of_wrong(far, right), 0.5)
        self.assertEqual(damage.share_of_wrong(right[:5], right), 1.0)
