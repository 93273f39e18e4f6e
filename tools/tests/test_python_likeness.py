"""glance.Likeness of the Python package."""

import shutil
import tempfile
import unittest
from pathlib import Path

import command_line_program as program
import convert_support
from command_line_program import COFFEE, MODEL, REPOSITORY
from PIL import Image, ImageOps
from test_python_arguments import LIBRARY, package

CAT = REPOSITORY / "native-tests/fixtures/classifier/chelsea_square.png"


@program.needs_program
@convert_support.needs(LIBRARY)
class Likeness(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = Path(tempfile.mkdtemp(prefix="glance-likeness-"))
        cls.addClassCleanup(shutil.rmtree, cls.folder)
        cls.glance = package(cls.folder)
        cls.classifier = cls.glance.Classifier(MODEL)

    def test_groups_call_pictures_by_their_names(self):
        likeness = self.glance.Likeness(self.classifier)
        likeness.add(CAT.read_bytes(), name="cat")
        likeness.add(COFFEE.read_bytes(), name="coffee")
        with Image.open(CAT) as file:
            likeness.add(ImageOps.scale(file.convert("RGB"), 0.6))
        self.assertEqual(len(likeness), 3)
        (group,) = likeness.duplicates()
        self.assertEqual(group, self.glance.LikenessGroup("resized", ("cat", 2), "cat"))

    def test_neighbours_come_best_first(self):
        likeness = self.glance.Likeness(self.classifier)
        self.assertEqual(likeness.similar(CAT.read_bytes()), ())
        for path in (COFFEE, CAT):
            likeness.add(path.read_bytes(), name=path)
        first, second = likeness.similar(CAT.read_bytes(), top_k=10)
        self.assertEqual((first.picture, second.picture), (CAT, COFFEE))
        self.assertAlmostEqual(first.similarity, 1, places=3)
        self.assertLess(second.similarity, 0.6)
        self.assertEqual(len(likeness.similar(CAT.read_bytes(), top_k=1)), 1)

    def test_what_classify_gave_is_taken_in_the_place_of_the_picture(self):
        likeness = self.glance.Likeness(self.classifier)
        seen = self.classifier.classify(CAT.read_bytes(), embedding=True, fingerprint=True)
        likeness.add(seen)
        likeness.add(CAT.read_bytes())
        likeness.add(COFFEE.read_bytes())
        self.assertEqual([group.pictures for group in likeness.duplicates()], [(0, 1)])
        self.assertEqual(likeness.similar(seen), likeness.similar(CAT.read_bytes()))

    def test_wrong_arguments_are_errors(self):
        likeness = self.glance.Likeness(self.classifier)
        for wrong, code in (
            (lambda: likeness.add(b"no picture"), "image/not-a-picture"),
            (lambda: likeness.similar(CAT.read_bytes(), top_k=0), "call/bad-argument"),
            (lambda: likeness.similar(CAT.read_bytes(), top_k=1.5), "call/bad-argument"),
            (lambda: likeness.add(self.classifier.classify(CAT.read_bytes())), "call/bad-argument"),
        ):
            with self.assertRaises(self.glance.GlanceError) as raised:
                wrong()
            self.assertEqual(raised.exception.code, code)
        self.assertEqual((len(likeness), likeness.duplicates()), (0, ()))

    def test_the_fingerprint_is_given_when_it_is_asked_for(self):
        data = COFFEE.read_bytes()
        self.assertIsNone(self.classifier.classify(data).fingerprint)
        whole = self.classifier.classify(data, fingerprint=True)
        self.assertEqual(len(whole.fingerprint), 1040)
        self.assertIsNone(whole.embedding)
        part = self.classifier.classify(data, fingerprint=True, region=(0, 0, 50, 50))
        self.assertEqual(part.fingerprint, whole.fingerprint)


if __name__ == "__main__":
    unittest.main()
