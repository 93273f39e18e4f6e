"""Random weights for any network, from the names and shapes of its tensors only, so that a golden
need not hold them. The same numbers come out in PyTorch's process and in ours."""

import zlib

import numpy as np

GAIN = 1.0  # of the sum of squares that a layer makes of its inputs


def tensor(name: str, shape) -> np.ndarray:
    """float32, but for counters."""
    random = np.random.default_rng(zlib.crc32(name.encode()))
    if name.endswith("num_batches_tracked"):
        return np.array(7, np.int64)
    if name.endswith("running_var"):
        values = random.uniform(0.5, 1.5, shape)
    elif len(shape) >= 2:
        values = random.standard_normal(shape) * np.sqrt(GAIN / np.prod(shape[1:]))
    elif name.endswith("weight"):
        values = random.uniform(0.75, 1.25, shape)
    else:
        values = random.standard_normal(shape) / 10
    return np.asarray(values, np.float32)


def state(shapes: dict) -> dict[str, np.ndarray]:
    return {name: tensor(name, shape) for name, shape in shapes.items()}


def image(height: int, width: int) -> np.ndarray:
    """(1, H, W, 3) float32."""
    return np.random.default_rng(5).standard_normal((1, height, width, 3), np.float32)
