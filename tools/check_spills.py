#!/usr/bin/env python3
"""Checks that the compiler keeps the sums of XNNPACK's kernels and ours in registers.

usage: check_spills.py [ARCHIVE]     (default: the kernels of build/native)

A kernel that stores a vector to the stack within its innermost loop waits for that store in every
round: g++ 12 makes 5 x 16 float32 sums twice as slow by one. third_party/xnnpack/native.cmake sets
what prevents it. Disassembles ARCHIVE and prints each matrix or depthwise kernel for AVX2 and newer
processors of which an innermost loop does so. Exits with 0 when there is none, otherwise 1.
"""

import argparse
import pathlib
import re
import subprocess
import sys

ARCHIVE = (
    pathlib.Path(__file__).resolve().parent.parent
    / "build/native/_deps/xnnpack-build/libmicrokernels-prod.a"
)
CHECKED = re.compile(
    r"(xnn_(f32|qs8)_.*(gemm|dwconv)_.*ukernel|glance_.*(gemm|dwconv))"
    r"_.*(fma3|avx2|avxvnni|avx512|avx256)"
)
# Kernels that store to the stack whatever the compiler is told, and why that is left as it is.
LEFT = {
    # One sum of twelve; as fast as two rows, which need no stack.
    "3x8c8__avx2",
    # Processors of Zen's first generation.
    "16s4__fma3_broadcast",
    # FMA3 without AVX2, AVX-512 without VNNI: few processors.
    "xnn_f32_qc8w_gemm_minmax_ukernel_5x16__fma3_broadcast",
    "7x16c8__avx512skx_prfm",
    "4x8c8__avx256skx",
}
FUNCTION = re.compile(r"^[0-9a-f]+ <(.+)>:$")
INSTRUCTION = re.compile(r"^\s*([0-9a-f]+):\s+(\S+)\s*(.*)$")
TARGET = re.compile(r"^([0-9a-f]+) <")
STORE = re.compile(r"%[xyz]mm\d+,\s*(-?0x[0-9a-f]+)?\(%r[sb]p\)")


def functions(disassembly: str) -> dict[str, list[tuple[int, str, str]]]:
    """Each function's instructions: address, name, operands."""
    found: dict[str, list[tuple[int, str, str]]] = {}
    for line in disassembly.splitlines():
        if function := FUNCTION.match(line):
            instructions = found.setdefault(function[1], [])
        elif found and (instruction := INSTRUCTION.match(line)):
            instructions.append((int(instruction[1], 16), instruction[2], instruction[3]))
    return found


def innermost_loops(instructions: list[tuple[int, str, str]]) -> list[tuple[int, int]]:
    """First and last address of each loop that holds no other one."""
    loops = []
    for address, name, operands in instructions:
        target = TARGET.match(operands)
        if name.startswith("j") and target and int(target[1], 16) <= address:
            loops.append((int(target[1], 16), address))
    return [
        (first, last)
        for first, last in loops
        if not any(
            other != (first, last) and first <= other[0] and other[1] <= last for other in loops
        )
    ]


def stores(instructions: list[tuple[int, str, str]]) -> int:
    """How many vectors the innermost loops store to the stack."""
    return sum(
        first <= address <= last and STORE.match(operands) is not None
        for first, last in innermost_loops(instructions)
        for address, _, operands in instructions
    )


def is_checked(name: str) -> bool:
    return (
        CHECKED.match(name) is not None
        and "packw" not in name
        and not any(left in name for left in LEFT)
    )


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("archive", nargs="?", type=pathlib.Path, default=ARCHIVE)
    archive = parser.parse_args(arguments).archive
    if not archive.exists():
        print(f"{archive} does not exist: run make native first", file=sys.stderr)
        return 1
    command = ["objdump", "--disassemble", "--no-show-raw-insn", str(archive)]
    disassembly = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    kernels = {name: body for name, body in functions(disassembly).items() if is_checked(name)}
    spilling = {name: count for name, body in kernels.items() if (count := stores(body))}
    for name, count in sorted(spilling.items()):
        print(f"{name}: {count} vectors stored to the stack in an innermost loop")
    print(f"{len(kernels)} kernels checked, {len(spilling)} keep sums on the stack")
    return 1 if spilling else 0


if __name__ == "__main__":
    sys.exit(main())
