"""PyTorch's and ONNX's weight layouts -> those of models/FORMAT.md."""

import numpy as np


def convolution_weight(oihw: np.ndarray) -> np.ndarray:
    """(O, I / groups, kh, kw) -> (O, kh, kw, I / groups)."""
    return oihw.transpose(0, 2, 3, 1)


def depthwise_weight(oihw: np.ndarray) -> np.ndarray:
    """(C * m, 1, kh, kw) -> (1, kh, kw, C * m). Both count output channel c * m + j for input c."""
    return oihw.transpose(1, 2, 3, 0)
