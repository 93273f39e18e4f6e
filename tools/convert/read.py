"""Opens a file that write.py wrote, for tests and goldens: document, network and tensors."""

import json
from pathlib import Path

from safetensors import safe_open

from .graph import Network
from .graph_json import from_json


def read_model(path: Path):
    """(the `glance` document, Network)."""
    with safe_open(path, "numpy") as file:
        document = json.loads(file.metadata()["glance"])
        tensors = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118 (not a mapping)
    graph = document["graph"]
    operations = [from_json(operation) for operation in graph["operations"]]
    return document, Network(operations, tensors, graph["outputs"], graph["input"])
