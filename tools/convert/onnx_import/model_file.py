"""The bytes of an ONNX file -> its nodes in order, constants, input and output; all structure
checked."""

from collections import Counter
from dataclasses import dataclass

import numpy as np
import onnx
from google.protobuf.message import DecodeError
from onnx import TensorProto, numpy_helper

from ..errors import Refused

ONNX_DOMAINS = ("", "ai.onnx")
OPSETS = range(7, 27)
NODES_MAX = 100_000


@dataclass
class ModelFile:
    nodes: list  # those that the output needs, each after what it reads
    constants: dict[str, np.ndarray]
    input: object  # onnx.ValueInfoProto
    file_bytes: int
    output: str
    opset: int
    uses: Counter  # value name -> how many inputs of nodes read it, plus one for the output


def looks_like_onnx(content: bytes) -> bool:
    """Field 1, the IR version, comes first in every writer that there is."""
    return content[:1] == b"\x08"


def read_model_file(content: bytes) -> ModelFile:
    """Fails with onnx/*."""
    try:
        model = onnx.ModelProto.FromString(content)
        _touch_names(model.graph)
    except (DecodeError, UnicodeDecodeError):
        raise Refused("onnx/damaged", "not an ONNX file, or a damaged one") from None
    return _checked(model, len(content))


def _touch_names(main) -> None:
    """protobuf finds out that a text is not UTF-8 only when it is read; better all at once."""
    for node in main.node:
        _ = node.name, node.op_type, node.domain, list(node.input), list(node.output)
        _ = [(item.name, item.t.name) for item in node.attribute]
    for value in (*main.initializer, *main.input, *main.output):
        _ = value.name


def _checked(model, file_bytes: int) -> ModelFile:
    main = model.graph
    if model.functions or main.sparse_initializer:
        raise Refused("onnx/unsupported", "the model has local functions or sparse tensors")
    constants = {tensor.name: tensor_array(tensor) for tensor in main.initializer}
    if len(constants) != len(main.initializer):
        raise Refused("onnx/bad-graph", "two constants have one name")
    inputs = [value for value in main.input if value.name not in constants]
    if len(inputs) != 1 or len(main.output) != 1:
        names = [value.name for value in inputs], [value.name for value in main.output]
        raise Refused(
            "onnx/unsupported",
            f"the model has inputs {names[0]} and outputs {names[1]}; one of each is needed",
        )
    output = main.output[0].name
    defined = set(constants) | {inputs[0].name}
    nodes = _needed(_ordered(main.node, defined), output)
    if output not in defined:
        raise Refused("onnx/bad-graph", f"no node makes the output {output!r}")
    uses = Counter(name for node in nodes for name in node.input)
    uses[output] += 1
    return ModelFile(nodes, constants, inputs[0], file_bytes, output, _opset(model), uses)


def tensor_array(tensor) -> np.ndarray:
    """An onnx.TensorProto as an array, if its bytes are all in the file and as many as it
    claims."""
    if tensor.data_location == TensorProto.EXTERNAL or tensor.external_data:
        raise Refused(
            "onnx/external-data",
            f"tensor {tensor.name!r} is kept in another file; save the model as one file",
        )
    elements = 1
    for size in tensor.dims:
        elements *= size
    if any(size < 0 for size in tensor.dims) or elements > 8 * tensor.ByteSize():
        raise Refused(
            "onnx/bad-tensor",
            f"tensor {tensor.name!r} claims shape {list(tensor.dims)}, more than the file has",
        )
    try:
        array = numpy_helper.to_array(tensor)
        # bfloat16 and the 8-bit floats are numpy extension types.
        return array if array.dtype.kind in "fiub" else array.astype(np.float32)
    except (ValueError, TypeError, KeyError, OverflowError, NotImplementedError):
        raise Refused(
            "onnx/bad-tensor", f"tensor {tensor.name!r} of shape {list(tensor.dims)} cannot be read"
        ) from None


def _opset(model) -> int:
    versions = [item.version for item in model.opset_import if item.domain in ONNX_DOMAINS]
    if len(versions) != 1 or versions[0] not in OPSETS:
        raise Refused(
            "onnx/unsupported",
            f"operator set {versions}; {OPSETS.start} to {OPSETS.stop - 1} are known",
        )
    return versions[0]


def _ordered(nodes, defined: set) -> list:
    """`nodes` if each reads only what is `defined` already, so that there is no cycle; adds what
    they make."""
    if len(nodes) > NODES_MAX:
        raise Refused("onnx/too-large", f"{len(nodes)} nodes")
    for node in nodes:
        unknown = [name for name in node.input if name and name not in defined]
        if unknown:
            raise Refused(
                "onnx/bad-graph",
                f"{describe(node)} reads {unknown[0]!r}, which nothing before it makes",
            )
        again = [name for name in node.output if name and name in defined]
        if again:
            raise Refused("onnx/bad-graph", f"{describe(node)} makes {again[0]!r} a second time")
        defined.update(filter(None, node.output))
    return list(nodes)


def _needed(nodes, output: str) -> list:
    wanted, kept = {output}, []
    for node in reversed(nodes):
        if wanted.intersection(filter(None, node.output)):
            kept.append(node)
            wanted.update(node.input)
    return kept[::-1]


def describe(node) -> str:
    """How messages name a node."""
    name = node.name or next(iter(node.output), "")
    return f"{node.op_type} {name!r}"
