"""A network with one output becomes one with two classes: its sigmoid is the probability of the
second."""

import contextlib
import io
import tempfile
import unittest
from pathlib import Path

import convert_support
import numpy as np
import onnxruntime
from convert import cli
from convert.onnx_reference import run
from convert.weight_file import read_model
from convert_torch_networks import squeezenet1_1
from fuzz import torch_files
from goldens.onnx_models import OnnxWriter

NETS = convert_support.SHARED / "nets"


def yes_or_no(ending: str):
    """An ONNX model with one output, a logit that `ending` makes, or its sigmoid."""
    writer = OnnxWriter(4)
    value = writer.relu(writer.conv("image", 6, 3))
    if ending == "pool":
        value = writer.node("GlobalAveragePool", writer.conv(value, 1, 6))
        return writer.model(writer.node("Flatten", value))
    value = writer.classified(value, 6, classes=1)
    return writer.model(writer.node("Sigmoid", value) if ending == "sigmoid" else value)


class OneOutput(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        self.output = self.folder / "out.safetensors"

    def convert(self, content: bytes, *options):
        source = self.folder / "net.onnx"
        source.write_bytes(content)
        said = io.StringIO()
        with contextlib.redirect_stderr(said):
            code = cli.main([str(source), "-o", str(self.output), *options])
        self.assertEqual(code, 0, said.getvalue())
        self.assertIn("note: the network has one output", said.getvalue())
        return read_model(self.output)

    def probabilities(self, network, images):
        logits = np.concatenate([run(network, image)["logits"] for image in images])
        powers = np.exp(logits.astype(np.float64))
        return powers / powers.sum(axis=1, keepdims=True)

    def test_the_second_class_has_the_sigmoid(self):
        for ending in ("dense", "sigmoid", "pool"):
            with self.subTest(ending):
                model = yes_or_no(ending).SerializeToString()
                document, network = self.convert(model)
                self.assertEqual(document["labels"], {"en": ["class 0", "class 1"]})
                session = onnxruntime.InferenceSession(model, providers=["CPUExecutionProvider"])
                shape = session.get_inputs()[0].shape
                pixels = np.random.default_rng(1).standard_normal((3, *shape[1:]), np.float32)
                outputs = [session.run(None, {"image": one[None]})[0][0, 0] for one in pixels]
                wanted = outputs if ending == "sigmoid" else 1 / (1 + np.exp(-np.array(outputs)))
                self.assertGreater(np.ptp(wanted), 1e-3)
                images = [one[None] for one in np.ascontiguousarray(pixels.transpose(0, 2, 3, 1))]
                found = self.probabilities(network, images)
                np.testing.assert_allclose(found[:, 1], wanted, rtol=0, atol=1e-6)

    def test_heat_maps_stay_possible(self):
        for ending in ("dense", "sigmoid"):
            outputs = self.convert(yes_or_no(ending).SerializeToString())[1].outputs
            self.assertEqual(set(outputs), {"logits", "features", "embedding"})

    def test_labels(self):
        model = yes_or_no("sigmoid").SerializeToString()
        labels = self.folder / "labels.txt"
        for names, wanted in (("cat", ["not cat", "cat"]), ("dog\ncat", ["dog", "cat"])):
            labels.write_text(names)
            document, _ = self.convert(model, "--labels", str(labels))
            self.assertEqual(document["labels"], {"en": wanted})

    def test_raw_weights(self):
        state = squeezenet1_1(classes=1)[0].state
        _, network = self.convert(torch_files.zip_file(*torch_files.state(state)))
        image = np.random.default_rng(1).standard_normal((1, 64, 64, 3), np.float32)
        self.assertEqual(run(network, image)["logits"].shape, (1, 2))

    @convert_support.needs(NETS / "one_logit.onnx")
    def test_a_file_of_a_stranger(self):
        for name in ("one_logit.onnx", "one_logit_must_not_say_100_percent_op17.onnx"):
            _, network = self.convert((NETS / name).read_bytes())
            self.assertEqual(network.tensors[network.operations[-1].weight].shape[0], 2)


if __name__ == "__main__":
    unittest.main()
