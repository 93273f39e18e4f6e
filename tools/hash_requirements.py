#!/usr/bin/env python3
"""Writes the hashes of wheels into files of requirements; pip then takes no other file.

  tools/hash_requirements.py [FILE...]     (default: every one that tools/setup installs from)

After a change of a version: run it, and look at what it changed. Every line NAME==VERSION gets the
SHA-256 of each wheel that pip finds for it for the processors and the versions of Python below.
Whoever has another one is told by pip that a hash is missing.
"""

import hashlib
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from is_set_up import normalized, package_of, requirements_of

ROOT = Path(__file__).resolve().parent.parent
FILES = (
    "tools/requirements.txt",
    "tools/bench/requirements.txt",
    "tools/fuzz/requirements.txt",
    "tools/goldens/requirements.txt",
    "tools/hierarchy/requirements.txt",
    "tools/package/requirements.txt",
    "tools/wheels.txt",
)
PYTHONS = ("3.11", "3.12", "3.13")
PROCESSORS = ("x86_64", "aarch64")
SYSTEMS = ("1", "2010", "2014", "_2_17", "_2_24", "_2_26", "_2_27", "_2_28", "_2_34")
ENTRY = re.compile(r"^([\w.-]+)==([\w.!+-]+)[^\n]*(?:\n +--hash=\S+(?: \\)?)*$", re.MULTILINE)
MISSING = re.compile(r"No matching distribution found for (\S+)==")


def hashes_of(requirements: dict[str, str]) -> dict[tuple[str, str], set[str]]:
    """(normalised name, version) -> the SHA-256 of its wheels, of which each must have one."""
    found = {(normalized(name), version): set() for name, version in requirements.items()}
    with tempfile.TemporaryDirectory() as folder:
        for processor in PROCESSORS:
            for python in PYTHONS:
                download(requirements, python, processor, folder)
        for path in Path(folder).iterdir():
            found[package_of(path.name)].add(hashlib.sha256(path.read_bytes()).hexdigest())
    if without := [f"{name}=={version}" for (name, version), hashes in found.items() if not hashes]:
        sys.exit(f"no wheel of {', '.join(without)}")
    return found


def download(requirements: dict[str, str], python: str, processor: str, folder: str) -> None:
    """All of them, but for those that have no wheel for this Python and processor."""
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check"]
    command += ["--no-deps", "--only-binary=:all:", f"--python-version={python}", "--dest", folder]
    command += [f"--platform=manylinux{system}_{processor}" for system in SYSTEMS]
    left = dict(requirements)
    while left:
        wanted = [f"{name}=={version}" for name, version in left.items()]
        done = subprocess.run([*command, *wanted], capture_output=True, text=True)
        if done.returncode == 0:
            return
        missing = MISSING.search(done.stderr)
        if not missing:
            sys.exit(done.stderr)
        print(f"Python {python}, {processor}: no wheel of {missing.group(1)}", flush=True)
        del left[missing.group(1)]


def with_hashes(text: str, hashes) -> str:
    """The text of a file of requirements with these hashes in the place of those that it has."""

    def entry(match):
        name, version = match.groups()
        digests = sorted(hashes[normalized(name), version])
        lines = [f"{name}=={version}", *(f"    --hash=sha256:{digest}" for digest in digests)]
        return " \\\n".join(lines)

    return ENTRY.sub(entry, text)


def main() -> None:
    for name in sys.argv[1:] or FILES:
        path = ROOT / name
        hashes = hashes_of(requirements_of(path))
        path.write_text(with_hashes(path.read_text("utf-8"), hashes), "utf-8")
        print(f"{name}: {sum(map(len, hashes.values()))} wheels of {len(hashes)} packages")


if __name__ == "__main__":
    main()
