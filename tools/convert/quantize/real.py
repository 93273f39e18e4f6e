"""The real numbers that int8 and int32 tensors stand for, for references that compute with
floats."""

from dataclasses import replace

from .. import graph
from .weights import channel_axis, real_weight


def with_real_tensors(network: graph.Network) -> graph.Network:
    """The same operations; weights and biases are float64 and no longer have scales of their
    own."""
    quantizations = {o.output: getattr(o, "quantization", None) for o in network.operations}
    tensors = dict(network.tensors)
    for operation in network.operations:
        scale = network.tensors.get(getattr(operation, "weight_scale", None))
        if scale is None:
            continue
        tensors[operation.weight] = real_weight(
            tensors[operation.weight], channel_axis(operation), scale
        )
        how = quantizations.get(operation.input)
        if how is not None and operation.bias is not None:
            tensors[operation.bias] = tensors[operation.bias] * (how.scale * scale.astype("f8"))
    return replace(network, tensors=tensors)
