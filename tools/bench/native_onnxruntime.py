"""Times onnxruntime natively on a model of the benchmark.

Usage: native_onnxruntime.py MODEL.onnx INPUT.bin SIDE THREADS RUNS

INPUT.bin holds (1, SIDE, SIDE, 3) float32. Prints one JSON object: times_ms (RUNS numbers) and best
(class).
"""

import json
import sys
import time

import numpy as np
import onnxruntime

WARM_UP_SECONDS = 0.5


def main() -> None:
    model, file, side, threads, runs = sys.argv[1], sys.argv[2], *map(int, sys.argv[3:6])
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
    image = np.fromfile(file, np.float32).reshape(1, side, side, 3).transpose(0, 3, 1, 2)
    feeds = {session.get_inputs()[0].name: np.ascontiguousarray(image)}

    end = time.perf_counter() + WARM_UP_SECONDS
    while time.perf_counter() < end:
        (logits,) = session.run(None, feeds)
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        session.run(None, feeds)
        times.append(1000 * (time.perf_counter() - start))
    print(json.dumps({"times_ms": times, "best": int(logits.argmax())}))


main()
