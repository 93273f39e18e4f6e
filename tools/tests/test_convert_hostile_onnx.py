"""ONNX files that lie, point elsewhere or ask for the unsupported: refused by name, nothing read or
written."""

import contextlib
import unittest

import convert_support  # noqa: F401
import numpy as np
from convert.errors import Refused
from convert.onnx_import import import_onnx
from fuzz.execution_guard import nothing_executes
from goldens.onnx_models import NETWORKS, OnnxWriter
from onnx import TensorProto, helper, numpy_helper


def drawn(draw, **options):
    """The model that `draw(writer)` makes; it returns the output's name."""
    writer = OnnxWriter(0, **options)
    return writer.model(draw(writer))


def ending(draw):
    """A whole network with what `draw` does to its feature map (1, 6, H, W) in the middle."""
    return drawn(lambda w: w.classified(draw(w, w.conv("image", 6, 3)), 6))


def changed(change):
    """A good model after `change(model)`."""
    model = ending(lambda w, value: w.relu(value))
    change(model)
    return model


def node(model, kind):
    return next(node for node in model.graph.node if node.op_type == kind)


def external(location):
    def change(model):
        tensor = model.graph.initializer[0]
        tensor.data_location = TensorProto.EXTERNAL
        tensor.ClearField("raw_data")
        tensor.external_data.add(key="location", value=location)

    return changed(change)


def claims(*dims):
    def change(model):
        del model.graph.initializer[0].dims[:]
        model.graph.initializer[0].dims.extend(dims)

    return changed(change)


def cycle(model):
    node(model, "Conv").input[0] = node(model, "Relu").output[0]


def second_output(model):
    model.graph.output.append(helper.make_tensor_value_info("n0_0", TensorProto.FLOAT, None))


def input_shape(*dims):
    def change(model):
        model.graph.input[0].CopyFrom(
            helper.make_tensor_value_info("image", TensorProto.FLOAT, dims)
        )

    return changed(change)


def attribute(kind, name, value):
    def change(model):
        found = node(model, kind)
        kept = [item for item in found.attribute if item.name != name]
        del found.attribute[:]
        found.attribute.extend([*kept, helper.make_attribute(name, value)])

    return changed(change)


def repeated(kind, times):
    """A value joined with itself again and again: 2^times channels out of a few bytes."""

    def draw(w):
        value = w.conv("image", 6, 3)
        for _ in range(times):
            value = (
                w.node(kind, value, value, axis=1)
                if kind == "Concat"
                else w.node(kind, value, value)
            )
        return w.classified(value, 6)

    return drawn(draw)


def constants(draw):
    """A network whose feature map gets a constant added that `draw` computes."""
    return ending(lambda w, value: w.node("Add", value, draw(w)))


