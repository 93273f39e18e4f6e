"""native-tests/fixtures/model: each tiny network as a weight file, and beside it what onnxruntime answers."""

from pathlib import Path

import numpy as np
import onnx
import onnxruntime

from .. import onnx_reference, write
from ..graph import Network
from ..labels import numbered_labels
from .networks import networks
from .sketch import Sketch

COMMAND = "tools/make_model_goldens.py model"


def write_model_goldens(folder: Path) -> int:
    """NAME.safetensors and NAME.golden.safetensors for each network; returns how many networks."""
    count = 0
    for sketch, network in networks():
        image = sketch.image()
        answers = onnx_reference.run(network, image)
        model = write.model_bytes(document(sketch, network, answers), network.tensors)
        golden = write.safetensors_bytes(versions(), {"input": image} | answers)
        write.write_file(folder / f"{sketch.name}.safetensors", model)
        write.write_file(folder / f"{sketch.name}.golden.safetensors", golden)
        count += 1
    return count


def document(sketch: Sketch, network: Network, answers: dict[str, np.ndarray]) -> dict:
    return write.glance_document(
        network,
        name=sketch.name,
        license="MIT",
        preprocess={
            "input_size": list(sketch.size),
            "resize_shorter": max(sketch.size),
            "filter": "bilinear",
            "mean": [127.5, 127.5, 127.5],
            "std": [127.5, 127.5, 127.5],
        },
        labels=numbered_labels(answers["logits"].shape[1]),
    )


def versions() -> dict[str, str]:
    """Who said that these are the right answers."""
    return {
        "command": COMMAND,
        "onnxruntime": onnxruntime.__version__,
        "onnx": onnx.__version__,
        "numpy": np.__version__,
    }
