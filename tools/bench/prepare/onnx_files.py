"""The network as ONNX, in onnxruntime's best layout (NCHW from its input on), in float32 and in
int8."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
from convert.onnx_reference import to_onnx
from onnxruntime.quantization import (
    CalibrationDataReader,
    CalibrationMethod,
    QuantFormat,
    QuantType,
    quantize_static,
)
from onnxruntime.quantization.shape_inference import quant_pre_process

INPUT = "image"


def write(network, input_shape: tuple, calibration: list[np.ndarray], folder: Path) -> None:
    """float32.onnx and int8.onnx. `input_shape` is (1, H, W, 3), and so are the calibration's
    arrays."""
    _, height, width, _ = input_shape
    logits_only = replace(network, outputs={"logits": network.outputs["logits"]})
    model = _without_transpose(to_onnx(logits_only, height, width), height, width)
    onnx.save(model, folder / "float32.onnx")
    # Folds and fuses first, as onnxruntime's manual advises, so that what it would fuse is not
    # quantised apart.
    quant_pre_process(
        str(folder / "float32.onnx"), str(folder / "folded.onnx"), skip_symbolic_shape=True
    )
    quantize_static(
        folder / "folded.onnx",
        folder / "int8.onnx",
        _Pictures(calibration),
        quant_format=QuantFormat.QDQ,
        per_channel=True,
        activation_type=QuantType.QUInt8,
        weight_type=QuantType.QInt8,
        calibrate_method=CalibrationMethod.MinMax,
    )
    (folder / "folded.onnx").unlink()


def scores(path: Path, image: np.ndarray) -> np.ndarray:
    """Softmax of the logits of `image` (1, H, W, 3), computed natively."""
    session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
    logits = session.run(None, {INPUT: to_nchw(image)})[0].ravel().astype(np.float64)
    exponentials = np.exp(logits - logits.max())
    return exponentials / exponentials.sum()


def to_nchw(image: np.ndarray) -> np.ndarray:
    return np.ascontiguousarray(image.transpose(0, 3, 1, 2))


def _without_transpose(model, height, width):
    """The reference begins with a transposition from NHWC; a contender is given NCHW instead."""
    first = model.graph.node[0]
    assert first.op_type == "Transpose" and first.output[0] == INPUT
    model.graph.node.remove(first)
    del model.graph.input[:]
    shape = [1, 3, height, width]
    model.graph.input.append(
        onnx.helper.make_tensor_value_info(INPUT, onnx.TensorProto.FLOAT, shape)
    )
    onnx.checker.check_model(model)
    return model


class _Pictures(CalibrationDataReader):
    def __init__(self, images):
        self.inputs = iter([{INPUT: to_nchw(image)} for image in images])

    def get_next(self):
        return next(self.inputs, None)
