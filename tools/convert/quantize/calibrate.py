"""Pictures -> the range of every value that becomes int8, by running the float32 network over them.

A range leaves out the most extreme of every 100,000 numbers at either end: one freak pixel must not cost all
others their resolution.
"""

from dataclasses import replace
from pathlib import Path

import numpy as np

from .. import graph
from ..errors import Refused

LEFT_OUT = 1e-5
METHOD = "percentile 99.999"
# More pictures do not help. A larger folder is sampled evenly, in the order of file names.
PICTURES = 100
SUFFIXES = (".jpg", ".jpeg", ".png")


def pictures_in(folder: Path) -> list[Path]:
    """At most PICTURES of them. Fails with int8/no-pictures."""
    try:
        found = sorted(path for path in folder.iterdir() if path.suffix.lower() in SUFFIXES)
    except OSError as error:
        raise Refused("int8/no-pictures", f"--calibrate {folder}: {error.strerror}") from None
    if not found:
        raise Refused("int8/no-pictures", f"--calibrate {folder}: no {', '.join(SUFFIXES)} file in it")
    return found[:: -(-len(found) // PICTURES)]


def calibrate(network: graph.Network, values: list[str], pictures: list[Path], preprocess: dict) -> dict:
    """Value -> (low, high) over all pictures. Fails with int8/bad-picture."""
    extremes = {}
    for activations in _runs(network, values, pictures, preprocess):
        for value, array in activations.items():
            if value not in extremes:
                extremes[value] = _Extremes(keep=1 + int(array.size * len(pictures) * LEFT_OUT))
            extremes[value].add(array.ravel())
    return {value: found.range() for value, found in extremes.items()}


class _Extremes:
    """The `keep` highest and the `keep` lowest of all numbers added."""

    def __init__(self, keep: int):
        self.keep = keep
        self.highest = self.lowest_negated = np.empty(0, np.float32)

    def add(self, numbers: np.ndarray):
        self.highest = self._best(self.highest, numbers)
        self.lowest_negated = self._best(self.lowest_negated, -numbers)

    def range(self) -> tuple[float, float]:
        """Without the keep - 1 most extreme at either end."""
        return -float(self.lowest_negated.min()), float(self.highest.min())

    def _best(self, so_far, numbers):
        if so_far.size == self.keep:
            numbers = numbers[numbers > so_far.min()]
        joined = np.concatenate([so_far, numbers])
        return np.partition(joined, -self.keep)[-self.keep :] if joined.size > self.keep else joined


def _runs(network, values, pictures, preprocess):
    """Value -> array, for each picture."""
    # Loaded here: who has the ranges does not need them.
    from ..onnx_reference import session
    from ..picture import network_input

    probed = replace(network, outputs={value: value for value in values})
    run = session(probed, *preprocess["input_size"], threads=0)
    for path in pictures:
        try:
            image = network_input(path, preprocess)
        except OSError as error:
            raise Refused("int8/bad-picture", f"{path}: {error}") from None
        yield run(image)
