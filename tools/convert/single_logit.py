"""A network with one output, which says yes or no -> one with two classes.

The probability of "yes" is the sigmoid of its output z, which is the softmax of (0, z).
"""

from dataclasses import replace

import numpy as np

from . import graph

NO = "not "  # before the only label


def with_two_classes(network: graph.Network) -> graph.Network:
    """Class 0 is "no", whose logit is 0; class 1 is "yes"."""
    operations, tensors = list(network.operations), dict(network.tensors)
    value = network.outputs["logits"]
    last = operations[-1]
    if not (
        isinstance(last, graph.Dense) and last.output == value and last.clamp == graph.NO_CLAMP
    ):
        tensors["two.weight"] = np.ones((1, 1))
        last = graph.Dense(input=value, output="two", weight="two.weight")
        operations.append(last)
    # A tensor's name is that of its value and its role: another's never ends like this.
    changes = {"weight": f"{last.output}.two_weight"}
    tensors[changes["weight"]] = _below_zeros(tensors.pop(last.weight))
    if last.bias is not None:
        changes["bias"] = f"{last.output}.two_bias"
        tensors[changes["bias"]] = _below_zeros(tensors.pop(last.bias))
    operations[-1] = replace(last, **changes)
    outputs = network.outputs | {"logits": last.output}
    return replace(network, operations=operations, tensors=tensors, outputs=outputs)


def _below_zeros(array: np.ndarray) -> np.ndarray:
    return np.concatenate([np.zeros_like(array), array])


def two_labels(labels: dict) -> dict:
    """`labels` by language; a single one is what the network says yes to."""
    return {
        language: [NO + names[0], *names] if len(names) == 1 else names
        for language, names in labels.items()
    }
