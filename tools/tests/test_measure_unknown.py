"""Pictures of people, text and screenshots, for which the network has no class: few get a name."""

import unittest

import command_line_program as program
import convert_support
import numpy as np
from unknown_pictures import WHEELS, all_pictures, save_all

WHEEL = next(WHEELS.glob("scikit_image-*.whl"), WHEELS / "scikit_image.whl")


@convert_support.needs(WHEEL)
class Pictures(unittest.TestCase):
    def test_are_twenty_of_each_kind_that_differ_and_are_the_same_each_time(self):
        first, again = all_pictures(), all_pictures()
        kinds = [name.split("-")[0] for name in first]
        self.assertEqual({kind: kinds.count(kind) for kind in kinds},
                         {"people": 20, "text": 20, "screenshot": 20})  # fmt: skip
        contents = {name: picture.tobytes() for name, picture in first.items()}
        self.assertEqual(len(set(contents.values())), 60)
        for name, picture in again.items():
            self.assertEqual(picture.tobytes(), contents[name], name)
            self.assertGreater(np.asarray(picture).std(), 5, name)


@program.needs_program
@convert_support.needs(WHEEL)
class OfTheDefaultWeights(program.CommandLineTest):
    def test_at_most_three_of_ten_get_a_name(self):
        save_all(self.folder)
        records = self.classify(*sorted(self.folder.glob("*.png")))
        named = [record for record in records if not record["answer"]["unknown"]]
        print(f"{len(named)} of {len(records)} pictures of what it does not know get a name")
        self.assertEqual(len(records), 60)
        self.assertLessEqual(len(named), 0.3 * 60)
        for record in named:
            self.assertTrue(record["answer"]["index"] is not None or record["entropy"] <= 6.5)


if __name__ == "__main__":
    unittest.main()
