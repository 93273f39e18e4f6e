#!/usr/bin/env python3
"""Writes native-tests/fixtures/{model,classifier}: inputs and the answers of onnxruntime and
Pillow.

Run it again only when the networks or pictures change; what it writes is committed.
"""

import argparse
import hashlib
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from goldens.classifier import write_classifier_goldens
from goldens.heat_maps import write_heat_map_goldens
from goldens.model import write_model_goldens

REPOSITORY = Path(__file__).resolve().parents[2]
FIXTURES = REPOSITORY / "native-tests" / "fixtures"


def parser() -> argparse.ArgumentParser:
    result = argparse.ArgumentParser(description=__doc__)
    result.add_argument("--fixtures", type=Path, default=FIXTURES, help="the folder to write to")
    kinds = result.add_subparsers(dest="kind", required=True)
    kinds.add_parser("model", help="tiny networks with every operation of models/FORMAT.md")
    classifier = kinds.add_parser("classifier", help="pictures and their classes")
    classifier.add_argument(
        "--model", type=Path, required=True, help="a converted EfficientNet-Lite0"
    )
    classifier.add_argument(
        "--scikit-image",
        type=Path,
        required=True,
        metavar="WHEEL",
        help=("scikit-image 0.22.0 from PyPI, for its CC0 photographs"),
    )
    heat_maps = kinds.add_parser(
        "heat-maps", help="class activation maps of the classifier's pictures"
    )
    heat_maps.add_argument(
        "--model", type=Path, required=True, help="EfficientNet-Lite0 in float32"
    )
    return result


def main() -> None:
    options = parser().parse_args()
    folder = options.fixtures / ("model" if options.kind == "model" else "classifier")
    if options.kind == "model":
        count = write_model_goldens(folder)
    else:
        digest = hashlib.sha256(options.model.read_bytes()).hexdigest()
        if options.kind == "classifier":
            count = write_classifier_goldens(folder, options.model, digest, options.scikit_image)
        else:
            count = write_heat_map_goldens(folder, options.model, digest)
    print(f"{count} written to {folder}")


if __name__ == "__main__":
    main()
