"""What Python may be given: numpy's scalars and None work; anything else that is wrong is a
GlanceError with its code, and the next call works."""

import importlib
import io
import mmap
import os
import pickle
import shutil
import sys
import tempfile
import unittest
from pathlib import Path

import command_line_program as program
import convert_support
import numpy as np
from command_line_program import COFFEE, MODEL, REPOSITORY
from faults.fault_report import report_fault
from PIL import Image

LIBRARY = REPOSITORY / "build/native/libglance_c.so"
WRONG = "call/bad-argument"


def package(folder):
    """python/glance with its library beside it, as the wheel has it."""
    shutil.copytree(REPOSITORY / "python/glance", folder / "glance")
    (folder / "glance/libglance_c.so").symlink_to(LIBRARY)
    sys.path.insert(0, str(folder))
    try:
        return importlib.import_module("glance")
    finally:
        sys.path.remove(str(folder))


@program.needs_program
@convert_support.needs(LIBRARY)
class Arguments(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = Path(tempfile.mkdtemp(prefix="glance-python-"))
        cls.addClassCleanup(shutil.rmtree, cls.folder)
        cls.glance = package(cls.folder)
        cls.classifier = cls.glance.Classifier(MODEL)
        cls.data = COFFEE.read_bytes()

    def classify(self, **options):
        return self.classifier.classify(self.data, **options)

    def assert_codes(self, calls):
        """{name: (code, call)}: each call raises GlanceError with that code."""
        for name, (code, call) in calls.items():
            with self.subTest(name), self.assertRaises(self.glance.GlanceError) as raised:
                call()
            self.assertEqual(raised.exception.code, code, name)
        self.assertEqual(self.classify().predictions[0].label, "espresso")

    def test_none_is_the_default_of_every_option(self):
        options = ["top_k", "score_threshold", "language", "fit", "region", "heatmap", "view"]
        plain = self.classify(**dict.fromkeys([*options, "timeout"]))
        self.assertEqual(plain.predictions, self.classify().predictions)
        self.assertEqual((plain.heatmap, plain.view), (None, None))

    def test_numpy_s_numbers_are_numbers(self):
        region = (100, 50, 400, 300)
        wanted = self.classify(top_k=2, region=region, heatmap=967, view=True)
        found = self.classify(
            top_k=np.int64(2),
            score_threshold=np.float32(0),
            region=np.array(region),
            heatmap=np.uint16(967),
            view=np.bool_(True),
            timeout=np.float64(60),
        )
        self.assertEqual(found.predictions, wanted.predictions)
        self.assertEqual((found.heatmap, found.view), (wanted.heatmap, wanted.view))
        options = {"threads": np.int64(2), "network_budget": np.uint8(1)}
        with self.glance.Classifier(MODEL, **options) as other:
            again = pickle.loads(pickle.dumps(other))
            self.assertEqual(again.classify(self.data).predictions, self.classify().predictions)

    def test_a_path_leads_to_an_answer(self):
        coffee = self.classify().answer
        self.assertEqual(self.classifier.path_to(coffee)[-1], coffee.label)
        dog = self.glance.Answer("", 0, None, "dog", False)
        self.assertEqual(self.classifier.path_to(dog), ("animal", "mammal", "dog"))
        self.assertEqual(self.classifier.path_to(dog, "zh")[-1], "狗")
        self.assertEqual(self.classifier.path_to(dog, "tlh"), ("animal", "mammal", "dog"))
        for nothing in [
            self.classify(level=1).answer,
            self.glance.Answer("", 0, 1000, None, False),
            self.glance.Answer("", 0, None, "no such group", False),
        ]:
            self.assertEqual(self.classifier.path_to(nothing), ())

    def test_a_wrong_language_or_answer_of_a_path_is_a_typed_error(self):
        coffee = self.classify().answer
        calls = {
            f"language {each!r}": (WRONG, lambda each=each: self.classifier.path_to(coffee, each))
            for each in ["e\0n", "\ud800", b"en", 5, None]
        }
        for each in [2**40, 1.5]:
            odd = self.glance.Answer("", 0, each, None, False)
            calls[f"index {each}"] = (WRONG, lambda odd=odd: self.classifier.path_to(odd))
        calls["groups"] = (WRONG, lambda: self.classifier.groups(b"en"))
        self.assert_codes(calls)

    def test_wrong_options_are_typed_errors(self):
        wrong = {
            "language": ["\udcff", "e\0n", b"en", 5],
            "fit": ["crop\0x", "\ud800", "", object()],
            "region": [
                *((0, 0, 5), 5j, "1234", {}, (0, 0, 10**30, 5), (0, 0, None, 5), 4),
                *(np.array([0, 0, 5.0, 5.0]), np.zeros((4, 4), int), np.array(5)),
            ],
            "top_k": [10**400, float("nan"), float("inf"), [5], "5", np.array([1, 2])],
            "score_threshold": ["0", 1j, 10**400, [0.5]],
            "heatmap": ["yes", 1.5, -1, 10**30, [1]],
            "view": ["yes", 1, []],
            "timeout": [0, -1, float("nan"), "30", [30]],
        }
        calls = {
            f"{name}={value!r}": (
                WRONG,
                lambda name=name, value=value: self.classify(**{name: value}),
            )
            for name, values in wrong.items()
            for value in values
        }
        self.assert_codes(calls)
        report_fault(57, f"{len(calls)} of {len(calls)} strange options are typed errors")

    def test_wrong_pictures_are_typed_errors(self):
        classify = self.classifier.classify
        with open(self.folder / "sparse.jpg", "wb+") as file:
            file.truncate(4 << 30)
            mapped = mmap.mmap(file.fileno(), 0)
        self.addCleanup(mapped.close)
        giant = np.broadcast_to(np.uint8(0), (20_000, 20_000, 3))
        cut = Image.open(io.BytesIO(self.data[: len(self.data) // 2]))
        released = memoryview(b"x")
        released.release()
        calls = {
            "a file of 4 GiB": ("image/too-large", lambda: classify(mapped)),
            "400 megapixels": ("image/too-large", lambda: classify(giant)),
            "a cut file of Pillow": ("image/damaged", lambda: classify(cut)),
            "a released view": (WRONG, lambda: classify(released)),
            "None": (WRONG, lambda: classify(None)),
            "a path": (WRONG, lambda: classify(COFFEE)),
            "objects": (WRONG, lambda: classify(np.array([None]))),
        }
        self.assert_codes(calls)
        report_fault(38, "a mapped file of 4 GiB refused by its size (Python)")
        report_fault(57, f"{len(calls)} of {len(calls)} strange pictures are typed errors")

    def test_wrong_weight_files_are_typed_errors(self):
        Classifier = self.glance.Classifier
        sparse = self.folder / "sparse.safetensors"
        sparse.touch()
        os.truncate(sparse, 4 << 30)
        unreadable = ["nowhere", None, 0, "a\0b", "\ud800", b"\xff", self.folder]
        calls = {
            repr(path): ("file/unreadable", lambda path=path: Classifier(path))
            for path in unreadable
        }
        calls["sparse"] = ("model/too-large", lambda: Classifier(sparse))
        wrong = {"threads": [1.5, None, 0, 2**40], "network_budget": [0, "2", 1001]}
        for name, values in wrong.items():
            for value in values:
                calls[f"{name}={value}"] = (
                    WRONG,
                    lambda name=name, value=value: Classifier(MODEL, **{name: value}),
                )
        self.assert_codes(calls)
        report_fault(38, "a sparse weight file of 4 GiB refused by its size (Python)")
        report_fault(57, f"{len(calls)} of {len(calls)} strange weight files are typed errors")

    def test_a_timeout_is_a_typed_error_and_the_next_picture_is_answered(self):
        late = {"1 ns": ("call/timed-out", lambda: self.classify(timeout=1e-9))}
        self.assert_codes(late)
        report_fault(40, "a timeout is a typed error, the next picture answered (Python)")

    def test_limits_are_those_of_the_core(self):
        limits = (REPOSITORY / "src/image/limits.h").read_text("utf-8")
        module = importlib.import_module("glance.classifier")
        self.assertEqual(module.LARGEST_PICTURE_BYTES, 64 << 20)
        self.assertIn("max_file_bytes = uint64_t{64} << 20;", limits)
        self.assertIn("max_pixels = 100'000'000;", limits)
        self.assertEqual(module.LARGEST_PIXELS, 100_000_000)
        budget = (REPOSITORY / "src/model/budget.h").read_text("utf-8")
        self.assertIn("kNetworkBytes = 1 << 30;", budget)
        self.assertEqual(module.BUDGET_BYTES, 1 << 30)


if __name__ == "__main__":
    unittest.main()
