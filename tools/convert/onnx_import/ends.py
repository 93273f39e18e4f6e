"""Both ends of a network: the size and layout of the picture, and which values it is known by."""

from dataclasses import replace

from .. import graph
from ..errors import Refused
from .values import Activation, whole

DEFAULT_SIZE = (224, 224)
SIDE_MAX = 4096


def picture_size(value, wished) -> tuple[int, int]:
    """(height, width) of the input `value`: the model's own, else the wish, else 224 x 224."""
    found = _dimensions(value)
    if len(found) != 4 or found[0] not in (None, 1) or 3 not in (found[1], found[3]):
        raise Refused(
            "onnx/unsupported",
            f"the input {value.name!r} is {found}; (1, 3, H, W) or (1, H, W, 3) is needed",
        )
    fixed = found[1:3] if _channels_last(found) else found[2:]
    size = tuple(own or other for own, other in zip(fixed, wished or DEFAULT_SIZE, strict=True))
    if wished and size != tuple(wished):
        raise Refused(
            "onnx/input-size",
            f"the model's input is {list(size)}, the preprocessing makes {list(wished)}",
        )
    if max(size) > SIDE_MAX:
        raise Refused("onnx/unsupported", f"an input of {list(size)} pixels")
    return size


def picture(value, size: tuple[int, int]) -> Activation:
    """The input as ONNX sees it."""
    image = whole("image", (1, *size, 3))
    if not _channels_last(_dimensions(value)):
        return image
    return replace(image, shape=(1, *size, 3), channels_last=True)


def network_outputs(producers: dict, logits: str) -> dict[str, str]:
    """The `outputs` of models/FORMAT.md for a network that ends in the value `logits`."""
    outputs = {"logits": logits}
    last = producers.get(logits)
    if isinstance(last, graph.Dense):
        outputs["embedding"] = last.input
        pooled = producers.get(last.input)
        if isinstance(pooled, graph.GlobalAveragePool):
            outputs["features"] = pooled.input
    elif isinstance(last, graph.Sigmoid):
        raise Refused(
            "onnx/unsupported",
            "the network ends in Sigmoid, so its classes do not exclude one another; Glance "
            "shows softmax scores only",
        )
    return outputs


def _channels_last(dimensions) -> bool:
    return dimensions[1] != 3


def _dimensions(value) -> list:
    """Sizes of an onnx.ValueInfoProto; None where the model leaves one open."""
    return [
        size.dim_value if size.HasField("dim_value") and size.dim_value > 0 else None
        for size in value.type.tensor_type.shape.dim
    ]
