"""A network as data: one class an operation of models/FORMAT.md, in execution order.

Values and tensors are named by strings; activations are NHWC and weights lie as FORMAT.md says.
"""

from dataclasses import dataclass, fields

import numpy as np

Clamp = tuple  # (low, high), either may be None
Padding = tuple | str  # (top, right, bottom, left) or "same"

NO_CLAMP = (None, None)
RELU = (0, None)
RELU6 = (0, 6)


@dataclass(kw_only=True)
class Conv2d:
    op = "conv2d"
    input: str
    output: str
    weight: str  # (O, kh, kw, I / groups)
    bias: str | None = None  # (O)
    stride: tuple = (1, 1)
    dilation: tuple = (1, 1)
    groups: int = 1
    padding: Padding = (0, 0, 0, 0)
    clamp: Clamp = NO_CLAMP


@dataclass(kw_only=True)
class DepthwiseConv2d:
    op = "depthwise_conv2d"
    input: str
    output: str
    weight: str  # (1, kh, kw, C * multiplier)
    bias: str | None = None  # (C * multiplier)
    stride: tuple = (1, 1)
    dilation: tuple = (1, 1)
    padding: Padding = (0, 0, 0, 0)
    clamp: Clamp = NO_CLAMP


@dataclass(kw_only=True)
class Dense:
    op = "dense"
    input: str
    output: str
    weight: str  # (O, I)
    bias: str | None = None  # (O)
    clamp: Clamp = NO_CLAMP


@dataclass(kw_only=True)
class Add:
    op = "add"
    inputs: list  # two values, or one with `constant`
    output: str
    constant: str | None = None  # (1) or (C)
    clamp: Clamp = NO_CLAMP


@dataclass(kw_only=True)
class Multiply:
    op = "multiply"
    inputs: list  # two values, or one with `constant`
    output: str
    constant: str | None = None  # (1) or (C)
    clamp: Clamp = NO_CLAMP


@dataclass(kw_only=True)
class Concat:
    op = "concat"
    inputs: list
    output: str


@dataclass(kw_only=True)
class MaxPool:
    op = "max_pool"
    input: str
    output: str
    kernel: tuple
    stride: tuple
    dilation: tuple = (1, 1)
    padding: Padding = (0, 0, 0, 0)
    ceil_mode: bool = False
    clamp: Clamp = NO_CLAMP


@dataclass(kw_only=True)
class AveragePool:
    op = "average_pool"
    input: str
    output: str
    kernel: tuple
    stride: tuple
    padding: Padding = (0, 0, 0, 0)
    ceil_mode: bool = False
    count_padding: bool = False
    clamp: Clamp = NO_CLAMP


@dataclass(kw_only=True)
class GlobalAveragePool:
    op = "global_average_pool"
    input: str
    output: str
    clamp: Clamp = NO_CLAMP


@dataclass(kw_only=True)
class ClampValue:
    op = "clamp"
    input: str
    output: str
    clamp: Clamp


@dataclass(kw_only=True)
class Sigmoid:
    op = "sigmoid"
    input: str
    output: str


@dataclass(kw_only=True)
class HardSigmoid:
    op = "hard_sigmoid"
    input: str
    output: str


@dataclass(kw_only=True)
class HardSwish:
    op = "hard_swish"
    input: str
    output: str


OPERATIONS = {
    kind.op: kind
    for kind in (
        Conv2d, DepthwiseConv2d, Dense, Add, Multiply, Concat, MaxPool, AveragePool,
        GlobalAveragePool, ClampValue, Sigmoid, HardSigmoid, HardSwish,
    )
}  # fmt: skip


@dataclass
class Network:
    """Operations, their tensors, and which values they end in ("logits", "features", "embedding")."""

    operations: list
    tensors: dict[str, np.ndarray]
    outputs: dict[str, str]
    input: str = "image"
    architecture: str = ""


def reads(operation) -> list[str]:
    """The values that an operation reads."""
    return list(operation.inputs) if hasattr(operation, "inputs") else [operation.input]


def tensor_names(operation) -> list[str]:
    """The tensors that an operation reads."""
    names = [getattr(operation, role, None) for role in ("weight", "bias", "constant")]
    return [name for name in names if name is not None]


def to_json(operation) -> dict:
    """The operation as FORMAT.md writes it; attributes at their default are left out."""
    document = {"op": operation.op}
    for item in fields(operation):
        value = getattr(operation, item.name)
        if value != item.default:
            document[item.name] = list(value) if isinstance(value, tuple) else value
    return document


def from_json(document: dict):
    """The reverse of to_json, for files that the converter wrote."""
    attributes = {
        key: tuple(value) if isinstance(value, list) and key != "inputs" else value
        for key, value in document.items()
        if key != "op"
    }
    return OPERATIONS[document["op"]](**attributes)
