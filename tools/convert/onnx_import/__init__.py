"""ONNX -> graph.py: a symbolic run of the model that emits one of our operations at a time.

Activations stay symbols with a known shape, everything else is a constant and is folded. NCHW ends
here. What has no exact counterpart is refused by the node's name.
"""

from pathlib import Path

import numpy as np

from .. import graph
from .importer import Importer
from .model_file import ModelFile, read_model_file


def import_onnx(
    content: bytes, input_size=None, output: str | None = None, folder: Path | None = None
) -> tuple[graph.Network, tuple[int, int]]:
    """(network, (height, width) of its input). `input_size` serves models that leave theirs open,
    `output` those that have several. Tensors in other files are looked for in `folder` only.

    Fails with onnx/* or graph/*.
    """
    return import_model(read_model_file(content, output, folder), input_size)


def import_model(model: ModelFile, input_size=None) -> tuple[graph.Network, tuple[int, int]]:
    """As import_onnx, of a model whose structure is checked."""
    importer = Importer(model, input_size)
    with np.errstate(all="ignore"):  # what is not finite is refused by name when it is written
        for node in model.nodes:
            importer.run(node)
    return importer.finish(), importer.input_size
