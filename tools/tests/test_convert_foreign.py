"""Files of other programs are named, and the message says the step that works."""

import contextlib
import io
import tempfile
import unittest
import zipfile
from pathlib import Path

import convert_support
from convert import cli
from fuzz.torch_files import call, dictionary, named, text, zip_file


def archive(*names) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as made:
        for name in names:
            made.writestr(name, b"x" * 100)
    return buffer.getvalue()


def pickle_of(module: str, name: str) -> bytes:
    return zip_file(dictionary({"model": call(named(module, name), text("x"))}), {})


# File name -> (content, code, what the message says).
FILES = {
    "empty.pth": (b"", "source/empty", "download it again"),
    "lfs.safetensors": (
        b"version https://git-lfs.github.com/spec/v1\n", "source/git-lfs", "git lfs pull"
    ),
    "page.pth": (b"\n<!DOCTYPE html><html>", "source/web-page", "download the file"),
    "net.h5": (b"\x89HDF\r\n\x1a\n" + bytes(99), "source/keras", "model.onnx"),
    "net.keras": (archive("config.json", "model.weights.h5"), "source/keras", "model.onnx"),
    "net.tflite": (bytes(4) + b"TFL3" + bytes(99), "source/tflite", "--tflite FILE"),
    "net.mlmodel": (b"\x08\x05\x12\x03abc", "source/core-ml", "Core ML"),
    "saved_model.pb": (b"\x08\x01\x12\x03abc", "source/saved-model", "--saved-model"),
    "model.json": (
        b'{"format": "layers-model", "modelTopology": {}}', "source/tensorflow-js", "TensorFlow.js"
    ),
    "config.json": (b'{"architectures": ["X"]}', "source/json", "folder"),
    "script.pt": (
        archive("net/code/__torch__.py", "net/constants.pkl", "net/data.pkl"),
        "container/torchscript", "state_dict",
    ),
    "yolo.pt": (
        pickle_of("ultralytics.nn.tasks", "Model"), "pickle/forbidden-name", "yolo export",
    ),
    "export.pkl": (pickle_of("fastai.learner", "Learner"), "pickle/forbidden-name", "learn.model"),
    "whole.pth": (
        pickle_of("torchvision.models.resnet", "ResNet"), "pickle/forbidden-name", "whole network"
    ),
    "mine.pth": (
        zip_file(named("__main__", "Net") + b")\x81}b", {}), "pickle/whole-module", "'__main__.Net'"
    ),
    "other.pkl": (b"\x80\x04\x95abc", "source/pickle", "torch.save did not write"),
    "weights.npz": (archive("a.npy", "b.npy"), "source/numpy", "safetensors"),
    "weights.zip": (archive("best.pth"), "source/archive", "unpack"),
    "weights.gz": (b"\x1f\x8b\x08" + bytes(20), "source/compressed", "unpack"),
    "noise.bin": (bytes(range(200, 250)), "source/unknown-format", "ONNX"),
}  # fmt: skip


class Foreign(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def refused(self, source: Path) -> str:
        said, output = io.StringIO(), self.folder / "out"
        with contextlib.redirect_stderr(said):
            code = cli.main([str(source), "-o", str(output)])
        self.assertEqual((code, output.exists()), (1, False), said.getvalue())
        return said.getvalue()

    def test_files(self):
        for name, (content, code, step) in FILES.items():
            with self.subTest(name):
                path = self.folder / name
                path.write_bytes(content)
                said = self.refused(path)
                self.assertIn(f"[{code}]", said)
                self.assertIn(step, said)

    def test_folders(self):
        for inside, code in (
            ("saved_model.pb", "source/saved-model"), ("tf_model.h5", "source/keras"),
            ("flax_model.msgpack", "source/flax"), ("model.json", "source/tensorflow-js"),
            ("notes.txt", "huggingface/no-weights"),
        ):  # fmt: skip
            with self.subTest(inside):
                folder = self.folder / inside.replace(".", "-")
                folder.mkdir()
                (folder / inside).write_bytes(b"x")
                self.assertIn(f"[{code}]", self.refused(folder))

    def test_our_own_file(self):
        path = convert_support.FIXTURES / "model" / "conv_plain.safetensors"
        self.assertIn("[source/glance]", self.refused(path))


if __name__ == "__main__":
    unittest.main()
