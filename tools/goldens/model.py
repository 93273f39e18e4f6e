"""Writes native-tests/fixtures/model: tiny networks as weight files, each with onnxruntime's
outputs."""

from pathlib import Path

import numpy as np
import onnx
import onnxruntime
from convert import onnx_reference, weight_file
from convert.graph import Network
from convert.labels import numbered_labels
from convert.output_file import write_file
from convert.quantize.weights import with_real_tensors

from .networks import networks
from .sketch import Sketch

COMMAND = "tools/goldens/make_model_goldens.py model"


def write_model_goldens(folder: Path) -> int:
    """NAME.safetensors and NAME.golden.safetensors for each network; returns how many networks."""
    count = 0
    for sketch, network in networks():
        image = sketch.image()
        answers = onnx_reference.run(network, image)
        model = weight_file.model_bytes(document(sketch, network, answers), network.tensors)
        golden = weight_file.safetensors_bytes(
            versions(), {"input": image} | answers | tolerances(network)
        )
        write_file(folder / f"{sketch.name}.safetensors", model)
        write_file(folder / f"{sketch.name}.golden.safetensors", golden)
        count += 1
    return count


def tolerances(network: Network) -> dict[str, np.ndarray]:
    """ "NAME.tolerance" (1) of each output of an int8 network: what one step of an int8 value makes
    of it.

    The core adds in fixed point and multiplies with rounded factors: a number halfway between two
    steps may become either.
    """
    quantized = [o.quantization for o in network.operations if getattr(o, "quantization", None)]
    if not quantized:
        return {}
    step = max(found.scale for found in quantized)
    last = next(o for o in network.operations if o.output == network.outputs["logits"])
    weight = with_real_tensors(network).tensors[last.weight]
    found = {role: step for role in network.outputs} | {
        "logits": step * np.abs(weight).sum(axis=1).max()
    }
    return {f"{role}.tolerance": np.array([bound]) for role, bound in found.items()}


def document(sketch: Sketch, network: Network, answers: dict[str, np.ndarray]) -> dict:
    return weight_file.glance_document(
        network,
        name=sketch.name,
        license="MIT",
        preprocess=sketch.preprocess,
        labels=numbered_labels(answers["logits"].shape[1]),
    )


def versions() -> dict[str, str]:
    """The command and versions that computed the expected outputs."""
    return {
        "command": COMMAND,
        "onnxruntime": onnxruntime.__version__,
        "onnx": onnx.__version__,
        "numpy": np.__version__,
    }
