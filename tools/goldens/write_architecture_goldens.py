#!/usr/bin/env python3
"""Writes native-tests/fixtures/architectures/NAME.json.gz: for each network of TorchVision, timm or
transformers that raw weights are recognised as, the names and shapes of its tensors and what the
library itself answers with random weights (architecture_weights.py).

Usage: write_architecture_goldens.py [torchvision|timm|transformers] ...

Needs torch, torchvision, timm and transformers, in an environment of their own: no test does.
"""

import gzip
import json
import sys
from pathlib import Path

import torch
from architecture_networks import LIBRARIES
from architecture_weights import image, state

FOLDER = Path(__file__).resolve().parents[2] / "native-tests" / "fixtures" / "architectures"


def golden(model, side: int) -> dict:
    shapes = {name: list(value.shape) for name, value in model.state_dict().items()}
    for name, array in state(shapes).items():
        model.state_dict()[name].copy_(torch.from_numpy(array))
    pixels = torch.from_numpy(image(side, side).transpose(0, 3, 1, 2).copy())
    with torch.no_grad():
        answer = model.eval()(pixels)
    logits = getattr(answer, "logits", answer)[0].tolist()
    return {"side": side, "logits": [float(f"{value:.9g}") for value in logits], "tensors": shapes}


def main(libraries) -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    torch.set_num_threads(1)
    for library in libraries:
        found = {name: golden(make(), side) for name, (make, side) in LIBRARIES[library]().items()}
        text = json.dumps(found, separators=(",", ":")).encode()
        path = FOLDER / f"{library}.json.gz"
        path.write_bytes(gzip.compress(text, mtime=0))
        print(f"{path.name}: {len(found)} networks, {path.stat().st_size:,} bytes")


if __name__ == "__main__":
    main(sys.argv[1:] or list(LIBRARIES))
