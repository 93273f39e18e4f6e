"""A Hugging Face folder: weights, and what its JSON files say about labels and preprocessing."""

import os
from dataclasses import dataclass
from pathlib import Path

from . import foreign, labels, preprocess, timm_config
from .errors import Refused
from .json_document import Values, read_json
from .preprocess import SIDE_MAX

# ONNX first: it says what the network is, whatever its architecture.
WEIGHT_FILES = ("model.onnx", "onnx/model.onnx", "model.safetensors", "pytorch_model.bin")
WEIGHT_FILES += ("model.safetensors.index.json", "pytorch_model.bin.index.json")
FILTERS = {2: "bilinear", 3: "bicubic", "bilinear": "bilinear", "bicubic": "bicubic"}
# ConvNeXt's image processor crops below this size only, and squashes above.
CROP_PCT_BELOW = 384
RESCALE = 1 / 255  # what all published processors multiply pixels by
ADVICE = "say --preprocess yourself"


@dataclass(frozen=True)
class Folder:
    weights: Path
    preprocess: dict | None  # None where the folder does not say
    labels: dict | None
    architecture: str | None  # timm's name of the network


def read_folder(path: Path, own_preprocess=False, own_labels=False) -> Folder:
    """With `own_...` somebody says that better, and what the folder says of it is not read.

    Fails with huggingface/*, labels/* or preprocess/*.
    """
    found = [path / name for name in WEIGHT_FILES if (path / name).is_file()]
    if not found:
        foreign.refuse_folder({entry.name for entry in path.iterdir()})
        raise Refused("huggingface/no-weights", f"{path} has none of {', '.join(WEIGHT_FILES)}")
    config = _read(path / "config.json") or Values({}, "config.json", "huggingface/malformed")
    return Folder(
        found[0],
        None if own_preprocess else _preprocess(path, config),
        None if own_labels else _labels(config),
        config.text("architecture"),
    )


def _preprocess(path: Path, config: Values) -> dict | None:
    timm = config.object("pretrained_cfg")
    processor = _read(path / "preprocessor_config.json")
    if processor is not None:
        return from_processor(processor.document)
    return None if timm is None else timm_config.preprocess_of(timm.document)


def from_processor(document: dict) -> dict:
    """preprocessor_config.json of an image processor that resizes the shorter side and crops the
    centre."""
    values = Values(document, "preprocessor_config.json", "huggingface/preprocess", ADVICE)
    shorter, crop = _shorter_side(values), _crop(values)
    crop_pct = values.number("crop_pct", 0.1, 1)
    if crop is not None and shorter is not None and values.flag("do_center_crop", True):
        input_size = crop
        if shorter < max(crop):
            values.refuse("size", f"at least the crop_size of {max(crop)}")
    elif crop_pct is not None and shorter is not None and shorter < CROP_PCT_BELOW:
        input_size, shorter = [shorter, shorter], int(shorter / crop_pct)
    else:
        raise Refused(
            "huggingface/preprocess",
            f"{values.where} squashes pictures instead of cropping them (size, crop_size and "
            f"crop_pct say so); {ADVICE}",
        )
    scale = _scale(values)
    mean, std = (
        values.numbers("image_mean", 3, -1e4, 1e4),
        values.numbers("image_std", 3, 1e-6, 1e4),
    )
    return preprocess.checked(
        {
            "input_size": input_size,
            "resize_shorter": shorter,
            "filter": _filter(values),
            "mean": [scale * value for value in values.required("image_mean", mean)],
            "std": [scale * value for value in values.required("image_std", std)],
        }
    )


def _shorter_side(values: Values) -> int | None:
    """`size`, a number or an object with `shortest_edge`; None when both sides are given."""
    if not isinstance(values.document.get("size"), dict):
        return values.required("size", values.whole("size", 1, SIDE_MAX))
    size = values.object("size")
    if {"height", "width"} <= set(size.document):
        return None
    return size.required("shortest_edge", size.whole("shortest_edge", 1, SIDE_MAX))


def _crop(values: Values) -> list[int] | None:
    """`crop_size`, a number or an object with `height` and `width`, as (height, width)."""
    if values.document.get("crop_size") is None:
        return None
    if not isinstance(values.document["crop_size"], dict):
        return [values.whole("crop_size", 1, SIDE_MAX)] * 2
    size = values.object("crop_size")
    return [size.required(key, size.whole(key, 1, SIDE_MAX)) for key in ("height", "width")]


def _scale(values: Values) -> int:
    """What `image_mean` and `image_std` are multiplied by to be in 8-bit units."""
    for step in ("do_resize", "do_normalize"):
        if not values.flag(step, True):
            values.refuse(step, "true")
    if not values.flag("do_rescale", True):
        return 1
    factor = values.number("rescale_factor", 0, 1)
    if factor is not None and abs(factor - RESCALE) > 1e-6:
        values.refuse("rescale_factor", "1/255")
    return 255


def _filter(values: Values) -> str:
    wanted = "2, 3, bilinear or bicubic"
    found = FILTERS.get(values.required("resample", values.get("resample", (int, str), wanted)))
    return found or values.refuse("resample", wanted)


def _labels(config: Values) -> dict | None:
    """transformers' `id2label`, unless it only numbers the classes, or timm's `label_names`."""
    where = f"{config.where}: "
    names = config.get("id2label", dict, "an object")
    if names is not None:
        found = labels.labels_of(names, where + "id2label")
        if not all(name.startswith("LABEL_") for name in found):
            return {"en": found}
    names = config.get("label_names", (list, dict), "a list or an object")
    described = config.get("label_descriptions", dict, "an object")
    if names is None:
        return None
    found = labels.labels_of(names, where + "label_names")
    # Names may be codes, such as WordNet's "n01440764".
    if described is not None:
        found = [described.get(name, name) for name in found]
        found = labels.labels_of(found, where + "label_descriptions")
    return {"en": found}


def _read(path: Path) -> Values | None:
    """None when the file is not there."""
    if not os.path.lexists(path):
        return None
    code = "huggingface/malformed"
    return Values(read_json(path, code, code), path.name, code)
