"""ONNX files as exporters write them today: tensors in a file beside the model, open axes, nodes in
any order, several outputs, operator sets 7 to 24, pictures of bytes, folders."""

import contextlib
import io
import json
import os
import tempfile
import unittest
from pathlib import Path
from unittest import mock

import convert_support
import numpy as np
import onnx
import onnxruntime
from convert import cli
from convert.errors import Refused
from convert.onnx_import import external_data, import_onnx
from convert.onnx_reference import run
from convert.sources import read_network
from convert.weight_file import read_model
from goldens.onnx_models import NETWORKS, OnnxWriter, dense_net, keras, shuffle_net
from onnx import TensorProto, helper

NETS = convert_support.SHARED / "nets"
# Two orders of float32 rounding through a dozen layers, relative to the largest logit.
RELATIVE = 5e-6
DATA = "model.onnx.data"


def kept_outside(model, location=DATA):
    """(model, data): the tensors of `model` one after the other in `data`, each aligned."""
    model, data = onnx.ModelProto.FromString(model.SerializeToString()), bytearray()
    for tensor in model.graph.initializer:
        data += bytes(-len(data) % 64)
        entries = {"location": location, "offset": len(data), "length": len(tensor.raw_data)}
        data += tensor.raw_data
        tensor.ClearField("raw_data")
        tensor.data_location = TensorProto.EXTERNAL
        for key, value in entries.items():
            tensor.external_data.add(key=key, value=str(value))
    return model, bytes(data)


def with_input(model, *dims, kind=TensorProto.FLOAT):
    model = onnx.ModelProto.FromString(model.SerializeToString())
    model.graph.input[0].CopyFrom(helper.make_tensor_value_info("image", kind, dims))
    return model


def size_of(model) -> tuple:
    return tuple(d.dim_value for d in model.graph.input[0].type.tensor_type.shape.dim)


class InFolder(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name) / "network"
        self.folder.mkdir()
        self.outside = Path(folder.name)
        self.output = self.outside / "out.safetensors"

    def convert(self, source, *options):
        """(exit code, what was said)."""
        said = io.StringIO()
        with contextlib.redirect_stderr(said):
            code = cli.main([str(source), "-o", str(self.output), *options])
        return code, said.getvalue()

    def converted(self, source, *options):
        code, said = self.convert(source, *options)
        self.assertEqual(code, 0, said)
        return read_model(self.output)

    def compare(self, network, model, output=None):
        """`network` answers as onnxruntime does with `model`, whose picture is of float32."""
        session = onnxruntime.InferenceSession(
            model.SerializeToString(), providers=["CPUExecutionProvider"]
        )
        (image,) = session.get_inputs()
        pixels = np.random.default_rng(5).standard_normal(image.shape, np.float32)
        expected = session.run(output and [output], {image.name: pixels})[0].reshape(1, -1)
        picture = pixels if image.shape[3] == 3 else pixels.transpose(0, 2, 3, 1)
        np.testing.assert_allclose(
            run(network, np.ascontiguousarray(picture))["logits"],
            expected,
            rtol=0,
            atol=RELATIVE * np.abs(expected).max(),
        )


