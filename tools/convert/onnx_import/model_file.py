"""The bytes of an ONNX file -> its nodes in order, constants, input and output; all structure
checked."""

import heapq
from collections import Counter, defaultdict
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnx
from google.protobuf.message import DecodeError
from onnx import TensorProto, numpy_helper

from ..errors import Refused
from ..safetensors_source import looks_like_safetensors
from .external_data import ExternalData

ONNX_DOMAINS = ("", "ai.onnx")
OPSETS = range(7, 27)
NODES_MAX = 100_000
LOGITS = "logits"  # what exporters call the output of a classifier that has others beside it
# What may follow a softmax at the end of a network: the values stay the same.
PASSING = ("Identity", "Cast", "Dropout", "Flatten", "Reshape", "Squeeze", "Unsqueeze")


@dataclass
class ModelFile:
    nodes: list  # those that the output needs, each after what it reads
    constants: dict[str, np.ndarray]
    input: object  # onnx.ValueInfoProto
    file_bytes: int
    output: str
    opset: int
    uses: Counter  # value name -> how many inputs of nodes read it, plus one for the output
    endings: set  # the names of the output's value, also before nodes that only pass it on


def looks_like_onnx(content: bytes) -> bool:
    """Field 1, the IR version, comes first in every writer that there is. The size of a
    safetensors header may begin with the same byte; four of its others are 0."""
    is_size = looks_like_safetensors(content) and not any(content[4:8])
    return content[:1] == b"\x08" and not is_size


def read_model_file(content: bytes, output=None, folder: Path | None = None) -> ModelFile:
    """`output` chooses one of several, `folder` may hold files with tensors. Fails with onnx/*."""
    try:
        model = onnx.ModelProto.FromString(content)
        _touch_names(model.graph)
    except (DecodeError, UnicodeDecodeError):
        raise Refused("onnx/damaged", "not an ONNX file, or a damaged one") from None
    return _checked(model, len(content), output, ExternalData(folder))


def _touch_names(main) -> None:
    """protobuf finds out that a text is not UTF-8 only when it is read; better all at once."""
    for node in main.node:
        _ = node.name, node.op_type, node.domain, list(node.input), list(node.output)
        _ = [(item.name, item.t.name) for item in node.attribute]
    for value in (*main.initializer, *main.input, *main.output):
        _ = value.name
    for tensor in main.initializer:
        _ = [(entry.key, entry.value) for entry in tensor.external_data]


def _checked(model, file_bytes: int, wished, external: ExternalData) -> ModelFile:
    main = model.graph
    if model.functions or main.sparse_initializer:
        raise Refused("onnx/unsupported", "the model has local functions or sparse tensors")
    constants = {tensor.name: tensor_array(tensor, external) for tensor in main.initializer}
    if len(constants) != len(main.initializer):
        raise Refused("onnx/bad-graph", "two constants have one name")
    inputs = [value for value in main.input if value.name not in constants]
    output = _chosen_output(inputs, [value.name for value in main.output], wished)
    defined = set(constants) | {inputs[0].name}
    nodes = _needed(_ordered(main.node, defined), output)
    if output not in defined:
        raise Refused("onnx/bad-graph", f"no node makes the output {output!r}")
    uses = Counter(name for node in nodes for name in node.input)
    uses[output] += 1
    return ModelFile(
        nodes=nodes,
        constants=constants,
        input=inputs[0],
        file_bytes=file_bytes + external.file_bytes,
        output=output,
        opset=_opset(model),
        uses=uses,
        endings=_endings(nodes, output, uses),
    )


def _chosen_output(inputs, outputs: list, wished) -> str:
    if len(inputs) != 1 or not outputs:
        raise Refused(
            "onnx/unsupported",
            f"the model has inputs {[value.name for value in inputs]} and outputs {outputs}; one "
            "of each is needed",
        )
    if wished is not None and wished not in outputs:
        raise Refused("onnx/no-such-output", f"the model has outputs {outputs}, not {wished!r}")
    if wished is None and len(outputs) > 1 and LOGITS not in outputs:
        raise Refused(
            "onnx/several-outputs",
            f"the model has outputs {outputs}; --output NAME says which has the classes",
        )
    return wished or (outputs[0] if len(outputs) == 1 else LOGITS)


def _endings(nodes, output: str, uses) -> set:
    makers = {name: node for node in nodes for name in node.output}
    name, found = output, {output}
    while uses[name] == 1 and name in makers and makers[name].op_type in PASSING:
        name = next(iter(makers[name].input), "")
        found.add(name)
    return found if uses[name] == 1 else found - {name}


def tensor_array(tensor, external: ExternalData | None = None) -> np.ndarray:
    """An onnx.TensorProto as an array, if its bytes are all there and as many as it claims."""
    if tensor.data_location == TensorProto.EXTERNAL or tensor.external_data:
        return (external or ExternalData(None)).array(tensor)
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
    """`nodes`, each after what it reads, else in the order of the file; adds to `defined` what they
    make."""
    if len(nodes) > NODES_MAX:
        raise Refused("onnx/too-large", f"{len(nodes)} nodes")
    made = _made(nodes, defined)
    computed = [_computed(node, defined, made) for node in nodes]
    missing = [len(names) for names in computed]
    readers = defaultdict(list)
    for index, names in enumerate(computed):
        for name in names:
            readers[name].append(index)
    ready = [index for index, count in enumerate(missing) if count == 0]
    result = []
    while ready:
        node = nodes[heapq.heappop(ready)]
        result.append(node)
        for reader in (reader for name in node.output for reader in readers[name]):
            missing[reader] -= 1
            if missing[reader] == 0:
                heapq.heappush(ready, reader)
    if len(result) < len(nodes):
        node = next(node for node, count in zip(nodes, missing, strict=True) if count)
        raise Refused("onnx/bad-graph", f"{describe(node)} reads what is made from its own result")
    defined.update(made)
    return result


def _made(nodes, defined: set) -> set:
    """The names of all that `nodes` make."""
    made = set()
    for node in nodes:
        for name in filter(None, node.output):
            if name in defined or name in made:
                raise Refused("onnx/bad-graph", f"{describe(node)} makes {name!r} a second time")
            made.add(name)
    return made


def _computed(node, defined: set, made: set) -> set:
    """The names that `node` reads and other nodes make."""
    computed = {name for name in node.input if name and name not in defined}
    unknown = computed - made
    if unknown:
        raise Refused(
            "onnx/bad-graph", f"{describe(node)} reads {min(unknown)!r}, which nothing makes"
        )
    return computed


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
