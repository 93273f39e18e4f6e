"""Operations as the JSON objects of models/FORMAT.md, and back."""

from dataclasses import asdict, fields

from .graph import OPERATIONS, Quantization


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
