"""What int8 costs: the answers of an int8 network beside those of the float32 network, on the
pictures of calibration."""

from dataclasses import dataclass, replace

import numpy as np

from .. import graph

LOGITS = {"logits"}


@dataclass(frozen=True)
class Cost:
    """`same` of `pictures` have the same best class. `right` and `right_float32` count those whose
    folder is called like it; None where the folders say nothing."""

    pictures: int
    same: int
    largest_change: float  # of any probability
    right: int | None = None
    right_float32: int | None = None

    @property
    def points(self) -> float:
        """Percentage points of accuracy lost, or of pictures that got another answer."""
        if self.right is not None:
            return 100 * (self.right_float32 - self.right) / self.pictures
        return 100 * (self.pictures - self.same) / self.pictures

    def __str__(self):
        text = (
            f"on {self.pictures} pictures int8 gives the answer of float32 in {self.same}; "
            f"probabilities differ by at most {100 * self.largest_change:.1f} points"
        )
        if self.right is None:
            return text
        share, share_float32 = (100 * n / self.pictures for n in (self.right, self.right_float32))
        return f"{text}; right are {share:.1f} %, with float32 {share_float32:.1f} %"


class Judge:
    def __init__(self, network: graph.Network, images: list, truth: list | None):
        """`images` are (1, H, W, 3); `truth` has the class of each, where it is known."""
        self.images, self.truth = images, truth
        self.logits = answers(network, images)

    def cost(self, candidate: graph.Network) -> Cost:
        found = answers(candidate, self.images)
        best, best_float32 = found.argmax(axis=1), self.logits.argmax(axis=1)
        change = np.abs(_probabilities(found) - _probabilities(self.logits)).max()
        right = right_float32 = None
        if self.truth is not None:
            right, right_float32 = (int((b == self.truth).sum()) for b in (best, best_float32))
        same = int((best == best_float32).sum())
        return Cost(len(self.images), same, float(change), right, right_float32)

    def error(self, candidate: graph.Network, count: int) -> float:
        """Mean square of what the logits of the first `count` pictures differ by."""
        found = answers(candidate, self.images[:count])
        return float(np.square(found - self.logits[:count]).mean())


def answers(network: graph.Network, images: list) -> np.ndarray:
    """(pictures, classes) logits."""
    from ..onnx_reference import session

    outputs = {role: value for role, value in network.outputs.items() if role in LOGITS}
    run = session(replace(network, outputs=outputs), *images[0].shape[1:3], threads=0)
    return np.concatenate([run(image)["logits"] for image in images])


def true_classes(pictures: list, labels: dict) -> list | None:
    """The class of each picture, whose folder is called like a label or a part of one; None unless
    all are."""
    numbers = {}
    for language, names in labels.items():
        if language == "groups":  # the hierarchy of the classes stands beside their names
            continue
        for index, label in enumerate(names):
            for name in (label, *label.split(",")):
                numbers.setdefault(_plain(name), index)
    found = [numbers.get(_plain(picture.parent.name)) for picture in pictures]
    return None if None in found else found


def _plain(name: str) -> str:
    return name.strip().casefold().replace("_", " ")


def _probabilities(logits: np.ndarray) -> np.ndarray:
    powers = np.exp(logits.astype(np.float64) - logits.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)
