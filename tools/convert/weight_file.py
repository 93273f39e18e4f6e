"""Glance's weight file: safetensors with one metadata entry, the same bytes for the same input."""

import json
from pathlib import Path

import numpy as np
from safetensors import safe_open

from .errors import Refused
from .graph import Network, from_json, to_json

FORMAT_VERSION = 1
ALIGNMENT = 8
TYPE_NAMES = {np.dtype("<f4"): "F32", np.dtype("<i4"): "I32", np.dtype("|i1"): "I8"}


def glance_document(
    network: Network, *, name, preprocess, labels, license=None, source=None
) -> dict:
    """The JSON document of models/FORMAT.md. Without `license` and `source` the keys are left
    out."""
    document = {"format_version": FORMAT_VERSION, "name": name}
    if network.architecture:
        document["architecture"] = network.architecture
    if license:
        document["license"] = license
    if source:
        document["source"] = source
    document["preprocess"] = preprocess
    document["labels"] = labels
    document["graph"] = {
        "input": network.input,
        "outputs": network.outputs,
        "operations": [to_json(operation) for operation in network.operations],
    }
    return document


def model_bytes(document: dict, tensors: dict[str, np.ndarray]) -> bytes:
    """The weight file. Floats become float32; fails with weights/bad-value when one is not
    finite."""
    return safetensors_bytes({"glance": compact(document)}, tensors)


def safetensors_bytes(metadata: dict[str, str], tensors: dict[str, np.ndarray]) -> bytes:
    """As model_bytes, with any metadata."""
    stored = {name: _stored(name, tensor) for name, tensor in tensors.items()}
    # Larger elements first keeps every tensor aligned; the sort is stable, so graph order remains.
    names = sorted(stored, key=lambda name: -stored[name].itemsize)
    header = {"__metadata__": metadata}
    offset = 0
    for name in names:
        end = offset + stored[name].nbytes
        header[name] = {
            "dtype": TYPE_NAMES[stored[name].dtype],
            "shape": list(stored[name].shape),
            "data_offsets": [offset, end],
        }
        offset = end
    try:
        text = compact(header).encode("utf-8")
    except UnicodeEncodeError:
        raise Refused("weights/bad-text", "a name or a licence is no Unicode text") from None
    text += b" " * (-len(text) % ALIGNMENT)
    # The arrays themselves, not copies of them: they take most of the memory.
    flat = (np.ascontiguousarray(stored[name]).reshape(-1).view(np.uint8).data for name in names)
    return b"".join([len(text).to_bytes(8, "little"), text, *flat])


def _stored(name: str, tensor: np.ndarray) -> np.ndarray:
    tensor = np.asarray(tensor)
    if tensor.dtype.kind == "f":
        with np.errstate(over="ignore"):  # the check below says it better
            tensor = tensor.astype("<f4", copy=False)
        if not np.isfinite(tensor).all():
            raise Refused("weights/bad-value", f"tensor {name!r} holds a NaN or an infinity")
    if tensor.dtype not in TYPE_NAMES:
        raise Refused("weights/bad-type", f"tensor {name!r} has elements of type {tensor.dtype}")
    return tensor


def compact(document) -> str:
    """JSON without spaces."""
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def read_model(path: Path):
    """(the `glance` document, Network)."""
    with safe_open(path, "numpy") as file:
        document = json.loads(file.metadata()["glance"])
        tensors = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118 (not a mapping)
    graph = document["graph"]
    operations = [from_json(operation) for operation in graph["operations"]]
    return document, Network(operations, tensors, graph["outputs"], graph["input"])
