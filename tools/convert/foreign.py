"""Files that are no source of the converter: each is named, with the step that leads to one."""

import io
import json
import zipfile

from .errors import Refused

PAGE_BEGINS = (b"<!doctype html", b"<html", b"<head")
TO_ONNX = "export the network to ONNX and convert that"
KERAS = (
    "export it in Python: `keras.saving.load_model(FILE).export('model.onnx', format='onnx')`, "
    "or with tf2onnx, and convert model.onnx"
)
TF2ONNX = "run `python -m tf2onnx.convert {} --output model.onnx` and convert model.onnx"
# First bytes -> (code, what it is, what to do).
BEGINNINGS = (
    (b"version https://git-lfs", "git-lfs", "a Git LFS pointer, not the file itself",
     "run `git lfs pull` in its folder, or download the file from its page"),
    (b"\x89HDF\r\n\x1a\n", "keras", "a Keras or other HDF5 file", KERAS),
    (b"GGUF", "gguf", "a GGUF file of a language model", "Glance runs image classifiers only"),
    (b"<?xml", "xml", "an XML file, perhaps of OpenVINO", "convert the network it was made of"),
    (b"%PDF", "pdf", "a PDF document", "convert the file of the network's weights"),
    (b"\x1f\x8b", "compressed", "compressed by gzip", "unpack it first"),
    (b"7z\xbc\xaf", "compressed", "a 7z archive", "unpack it first"),
)  # fmt: skip
# Names in a pickle begin so -> what the file is, and what to do.
PICKLED = (
    ("ultralytics.", "a YOLO network of ultralytics",
     "run `yolo export model=FILE format=onnx` and convert the .onnx"),
    ("models.yolo", "a YOLO network", "run its export.py with `--include onnx`, convert the .onnx"),
    ("fastai.", "a fastai Learner",
     "save `learn.model.state_dict()` with torch.save, or export `learn.model` to ONNX"),
    ("sklearn.", "a scikit-learn model", "Glance runs image classifiers of deep networks only"),
    ("torch.jit", "a TorchScript program", "save the state_dict() of the network, or " + TO_ONNX),
)  # fmt: skip
WHOLE_MODULES = (
    "torch.nn.", "torchvision.", "timm.", "transformers.", "models.", "model.", "networks.",
)  # fmt: skip
SAVE_STATE = (
    "save the state_dict() of the network instead (torch.save(model.state_dict(), FILE)), or "
)


def refuse_foreign(content: bytes, name: str = "") -> None:
    """Fails with source/NAME for what is known to be something else. `name` is the file's."""
    if not content:
        raise Refused("source/empty", "the file is empty: copy or download it again")
    for begin, code, what, step in BEGINNINGS:
        if content.startswith(begin):
            refuse(code, what, step)
    if content[:512].lstrip(b"\xef\xbb\xbf \r\n\t").lower().startswith(PAGE_BEGINS):
        refuse("web-page", "a web page, not the file itself", "download the file that it links to")
    if content[4:8] == b"TFL3":
        refuse("tflite", "a LiteRT (TensorFlow Lite) model", TF2ONNX.format("--tflite FILE"))
    if name.lower().endswith(".mlmodel"):
        refuse("core-ml", "a Core ML model", "convert the network it was made of")
    if name.lower() in ("saved_model.pb", "keras_metadata.pb", "frozen_graph.pb"):
        refuse(
            "saved-model", "a part of a TensorFlow model", TF2ONNX.format("--saved-model FOLDER")
        )
    if content.startswith(b"PK"):
        _refuse_archive(content)
    if content.lstrip()[:1] == b"{":
        _refuse_json(content)
    if content[:1] == b"\x80" and content[1:2] in b"\x02\x03\x04\x05" and b"torch" not in content:
        refuse("pickle", "a pickle that torch.save did not write", SAVE_STATE + TO_ONNX)


def refuse(code: str, what: str, step: str):
    raise Refused(f"source/{code}", f"this is {what}: {step}")


def _refuse_archive(content: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = archive.namelist()
    except Exception:  # zip_container.py says what is wrong with it
        return
    if "model.weights.h5" in names:
        refuse("keras", "a Keras model", KERAS)
    if any("/code/" in name or name.endswith("/constants.pkl") for name in names):
        raise Refused(
            "container/torchscript", "this is a TorchScript program: " + SAVE_STATE + TO_ONNX
        )
    if names and all(name.endswith(".npy") for name in names):
        refuse(
            "numpy", "an archive of NumPy", "save the tensors as safetensors, under PyTorch's names"
        )
    inner = [name for name in names if name.endswith((".pth", ".pt", ".onnx", ".safetensors"))]
    if inner and not any(name.endswith("data.pkl") for name in names):
        refuse("archive", f"an archive that has {inner[0][:200]!r}", "unpack it first")


def _refuse_json(content: bytes) -> None:
    head = content[:4096]
    if (
        b"modelTopology" in content[: 1 << 20]
        or b'"layers-model"' in head
        or b'"graph-model"' in head
    ):
        refuse(
            "tensorflow-js", "a model of TensorFlow.js",
            "convert it back with tensorflowjs_converter --output_format keras, then to ONNX",
        )  # fmt: skip
    if b'"weight_map"' in content:
        return
    try:
        json.loads(head)
    except ValueError:
        if b'":' not in head:
            return
    refuse("json", "a JSON file, not the weights", "give the folder that it lies in")


def refuse_folder(names: set) -> None:
    """`names` are of the entries of a folder that has no weights of its own."""
    if "saved_model.pb" in names:
        refuse("saved-model", "a TensorFlow SavedModel", TF2ONNX.format("--saved-model FOLDER"))
    if "tf_model.h5" in names or "model.h5" in names:
        refuse(
            "keras", "a folder of TensorFlow weights", "save it again from PyTorch, as safetensors"
        )
    if "flax_model.msgpack" in names:
        refuse("flax", "a folder of Flax weights", "save it again from PyTorch, as safetensors")
    if "model.json" in names:
        refuse(
            "tensorflow-js", "a model of TensorFlow.js",
            "convert it back with tensorflowjs_converter --output_format keras, then to ONNX",
        )  # fmt: skip
    if "Manifest.json" in names:
        refuse("core-ml", "a Core ML package", "convert the network it was made of")


def pickled_advice(name: str) -> str:
    """What to do about a pickle that asks for `name`."""
    for begin, what, step in PICKLED:
        if name.startswith(begin):
            return f"this is {what}: {step}"
    if name.startswith(WHOLE_MODULES):
        return "this is a whole network, not its tensors: " + SAVE_STATE + TO_ONNX
    return SAVE_STATE + TO_ONNX
