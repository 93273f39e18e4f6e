"""The state of an import: which ONNX value is what, and the operations emitted so far."""

from collections import defaultdict
from functools import cached_property

import numpy as np

from .. import graph
from ..errors import Refused
from . import affine, ends, gelu, layouts
from .emitter import Emitter
from .fold_forward import fold_forward
from .handlers import HANDLERS
from .model_file import ModelFile, describe
from .values import NO_PADDING, Activation

SELECTION_MAX = 1 << 24  # channels in times channels out


class Importer(Emitter):
    def __init__(self, model: ModelFile, input_size):
        self.model = model
        self.input_size = ends.picture_size(model, input_size)
        super().__init__(*self.input_size, model.file_bytes)
        self.values = dict(model.constants)  # ONNX name -> array or Activation
        self.ranges = {}  # our value -> (low, high), where the model says it
        self.selections = {}  # (our value, channels) -> our value of those channels
        self.define(model.input.name, ends.picture(model, self.input_size))

    @cached_property
    def readers(self) -> dict:
        """ONNX name -> the nodes that read it."""
        found = defaultdict(list)
        for node in self.model.nodes:
            for name in dict.fromkeys(node.input):
                found[name].append(node)
        return found

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
            if not isinstance(result, gelu.PENDING):
                array = result.channels if isinstance(result, Activation) else np.asarray(result)
                self.make(describe(node), array.nbytes)
        for name, result in zip(node.output, results, strict=False):
            if name:
                self.define(name, result)
        for name in node.output[len(results) :]:
            if self.model.uses[name]:
                self.refuse(node, f"its output {name!r} is not supported")

    def define(self, name: str, value) -> None:
        computed = isinstance(value, (Activation, *gelu.PENDING))
        self.values[name] = value if computed else np.asarray(value)
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
        value = self.operand(node, index)
        if isinstance(value, gelu.PENDING):
            value = gelu.finished(self, node, value)
            self.define(node.input[index], value)
        return value

    def operand(self, node, index=0):
        """As present, or one of gelu.PENDING."""
        value = self.value(node, index)
        if value is None:
            self.refuse(node, f"its input {index} is missing")
        return value

    def optional_constant(self, node, index):
        value = self.value(node, index)
        if isinstance(value, (Activation, *gelu.PENDING)):
            self.refuse(node, f"its input {index} is computed; only a constant is supported there")
        return value

    def constant(self, node, index) -> np.ndarray:
        self.present(node, index)
        return self.optional_constant(node, index)

    def activation(self, node, index=0) -> Activation:
        value = None if self.value(node, index) is None else self.present(node, index)
        if not isinstance(value, Activation):
            self.refuse(node, f"its input {index} does not depend on the picture")
        return value

    def map(self, node, index=0) -> Activation:
        """Input `index` as (1, C, H, W); a selection or padding may be pending."""
        found = layouts.as_map(self, node, self.activation(node, index))
        if found is None:
            shape = list(self.activation(node, index).shape)
            self.refuse(node, f"needs (1, C, H, W), its input {index} is {shape}")
        return found

    def real(self, node, found: Activation) -> Activation:
        """Carries out a pending selection of channels as a 1x1 convolution with ones, and pending
        zeros as the padding of one; both are exact."""
        if found.padding != NO_PADDING and found.padding_value != 0:
            self.refuse(node, "padding before it that is not of zeros is only for MaxPool")
        flat = found.channels.reshape(-1)
        total = self.shapes[found.name][3]
        selects = not np.array_equal(flat, np.arange(total))
        if not selects and found.padding == NO_PADDING:
            return found
        key = found.name, flat.tobytes(), found.padding
        if key not in self.selections:
            made = self._selection if selects else self._padded
            self.selections[key] = made(node, found, flat, total)
            # another node may ask for the same selection later
            self.shared.add(self.selections[key])
        return found.numbered(self.selections[key])

    def _selection(self, node, found, flat, total) -> str:
        if found.count * total > SELECTION_MAX:
            self.refuse(node, f"a selection of {found.count} of {total} channels")
        self.make(describe(node), found.count * total * np.dtype(np.float64).itemsize)
        ones = np.zeros((found.count, 1, 1, total))
        ones[np.arange(found.count), 0, 0, flat] = 1
        name = f"{found.name}.select"
        return self.weighted(graph.Conv2d, found.name, name, ones, None, padding=found.padding)

    def _padded(self, node, found, flat, total) -> str:
        ones, name = np.ones((1, 1, 1, total)), f"{found.name}.padded"
        return self.weighted(
            graph.DepthwiseConv2d, found.name, name, ones, None, padding=found.padding
        )

    def finish(self) -> graph.Network:
        """The network, its outputs named. Fails with onnx/* when it does not end in one vector."""
        logits = self.values[self.model.output]
        if not isinstance(logits, Activation) or not self.operations:
            raise Refused("onnx/unsupported", "the output does not depend on the picture")
        if logits.padded_size != (1, 1) or max(logits.shape, default=1) != logits.count:
            raise Refused(
                "onnx/unsupported",
                f"the output {list(logits.shape)} is not (1, classes): not a classifier",
            )
        name = self.real(self.model.nodes[-1], logits).name
        last = self.producers.get(name)
        if logits.count == 1 and isinstance(last, graph.Sigmoid):
            name = last.input  # cli.py makes two classes of it
        network = graph.Network(
            self.operations, self.tensors, ends.network_outputs(self.producers, name)
        )
        network.takes_bytes = ends.takes_bytes(self.model)
        network.ranges = self.ranges
        return affine.without_unused_tensors(fold_forward(network))

    def refuse(self, node, why: str):
        raise Refused("onnx/unsupported", f"{describe(node)}: {why}")
