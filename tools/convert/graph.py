"""A network as data: one class an operation of models/FORMAT.md, in execution order.

Values and tensors are named by strings; activations are NHWC and weights lie as FORMAT.md says.
"""

from dataclasses import asdict, dataclass, field, fields

import numpy as np

Clamp = tuple  # (low, high), either may be None
Padding = tuple | str  # (top, right, bottom, left) or "same"

NO_CLAMP = (None, None)
RELU = (0, None)
RELU6 = (0, 6)


@dataclass(frozen=True)
class Quantization:
    """How an int8 value stands for real numbers: scale * (stored - zero_point)."""

    scale: float  # as float32 has it
    zero_point: int


# The output of an operation with `quantization` is int8.


@dataclass(kw_only=True)
class Conv2d:
    op = "conv2d"
    input: str
    output: str
    weight: str  # (O, kh, kw, I / groups)
    bias: str | None = None  # (O)
    weight_scale: str | None = None  # (O), of int8 weights
    stride: tuple = (1, 1)
    dilation: tuple = (1, 1)
    groups: int = 1
    padding: Padding = (0, 0, 0, 0)
    clamp: Clamp = NO_CLAMP
    quantization: Quantization | None = None


@dataclass(kw_only=True)
class DepthwiseConv2d:
    op = "depthwise_conv2d"
    input: str
    output: str
    weight: str  # (1, kh, kw, C * multiplier)
    bias: str | None = None  # (C * multiplier)
    weight_scale: str | None = None  # (C * multiplier), of int8 weights
    stride: tuple = (1, 1)
    dilation: tuple = (1, 1)
    padding: Padding = (0, 0, 0, 0)
    clamp: Clamp = NO_CLAMP
    quantization: Quantization | None = None


@dataclass(kw_only=True)
class Dense:
    op = "dense"
    input: str
    output: str
    weight: str  # (O, I)
    bias: str | None = None  # (O)
    weight_scale: str | None = None  # (O), of int8 weights
    clamp: Clamp = NO_CLAMP
    quantization: Quantization | None = None


@dataclass(kw_only=True)
class Add:
    op = "add"
    inputs: list  # two values, or one with `constant`
    output: str
    constant: str | None = None  # (1), (C) or (h, w, C), each of the three may be 1
    clamp: Clamp = NO_CLAMP
    quantization: Quantization | None = None


@dataclass(kw_only=True)
class Multiply:
    op = "multiply"
    inputs: list  # two values, or one with `constant`
    output: str
    constant: str | None = None  # (1), (C) or (h, w, C), each of the three may be 1
    clamp: Clamp = NO_CLAMP
    quantization: Quantization | None = None


@dataclass(kw_only=True)
class Concat:
    op = "concat"
    inputs: list
    output: str
    axis: int = 3  # of (1, h, w, C): 1, 2 or 3
    quantization: Quantization | None = None


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
    quantization: Quantization | None = None


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
    quantization: Quantization | None = None


@dataclass(kw_only=True)
class Sigmoid:
    op = "sigmoid"
    input: str
    output: str
    quantization: Quantization | None = None


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


@dataclass(kw_only=True)
class L2Normalize:
    """Each pixel's channels, scaled to length 1."""

    op = "l2_normalize"
    input: str
    output: str


@dataclass(kw_only=True)
class Gelu:
    """x times the standard normal distribution up to x."""

    op = "gelu"
    input: str
    output: str


@dataclass(kw_only=True)
class Elu:
    op = "elu"
    input: str
    output: str
    alpha: float = 1.0


@dataclass(kw_only=True)
class Power:
    op = "power"
    input: str
    output: str
    exponent: float


@dataclass(kw_only=True)
class Softmax:
    """Over each pixel's channels."""

    op = "softmax"
    input: str
    output: str


@dataclass(kw_only=True)
class ChannelAverage:
    """The mean of each pixel's channels, (1, h, w, 1)."""

    op = "channel_average"
    input: str
    output: str


@dataclass(kw_only=True)
class LayerNorm:
    """(x - mean) / sqrt(variance + epsilon) of each pixel's channels."""

    op = "layer_norm"
    input: str
    output: str
    epsilon: float = 1e-5


@dataclass(kw_only=True)
class GroupNorm:
    """The same of height, width and C / groups channels together."""

    op = "group_norm"
    input: str
    output: str
    groups: int = 1
    epsilon: float = 1e-5


@dataclass(kw_only=True)
class Rearrange:
    """The elements of (h, w, C) seen as `view`, whose axes are put into `order`, seen as
    `shape`."""

    op = "rearrange"
    input: str
    output: str
    view: tuple  # at most VIEW_AXES_MAX sizes
    order: tuple
    shape: tuple  # (h, w, C)


VIEW_AXES_MAX = 4


@dataclass(kw_only=True)
class Slice:
    """A part of (h, w, C)."""

    op = "slice"
    input: str
    output: str
    begin: tuple
    size: tuple


@dataclass(kw_only=True)
class Pad:
    """Zeros around height and width."""

    op = "pad"
    input: str
    output: str
    padding: tuple  # (top, right, bottom, left)


@dataclass(kw_only=True)
class MatMul:
    """For each of h: the first (1, h, M, K) times the second (1, h, N, K) transposed."""

    op = "matmul"
    inputs: list
    output: str


@dataclass(kw_only=True)
class Convert:
    """float32 to int8 when it has `quantization`, int8 to float32 when its input has."""

    op = "convert"
    input: str
    output: str
    quantization: Quantization | None = None


OPERATIONS = {
    kind.op: kind
    for kind in (
        Conv2d, DepthwiseConv2d, Dense, Add, Multiply, Concat, MaxPool, AveragePool,
        GlobalAveragePool, ClampValue, Sigmoid, HardSigmoid, HardSwish,
        L2Normalize, Gelu, Elu, Power, Softmax, ChannelAverage, LayerNorm, GroupNorm,
        Rearrange, Slice, Pad, MatMul, Convert,
    )
}  # fmt: skip

TENSOR_ROLES = ("weight", "bias", "weight_scale", "constant")


@dataclass
class Network:
    """Operations, their tensors, and which values they end in ("logits", "features",
    "embedding")."""

    operations: list
    tensors: dict[str, np.ndarray]
    outputs: dict[str, str]
    input: str = "image"
    architecture: str = ""
    ranges: dict = field(default_factory=dict)  # value -> (low, high), of a quantised source
    takes_bytes: bool = False  # its operations begin with the normalisation of 8-bit pixels


def reads(operation) -> list[str]:
    """The values that an operation reads."""
    return list(operation.inputs) if hasattr(operation, "inputs") else [operation.input]


def tensor_names(operation) -> list[str]:
    """The tensors that an operation reads."""
    names = [getattr(operation, role, None) for role in TENSOR_ROLES]
    return [name for name in names if name is not None]


def to_json(operation) -> dict:
    """The operation as FORMAT.md writes it; attributes at their default are left out."""
    document = {"op": operation.op}
    for item in fields(operation):
        value = getattr(operation, item.name)
        if value != item.default:
            document[item.name] = _json_value(value)
    return document


def _json_value(value):
    if isinstance(value, Quantization):
        return asdict(value)
    return list(value) if isinstance(value, tuple) else value


def from_json(document: dict):
    """The reverse of to_json, for files that the converter wrote."""
    attributes = {
        key: tuple(value) if isinstance(value, list) and key != "inputs" else value
        for key, value in document.items()
        if key != "op"
    }
    if "quantization" in attributes:
        attributes["quantization"] = Quantization(**attributes["quantization"])
    return OPERATIONS[document["op"]](**attributes)
