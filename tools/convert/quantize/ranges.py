"""models/NAME.ranges.json: what calibration found. With it anyone converts to the same bytes
without pictures.

{"command": ..., "method": ..., "pictures": 100, "mean_abs_weight": 0.0497,
 "ranges": {"stem": [0.0, 6.0], ...}}
"""

import json
import math
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from .. import graph
from ..errors import Refused
from ..json_document import Values, read_json

DIGITS = 4
# Ranges fit the weights that they were found with. The same weights from another file, with batch
# normalisation folded elsewhere, differ by less; a fine-tuned network by more.
TOLERANCE = 1e-4
MAGNITUDE_MAX = 1e30  # what float32 has, with room for what is computed from it
PICTURES_MAX = 1 << 30


@dataclass(frozen=True)
class Ranges:
    """`ranges`: value -> (low, high), real numbers. `mean_abs_weight` says of which weights."""

    command: str
    method: str
    pictures: int
    mean_abs_weight: float
    ranges: dict


def rounded(number: float, digits: int = DIGITS) -> float:
    """To so many significant digits."""
    return float(f"{number:.{digits}g}")


def mean_abs_weight(network: graph.Network) -> float:
    """Tells networks apart that have the same graph; to six digits."""
    weights = [network.tensors[o.weight] for o in network.operations if hasattr(o, "weight")]
    total = sum(float(np.abs(weight).sum(dtype=np.float64)) for weight in weights)
    return rounded(total / max(1, sum(weight.size for weight in weights)), digits=6)


def check_weights(found: Ranges, network: graph.Network, path: Path) -> None:
    """Fails with int8/other-weights."""
    actual = mean_abs_weight(network)
    if not math.isclose(actual, found.mean_abs_weight, rel_tol=TOLERANCE):
        raise Refused(
            "int8/other-weights",
            f"{path} has the ranges of other weights (mean magnitude {found.mean_abs_weight}, "
            f"here {actual}): calibrate again with --calibrate FOLDER",
        )


def to_text(found: Ranges) -> str:
    """One value a line, in the network's order."""
    head = {key: value for key, value in vars(found).items() if key != "ranges"}
    lines = [f" {json.dumps(key)}: {json.dumps(value)}," for key, value in head.items()]
    values = [
        f"  {json.dumps(value)}: {json.dumps(list(pair))}" for value, pair in found.ranges.items()
    ]
    return "\n".join(["{", *lines, ' "ranges": {', ",\n".join(values), " }", "}"]) + "\n"


def read_ranges(path: Path) -> Ranges:
    """Fails with int8/ranges-unreadable or int8/ranges-malformed."""
    document = read_json(path, "int8/ranges-unreadable", "int8/ranges-malformed")
    values = Values(document, str(path), "int8/ranges-malformed")
    ranges = values.required("ranges", values.object("ranges"))
    mean = values.number("mean_abs_weight", 0, MAGNITUDE_MAX)
    return Ranges(
        command=values.required("command", values.text("command")),
        method=values.required("method", values.text("method")),
        pictures=values.required("pictures", values.whole("pictures", 1, PICTURES_MAX)),
        mean_abs_weight=values.required("mean_abs_weight", mean),
        ranges={value: _pair(ranges, value) for value in ranges.document},
    )


def _pair(ranges: Values, value: str) -> tuple[float, float]:
    pair = ranges.numbers(value, 2, -MAGNITUDE_MAX, MAGNITUDE_MAX)
    low, high = ranges.required(value, pair)
    if low > high:
        ranges.refuse(value, "the lower number first")
    return float(low), float(high)
