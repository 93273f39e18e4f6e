"""Weights of convolutions: the layouts of models/FORMAT.md, and batch normalisation folded in.

Folding computes in float64, so that nothing is lost.
"""

import numpy as np

from .errors import Refused


def convolution_weight(oihw: np.ndarray) -> np.ndarray:
    """(O, I / groups, kh, kw) -> (O, kh, kw, I / groups)."""
    return oihw.transpose(0, 2, 3, 1)


def depthwise_weight(oihw: np.ndarray) -> np.ndarray:
    """(C * m, 1, kh, kw) -> (1, kh, kw, C * m). Both count output channel c * m + j for input c."""
    return oihw.transpose(1, 2, 3, 0)


def batch_norm_scale_shift(gamma, beta, mean, variance, epsilon):
    """The (C) scale and shift, float64, that batch normalisation is at inference: y = x * scale +
    shift."""
    gamma, beta, mean, variance = (np.asarray(a, np.float64) for a in (gamma, beta, mean, variance))
    if np.any(variance + epsilon <= 0):
        raise Refused("weights/bad-value", "a batch normalisation has a negative variance")
    scale = gamma / np.sqrt(variance + epsilon)
    return scale, beta - mean * scale


def fold_into_convolution(weight, bias, scale, shift):
    """Weight (O, ...) and bias (O) or None, scaled per output channel; both float64."""
    weight = np.asarray(weight, np.float64)
    bias = np.zeros(len(weight)) if bias is None else np.asarray(bias, np.float64)
    scaled = weight * scale.reshape([-1] + [1] * (weight.ndim - 1))
    return scaled, bias * scale + shift
