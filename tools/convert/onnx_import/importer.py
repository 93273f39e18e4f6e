"""The state of an import: which ONNX value is what, and the operations emitted so far."""

from dataclasses import replace

import math

import numpy as np

from .. import graph, shapes
from ..errors import Refused
from . import affine
from .handlers import HANDLERS
from .model_file import ModelFile, describe
from .values import NO_PADDING, Activation, whole

# Beyond any image classifier; a few nodes can claim more than any memory holds.
ELEMENTS_MAX = 1 << 28  # of one value, and of all weights together
SIDE_MAX = 1 << 16  # pixels or channels
SELECTION_MAX = 1 << 24  # channels in times channels out
DEFAULT_SIZE = (224, 224)


class Importer:
    def __init__(self, model: ModelFile, input_size):
        self.model = model
        self.operations, self.tensors = [], {}
        self.values = dict(model.constants)  # ONNX name -> array or Activation
        self.producers = {}  # our value -> the operation that makes it
        self.shared = set()  # our values that more than one thing reads, so nothing may be fused into them
        self.selections = {}  # (our value, channels) -> our value of those channels
        self.tensor_elements = 0
        self.input_size = _input_size(model, input_size)
        self.shapes = {"image": (1, *self.input_size, 3)}
        self.define(model.input.name, self._image())

    def run(self, node) -> None:
        """Emits what `node` stands for, or folds it when all that it reads is constant."""
        handler = HANDLERS.get(node.op_type)
        if node.domain not in ("", "ai.onnx") or handler is None:
            raise Refused("onnx/unsupported-operation", f"{describe(node)}: this operation is not supported")
        try:
            results = handler(self, node)
        except Refused:
            raise
        except (ValueError, TypeError, IndexError, KeyError, OverflowError, ArithmeticError, MemoryError) as error:
            # numpy's complaint about a shape that the file got wrong.
            raise Refused("onnx/bad-graph", f"{describe(node)}: {error}") from None
        results = results if isinstance(results, list) else [results]
        for name, result in zip(node.output, results):
            if name:
                self.define(name, result)
        for name in node.output[len(results) :]:
            if self.model.uses[name]:
                self.refuse(node, f"its output {name!r} is not supported")

    def define(self, name: str, value) -> None:
        self.values[name] = value if isinstance(value, Activation) else np.asarray(value)
        if isinstance(value, Activation) and self.model.uses[name] > 1:
            self.shared.add(value.name)

    # Reading a node's inputs.

    def value(self, node, index):
        """An array, an Activation, or None for an optional input that is not given."""
        if index >= len(node.input) or not node.input[index]:
            return None
        return self.values[node.input[index]]

    def present(self, node, index=0):
        """As value, where the input is required."""
        value = self.value(node, index)
        if value is None:
            self.refuse(node, f"its input {index} is missing")
        return value

    def optional_constant(self, node, index):
        value = self.value(node, index)
        if isinstance(value, Activation):
            self.refuse(node, f"its input {index} is computed; only a constant is supported there")
        return value

    def constant(self, node, index) -> np.ndarray:
        self.present(node, index)
        return self.optional_constant(node, index)

    def activation(self, node, index=0) -> Activation:
        value = self.value(node, index)
        if not isinstance(value, Activation):
            self.refuse(node, f"its input {index} does not depend on the picture")
        return value

    def map(self, node, index=0) -> Activation:
        """Input `index` as (1, C, H, W), real: no pending selection or padding."""
        found = self.activation(node, index)
        if not found.is_map:
            self.refuse(node, f"needs (1, C, H, W), its input {index} is {list(found.shape)}")
        return self.real(node, found)

    def real(self, node, found: Activation) -> Activation:
        """Carries out a pending selection of channels as a 1x1 convolution with ones; exact."""
        if found.padding != NO_PADDING:
            self.refuse(node, "zero padding before it is supported only before a convolution")
        if found.channels_last or found.channels.ndim != 1:
            self.refuse(node, f"its input is seen as {list(found.shape)}, which is supported only on the way back")
        total = self.shapes[found.name][3]
        if np.array_equal(found.channels, np.arange(total)):
            return found
        key = found.name, found.channels.tobytes()
        if key not in self.selections:
            if found.count * total > SELECTION_MAX:
                self.refuse(node, f"a selection of {found.count} of {total} channels")
            ones = np.zeros((found.count, 1, 1, total))
            ones[np.arange(found.count), 0, 0, found.channels] = 1
            self.selections[key] = self.weighted(graph.Conv2d, found.name, f"{found.name}.select", ones, None)
            self.shared.add(self.selections[key])  # another node may ask for the same selection later
        return replace(found, name=self.selections[key], channels=np.arange(found.count))

    # Emitting.

    def emit(self, kind, output: str, **attributes) -> str:
        """Appends an operation of graph.py; returns the name of its value, made unique."""
        name = self.unique(output, self.shapes)
        operation = kind(output=name, **attributes)
        inputs = [self.shapes[value] for value in graph.reads(operation)]
        weights = {tensor: self.tensors[tensor].shape for tensor in graph.tensor_names(operation)}
        shape = shapes.RULES[kind](operation, inputs, weights)
        if not all(1 <= size <= SIDE_MAX for size in shape) or math.prod(shape) > ELEMENTS_MAX:
            raise Refused("graph/too-large", f"{operation.op} {name!r} would make {list(shape)} values")
        self.shapes[name] = shape
        self.operations.append(operation)
        self.producers[name] = operation
        return name

    def weighted(self, kind, value: str, output: str, weight, bias, **attributes) -> str:
        """A convolution or dense layer; `bias` may be None."""
        tensors = {"weight": self.tensor(f"{output}.weight", weight)}
        if bias is not None:
            tensors["bias"] = self.tensor(f"{output}.bias", bias)
        return self.emit(kind, output, input=value, **tensors, **attributes)

    def tensor(self, name: str, array) -> str:
        name = self.unique(name, self.tensors)
        self.tensors[name] = np.asarray(array, np.float64)
        self.tensor_elements += self.tensors[name].size
        if self.tensor_elements > ELEMENTS_MAX:
            raise Refused("onnx/too-large", f"more than {ELEMENTS_MAX} weights")
        return name

    def result(self, name: str, like: Activation | None = None) -> Activation:
        """Our value as an Activation; shaped as ONNX saw `like`, if given."""
        made = whole(name, self.shapes[name])
        return made if like is None else replace(made, shape=like.shape)

    @staticmethod
    def unique(name: str, taken) -> str:
        number, candidate = 1, name
        while candidate in taken:
            number += 1
            candidate = f"{name}.{number}"
        return candidate

    def finish(self) -> graph.Network:
        """The network, its outputs named. Fails with onnx/* when it does not end in one vector."""
        logits = self.values[self.model.output]
        if not isinstance(logits, Activation) or not self.operations:
            raise Refused("onnx/unsupported", "the output does not depend on the picture")
        if (logits.height, logits.width) != (1, 1) or logits.channels.ndim != 1:
            raise Refused("onnx/unsupported", f"the output {list(logits.shape)} is not (1, classes): not a classifier")
        name = self.real(self.model.nodes[-1], logits).name
        network = graph.Network(self.operations, self.tensors, self._outputs(name))
        return affine.without_unused_tensors(network)

    def refuse(self, node, why: str):
        raise Refused("onnx/unsupported", f"{describe(node)}: {why}")

    def _outputs(self, logits: str) -> dict:
        outputs = {"logits": logits}
        last = self.producers[logits]
        if isinstance(last, graph.Dense):
            outputs["embedding"] = last.input
            pooled = self.producers.get(last.input)
            if isinstance(pooled, graph.GlobalAveragePool):
                outputs["features"] = pooled.input
        elif isinstance(last, graph.Sigmoid):
            raise Refused(
                "onnx/unsupported", "the network ends in Sigmoid, so its classes do not exclude one another; "
                "Glance shows softmax scores only",
            )  # fmt: skip
        return outputs

    def _image(self) -> Activation:
        image = whole("image", self.shapes["image"])
        if _dimensions(self.model.input)[1:2] == [3]:
            return image
        return replace(image, shape=(1, *self.input_size, 3), channels_last=True)


def _dimensions(value) -> list:
    """Sizes of an onnx.ValueInfoProto; None where the model leaves one open."""
    return [
        size.dim_value if size.HasField("dim_value") and size.dim_value > 0 else None
        for size in value.type.tensor_type.shape.dim
    ]


def _input_size(model: ModelFile, wished) -> tuple[int, int]:
    """(height, width) of the picture: the model's own, else the wish, else 224 x 224."""
    found = _dimensions(model.input)
    if len(found) != 4 or found[0] not in (None, 1) or 3 not in (found[1], found[3]):
        raise Refused(
            "onnx/unsupported", f"the input {model.input.name!r} is {found}; (1, 3, H, W) or (1, H, W, 3) is needed"
        )
    fixed = found[2:] if found[1] == 3 else found[1:3]
    size = tuple(f or w for f, w in zip(fixed, wished or DEFAULT_SIZE))
    if wished and size != tuple(wished):
        raise Refused("onnx/input-size", f"the model's input is {list(size)}, the preprocessing makes {list(wished)}")
    if max(size) > 4096:
        raise Refused("onnx/unsupported", f"an input of {list(size)} pixels")
    return size
