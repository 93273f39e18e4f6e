"""ONNX models that somebody has quantised: QDQ and QLinearConv, as float32 and, with the ranges
that they have, as int8."""

import contextlib
import io
import tempfile
import unittest
from pathlib import Path

import convert_support  # noqa: F401
import numpy as np
import onnxruntime
from convert import cli
from convert.errors import Refused
from convert.onnx_import import import_onnx
from convert.onnx_reference import run
from convert.weight_file import read_model
from goldens.onnx_models import OnnxWriter

# Steps of the last quantisation by which rounding on the way may move a logit.
STEPS = 3


class Quantizer(OnnxWriter):
    """`kind` is the type of activations; weights are int8 by output channel."""

    def __init__(self, seed, kind=np.int8):
        super().__init__(seed)
        self.kind = kind

    def parameters(self, low, high):
        limits = np.iinfo(self.kind)
        scale = (high - low) / (limits.max - limits.min)
        zero = int(np.clip(round(limits.min - low / scale), limits.min, limits.max))
        return self.constant(np.float32(scale)), self.constant(self.kind(zero))

    def passed(self, value, low, high):
        parts = self.parameters(low, high)
        return self.node("DequantizeLinear", self.node("QuantizeLinear", value, *parts), *parts)

    def stored(self, shape):
        """(names of an int8 weight, its scales, its zero points)."""
        values = self.random.integers(-127, 128, shape).astype(np.int8)
        scales = self.random.uniform(0.5, 1.5, shape[0]) / (80 * np.sqrt(np.prod(shape[1:])))
        zeros = np.zeros(shape[0], np.int8)
        return [self.constant(a) for a in (values, scales.astype(np.float32), zeros)]

    def weight(self, shape):
        return self.node("DequantizeLinear", *self.stored(shape), axis=0)

    def classified_by(self, value, inputs):
        value = self.passed(self.node("GlobalAveragePool", value), 0, 3)
        flat = self.node("Flatten", value)
        return self.passed(self.node("Gemm", flat, self.weight((7, inputs)), transB=1), -4, 4)


def qdq(seed, kind=np.int8):
    """No Relu: the bounds of the quantised values stand for it."""
    w = Quantizer(seed, kind)
    value = w.passed("image", -4, 4)
    for inputs, outputs in ((3, 8), (8, 8)):
        weight = w.weight((outputs, inputs, 3, 3))
        value = w.passed(w.node("Conv", value, weight, w.floats(outputs), pads=[1] * 4), 0, 3)
    return w.model(w.classified_by(value, 8))


def qlinear(seed):
    w = Quantizer(seed)
    first, last = w.parameters(-4, 4), w.parameters(0, 3)
    bias = w.constant(w.random.integers(-900, 900, 8).astype(np.int32))
    value = w.node("QuantizeLinear", "image", *first)
    value = w.node("QLinearConv", value, *first, *w.stored((8, 3, 3, 3)), *last, bias, pads=[1] * 4)
    return w.model(w.classified_by(w.node("DequantizeLinear", value, *last), 8))


MODELS = {
    "QDQ, int8": lambda: qdq(1),
    "QDQ, uint8": lambda: qdq(2, np.uint8),
    "QLinearConv": lambda: qlinear(3),
}


class Quantized(unittest.TestCase):
    def answers(self, model):
        """(images, the logits of onnxruntime)."""
        session = onnxruntime.InferenceSession(
            model.SerializeToString(), providers=["CPUExecutionProvider"]
        )
        shape = session.get_inputs()[0].shape
        images = np.random.default_rng(7).standard_normal((4, *shape[1:]), np.float32)
        images[1:] *= 0.3
        wanted = [session.run(None, {"image": one[None]})[0] for one in images]
        return [np.ascontiguousarray(one.transpose(1, 2, 0)[None]) for one in images], wanted

    def test_float32(self):
        for name, make in MODELS.items():
            with self.subTest(name):
                model = make()
                network, _ = import_onnx(model.SerializeToString())
                for image, wanted in zip(*self.answers(model), strict=True):
                    self.assertGreater(np.ptp(wanted), 0.2)
                    found = run(network, image)["logits"]
                    np.testing.assert_allclose(found, wanted, rtol=0, atol=STEPS * 8 / 255)

    def test_int8_without_pictures(self):
        for name, make in MODELS.items():
            with self.subTest(name), tempfile.TemporaryDirectory() as folder:
                model = make()
                source, output = Path(folder) / "q.onnx", Path(folder) / "q.safetensors"
                source.write_bytes(model.SerializeToString())
                said = io.StringIO()
                with contextlib.redirect_stderr(said):
                    code = cli.main([str(source), "-o", str(output), "--int8"])
                self.assertEqual(code, 0, said.getvalue())
                self.assertIn("the ranges that the model has itself", said.getvalue())
                _, network = read_model(output)
                kept = {o.output: o.quantization for o in network.operations if o.op == "conv2d"}
                self.assertTrue(kept)
                for how in kept.values():
                    self.assertAlmostEqual(how.scale, 3 / 255, places=7)
                    self.assertEqual(how.zero_point, -128)
                for image, wanted in zip(*self.answers(model), strict=True):
                    found = run(network, image)["logits"]
                    np.testing.assert_allclose(found, wanted, rtol=0, atol=2 * STEPS * 8 / 255)

    def test_float32_is_said(self):
        with tempfile.TemporaryDirectory() as folder:
            source = Path(folder) / "q.onnx"
            source.write_bytes(qdq(1).SerializeToString())
            said = io.StringIO()
            with contextlib.redirect_stderr(said):
                self.assertEqual(cli.main([str(source), "-o", str(Path(folder) / "q")]), 0)
            self.assertIn("note: the model is quantised", said.getvalue())

    def test_bad_scales(self):
        for scale in (0, -1, np.nan, np.inf):
            w = OnnxWriter(1)
            parts = w.constant(np.float32(scale)), w.constant(np.int8(0))
            value = w.node("QuantizeLinear", "image", *parts)
            model = w.model(w.classified(w.node("DequantizeLinear", value, *parts), 3))
            with self.assertRaisesRegex(Refused, "a scale is not above 0"):
                import_onnx(model.SerializeToString())

    def test_scales_that_do_not_fit(self):
        w = Quantizer(1)
        values, _, zeros = w.stored((8, 3, 3, 3))
        weight = w.node("DequantizeLinear", values, w.floats(5, scale=0), zeros, axis=0)
        model = w.model(w.classified(w.node("Conv", "image", weight), 8))
        with self.assertRaises(Refused):
            import_onnx(model.SerializeToString())


if __name__ == "__main__":
    unittest.main()