class DataBeside(InFolder):
    def write(self, location=DATA, at=None):
        """A model whose tensors are at `location`; its data there, or `at` another path."""
        model, data = kept_outside(dense_net(0), location)
        path = self.folder / (location if at is None else at)
        path.parent.mkdir(exist_ok=True, parents=True)
        path.write_bytes(data)
        source = self.folder / "model.onnx"
        source.write_bytes(model.SerializeToString())
        return source

    def refused(self, source, words):
        code, said = self.convert(source)
        self.assertEqual(code, 1)
        self.assertIn("[onnx/external-data]", said)
        self.assertIn(words, said)
        self.assertFalse(self.output.exists())

    def test_is_read(self):
        for location in (DATA, "deeper/weights.bin"):
            with self.subTest(location):
                _, network = self.converted(self.write(location))
                self.compare(network, dense_net(0))

    def test_of_every_network_gives_the_same_network(self):
        for make in NETWORKS:
            model, data = kept_outside(make(0))
            (self.folder / DATA).write_bytes(data)
            with self.subTest(make.__name__):
                whole, _ = import_onnx(make(0).SerializeToString())
                network, _ = import_onnx(model.SerializeToString(), folder=self.folder)
                self.assertEqual(network.operations, whole.operations)
                for name, tensor in whole.tensors.items():
                    np.testing.assert_array_equal(network.tensors[name], tensor)

    def test_outside_the_folder_is_not_read(self):
        for location in (
            "../weights.bin",
            "a/../../weights.bin",
            str(self.outside / "weights.bin"),
        ):
            with self.subTest(location):
                source = self.write(location, at="../weights.bin")
                self.refused(source, "not inside the model's folder")

    def test_links_are_not_followed(self):
        real = self.outside / "weights.bin"

        def link():
            (self.folder / DATA).symlink_to(real)
            return DATA

        def hard_link():
            os.link(real, self.folder / "hard.data")
            return "hard.data"

        def link_to_folder():
            (self.folder / "deeper").symlink_to(self.outside)
            return "deeper/weights.bin"

        for make in (link, hard_link, link_to_folder):
            with self.subTest(make.__name__):
                source = self.write("weights.bin", at="../weights.bin")
                model, _ = kept_outside(dense_net(0), make())
                source.write_bytes(model.SerializeToString())
                self.refused(source, "link")

    def test_what_is_no_file_is_not_read(self):
        source = self.write()
        (self.folder / DATA).unlink()
        self.refused(source, "No such file")
        os.mkfifo(self.folder / DATA)
        self.refused(source, "no file")
        (self.folder / DATA).unlink()
        (self.folder / DATA).mkdir()
        self.refused(source, DATA)

    def test_lies_are_refused(self):
        whole, data = kept_outside(dense_net(0))
        lies = {
            "offset past the end": ("offset", str(len(data))),
            "offset of 2^63": ("offset", str(1 << 63)),
            "negative offset": ("offset", "-4"),
            "length of another shape": ("length", "8"),
            "no number": ("length", "many"),
            "no location": ("location", ""),
        }
        (self.folder / DATA).write_bytes(data)
        for name, (key, value) in lies.items():
            model = onnx.ModelProto.FromString(whole.SerializeToString())
            tensor = model.graph.initializer[0]
            next(entry for entry in tensor.external_data if entry.key == key).value = value
            source = self.folder / "model.onnx"
            source.write_bytes(model.SerializeToString())
            with self.subTest(name):
                self.refused(source, "'c0'")

    def test_cut_data_is_refused(self):
        source = self.write()
        content = (self.folder / DATA).read_bytes()
        for length in (0, 1, len(content) // 2, len(content) - 1):
            (self.folder / DATA).write_bytes(content[:length])
            with self.subTest(length):
                self.refused(source, "bytes")

    def test_the_same_bytes_a_thousand_times_are_refused(self):
        model, data = kept_outside(dense_net(0))
        first = model.graph.initializer[0]
        for number in range(1000):
            model.graph.initializer.append(first)
            model.graph.initializer[-1].name = f"again{number}"
        (self.folder / DATA).write_bytes(data)
        with self.assertRaises(Refused) as caught:
            import_onnx(model.SerializeToString(), folder=self.folder)
        self.assertIn(f"{external_data.READS_MAX} times", str(caught.exception))

    def test_files_are_counted_and_measured(self):
        model, data = kept_outside(dense_net(0))
        second = model.graph.initializer[1]
        next(e for e in second.external_data if e.key == "location").value = "other.data"
        for name in (DATA, "other.data"):
            (self.folder / name).write_bytes(data)
        content = model.SerializeToString()
        for limit, least in (("FILES_MAX", 2), ("FILES_BYTES_MAX", 2 * len(data))):
            with self.subTest(limit):
                with mock.patch.object(external_data, limit, least):
                    import_onnx(content, folder=self.folder)
                with (
                    mock.patch.object(external_data, limit, least - 1),
                    self.assertRaises(Refused) as caught,
                ):
                    import_onnx(content, folder=self.folder)
                self.assertEqual(caught.exception.code, "onnx/external-data")

    def test_names_that_no_file_can_have_are_refused(self):
        for location in ("x" * 5000, "a\0b", "C:\\weights", ".", "a//../b"):
            with self.subTest(location[:20]):
                model, _ = kept_outside(dense_net(0), location)
                with self.assertRaises(Refused) as caught:
                    import_onnx(model.SerializeToString(), folder=self.folder)
                self.assertEqual(caught.exception.code, "onnx/external-data")

    @convert_support.needs(NETS)
    def test_exported_by_pytorch(self):
        stored = np.load(NETS / "plain_op17.npz")
        _, network = self.converted(NETS / "plain_external_data.onnx")
        for pixels, logits in zip(stored["input"], stored["logits"], strict=True):
            actual = run(network, np.ascontiguousarray(pixels[None].transpose(0, 2, 3, 1)))
            limit = RELATIVE * np.abs(logits).max()
            np.testing.assert_allclose(actual["logits"][0], logits, rtol=0, atol=limit)


class Graphs(InFolder):
    def test_open_axes_are_fixed_by_the_preprocessing(self):
        for make, order in ((dense_net, (2, 3)), (keras, (1, 2))):
            model = make(0)
            size = tuple(size_of(model)[axis] for axis in order)
            dynamic = with_input(model, "batch", "a", "b", "c")
            with self.subTest(make.__name__):
                network, found = import_onnx(dynamic.SerializeToString(), size)
                self.assertEqual(found, size)
                self.compare(network, model)

    def test_nodes_in_any_order(self):
        for seed, make in enumerate(NETWORKS):
            model = make(0)
            whole, _ = import_onnx(model.SerializeToString())
            nodes = list(model.graph.node)
            del model.graph.node[:]
            order = np.random.default_rng(seed).permutation(len(nodes))
            model.graph.node.extend(nodes[index] for index in order)
            with self.subTest(make.__name__):
                network, _ = import_onnx(model.SerializeToString())
                image = np.random.default_rng(1).standard_normal(
                    (1, *import_onnx(model.SerializeToString())[1], 3), np.float32
                )
                expected = run(whole, image)["logits"]
                np.testing.assert_allclose(
                    run(network, image)["logits"],
                    expected,
                    rtol=0,
                    atol=RELATIVE * np.abs(expected).max(),
                )

    def two_headed(self, first="first", second="second"):
        w = OnnxWriter(0)
        value = w.conv("image", 6, 3)
        model = w.model(w.classified(value, 6))
        main, head = model.graph, w.classified(value, 6, classes=4)
        del main.node[:], main.initializer[:], main.output[:]
        main.initializer.extend(w.initializers)
        ends = (w.nodes[-4].output[0], first), (head, second)
        self.assertEqual(w.nodes[-4].op_type, "Gemm")
        main.node.extend([*w.nodes, *(helper.make_node("Identity", [a], [b]) for a, b in ends)])
        main.output.extend(
            helper.make_tensor_value_info(name, TensorProto.FLOAT, None) for name in (first, second)
        )
        return model

    def test_one_of_several_outputs_is_chosen(self):
        source = self.folder / "two.onnx"
        source.write_bytes(self.two_headed().SerializeToString())
        for name, classes in (("first", 7), ("second", 4)):
            with self.subTest(name):
                document, network = self.converted(source, "--output", name)
                self.assertEqual(len(document["labels"]["en"]), classes)
                self.compare(network, self.two_headed(), name)
        code, said = self.convert(source)
        self.assertEqual(code, 1)
        self.assertIn("['first', 'second']", said)
        self.assertIn("--output NAME", said)
        code, said = self.convert(source, "--output", "third")
        self.assertEqual(code, 1)
        self.assertIn("[onnx/no-such-output]", said)

    def test_logits_is_the_output_unless_another_is_chosen(self):
        model = self.two_headed(second="logits")
        network, _ = import_onnx(model.SerializeToString())
        self.compare(network, model, "logits")

    def test_output_without_o_is_the_file(self):
        source = self.folder / "mine.onnx"
        source.write_bytes(dense_net(0).SerializeToString())
        with contextlib.redirect_stderr(io.StringIO()):
            code = cli.main([str(source), "--output", str(self.output)])
        self.assertEqual(code, 0)
        self.assertTrue(self.output.exists())

    def test_every_operator_set_from_7_to_24(self):
        for opset in range(7, 25):
            w = OnnxWriter(opset, opset=opset)
            axes = [] if opset < 13 else [w.integers(2, 3)]
            given = {"axes": [2, 3]} if opset < 13 else {}
            pads = [0, 0, 1, 1, 0, 0, 1, 1]
            padded = (
                w.node("Pad", "image", pads=pads)
                if opset < 11
                else w.node("Pad", "image", w.integers(*pads))
            )
            value = w.clip(w.norm(w.conv(padded, 8, 3, pads=[0] * 4), 8), 0.0, 6.0)
            value = w.node("Squeeze", w.node("GlobalAveragePool", value), *axes, **given)
            value = w.node("Softmax", w.linear(w.node("Dropout", value), 5, 8))
            model = w.model(w.node("Identity", value))
            with self.subTest(opset):
                network, size = import_onnx(model.SerializeToString())
                image = np.random.default_rng(0).standard_normal((1, *size, 3), np.float32)
                logits = run(network, image)["logits"]
                session = onnxruntime.InferenceSession(
                    model.SerializeToString(), providers=["CPUExecutionProvider"]
                )
                (expected,) = session.run(None, {"image": image.transpose(0, 3, 1, 2)})
                scores = np.exp(logits - logits.max())
                np.testing.assert_allclose(scores / scores.sum(), expected, rtol=0, atol=RELATIVE)


class Pictures(InFolder):
    def of_bytes(self):
        """(1, H, W, 3) uint8, normalised inside."""
        w = OnnxWriter(0, channels_last=True)
        value = w.node("Cast", "image", to=TensorProto.FLOAT)
        value = w.node("Sub", value, w.constant(np.float32([123.675, 116.28, 103.53])))
        value = w.node("Div", value, w.constant(np.float32([58.395, 57.12, 57.375])))
        value = w.conv(w.node("Transpose", value, perm=[0, 3, 1, 2]), 6, 3)
        model = w.model(w.classified(w.relu(value), 6))
        return with_input(model, *w.shape, kind=TensorProto.UINT8)

    def test_of_bytes_are_not_normalised_a_second_time(self):
        source = self.folder / "bytes.onnx"
        source.write_bytes(self.of_bytes().SerializeToString())
        for options in ((), ("--preprocess", "imagenet"), ("--preprocess", self.stated())):
            with self.subTest(options):
                document, network = self.converted(source, *options)
                prepared = document["preprocess"]
                self.assertEqual((prepared["mean"], prepared["std"]), ([0] * 3, [1] * 3))
        session = onnxruntime.InferenceSession(source, providers=["CPUExecutionProvider"])
        (wanted,) = session.get_inputs()
        pixels = np.random.default_rng(3).integers(0, 256, wanted.shape, np.uint8)
        (expected,) = session.run(None, {wanted.name: pixels})
        actual = run(network, pixels.astype(np.float32))["logits"]
        np.testing.assert_allclose(actual, expected, rtol=0, atol=RELATIVE * np.abs(expected).max())

    def stated(self) -> str:
        height, width = size_of(self.of_bytes())[1:3]
        path = self.folder / "preprocess.json"
        path.write_text(
            json.dumps(
                {
                    "input_size": [height, width],
                    "resize_shorter": 64,
                    "filter": "bicubic",
                    "mean": [127.5] * 3,
                    "std": [127.5] * 3,
                }
            )
        )
        return str(path)

    def usual(self, scale, shift):
        w = OnnxWriter(0)
        value = w.node("Mul", "image", w.constant(np.float32(scale).reshape(-1, 1, 1)))
        value = w.node("Add", value, w.constant(np.float32(shift).reshape(-1, 1, 1)))
        model = w.model(w.classified(w.conv(value, 6, 3), 6))
        found = read_network(model.SerializeToString())[1]
        return found["mean"][0], found["std"][0]

    def test_a_network_that_normalises_is_recognised(self):
        bytes_in, unit_in, normalised_in = (0, 1), (0, 255), (123.675, 58.395)
        for name, scale, shift, wanted in (
            ("Keras, -1 to 1", [1 / 127.5], [-1], bytes_in),
            ("Keras, 0 to 1", [1 / 255], [0], bytes_in),
            ("Caffe, BGR means", [1, 1, 1], [-103.9, -116.8, -123.7], bytes_in),
            ("ImageNet from bytes", [1 / 58.4, 1 / 57.1, 1 / 57.4], [-2.1, -2.0, -1.8], bytes_in),
            ("ImageNet from 0 to 1", [4.367, 4.464, 4.444], [-2.118, -2.036, -1.804], unit_in),
            ("-1 to 1 from 0 to 1", [2], [-1], unit_in),
            ("TorchVision's transform_input", [0.458, 0.448, 0.45], [-0.03, -0.088, -0.188],
             normalised_in),
            ("batch normalisation", [1.1, 0.9, 1.0], [0.1, -0.1, 0.05], normalised_in),
        ):  # fmt: skip
            with self.subTest(name):
                np.testing.assert_allclose(self.usual(scale, shift), wanted)

    @convert_support.needs(NETS)
    def test_keras_rescaling(self):
        _, usual = read_network((NETS / "keras_rescaling_nhwc_op17.onnx").read_bytes())
        self.assertEqual((usual["mean"], usual["std"]), ([0] * 3, [1] * 3))


class Folders(InFolder):
    def test_the_onnx_model_inside(self):
        for name in ("model.onnx", "onnx/model.onnx"):
            model, data = kept_outside(shuffle_net(0), "model.onnx_data")
            path = self.folder / name
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(model.SerializeToString())
            (path.parent / "model.onnx_data").write_bytes(data)
            (self.folder / "config.json").write_text(
                json.dumps({"id2label": {str(i): f"kind {i}" for i in range(7)}})
            )
            # It is taken before raw weights, which do not say what the network is.
            (self.folder / "model.safetensors").write_bytes(b"weights of an unknown network")
            with self.subTest(name):
                document, network = self.converted(self.folder)
                self.assertEqual(document["labels"]["en"][6], "kind 6")
                self.compare(network, shuffle_net(0))
            path.unlink()


if __name__ == "__main__":
    unittest.main()
