"""The targets of the fuzzers: each one's command, seeds, limits, and the sources whose lines
count."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import seeds

ROOT = Path(__file__).resolve().parents[2]
SOURCES = "native-tests/fuzz"
TOOLCHAIN = str(ROOT / "tools/in-toolchain")
PYTHON = str(ROOT / ".cache/venv/bin/python")


@dataclass(frozen=True)
class Target:
    name: str
    command: tuple[str, ...]  # from the root of the repository
    dictionary: str  # or ""
    seeds: Callable[[bool], dict[str, bytes]]  # with those of ../shared/data or without
    max_bytes: int  # of an input; larger seeds are left out
    short_runs: int
    fault: int | None  # the row of tools/faults/fault_table.py, if one is about it
    own: tuple[str, ...]  # whose lines are counted

    @property
    def is_native(self) -> bool:
        return self.command[0] == TOOLCHAIN

    def program(self, preset: str) -> str:
        return f"build/{preset}/{SOURCES}/{self.name}_fuzzer"


def _native(name: str, dictionary: str, *arguments, **fields) -> Target:
    # ASan's quarantine of freed blocks would by default take more than half of the memory limit.
    options = "ASAN_OPTIONS=quarantine_size_mb=16"
    command = (TOOLCHAIN, "env", options, f"build/native-fuzz/{SOURCES}/{name}_fuzzer")
    return Target(name, command, f"{SOURCES}/{dictionary}", *arguments, **fields)


TARGETS = {
    target.name: target
    for target in (
        _native(
            "picture",
            "picture.dict",
            seeds.pictures,
            max_bytes=8192,
            short_runs=30_000,
            fault=4,
            own=("src/image/", "src/preprocess/"),
        ),
        _native(
            "classify",
            "picture.dict",
            seeds.pictures,
            max_bytes=8192,
            short_runs=10_000,
            fault=4,
            own=("src/classifier", "src/classify_options", "src/postprocess/"),
        ),
        _native(
            "model",
            "model.dict",
            seeds.models,
            max_bytes=16384,
            short_runs=30_000,
            fault=15,
            own=("src/model/",),
        ),
        _native(
            "network",
            "model.dict",
            seeds.models,
            max_bytes=16384,
            short_runs=5_000,
            fault=15,
            own=("src/infer/",),
        ),
        _native(
            "c_interface",
            "model.dict",
            seeds.models,
            max_bytes=16384,
            short_runs=5_000,
            fault=15,
            own=("src/c_interface/", "src/classify_options"),
        ),
        _native(
            "sidecar",
            "sidecar.dict",
            seeds.sidecars,
            max_bytes=4096,
            short_runs=30_000,
            fault=None,
            own=("src/xmp/",),
        ),
        Target(
            "weights",
            (PYTHON, "tools/fuzz/weights_fuzzer.py"),
            "",
            seeds.weights,
            max_bytes=4096,
            short_runs=20_000,
            fault=16,
            own=tuple(
                f"tools/convert/{name}.py"
                for name in (
                    "legacy_container",
                    "pickle_machine",
                    "pickle_reader",
                    "pickle_values",
                    "safetensors_source",
                    "storage",
                    "weights",
                    "zip_container",
                )
            ),
        ),
    )
}
