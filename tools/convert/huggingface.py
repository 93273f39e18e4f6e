"""A Hugging Face folder: weights, and what its JSON files say about labels and preprocessing."""

import json
from dataclasses import dataclass
from pathlib import Path

from . import labels, preprocess, timm_config
from .errors import Refused

WEIGHT_FILES = ("model.safetensors", "pytorch_model.bin", "model.onnx")
FILTERS = {2: "bilinear", 3: "bicubic", "bilinear": "bilinear", "bicubic": "bicubic"}
# ConvNeXt's image processor crops below this size only, and squashes above.
CROP_PCT_BELOW = 384


@dataclass(frozen=True)
class Folder:
    weights: Path
    preprocess: dict | None  # None where the folder does not say
    labels: dict | None
    architecture: str | None  # timm's name of the network


def read_folder(path: Path) -> Folder:
    """Fails with huggingface/*, labels/* or preprocess/*."""
    found = [path / name for name in WEIGHT_FILES if (path / name).is_file()]
    if not found:
        raise Refused("huggingface/no-weights", f"{path} has none of {', '.join(WEIGHT_FILES)}")
    config = _read(path / "config.json") or {}
    processor = _read(path / "preprocessor_config.json")
    timm = config.get("pretrained_cfg")
    if processor is not None:
        prepared = from_processor(processor)
    else:
        prepared = timm_config.preprocess_of(timm) if isinstance(timm, dict) else None
    architecture = config.get("architecture")
    if not isinstance(architecture, str):
        architecture = None
    return Folder(found[0], prepared, _labels(config), architecture)


def from_processor(document: dict) -> dict:
    """preprocessor_config.json of an image processor that resizes the shorter side and crops the
    centre."""
    size = document.get("size")
    shorter = size.get("shortest_edge") if isinstance(size, dict) else size
    crop, crop_pct = document.get("crop_size"), document.get("crop_pct")
    if crop is not None and document.get("do_center_crop", True):
        input_size = [crop["height"], crop["width"]] if isinstance(crop, dict) else [crop, crop]
    elif crop_pct is not None and isinstance(shorter, int) and shorter < CROP_PCT_BELOW:
        input_size, shorter = [shorter, shorter], int(shorter / crop_pct)
    else:
        raise Refused(
            "huggingface/preprocess",
            "preprocessor_config.json squashes pictures instead of cropping them; say "
            "--preprocess yourself",
        )
    scale = 255 if document.get("do_rescale", True) else 1
    return _document(input_size, shorter, document.get("resample"), document.get("image_mean"),
                     document.get("image_std"), scale)  # fmt: skip


def _document(input_size, shorter, resample, mean, std, scale) -> dict:
    try:
        values = {
            "input_size": input_size,
            "resize_shorter": shorter,
            "filter": FILTERS[resample],
            "mean": [scale * value for value in mean],
            "std": [scale * value for value in std],
        }
    except (KeyError, TypeError):
        raise Refused(
            "huggingface/preprocess",
            "the folder's preprocessing lacks resample, mean or std, or has another filter; "
            "say --preprocess yourself",
        ) from None
    return preprocess.checked(values)


def _labels(config: dict) -> dict | None:
    """transformers' `id2label`, unless it only numbers the classes, or timm's `label_names`."""
    names = config.get("id2label")
    if names is not None and not all(str(name).startswith("LABEL_") for name in names.values()):
        return labels.labels_from_json(names)
    names, described = config.get("label_names"), config.get("label_descriptions")
    if names is None:
        return None
    found = labels.labels_from_json(names)
    # Names may be codes, such as WordNet's "n01440764".
    if isinstance(described, dict):
        return labels.labels_from_json([described.get(name, name) for name in found["en"]])
    return found


def _read(path: Path) -> dict | None:
    """None when the file is not there."""
    try:
        document = json.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        raise Refused("huggingface/malformed", f"{path}: {error}") from None
    if not isinstance(document, dict):
        raise Refused("huggingface/malformed", f"{path}: not a JSON object")
    return document