def hostile() -> dict:
    """name -> (model, expected code, words of the message)."""
    unsupported = "onnx/unsupported"
    operation = "onnx/unsupported-operation"
    return {
        "external data": (external("weights.bin"), "onnx/external-data", "'c0'"),
        "external data up the tree": (external("../../etc/passwd"), "onnx/external-data", "'c0'"),
        "external data at the root": (external("/etc/passwd"), "onnx/external-data", "'c0'"),
        "tensor of 2 GB": (claims(1 << 16, 1 << 13), "onnx/bad-tensor", "'c0'"),
        "shape that wraps 64 bits": (claims(1 << 32, 1 << 32, 3, 3), "onnx/bad-tensor", "'c0'"),
        "negative shape": (claims(-6, -3, 3, 3), "onnx/bad-tensor", "'c0'"),
        "shape that fits less": (claims(6, 3, 3, 2), "onnx/bad-tensor", "'c0'"),
        "tensor of texts": (
            changed(
                lambda m: m.graph.initializer[0].CopyFrom(
                    numpy_helper.from_array(np.array([b"x"], object), "c0")
                )
            ),
            "onnx/bad-tensor",
            "'c0'",
        ),
        "weight without elements": (
            changed(
                lambda m: m.graph.initializer[0].CopyFrom(
                    numpy_helper.from_array(np.zeros((0, 3, 3, 3), np.float32), "c0")
                )
            ),
            unsupported,
            "Conv",
        ),
        "two constants of one name": (
            changed(lambda m: m.graph.initializer.append(m.graph.initializer[0])),
            "onnx/bad-graph",
            "one name",
        ),
        "cycle": (changed(cycle), "onnx/bad-graph", "its own result"),
        "value from nowhere": (
            changed(lambda m: node(m, "Relu").input.__setitem__(0, "nowhere")),
            "onnx/bad-graph",
            "'nowhere'",
        ),
        "value made twice": (
            changed(lambda m: m.graph.node.append(m.graph.node[0])),
            "onnx/bad-graph",
            "second time",
        ),
        "output from nowhere": (
            changed(lambda m: setattr(m.graph.output[0], "name", "nowhere")),
            "onnx/bad-graph",
            "nowhere",
        ),
        "two outputs": (changed(second_output), "onnx/several-outputs", "--output NAME"),
        "no nodes": (changed(lambda m: m.graph.ClearField("node")), "onnx/bad-graph", ""),
        "no graph": (changed(lambda m: m.ClearField("graph")), unsupported, "one of each"),
        "local functions": (
            changed(lambda m: m.functions.add(name="f", domain="d")),
            unsupported,
            "local functions",
        ),
        "operator set 99": (
            changed(lambda m: setattr(m.opset_import[0], "version", 99)),
            unsupported,
            "99",
        ),
        "other domain": (
            changed(lambda m: setattr(node(m, "Relu"), "domain", "com.evil")),
            operation,
            "Relu_1",
        ),
        "batch of 8": (input_shape(8, 3, 32, 32), unsupported, "[8, 3, 32, 32]"),
        "four channels": (input_shape(1, 4, 32, 32), unsupported, "[1, 4, 32, 32]"),
        "a sequence": (input_shape(1, 3, 32), unsupported, "[1, 3, 32]"),
        "a million pixels wide": (input_shape(1, 3, 32, 1 << 20), unsupported, "1048576"),
        "If": (ending(lambda w, value: w.node("If", value)), operation, "If_1"),
        "Loop": (ending(lambda w, value: w.node("Loop", value)), operation, "Loop_1"),
        "Erf": (ending(lambda w, value: w.node("Erf", value)), unsupported, "Erf_1"),
        "Erf times something else": (
            ending(lambda w, value: w.node("Mul", w.node("Erf", value), w.conv(value, 6, 6))),
            unsupported,
            "Erf_1",
        ),
        "Softplus": (
            ending(lambda w, value: w.node("Softplus", value)),
            unsupported,
            "Softplus_1",
        ),
        "LayerNormalization of another size": (
            ending(lambda w, value: w.node("LayerNormalization", value, w.floats(6))),
            unsupported,
            "LayerNormalization_1",
        ),
        "LayerNormalization from the height": (
            ending(lambda w, value: w.node("LayerNormalization", value, w.floats(6), axis=2)),
            unsupported,
            "LayerNormalization_1",
        ),
        "Softmax over the height": (
            ending(lambda w, value: w.node("Softmax", value, axis=2)),
            unsupported,
            "Softmax_1",
        ),
        "a mean repeated for a concatenation": (
            ending(
                lambda w, value: w.node(
                    "Concat",
                    value,
                    w.node("Expand", w.node("GlobalAveragePool", value), w.node("Shape", value)),
                    axis=1,
                )
            ),
            unsupported,
            "Expand_3",
        ),
        "Elu of no alpha": (
            ending(lambda w, value: w.node("Elu", value, alpha=0.0)),
            unsupported,
            "Elu_1",
        ),
        "groups that do not divide": (
            ending(
                lambda w, value: w.node(
                    "GroupNormalization", value, w.floats(6), w.floats(6), num_groups=4
                )
            ),
            unsupported,
            "GroupNormalization_1",
        ),
        "a product of maps that do not fit": (
            ending(lambda w, value: w.node("MatMul", value, w.conv(value, 6, 6))),
            unsupported,
            "MatMul_2",
        ),
        "a constant between two values": (
            ending(
                lambda w, value: w.node("Concat", value, w.floats(1, 6, *w.size), value, axis=2)
            ),
            unsupported,
            "Concat_1",
        ),
        "Resize": (ending(lambda w, value: w.node("Resize", value)), operation, "Resize_1"),
        "quantisation by a scale of 0": (
            ending(lambda w, value: w.node("QuantizeLinear", value, w.floats(scale=0))),
            unsupported,
            "not above 0",
        ),
        "quantisation by several scales": (
            ending(lambda w, value: w.node("QuantizeLinear", value, w.constant(np.ones(6, "f4")))),
            unsupported,
            "several scales",
        ),
        "quantisation by block": (
            ending(
                lambda w, value: w.node(
                    "Mul",
                    value,
                    w.node("DequantizeLinear", w.integers(1, 2), w.floats(), block_size=1),
                )
            ),
            unsupported,
            "DequantizeLinear",
        ),
        "dynamic quantisation": (
            ending(lambda w, value: w.node("DynamicQuantizeLinear", value, outputs=3)[0]),
            operation,
            "DynamicQuantizeLinear_1",
        ),
        "Sigmoid at the end": (
            drawn(lambda w: w.node("Sigmoid", w.classified(w.conv("image", 6, 3), 6))),
            unsupported,
            "softmax",
        ),
        "a map as output": (
            drawn(lambda w: w.conv("image", 6, 3)),
            unsupported,
            "not a classifier",
        ),
        "output that ignores the picture": (
            drawn(lambda w: w.node("Neg", w.floats(1, 6))),
            unsupported,
            "picture",
        ),
        "reflected padding": (
            ending(
                lambda w, value: w.node(
                    "Pad", value, w.integers(0, 0, 1, 1, 0, 0, 1, 1), mode="reflect"
                )
            ),
            unsupported,
            "Pad_1",
        ),
        "the lowest padding before a convolution": (
            ending(
                lambda w, value: w.conv(
                    w.node(
                        "Pad",
                        value,
                        w.integers(0, 0, 1, 1, 0, 0, 1, 1),
                        w.constant(np.float32(-np.inf)),
                    ),
                    6,
                    6,
                )
            ),
            unsupported,
            "Conv_2",
        ),
        "channels joined with another map": (
            ending(
                lambda w, value: w.node(
                    "Concat", value, w.node("Transpose", value, perm=[0, 1, 3, 2]), axis=1
                )
            ),
            unsupported,
            "Concat_2",
        ),
        "channels gathered twice over a table": (
            ending(
                lambda w, value: w.node(
                    "Gather", value, w.constant(np.zeros((2, 3), np.int64)), axis=1
                )
            ),
            unsupported,
            "Gather_1",
        ),
        "channel out of bounds": (
            ending(lambda w, value: w.node("Gather", value, w.integers(6), axis=1)),
            "onnx/bad-graph",
            "Gather_1",
        ),
        "bounds of two numbers a channel": (
            ending(lambda w, value: w.node("Max", value, w.floats(1, 6, 1, 1))),
            unsupported,
            "Max_1",
        ),
        "picture of whole numbers": (
            changed(
                lambda m: setattr(m.graph.input[0].type.tensor_type, "elem_type", TensorProto.INT64)
            ),
            unsupported,
            "INT64",
        ),
        "constant expanded to a terabyte": (
            constants(lambda w: w.node("Expand", w.floats(1), w.integers(1 << 20, 1 << 20))),
            "onnx/too-large",
            "Expand",
        ),
        "range of a billion": (
            constants(
                lambda w: w.node("Range", *(w.constant(np.int64(n)) for n in (0, 1_000_000_000, 1)))
            ),
            "onnx/too-large",
            "Range",
        ),
        "weights that are computed": (
            ending(lambda w, value: w.node("Conv", value, value)),
            unsupported,
            "Conv_1",
        ),
        "convolution without weights": (
            ending(lambda w, value: w.node("Conv", value)),
            unsupported,
            "Conv_1",
        ),
        "weights of another depth": (
            ending(lambda w, value: w.node("Conv", value, w.floats(6, 5, 1, 1))),
            unsupported,
            "[6, 5, 1, 1]",
        ),
        "three-dimensional convolution": (
            ending(lambda w, value: w.node("Conv", value, w.floats(6, 6, 1, 1, 1))),
            unsupported,
            "two-dimensional",
        ),
        "stride 0": (attribute("Conv", "strides", [0, 1]), unsupported, "strides"),
        "negative pads": (attribute("Conv", "pads", [-1, 0, 0, 0]), unsupported, "pads"),
        "pads of 2^40": (attribute("Conv", "pads", [1 << 40, 0, 0, 0]), unsupported, "pads"),
        "strides as text": (attribute("Conv", "strides", "both"), "onnx/bad-graph", "strides"),
        "groups as a list": (attribute("Conv", "group", [1, 2]), "onnx/bad-graph", "group"),
        "flag that is neither 0 nor 1": (
            ending(lambda w, value: w.node("MaxPool", value, kernel_shape=[2, 2], ceil_mode=3)),
            "onnx/bad-graph",
            "ceil_mode",
        ),
        "no groups at all": (attribute("Conv", "group", 0), unsupported, "0 groups"),
        "kernel that the weight has not": (
            attribute("Conv", "kernel_shape", [5, 5]),
            unsupported,
            "kernel_shape",
        ),
        "window larger than the map": (
            ending(lambda w, value: w.node("MaxPool", value, kernel_shape=[99, 99])),
            "graph/bad-shape",
            "99",
        ),
        "channels doubled 40 times": (repeated("Concat", 40), "graph/too-large", "concat"),
        "constant of a terabyte": (
            constants(lambda w: w.node("ConstantOfShape", w.integers(1 << 20, 1 << 20))),
            "onnx/too-large",
            "ConstantOfShape",
        ),
        "constant that grows by broadcasting": (
            constants(lambda w: w.node("Mul", w.floats(1 << 14, 1), w.floats(1, 1 << 14))),
            "onnx/too-large",
            "Mul",
        ),
        "constant that grows by gathering": (
            constants(
                lambda w: w.node(
                    "Gather", w.floats(1, 1 << 12), w.constant(np.zeros(1 << 13, np.int64))
                )
            ),
            "onnx/too-large",
            "Gather",
        ),
        "gather out of bounds": (
            constants(lambda w: w.node("Gather", w.floats(3), w.integers(7))),
            "onnx/bad-graph",
            "Gather",
        ),
        "division by zero": (
            constants(lambda w: w.node("Div", w.integers(1), w.integers(0))),
            "onnx/bad-graph",
            "Div",
        ),
        "reshape into nothing": (
            ending(lambda w, value: w.node("Reshape", value, w.integers(0, -1, 5))),
            unsupported,
            "Reshape_1",
        ),
    }


