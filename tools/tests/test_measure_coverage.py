"""What tools/measure_coverage.py says of files that convert, and of one that does not."""

import tempfile
import unittest
from pathlib import Path

import command_line_program as program
import convert_support  # noqa: F401
import measure_coverage
from goldens.onnx_models import OnnxWriter, dense_net


@program.needs_program
class Coverage(unittest.TestCase):
    def rows(self, models: dict) -> dict:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            pictures = measure_coverage.draw(folder, 2)
            found = {}
            for stem, model in models.items():
                source = folder / f"{stem}.onnx"
                source.write_bytes(model.SerializeToString())
                found[stem] = measure_coverage.measure(source, pictures, folder)
            return found

    def test_a_file_that_converts_agrees_and_one_that_does_not_says_why(self):
        w = OnnxWriter(1)
        refused = w.model(w.classified(w.node("Det", w.conv("image", 6, 3)), 6))
        rows = self.rows({"good": dense_net(0), "refused": refused})
        self.assertGreater(rows["good"].operations, 0)
        self.assertLess(rows["good"].difference, measure_coverage.LARGEST_DIFFERENCE)
        self.assertRegex(str(rows["good"]), r"^\| good \| \d+ \| \d\.\de-\d+ \|$")
        self.assertIn("[onnx/unsupported-operation]", str(rows["refused"]))


if __name__ == "__main__":
    unittest.main()
