"""Both ends of a network: the size and layout of the picture, and which values it is known by."""

from onnx import TensorProto, helper

from .. import graph
from ..errors import Refused
from .values import CHANNELS_LAST, MAP, Activation, whole

DEFAULT_SIZE = (224, 224)
SIDE_MAX = 4096
FLOATS = (TensorProto.FLOAT, TensorProto.FLOAT16, TensorProto.BFLOAT16, TensorProto.DOUBLE)
TO_CHANNELS_FIRST = [0, 3, 1, 2]


def picture_size(model, wished) -> tuple[int, int]:
    """(height, width) of the input: the model's own, else the wish, else 224 x 224."""
    found = _dimensions(model.input)
    fixed = found[1:3] if layout(model) == CHANNELS_LAST else found[2:]
    size = tuple(own or other for own, other in zip(fixed, wished or DEFAULT_SIZE, strict=True))
    if wished and size != tuple(wished):
        raise Refused(
            "onnx/input-size",
            f"the model's input is {list(size)}, the preprocessing makes {list(wished)}",
        )
    if max(size) > SIDE_MAX:
        raise Refused("onnx/unsupported", f"an input of {list(size)} pixels")
    return size


def picture(model, size: tuple[int, int]) -> Activation:
    """The input as ONNX sees it."""
    kind = model.input.type.tensor_type.elem_type
    if kind not in (*FLOATS, TensorProto.UINT8, TensorProto.UNDEFINED):
        raise Refused(
            "onnx/unsupported",
            f"the input {model.input.name!r} has elements of type "
            f"{TensorProto.DataType.Name(kind)}; float or uint8 is needed",
        )
    return whole("image", (1, *size, 3), layout(model))


def takes_bytes(model) -> bool:
    """Whether the picture goes in as it is, so that the model normalises it itself."""
    return model.input.type.tensor_type.elem_type == TensorProto.UINT8


def layout(model) -> str:
    """MAP or CHANNELS_LAST, by the axis that has three channels. Where every axis is open,
    exporters of networks with channels last begin with a Transpose."""
    found = _dimensions(model.input)
    if len(found) == 4 and found[0] in (None, 1):
        if found[1] == 3:
            return MAP
        if found[3] == 3:
            return CHANNELS_LAST
        if found[1] is None:
            return CHANNELS_LAST if found[3] is None and _begins_transposed(model.nodes) else MAP
        if found[3] is None:
            return CHANNELS_LAST
    raise Refused(
        "onnx/unsupported",
        f"the input {model.input.name!r} is {found}; (1, 3, H, W) or (1, H, W, 3) is needed",
    )


def _begins_transposed(nodes) -> bool:
    for node in nodes:
        if node.op_type == "Conv":
            return False
        if node.op_type == "Transpose":
            return any(
                helper.get_attribute_value(item) == TO_CHANNELS_FIRST for item in node.attribute
            )
    return False


def network_outputs(producers: dict, logits: str) -> dict[str, str]:
    """The `outputs` of models/FORMAT.md for a network that ends in the value `logits`."""
    outputs = {"logits": logits}
    last = producers.get(logits)
    if isinstance(last, graph.Dense):
        # As the core has it, an embedding is what comes before its scaling to length 1.
        scaled = producers.get(last.input)
        embedding = scaled.input if isinstance(scaled, graph.L2Normalize) else last.input
        outputs["embedding"] = embedding
        pooled = producers.get(embedding)
        if isinstance(pooled, graph.GlobalAveragePool):
            outputs["features"] = pooled.input
    elif isinstance(last, graph.Sigmoid):
        raise Refused(
            "onnx/unsupported",
            "the network ends in Sigmoid over several classes, which then do not exclude one "
            "another; Glance shows softmax scores only",
        )
    return outputs


def _dimensions(value) -> list:
    """Sizes of an onnx.ValueInfoProto; None where the model leaves one open."""
    return [
        size.dim_value if size.HasField("dim_value") and size.dim_value > 0 else None
        for size in value.type.tensor_type.shape.dim
    ]
