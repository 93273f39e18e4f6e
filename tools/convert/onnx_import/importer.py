"""The state of an import: which ONNX value is what, and the operations emitted so far."""

from dataclasses import replace

import numpy as np

from .. import graph
from ..errors import Refused
from . import affine, ends
from .emitter import Emitter
from .handlers import HANDLERS
from .model_file import ModelFile, describe
from .values import NO_PADDING, Activation

SELECTION_MAX = 1 << 24  # channels in times channels out


class Importer(Emitter):
    def __init__(self, model: ModelFile, input_size):
        self.model = model
        self.input_size = ends.picture_size(model.input, input_size)
        super().__init__(*self.input_size, model.file_bytes)
        self.values = dict(model.constants)  # ONNX name -> array or Activation
        self.selections = {}  # (our value, channels) -> our value of those channels
        self.define(model.input.name, ends.picture(model.input, self.input_size))

    def run(self, node) -> None:
        """Emits what `node` stands for, or folds it when all that it reads is constant."""
        handler = HANDLERS.get(node.op_type)
        if node.domain not in ("", "ai.onnx") or handler is None:
            raise Refused(
                "onnx/unsupported-operation", f"{describe(node)}: this operation is not supported"
            )
        try:
            results = handler(self, node)
        except Refused:
            raise
        except (
            ValueError,
            TypeError,
            IndexError,
            KeyError,
            OverflowError,
            ArithmeticError,
            MemoryError,
        ) as error:
            # numpy's complaint about a shape that the file got wrong.
            raise Refused("onnx/bad-graph", f"{describe(node)}: {error}") from None
        results = results if isinstance(results, list) else [results]
        for result in results:  # views count too: some keep a large array alive
            array = result.channels if isinstance(result, Activation) else np.asarray(result)
            self.make(describe(node), array.nbytes)
        for name, result in zip(node.output, results, strict=False):
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
            self.refuse(
                node,
                f"its input is seen as {list(found.shape)}, which is supported only on the "
                "way back",
            )
        total = self.shapes[found.name][3]
        if np.array_equal(found.channels, np.arange(total)):
            return found
        key = found.name, found.channels.tobytes()
        if key not in self.selections:
            if found.count * total > SELECTION_MAX:
                self.refuse(node, f"a selection of {found.count} of {total} channels")
            self.make(describe(node), found.count * total * np.dtype(np.float64).itemsize)
            ones = np.zeros((found.count, 1, 1, total))
            ones[np.arange(found.count), 0, 0, found.channels] = 1
            self.selections[key] = self.weighted(
                graph.Conv2d, found.name, f"{found.name}.select", ones, None
            )
            self.shared.add(
                self.selections[key]
            )  # another node may ask for the same selection later
        return replace(found, name=self.selections[key], channels=np.arange(found.count))

    def finish(self) -> graph.Network:
        """The network, its outputs named. Fails with onnx/* when it does not end in one vector."""
        logits = self.values[self.model.output]
        if not isinstance(logits, Activation) or not self.operations:
            raise Refused("onnx/unsupported", "the output does not depend on the picture")
        if (logits.height, logits.width) != (1, 1) or logits.channels.ndim != 1:
            raise Refused(
                "onnx/unsupported",
                f"the output {list(logits.shape)} is not (1, classes): not a classifier",
            )
        name = self.real(self.model.nodes[-1], logits).name
        network = graph.Network(
            self.operations, self.tensors, ends.network_outputs(self.producers, name)
        )
        return affine.without_unused_tensors(network)

    def refuse(self, node, why: str):
        raise Refused("onnx/unsupported", f"{describe(node)}: {why}")
