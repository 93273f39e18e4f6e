"""Rounds the weights of a channel so that their errors cancel.

Each to its nearest integer leaves a channel's sum off by some steps, and since activations are
mostly of one sign, that shifts the whole channel. So the weights that lie closest to the middle
between two integers go the other way, until the sum is right to half a step. This needs no pictures
and does most of what correcting the biases with pictures would.
"""

import numpy as np

# Errors are summed in fixed point: the same sum on every processor, whatever the order.
FRACTION = 2.0**32


def round_together(steps: np.ndarray, largest: int) -> np.ndarray:
    """(channels, weights) float64 -> int64, each within 1 of its weight and within
    -largest..largest."""
    rounded = np.clip(np.rint(steps), -largest, largest).astype(np.int64)
    errors = steps - rounded
    surplus = np.rint(np.rint(errors * FRACTION).astype(np.int64).sum(axis=1) / FRACTION).astype(
        np.int64
    )
    for channel in np.flatnonzero(surplus):
        _move(rounded[channel], errors[channel], surplus[channel], largest)
    return rounded


def _move(rounded, errors, surplus, largest):
    """One step up or down for |surplus| weights of a channel, those whose error grows least."""
    direction = 1 if surplus > 0 else -1
    free = np.abs(rounded + direction) <= largest
    order = np.argsort(np.where(free, -direction * errors, np.inf), kind="stable")
    chosen = order[: min(abs(surplus), np.count_nonzero(free))]
    rounded[chosen] += direction
