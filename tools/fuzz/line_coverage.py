"""How many lines of Glance's own code a corpus reaches: llvm-cov for C++, the tracer of Python for
Python."""

import json
import subprocess

from session import Failed
from targets import ROOT, TOOLCHAIN, Target

PRESET = "native-fuzz-coverage"


def report(target: Target, corpus) -> None:
    """Prints the unreached lines of each file that has some, and the totals."""
    lines = _native_lines(target, corpus) if target.is_native else _python_lines(target, corpus)
    for name, (reached, count) in sorted(lines.items()):
        if reached < count:
            print(f"   {reached:5} of {count:5} lines  {name}")
    reached, count = (sum(pair[i] for pair in lines.values()) for i in (0, 1))
    print(
        f"{target.name}: {reached:,} of {count:,} lines of {', '.join(_folders(target))} = "
        f"{reached / count:.1%}"
    )


def _folders(target: Target):
    return target.own if target.is_native else ["the converter's readers"]


def _in_toolchain(*command) -> str:
    return subprocess.run(
        [TOOLCHAIN, *command], cwd=ROOT, check=True, text=True, capture_output=True
    ).stdout


def _tool(name: str) -> str:
    """The llvm tool of clang's version."""
    return _in_toolchain("clang++", f"-print-prog-name={name}").strip()


def _native_lines(target: Target, corpus) -> dict[str, tuple[int, int]]:
    home = corpus.home.relative_to(ROOT)
    raw, merged, program = f"{home}/lines.profraw", f"{home}/lines.profdata", target.program(PRESET)
    folder = str(corpus.folder.relative_to(ROOT))
    _in_toolchain(
        "env",
        f"LLVM_PROFILE_FILE={raw}",
        program,
        "-runs=0",
        f"-max_len={target.max_bytes}",
        folder,
    )
    _in_toolchain(_tool("llvm-profdata"), "merge", "-sparse", raw, "-o", merged)
    export = _in_toolchain(
        _tool("llvm-cov"), "export", "-summary-only", f"-instr-profile={merged}", program
    )
    lines = {}
    for file in json.loads(export)["data"][0]["files"]:
        # cmake/warnings.cmake makes names relative to the root, llvm-cov puts the build folder
        # before them.
        name = file["filename"].removeprefix(f"build/{PRESET}/")
        if name.startswith(target.own):
            counted = file["summary"]["lines"]
            lines[name] = (counted["covered"], counted["count"])
    if not lines:
        raise Failed(f"llvm-cov found none of {', '.join(target.own)} in {program}")
    return lines


def _python_lines(target: Target, corpus) -> dict[str, tuple[int, int]]:
    command = [target.command[0], "tools/fuzz/python_lines.py", str(corpus.folder), *target.own]
    done = subprocess.run(command, cwd=ROOT, check=True, text=True, capture_output=True)
    return {name: tuple(pair) for name, pair in json.loads(done.stdout).items()}
