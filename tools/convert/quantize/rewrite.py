"""A float32 network and the quantisations of its int8 values -> the int8 network of
models/FORMAT.md."""

from dataclasses import replace

from .. import graph
from .plan import Plan
from .scales import implies
from .weights import channel_axis, largest_stored, quantize_bias, quantize_weight, smallest_scale

WEIGHTED = (graph.Conv2d, graph.DepthwiseConv2d, graph.Dense)


def rewrite(network: graph.Network, plan: Plan, quantizations: dict) -> graph.Network:
    """Values keep their names; what a `convert` writes is NAME.int8 or NAME.float32."""
    rewriter = _Rewriter(network, plan, quantizations)
    for operation in network.operations:
        rewriter.add(operation)
    return rewriter.network()


class _Rewriter:
    def __init__(self, source, plan, quantizations):
        self.source, self.plan, self.quantizations = source, plan, quantizations
        self.operations, self.tensors = [], {}
        self.converted = set()

    def add(self, operation):
        if self.plan.writes_int8(operation.output):
            changes = self._int8(operation)
        elif isinstance(operation, graph.Dense):
            changes = self._dense(operation)
        else:
            changes = self._float32(operation)
        self.operations.append(replace(operation, **changes))

    def network(self) -> graph.Network:
        outputs = {role: self._float32_form(value) for role, value in self.source.outputs.items()}
        return replace(
            self.source, operations=self.operations, tensors=self.tensors, outputs=outputs
        )

    def _int8(self, operation) -> dict:
        how = self.quantizations[operation.output]
        changes = _inputs(operation, self._int8_form) | {"quantization": how}
        if isinstance(operation, WEIGHTED):
            changes |= self._int8_weights(operation)
        if _may_go_without_clamp(operation) and implies(how, operation.clamp):
            changes["clamp"] = graph.NO_CLAMP
        return changes

    def _int8_weights(self, operation) -> dict:
        """Weight to int8, bias to int32; returns what changes in the operation."""
        bias = self.source.tensors.get(operation.bias)
        scales = [self.quantizations[value].scale for value in (operation.input, operation.output)]
        changes, weight = self._weight(operation, smallest_scale(bias, *scales))
        if bias is not None:
            self.tensors[operation.bias] = quantize_bias(bias, scales[0], weight.scale)
        return changes

    def _dense(self, operation) -> dict:
        changes, _ = self._weight(operation)
        if operation.bias is not None:
            self.tensors[operation.bias] = self.source.tensors[operation.bias]
        return _inputs(operation, self._float32_form) | changes

    def _weight(self, operation, *smallest):
        """(what changes in the operation, its int8 weight)."""
        source = self.source.tensors[operation.weight]
        weight = quantize_weight(
            source, channel_axis(operation), *smallest, largest=largest_stored(operation)
        )
        scale_name = f"{operation.weight}_scale"
        self.tensors |= {operation.weight: weight.stored, scale_name: weight.scale}
        return {"weight_scale": scale_name}, weight

    def _float32(self, operation) -> dict:
        for name in graph.tensor_names(operation):
            self.tensors[name] = self.source.tensors[name]
        return _inputs(operation, self._float32_form)

    def _int8_form(self, value: str) -> str:
        if self.plan.writes_int8(value):
            return value
        return self._convert(value, f"{value}.int8", self.quantizations[value])

    def _float32_form(self, value: str) -> str:
        return self._convert(value, f"{value}.float32") if self.plan.writes_int8(value) else value

    def _convert(self, value, output, quantization=None) -> str:
        if output not in self.converted:
            self.operations.append(
                graph.Convert(input=value, output=output, quantization=quantization)
            )
            self.converted.add(output)
        return output


def _inputs(operation, form) -> dict:
    """The operation's `input` or `inputs`, each in this form."""
    if hasattr(operation, "inputs"):
        return {"inputs": [form(value) for value in operation.inputs]}
    return {"input": form(operation.input)}


def _may_go_without_clamp(operation) -> bool:
    return hasattr(operation, "clamp") and not isinstance(operation, graph.ClampValue)
