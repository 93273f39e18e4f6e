"""A picture that every contender turns into the very same numbers: no resizing is left to do."""

from pathlib import Path

from convert.picture import FILTERS
from PIL import Image


def write_squared(source: Path, preprocess: dict, target: Path) -> None:
    """The middle square of `source` with sides of `resize_shorter` pixels, as PNG."""
    side = preprocess["resize_shorter"]
    with Image.open(source) as opened:
        picture = opened.convert("RGB")
    width, height = picture.size
    short = min(width, height)
    left, top = (width - short) // 2, (height - short) // 2
    square = picture.crop((left, top, left + short, top + short))
    square.resize((side, side), FILTERS[preprocess["filter"]]).save(target)