class HostileOnnx(unittest.TestCase):
    def test_each_is_refused_by_name(self):
        samples = hostile()
        import_onnx(changed(lambda model: None).SerializeToString())  # unchanged it is good
        for name, (model, code, words) in samples.items():
            content = model.SerializeToString()
            with self.subTest(name):
                with self.assertRaises(Refused) as caught, nothing_executes():
                    import_onnx(content)
                self.assertEqual(caught.exception.code, code, str(caught.exception))
                self.assertIn(words, str(caught.exception))

    def test_random_damage_never_escapes_as_another_error(self):
        random = np.random.default_rng(4)
        for make in NETWORKS:
            content = make(0).SerializeToString()
            for round_number in range(60):
                damaged = bytearray(content)
                for position in random.integers(0, len(content), 4):
                    damaged[position] = random.integers(0, 256)
                with self.subTest(make.__name__, round=round_number), contextlib.suppress(Refused):
                    import_onnx(bytes(damaged))

    def test_damaged_structure_never_escapes_as_another_error(self):
        """Only the nodes are damaged, which a random byte of a file that is mostly weights seldom
        hits."""
        random = np.random.default_rng(5)
        for make in NETWORKS:
            for round_number in range(60):
                model = make(0)
                target = model.graph.node[random.integers(len(model.graph.node))]
                damaged = bytearray(target.SerializeToString())
                damaged[random.integers(len(damaged))] = random.integers(0, 256)
                with self.subTest(make.__name__, round=round_number):
                    try:
                        target.ParseFromString(bytes(damaged))
                    except Exception:
                        continue  # protobuf refuses it, as it would in the whole file
                    with contextlib.suppress(Refused):
                        import_onnx(model.SerializePartialToString())


if __name__ == "__main__":
    unittest.main()
