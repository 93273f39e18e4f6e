#!/usr/bin/env python3
"""Writes ONNX models, converted, with the answers that they must give, for
native-tests/infer/golden_test.cc.

Usage: write_onnx_goldens.py FOLDER

FOLDER is emptied of older ones first. The models are those that the tests draw (onnxruntime
answers) and those of ../shared/data/onnx (PyTorch answered when they were exported).
"""

import contextlib
import io
import os
import sys
from pathlib import Path

import numpy as np
import onnxruntime
from onnx import TensorProto, helper

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tools"))

from convert import cli, weight_file  # noqa: E402
from convert.labels import numbered_labels  # noqa: E402
from convert.onnx_import import import_onnx  # noqa: E402
from convert.onnx_reference import run  # noqa: E402
from convert.output_file import write_file  # noqa: E402
from convert.preprocess import preset  # noqa: E402
from convert.weight_file import read_model  # noqa: E402

from goldens.onnx_models import NETWORKS, last_softmax  # noqa: E402

SHARED = ROOT.parent / "shared/data/onnx"
EXPORTED = ("squeezenet1_1", "mnasnet0_5", "shufflenet_v2_x0_5")
SEEDS = range(3)
# Two orders of float32 rounding through a dozen layers, relative to the largest value.
RELATIVE_TO_LARGEST = 5e-6
RELATIVE_TO_STORED = 1e-3  # of each logit


def write_drawn(folder: Path) -> int:
    """Random networks of random input sizes; returns how many."""
    for make in NETWORKS:
        for seed in SEEDS:
            model = make(seed)
            network, size = import_onnx(model.SerializeToString())
            image = np.random.default_rng(seed).standard_normal((1, *size, 3), np.float32)
            answers = run(network, image) | {"logits": original_logits(model, image)}
            document = weight_file.glance_document(
                network,
                name=make.__name__,
                preprocess=preset("imagenet", size),
                labels=numbered_labels(answers["logits"].shape[1]),
            )
            path = folder / f"{make.__name__}_{seed}.safetensors"
            write_file(path, weight_file.model_bytes(document, network.tensors))
            write_golden(path, image, tolerances(answers) | answers)
    return len(NETWORKS) * len(SEEDS)


def original_logits(model, image: np.ndarray) -> np.ndarray:
    """What onnxruntime makes of the model as it was drawn, before a softmax at its end."""
    last = last_softmax(model)
    if last is not None:
        logits = helper.make_tensor_value_info(last.input[0], TensorProto.FLOAT, None)
        model.graph.output.append(logits)
    session = onnxruntime.InferenceSession(
        model.SerializeToString(), providers=["CPUExecutionProvider"]
    )
    (wanted,) = session.get_inputs()
    pixels = image if wanted.shape[3] == 3 else image.transpose(0, 3, 1, 2)
    return session.run(None, {wanted.name: pixels})[-1].reshape(1, -1)


def write_exported(folder: Path) -> int:
    """The exported models, through the command; returns how many."""
    for name in EXPORTED:
        path = folder / f"{name}.safetensors"
        convert(SHARED / f"{name}.onnx", path)
        stored = np.load(SHARED / f"{name}.npz")
        image, logits = stored["input"].transpose(0, 2, 3, 1), stored["logits"]
        answers = run(read_model(path)[1], image) | {"logits": logits}
        stated = {"logits.tolerance": RELATIVE_TO_STORED * np.abs(logits)}
        write_golden(path, image, tolerances(answers) | stated | answers)
    return len(EXPORTED)


def tolerances(answers: dict) -> dict:
    """For each answer NAME a "NAME.tolerance" (1)."""
    return {
        f"{name}.tolerance": np.array([RELATIVE_TO_LARGEST * np.abs(values).max()])
        for name, values in answers.items()
    }


def convert(source: Path, path: Path) -> None:
    said = io.StringIO()
    with contextlib.redirect_stderr(said):
        code = cli.main([str(source), "-o", str(path)])
    if code != 0:
        sys.exit(said.getvalue())


def write_golden(model: Path, image: np.ndarray, answers: dict) -> None:
    content = weight_file.safetensors_bytes({}, {"input": np.ascontiguousarray(image)} | answers)
    write_file(model.with_suffix(".golden.safetensors"), content)


def main(folder: Path) -> None:
    for older in folder.glob("*.safetensors"):
        older.unlink()
    count = write_drawn(folder)
    if SHARED.exists():
        count += write_exported(folder)
    elif os.environ.get("CI") == "true":
        sys.exit(f"{SHARED} is missing")
    else:
        print(f"without the exported models: {SHARED} is missing")
    print(f"{count} models in {folder}")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(Path(sys.argv[1]))
