"""native-tests/fixtures/classifier/heat_maps-f32.json: class activation maps, computed without the
core.

onnxruntime computes the last feature map, numpy the sum of its channels weighted by the class's row
of the last dense layer (Zhou et al., 2016).
"""

import json
from pathlib import Path

import numpy as np
from convert import graph, onnx_reference
from convert.picture import network_input
from convert.weight_file import read_model

from .classifier import made_by

COMMAND = "tools/goldens/make_model_goldens.py heat-maps --model FILE"
PICTURES = ("coffee_square.png", "chelsea_palette.png", "camera_square.png")
UNLIKELY = 1  # goldfish: in none of the pictures
DIGITS = 6


def write_heat_map_goldens(folder: Path, model: Path, model_sha256: str) -> int:
    """Writes the heat maps; returns their number."""
    document, network = read_model(model)
    maps = list(heat_maps(document, network, folder))
    golden = {
        "made_by": made_by() | {"command": COMMAND},
        "model_sha256": model_sha256,
        "maps": maps,
    }
    (folder / "heat_maps-f32.json").write_text(json.dumps(golden, indent=1) + "\n")
    return len(maps)


def heat_maps(document: dict, network: graph.Network, folder: Path):
    """Of each picture for its best, its fifth and an unlikely class: picture, class, height, width,
    values."""
    weights = class_weights(network)
    compute = onnx_reference.session(network, *document["preprocess"]["input_size"])
    for picture in PICTURES:
        answers = compute(network_input(folder / picture, document["preprocess"]))
        order = np.argsort(-answers["logits"][0], kind="stable")
        for index in (int(order[0]), int(order[4]), UNLIKELY):
            sums = answers["features"][0].astype(np.float64) @ weights[index]
            scaled = (sums - sums.min()) / (sums.max() - sums.min())
            height, width = scaled.shape
            values = [round(float(value), DIGITS) for value in scaled.ravel()]
            yield {
                "picture": picture,
                "class": index,
                "height": height,
                "width": width,
                "values": values,
            }


def class_weights(network: graph.Network) -> np.ndarray:
    """(classes, channels) float64 of the dense layer that writes the logits."""
    (dense,) = (o for o in network.operations if o.output == network.outputs["logits"])
    return network.tensors[dense.weight].astype(np.float64)
