"""glance.teach and Classifier.embed of the Python package."""

import shutil
import tempfile
import unittest
from pathlib import Path

import command_line_program as program
import convert_support
import numpy as np
from command_line_program import COFFEE, MODEL
from test_command_line_teach import pattern
from test_python_arguments import LIBRARY, package


@program.needs_program
@convert_support.needs(LIBRARY)
class Teach(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = Path(tempfile.mkdtemp(prefix="glance-teach-"))
        cls.addClassCleanup(shutil.rmtree, cls.folder)
        cls.glance = package(cls.folder)
        cls.classifier = cls.glance.Classifier(MODEL)
        cls.pairs = [
            (pattern(kind, seed), kind) for kind in ("stripes", "discs") for seed in range(6)
        ]

    def test_embed_is_the_embedding_of_classify(self):
        data = COFFEE.read_bytes()
        embedding = self.classifier.embed(data)
        self.assertEqual(np.asarray(embedding).dtype, np.float32)
        self.assertEqual(len(embedding), self.classifier.model.embedding_size)
        self.assertEqual(self.classifier.classify(data, embedding=True).embedding, embedding)
        self.assertIsNone(self.classifier.classify(data).embedding)

    def test_pairs_and_folders_teach_the_same(self):
        for number, (data, label) in enumerate(self.pairs):
            path = self.folder / "taught" / label / f"{number}.png"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        told = []
        lesson = self.glance.teach(self.pairs, model=self.classifier, on_progress=told.append)
        self.assertEqual((told[0], told[-1]), (0, 1))
        again = self.glance.teach(self.folder / "taught", model=MODEL)
        self.assertEqual(lesson.weights, again.weights)
        self.assertEqual([each.label for each in lesson.classes], ["discs", "stripes"])
        self.assertEqual((lesson.pictures, lesson.unread), (12, ()))
        self.assertGreaterEqual(lesson.accuracy, 0.8)
        self.assertEqual(sum(map(sum, lesson.confusion)), 12)
        lesson.save(self.folder / "mine.safetensors")
        with self.glance.Classifier(self.folder / "mine.safetensors") as taught:
            known = taught.classify(pattern("discs", 100))
            self.assertEqual(known.predictions[0].label, "discs")
            self.assertTrue(taught.classify(COFFEE.read_bytes()).answer.unknown)

    def test_what_cannot_be_read_is_left_out_and_said(self):
        lesson = self.glance.teach([*self.pairs, (b"nothing", "discs")], model=self.classifier)
        self.assertEqual(lesson.pictures, 12)
        ((picture, error),) = lesson.unread
        self.assertEqual((picture, error.code), (b"nothing", "image/not-a-picture"))

    def test_none_of_these(self):
        discs = [pair for pair in self.pairs if pair[1] == "discs"]
        others = [data for data, label in self.pairs if label == "stripes"]
        lesson = self.glance.teach(discs, model=self.classifier, none_of_these=others)
        self.assertEqual([each.label for each in lesson.classes], ["discs", "none of these"])

    def test_errors(self):
        for source, code in (
            (self.pairs[:3], "call/bad-argument"),
            ([], "call/bad-argument"),
            ([(COFFEE.read_bytes(), 7)], "call/bad-argument"),
            (self.folder / "no such folder", "file/unreadable"),
        ):
            with self.subTest(source=source), self.assertRaises(self.glance.GlanceError) as raised:
                self.glance.teach(source, model=self.classifier)
            self.assertEqual(raised.exception.code, code)

    def test_progress_may_cancel_and_its_exceptions_arrive(self):
        with self.assertRaises(self.glance.GlanceError) as raised:
            self.glance.teach(self.pairs, model=self.classifier, on_progress=lambda part: False)
        self.assertEqual(raised.exception.code, "call/cancelled")

        def fail(part):
            raise KeyError("mine")

        with self.assertRaises(KeyError):
            self.glance.teach(self.pairs, model=self.classifier, on_progress=fail)


if __name__ == "__main__":
    unittest.main()
