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

DIGITS = 4
# Ranges fit the weights that they were found with. The same weights from another file, with batch
# normalisation folded elsewhere, differ by less; a fine-tuned network by more.
TOLERANCE = 1e-4


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
    try:
        document = json.loads(path.read_text("utf-8"))
        ranges = {value: _pair(pair) for value, pair in document["ranges"].items()}
        head = {key: document[key] for key in ("command", "method", "pictures", "mean_abs_weight")}
        return Ranges(**head, ranges=ranges)
    except OSError as error:
        raise Refused("int8/ranges-unreadable", f"{path}: {error.strerror}") from None
    except (ValueError, TypeError, AttributeError):
        raise Refused("int8/ranges-malformed", f"{path}: not a file of ranges") from None
    except KeyError as error:
        raise Refused("int8/ranges-malformed", f"{path}: no {error}") from None


def _pair(pair) -> tuple[float, float]:
    low, high = (float(number) for number in pair)
    if not (math.isfinite(low) and math.isfinite(high) and low <= high):
        raise ValueError
    return low, high
