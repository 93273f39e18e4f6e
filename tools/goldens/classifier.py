"""Writes native-tests/fixtures/classifier: small pictures and the classes that Pillow and
onnxruntime compute for them."""

import json
from pathlib import Path

import numpy as np
import onnxruntime
import PIL
from convert import onnx_reference
from convert.picture import network_input
from convert.weight_file import read_model
from PIL import Image

from .pictures import pictures

COMMAND = "tools/goldens/make_model_goldens.py classifier --model FILE --scikit-image WHEEL"
TOP = 5


def write_classifier_goldens(folder: Path, model: Path, model_sha256: str, wheel: Path) -> int:
    """Writes NAME.png for every picture and one MODEL.json; returns the number of pictures."""
    folder.mkdir(parents=True, exist_ok=True)
    document, network = read_model(model)
    preprocess = document["preprocess"]
    classify = onnx_reference.session(network, *preprocess["input_size"])
    answers = {}
    for name, picture in pictures(wheel):
        path = folder / f"{name}.png"
        picture.save(path, optimize=True)
        answers[path.name] = top(classify(network_input(path, preprocess))["logits"][0], picture)
    golden = {"made_by": made_by(), "model": document["name"], "model_sha256": model_sha256}
    text = json.dumps(golden | {"pictures": answers}, indent=1)
    (folder / f"{document['architecture']}-f32.json").write_text(text + "\n")
    return len(answers)


def top(logits: np.ndarray, picture: Image.Image) -> dict:
    """The best classes and their softmax scores, computed in float64."""
    exponentials = np.exp(logits.astype(np.float64) - logits.max())
    scores = exponentials / exponentials.sum()
    best = np.argsort(-scores, kind="stable")[:TOP]
    return {
        "width": picture.width,
        "height": picture.height,
        "index": [int(index) for index in best],
        "score": [round(float(scores[index]), 6) for index in best],
    }


def made_by() -> dict:
    return {
        "command": COMMAND,
        "pillow": PIL.__version__,
        "onnxruntime": onnxruntime.__version__,
        "numpy": np.__version__,
    }
