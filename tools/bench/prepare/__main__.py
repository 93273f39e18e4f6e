"""Makes what the benchmark's contenders read of one network: the same weights in each one's own
format, the same input.

Usage, in tools/bench:
  python -m prepare --float32 FILE --int8 FILE --picture PICTURE --samples DIR --out DIR

FILEs are Glance's weight files. Writes to DIR: float32.onnx, int8.onnx (onnxruntime's own static
quantisation, calibrated on the pictures of --samples), float32.tflite, int8.tflite (the int8 file's
own numbers), tfjs.json and tfjs.bin; input.png (the picture, prepared up to its crop), input.bin
(its tensor, NHWC) and expected.json (the scores that onnxruntime computes from it in float32).
"""

import argparse
import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from convert.picture import network_input
from convert.weight_file import read_model

from . import onnx_files, tfjs_files, tflite_file
from .picture import write_squared


def main() -> None:
    parser = argparse.ArgumentParser(prog="prepare", description=__doc__.split("\n")[0])
    for name in ("float32", "int8", "picture", "samples", "out"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    arguments = parser.parse_args()
    arguments.out.mkdir(parents=True, exist_ok=True)
    document, network = read_model(arguments.float32)
    preprocess = document["preprocess"]

    write_squared(arguments.picture, preprocess, arguments.out / "input.png")
    image = network_input(arguments.out / "input.png", preprocess)
    image.tofile(arguments.out / "input.bin")

    samples = sorted(
        path for path in arguments.samples.iterdir() if path.suffix in (".jpg", ".png")
    )
    calibration = [network_input(path, preprocess) for path in samples]
    onnx_files.write(network, image.shape, calibration, arguments.out)
    scores = onnx_files.scores(arguments.out / "float32.onnx", image)
    (arguments.out / "expected.json").write_text(json.dumps([float(score) for score in scores]))

    tfjs_files.write(network, arguments.out)
    tflite_file.write(network, image.shape, arguments.out / "float32.tflite")
    tflite_file.write(read_model(arguments.int8)[1], image.shape, arguments.out / "int8.tflite")


main()
