"""A network of PyTorch's layers, from its tensors by name, as nodes of an ONNX model: onnx_import
makes our operations of them, so that an architecture says only what its layers are.

What can be read from the tensors is not said: channels, groups, kernels, biases.
"""

from collections import Counter

import numpy as np
from onnx import TensorProto, helper

from ..errors import Refused
from ..onnx_import import ModelFile, import_model

OPSET = 17
IMAGE = "image"
BOUNDS = {"zero": 0.0, "six": 6.0}
# Name -> node and its attributes.
ACTIVATIONS = {
    "relu": ("Relu", {}),
    "sigmoid": ("Sigmoid", {}),
    "hard_sigmoid": ("HardSigmoid", {"alpha": 1 / 6, "beta": 0.5}),
    "hard_swish": ("HardSwish", {}),
    "gelu": ("Gelu", {}),
}


class Layers:
    """Each method appends nodes and returns the name of their value, (1, C, H, W)."""

    def __init__(self, tensors: dict, epsilon: float = 1e-5):
        self.source, self.epsilon = tensors, epsilon
        # Tensors that training needs only.
        self.unread = {name for name in tensors if not name.endswith("num_batches_tracked")}
        self.nodes, self.constants = [], {n: np.float32(v) for n, v in BOUNDS.items()}
        self.channels = {IMAGE: 3}  # of every value so far

    def __contains__(self, name: str) -> bool:
        """Whether there is a layer, or a tensor, of that name."""
        return name in self.source or f"{name}.weight" in self.source

    def count(self, prefix: str) -> int:
        """How many numbered layers begin with `prefix`."""
        return count(self.source, prefix)

    def kernel(self, name: str) -> int:
        """Rows of a convolution's window."""
        return self.take(f"{name}.weight", 4).shape[2]

    def ignore(self, prefix: str) -> None:
        """Layers that only training uses."""
        self.unread = {name for name in self.unread if not name.startswith(prefix)}

    # Layers with tensors.

    def conv(self, value, name, *, stride=1, padding=None, same=False, dilation=1):
        """`padding` None keeps the size; `same` is TensorFlow's."""
        weight = self.take(f"{name}.weight", 4)
        outputs, depth, height, width = weight.shape
        inputs = self.channels[value]
        if inputs % depth:
            raise Refused(
                "weights/bad-shape",
                f"tensor '{name}.weight' has shape {list(weight.shape)}, which does not fit "
                f"{inputs} channels",
            )
        half = [dilation * (side // 2) for side in (height, width)]
        pads = half if padding is None else [padding] * 2
        return self._append(
            "Conv", [value, *self._parameters(name)], name, outputs,
            strides=[stride] * 2, dilations=[dilation] * 2, group=inputs // depth,
            **({"auto_pad": "SAME_UPPER"} if same else {"pads": pads * 2}),
        )  # fmt: skip

    def norm(self, value, name, epsilon=None):
        parts = ("weight", "bias", "running_mean", "running_var")
        names = [self._constant(f"{name}.{part}", 1) for part in parts]
        epsilon = self.epsilon if epsilon is None else epsilon
        inputs = [value, *names]
        return self._append("BatchNormalization", inputs, name, epsilon=epsilon)

    def unit(self, value, conv, norm, act="relu", **how):
        """Convolution, batch normalisation, activation."""
        return self.act(self.norm(self.conv(value, conv, **how), norm), act)

    def linear(self, value, name):
        """Of (1, C) or a map that is flattened."""
        name = dense_name(self.source, name, self.channels[value])
        flat = self._append("Flatten", [value], f"{name}.flat")
        outputs = len(self.take(f"{name}.weight", 2))
        return self._append("Gemm", [flat, *self._parameters(name)], name, outputs, transB=1)

    def squeeze_excite(self, value, reduce, expand, act="relu", gate="sigmoid"):
        """Each channel times what the means of all channels make of it."""
        small = self.act(self.conv(self.mean(value), reduce), act)
        return self.multiply(value, self.act(self.conv(small, expand), gate))

    def patches(self, value, name):
        """A convolution whose windows lie beside one another."""
        return self.conv(value, name, stride=self.kernel(name), padding=0)

    def pointwise(self, value, name):
        """A convolution of one pixel, whose weight may be a dense layer's."""
        weight = self.take(f"{name}.weight")
        if weight.ndim == 2:
            self.source[f"{name}.weight"] = weight[:, :, None, None]
        return self.conv(value, name)

    def layer_norm(self, value, name, epsilon=1e-6):
        """Of each pixel's channels."""
        last = self._append("Transpose", [value], f"{name}.last", perm=[0, 2, 3, 1])
        normal = self.token_norm(last, name, epsilon)
        return self._append("Transpose", [normal], f"{name}.first", perm=[0, 3, 1, 2])

    def scale(self, value, name):
        """Each channel times its element of the tensor `name`."""
        self.constants[name] = self.take(name).reshape(-1, 1, 1)
        return self._append("Mul", [value, name], f"{name}.scaled")

    # Of tokens, (1, N, C).

    def tokens(self, value, first):
        """The pixels of a map as tokens, after those of the tensors `first`."""
        for name in first:
            self.constants[name] = self.take(name).reshape(1, 1, -1)
        shape = self._list([1, self.channels[value], -1])
        flat = self._append("Reshape", [value, shape], f"{value}.flat")
        turned = self._append("Transpose", [flat], f"{value}.tokens", perm=[0, 2, 1])
        inputs = [*first, turned]
        return self._append("Concat", inputs, f"{value}.all", self.channels[value], axis=1)

    def shift(self, value, name):
        """Plus the tensor `name`, (1, N, C)."""
        return self._append("Add", [value, self._constant(name, 3)], f"{name}.added")

    def token_norm(self, value, name, epsilon):
        inputs = [value, *(self._constant(f"{name}.{part}", 1) for part in ("weight", "bias"))]
        return self._append("LayerNormalization", inputs, name, axis=-1, epsilon=epsilon)

    def token_linear(self, value, name, separator="."):
        weight = f"{name}{separator}weight"
        self.constants[weight] = self.take(weight, 2).T
        outputs = self.constants[weight].shape[1]
        made = self._append("MatMul", [value, weight], f"{name}.product", outputs)
        if f"{name}{separator}bias" not in self.source:
            return made
        return self._append("Add", [made, self._constant(f"{name}{separator}bias", 1)], name)

    def attention(self, value, qkv, head_channels):
        """Of all tokens to all; `qkv` names one layer that makes queries, keys and values, or
        three."""
        width = self.channels[value]
        size = head_channels.get(width, 64)
        parts = self._thirds(value, qkv, width)
        heads = [
            self._append(
                "Transpose",
                [self._append("Reshape", [p, self._list([1, -1, width // size, size])], f"{p}.s")],
                f"{p}.heads",
                perm=[0, 2, 3, 1] if index == 1 else [0, 2, 1, 3],
            )
            for index, p in enumerate(parts)
        ]
        products = self._append("MatMul", heads[:2], f"{value}.products")
        self.constants[f"{value}.root"] = np.float32(size**-0.5)
        products = self._append("Mul", [products, f"{value}.root"], f"{value}.scaled")
        weights = self._append("Softmax", [products], f"{value}.weights", axis=-1)
        mixed = self._append("MatMul", [weights, heads[2]], f"{value}.mixed")
        mixed = self._append("Transpose", [mixed], f"{value}.turned", perm=[0, 2, 1, 3])
        shape = self._list([1, -1, width])
        return self._append("Reshape", [mixed, shape], f"{value}.attention", width)

    def first_token(self, value):
        """(1, C)."""
        self.constants["first"] = np.array(0, np.int64)
        return self._append("Gather", [value, "first"], f"{value}.first", axis=1)

    # Layers without.

    def act(self, value, kind):
        """One of ACTIVATIONS, relu6, silu, or None for none."""
        if kind is None:
            return value
        if kind == "relu6":
            return self._append("Clip", [value, "zero", "six"], f"{value}.relu6")
        if kind == "silu":
            return self.multiply(value, self.act(value, "sigmoid"))
        node, attributes = ACTIVATIONS[kind]
        return self._append(node, [value], f"{value}.{kind}", **attributes)

    def add(self, first, second):
        return self._append("Add", [first, second], f"{first}.add")

    def multiply(self, first, second):
        return self._append("Mul", [first, second], f"{first}.multiply")

    def concat(self, values):
        total = sum(self.channels[value] for value in values)
        return self._append("Concat", values, f"{values[0]}.concat", total, axis=1)

    def channels_of(self, value, indices):
        """Some of the channels of a value, in this order."""
        indices = list(indices)
        inputs = [value, self._list(indices)]
        return self._append("Gather", inputs, f"{value}.some", len(indices), axis=1)

    def mean(self, value):
        """(1, C, 1, 1)."""
        return self._append("GlobalAveragePool", [value], f"{value}.mean")

    def max_pool(self, value, kernel, stride, padding=0, ceil_mode=False):
        return self._pool("MaxPool", value, kernel, stride, padding, ceil_mode=int(ceil_mode))

    def average_pool(self, value, kernel, stride, padding=0, count_padding=True, ceil_mode=False):
        return self._pool(
            "AveragePool", value, kernel, stride, padding,
            ceil_mode=int(ceil_mode), count_include_pad=int(count_padding),
        )  # fmt: skip

    def finish(self, output: str, architecture: str, size):
        """The network for pictures of `size` (height, width). Fails with weights/*, also where
        tensors have no place in the architecture: they belong to another."""
        if self.unread:
            raise Refused(
                "weights/unknown-tensor",
                f"{len(self.unread)} tensors have no place in {architecture}, such as "
                f"{min(self.unread)!r}",
            )
        try:
            network, _ = import_model(self._model(output), size)
        except Refused as error:
            raise Refused(
                "weights/bad-shape", f"the tensors do not fit together as {architecture}: {error}"
            ) from None
        network.architecture = architecture
        return network

    def _model(self, output) -> ModelFile:
        uses = Counter(name for node in self.nodes for name in node.input)
        uses[output] += 1
        image = helper.make_tensor_value_info(IMAGE, TensorProto.FLOAT, [1, 3, None, None])
        size = sum(array.nbytes for array in self.constants.values())
        return ModelFile(
            self.nodes, self.constants, image, size, output, OPSET, uses, endings={output}
        )

    def _thirds(self, value, qkv, width) -> list:
        if len(qkv) == 3:
            return [self.token_linear(value, name) for name in qkv]
        (name,) = qkv
        separator = "." if f"{name}.weight" in self.source else "_"  # PyTorch's own layer has "_"
        made = self.token_linear(value, name, separator)
        sizes = self._list([width] * 3)
        outputs = [self._unique(f"{name}.{part}") for part in "qkv"]
        self.nodes.append(
            helper.make_node("Split", [made, sizes], outputs, name=f"{name}.split", axis=2)
        )
        self.channels.update(dict.fromkeys(outputs, width))
        return outputs

    def _pool(self, kind, value, kernel, stride, padding, **attributes):
        attributes |= {"kernel_shape": [kernel] * 2, "strides": [stride] * 2, "pads": [padding] * 4}
        return self._append(kind, [value], f"{value}.pool", **attributes)

    def _parameters(self, name) -> list[str]:
        weight, bias = self._constant(f"{name}.weight"), f"{name}.bias"
        if bias not in self.source:
            return [weight]
        if self.take(bias, 1).shape != self.source[weight].shape[:1]:
            raise Refused(
                "weights/bad-shape",
                f"tensor {bias!r} has shape {list(self.source[bias].shape)}, its layer's weight "
                f"{list(self.source[weight].shape)}",
            )
        return [weight, self._constant(bias)]

    def _constant(self, name, rank=None) -> str:
        self.constants[name] = self.take(name, rank)
        return name

    def take(self, name, rank=None) -> np.ndarray:
        tensor = self.source.get(name)
        if tensor is None:
            raise Refused("weights/missing-tensor", f"tensor {name!r} is missing")
        if rank not in (None, tensor.ndim) or 0 in tensor.shape:
            raise Refused(
                "weights/bad-shape",
                f"tensor {name!r} has shape {list(tensor.shape)}; {rank} axes are expected",
            )
        self.unread.discard(name)
        return tensor

    def _list(self, values) -> str:
        name = f"list {len(self.constants)}"
        self.constants[name] = np.array(values, np.int64)
        return name

    def _append(self, kind, inputs, output, channels=None, **attributes) -> str:
        output = self._unique(output)
        self.nodes.append(helper.make_node(kind, inputs, [output], name=output, **attributes))
        self.channels[output] = self.channels[inputs[0]] if channels is None else channels
        return output

    def _unique(self, name) -> str:
        number, candidate = 1, name
        while candidate in self.channels:
            number += 1
            candidate = f"{name}.{number}"
        self.channels[candidate] = 0
        return candidate


def count(tensors: dict, prefix: str) -> int:
    """How many different numbers follow `prefix` in the names of `tensors`."""
    rests = (name.removeprefix(prefix) for name in tensors if name.startswith(prefix))
    return len({rest.split(".")[0] for rest in rests if rest.split(".")[0].isdigit()})


def dense_name(tensors: dict, name: str, inputs: int) -> str:
    """`name`, or what the only dense layer in its place is called: people put "fc.1" there."""
    if f"{name}.weight" in tensors:
        return name
    place = name.split(".")[0] + "."
    others = [
        other.removesuffix(".weight")
        for other, tensor in tensors.items()
        if other.startswith(place) and other.endswith(".weight") and tensor.ndim == 2
    ]
    fits = len(others) == 1 and tensors[f"{others[0]}.weight"].shape[1] == inputs
    return others[0] if fits else name
