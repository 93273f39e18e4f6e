"""Batch normalisation folded into the convolution before it, in float64 so that nothing is lost."""

import numpy as np

from .errors import Refused


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
