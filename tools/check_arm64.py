"""The program for ARM64, run by an emulator, answers as the one for this machine.

For each processor that tools/setup makes and each weight file it prints the largest difference of
a score; the same label must come first. Without --short the pictures are the 200 photographs of
../shared/data, otherwise the samples.
"""

import argparse
import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PROCESSORS = ROOT / ".cache/arm64"
HERE = [ROOT / "build/native/glance"]
THERE = [ROOT / "tools/emulate", ROOT / "build/native-arm64/glance"]
INT8 = "efficientnet-lite0"
FLOAT32 = "efficientnet-lite0-float32"
# Of a softmax score. Kernels of other processors add the same products in another order. A logit of
# about 10 behind 50 layers of 1,000 terms then differs by 2^-24 x 10 x sqrt(50 x 1000) = 1.3e-4,
# and a score by at most a quarter of it. int8 layers are exact (native-tests/infer/int8_test.cc).
TOLERANCE = 1e-4
# An emulator on a busy machine needs more than the 30 s for a picture that the program allows.
TIMEOUT_SECONDS = 600
# Of float32's pictures every tenth, except for one processor: the emulator takes 6 s for each.
FLOAT32_WHOLE = "cortex-a53"


def scores(program: list[Path], model: str, pictures: list[Path], processor: str) -> list[dict]:
    """Of each picture {class index: score}, the best first."""
    command = [*program, "classify", "--format", "json", "--top-k", "1000", "--threads", "1"]
    command += ["--timeout", str(TIMEOUT_SECONDS)]
    done = subprocess.run(
        [*command, "--model", ROOT / f"build/models/{model}.safetensors", *pictures],
        env={**os.environ, "QEMU_CPU": processor},
        stdout=subprocess.PIPE,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        failed = [line for line in done.stdout.splitlines() if '"error"' in line]
        sys.exit(f"check_arm64: {program[0]} ends with {done.returncode}: {failed}")
    records = [json.loads(line)["predictions"] for line in done.stdout.splitlines()]
    return [{each["index"]: each["score"] for each in record} for record in records]


def in_parallel(program, model, pictures, processor) -> list[dict]:
    count = len(os.sched_getaffinity(0))
    shares = [share for i in range(count) if (share := pictures[i::count])]
    with ThreadPoolExecutor(count) as pool:
        found = list(pool.map(lambda share: scores(program, model, share, processor), shares))
    return [found[i % count][i // count] for i in range(len(pictures))]


def compare(expected: list[dict], found: list[dict]) -> tuple[int, float]:
    """(how many have the same best class, the largest difference of a score)"""
    same, largest = 0, 0.0
    for one, other in zip(expected, found, strict=True):
        same += next(iter(one)) == next(iter(other))
        largest = max(largest, *(abs(one[index] - other[index]) for index in one))
    return same, largest


def pictures_of(short: bool, model: str, processor: str) -> list[Path]:
    if short:
        samples = sorted((ROOT / ".cache/samples").iterdir())
        return samples if model == INT8 else samples[:1]
    photographs = sorted((ROOT.parent / "shared/data/pictures").iterdir())
    return photographs[:: 1 if model == INT8 or processor == FLOAT32_WHOLE else 10]


def is_alike(short: bool, model: str, processor: str) -> bool:
    pictures = pictures_of(short, model, processor)
    same, largest = compare(
        in_parallel(HERE, model, pictures, processor),
        in_parallel(THERE, model, pictures, processor),
    )
    print(
        f"{processor}, {model}: the same best label for {same} of {len(pictures)} pictures, "
        f"largest difference of a score {largest:.1e}",
        flush=True,
    )
    return same == len(pictures) > 0 and largest <= TOLERANCE


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--short", action="store_true", help="the sample pictures only")
    parser.add_argument("--processor", help="one of .cache/arm64 (default: each of them)")
    options = parser.parse_args()
    processors = [options.processor] if options.processor else sorted(os.listdir(PROCESSORS))
    if not processors:
        sys.exit("check_arm64: no processors in .cache/arm64: run `tools/setup arm64`")
    alike = [
        is_alike(options.short, model, processor)
        for processor in processors
        for model in (INT8, FLOAT32)
    ]
    sys.exit(0 if all(alike) else "check_arm64: the program for ARM64 answers differently")


if __name__ == "__main__":
    main()
