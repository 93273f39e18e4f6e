"""The network for TensorFlow.js: tfjs.bin holds the weights in its layouts (HWIO, HWCM), tfjs.json
the operations."""

import json
from pathlib import Path

import numpy as np
from convert import graph
from convert.graph import tensor_names, to_json

LAYOUTS = {
    graph.Conv2d: lambda weight: weight.transpose(1, 2, 3, 0),  # OHWI -> HWIO
    graph.DepthwiseConv2d: lambda weight: weight[0, :, :, :, np.newaxis],  # 1HWC -> HWC1
    graph.Dense: np.transpose,  # OI -> IO
}


def write(network: graph.Network, folder: Path) -> None:
    """tfjs.json and tfjs.bin of a float32 network without channel multipliers."""
    tensors, parts, offset = {}, [], 0
    for operation in network.operations:
        for name in tensor_names(operation):
            array = network.tensors[name]
            if name == getattr(operation, "weight", None):
                array = LAYOUTS[type(operation)](array)
            parts.append(np.ascontiguousarray(array, np.float32).tobytes())
            tensors[name] = {"shape": array.shape, "offset": offset}
            offset += len(parts[-1])
    (folder / "tfjs.bin").write_bytes(b"".join(parts))
    document = {
        "input": network.input,
        "logits": network.outputs["logits"],
        "operations": [to_json(operation) for operation in network.operations],
        "tensors": tensors,
    }
    (folder / "tfjs.json").write_text(json.dumps(document))
