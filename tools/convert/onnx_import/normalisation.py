"""Networks that normalise their picture themselves: what they want to be given.

Keras writes Rescaling into the network, and PyTorch's exporters whatever the module does first. A
second normalisation before it would be wrong, and nothing would say so.
"""

from collections import defaultdict

import numpy as np

from .. import graph

BYTES, UNIT = 255.0, 1.0  # the largest value of a pixel


def pixel_range(network: graph.Network) -> float | None:
    """BYTES or UNIT where the operations begin with the normalisation of such pixels, else None."""
    if network.takes_bytes:
        return BYTES
    scale, shift = _first_scale_and_shift(network)
    if (np.all(scale == 1) and np.all(shift == 0)) or not np.all(scale):
        return None
    mean = -shift / scale  # in the units of the pixels
    if np.all(np.abs(scale) < 0.1) or np.max(mean) > 2:
        return BYTES
    # What rescales a picture that is normalised already (TorchVision's transform_input) does less.
    return UNIT if np.all(scale >= 0.9) and np.all((mean > 0.2) & (mean < 1)) else None


def preprocess_of(largest: float) -> dict:
    """`mean` and `std` that only bring pixels of 0..255 to 0..largest."""
    return {"mean": [0.0] * 3, "std": [BYTES / largest] * 3}


def _first_scale_and_shift(network: graph.Network):
    """(3) and (3): the constants that the picture is multiplied by and added to before anything
    else happens to it."""
    readers = defaultdict(list)
    for operation in network.operations:
        for value in graph.reads(operation):
            readers[value].append(operation)
    scale, shift, value = np.ones(3), np.zeros(3), network.input
    while len(readers[value]) == 1 and getattr(readers[value][0], "constant", None) is not None:
        (operation,) = readers[value]
        factor = network.tensors[operation.constant]
        if isinstance(operation, graph.Multiply):
            scale, shift = scale * factor, shift * factor
        else:
            shift = shift + factor
        if operation.clamp != graph.NO_CLAMP:
            break
        value = operation.output
    return scale, shift
