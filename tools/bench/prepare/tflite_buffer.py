"""Builds the FlatBuffer of a TensorFlow Lite model: tensors and operations by number, then the
whole file."""

import flatbuffers
import numpy as np
import tflite

TYPES = {
    np.dtype(np.float32): tflite.TensorType.FLOAT32,
    np.dtype(np.int8): tflite.TensorType.INT8,
    np.dtype(np.int32): tflite.TensorType.INT32,
}
ALIGNMENT = 16  # of weights in the file, as TensorFlow Lite's own writer aligns them

# Kind of operation -> (table of its options, version of the operation that takes int8 and
# per-channel scales).
KINDS = {
    "CONV_2D": ("Conv2DOptions", 3),
    "DEPTHWISE_CONV_2D": ("DepthwiseConv2DOptions", 3),
    "FULLY_CONNECTED": ("FullyConnectedOptions", 9),
    "MAX_POOL_2D": ("Pool2DOptions", 2),
    "ADD": ("AddOptions", 2),
    "MEAN": ("ReducerOptions", 2),
    "PAD": ("PadOptions", 2),
    "QUANTIZE": ("QuantizeOptions", 1),
    "DEQUANTIZE": ("DequantizeOptions", 2),
}
OPTION_NAMES = {
    "padding": "Padding",
    "activation": "FusedActivationFunction",
    "stride_h": "StrideH",
    "stride_w": "StrideW",
    "filter_height": "FilterHeight",
    "filter_width": "FilterWidth",
    "depth_multiplier": "DepthMultiplier",
}


class TfliteBuffer:
    def __init__(self):
        self.builder = flatbuffers.Builder(1 << 20)
        self.tensors, self.operations, self.kinds = [], [], []
        self.buffers = [self._table("Buffer")]  # number 0 means "no constant"

    def tensor(self, name: str, shape, kind, quantization=None, buffer=0) -> int:
        """The number of a new tensor. `quantization` is (scales, zero points, axis)."""
        how = None if quantization is None else self._quantization(*quantization)
        fields = {
            "Shape": self._vector(np.array(shape, np.int32)),
            "Name": self.builder.CreateString(name),
        }
        fields |= {"Type": TYPES[np.dtype(kind)], "Buffer": buffer}
        if how is not None:
            fields["Quantization"] = how
        self.tensors.append(self._table("Tensor", fields))
        return len(self.tensors) - 1

    def constant(self, name: str, array: np.ndarray, quantization=None) -> int:
        data = self._aligned_bytes(np.ascontiguousarray(array).tobytes())
        self.buffers.append(self._table("Buffer", {"Data": data}))
        return self.tensor(name, array.shape, array.dtype, quantization, len(self.buffers) - 1)

    def operation(self, kind: str, inputs: list[int], output: int, **options) -> None:
        if kind not in self.kinds:
            self.kinds.append(kind)
        table = KINDS[kind][0]
        fields = {
            "OpcodeIndex": self.kinds.index(kind),
            "Inputs": self._vector(np.array(inputs, np.int32)),
            "Outputs": self._vector(np.array([output], np.int32)),
            "BuiltinOptionsType": getattr(tflite.BuiltinOptions, table),
            "BuiltinOptions": self._table(
                table, {OPTION_NAMES[name]: value for name, value in options.items()}
            ),
        }
        self.operations.append(self._table("Operator", fields))

    def finish(self, inputs: list[int], outputs: list[int]) -> bytes:
        graph = {
            "Tensors": self._tables(self.tensors),
            "Operators": self._tables(self.operations),
            "Inputs": self._vector(np.array(inputs, np.int32)),
            "Outputs": self._vector(np.array(outputs, np.int32)),
        }
        model = {
            "Subgraphs": self._tables([self._table("SubGraph", graph)]),
            "OperatorCodes": self._tables([self._operator_code(kind) for kind in self.kinds]),
            "Buffers": self._tables(self.buffers),
            "Version": 3,
        }
        self.builder.Finish(self._table("Model", model), file_identifier=b"TFL3")
        return bytes(self.builder.Output())

    def _operator_code(self, kind):
        code = getattr(tflite.BuiltinOperator, kind)
        fields = {"DeprecatedBuiltinCode": code, "BuiltinCode": code, "Version": KINDS[kind][1]}
        return self._table("OperatorCode", fields)

    def _quantization(self, scales, zero_points, axis):
        fields = {
            "Scale": self._vector(np.asarray(scales, np.float32)),
            "ZeroPoint": self._vector(np.asarray(zero_points, np.int64)),
            "QuantizedDimension": axis,
        }
        return self._table("QuantizationParameters", fields)

    def _table(self, name, fields=None):
        getattr(tflite, f"{name}Start")(self.builder)
        for field, value in (fields or {}).items():
            getattr(tflite, f"{name}Add{field}")(self.builder, value)
        return getattr(tflite, f"{name}End")(self.builder)

    def _vector(self, array):
        return self.builder.CreateNumpyVector(array)

    def _aligned_bytes(self, data: bytes):
        self.builder.StartVector(1, len(data), ALIGNMENT)
        self.builder.head -= len(data)
        self.builder.Bytes[self.builder.head : self.builder.head + len(data)] = data
        return self.builder.EndVector()

    def _tables(self, offsets):
        self.builder.StartVector(4, len(offsets), 4)
        for offset in reversed(offsets):
            self.builder.PrependUOffsetTRelative(offset)
        return self.builder.EndVector()
