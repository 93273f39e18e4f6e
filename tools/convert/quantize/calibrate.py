"""Pictures -> the range of every value that becomes int8, by running the float32 network over them.

A range leaves out the most extreme of every 100,000 numbers at either end: one freak pixel must not
cost all others their resolution.
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
        found = sorted(path for path in _files(folder) if path.suffix.lower() in SUFFIXES)
    except OSError as error:
        raise Refused("int8/no-pictures", f"--calibrate {folder}: {error.strerror}") from None
    if not found:
        raise Refused(
            "int8/no-pictures", f"--calibrate {folder}: no {', '.join(SUFFIXES)} file in it"
        )
    return found[:: -(-len(found) // PICTURES)]


def _files(folder: Path):
    """Of the folder and of folders of classes in it."""
    for entry in folder.iterdir():
        yield from entry.iterdir() if entry.is_dir() and not entry.is_symlink() else (entry,)


def network_inputs(pictures: list[Path], preprocess: dict):
    """What the network reads of each picture. Fails with int8/bad-picture."""
    return _Inputs(pictures, preprocess)


def calibrate(
    network: graph.Network, values: list[str], pictures: list[Path], preprocess: dict
) -> dict:
    """Value -> (low, high) over all pictures. Fails with int8/bad-picture."""
    return extremes(network, values, network_inputs(pictures, preprocess))


def extremes(network: graph.Network, values: list[str], images) -> dict:
    """Value -> (low, high) over all `images`, a sized iterable of (1, H, W, 3) float32, all of one
    size."""
    # Loaded here: who has the ranges does not need onnxruntime.
    from ..onnx_reference import session

    run, found = None, {}
    for image in images:
        run = run or session(_probed(network, values), *image.shape[1:3], threads=0)
        for value, array in run(image).items():
            if value not in found:
                found[value] = _Extremes(keep=1 + int(array.size * len(images) * LEFT_OUT))
            found[value].add(array.ravel())
    return {value: one.range() for value, one in found.items()}


def _probed(network, values):
    """The network with all these values as outputs."""
    return replace(network, outputs={value: value for value in values})


class _Inputs:
    """What the network reads of each picture."""

    def __init__(self, pictures, preprocess):
        self.pictures, self.preprocess = pictures, preprocess

    def __len__(self):
        return len(self.pictures)

    def __iter__(self):
        from ..picture import network_input

        for path in self.pictures:
            try:
                yield network_input(path, self.preprocess)
            except Exception as error:  # Pillow's have nothing in common
                raise Refused("int8/bad-picture", f"{path}: {error}") from None


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
