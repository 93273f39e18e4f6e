"""Builds everything that is published twice, in two folders, and compares every file: the same
sources give the same bytes.

  python tools/release/reproduce.py [--folder build/reproduce] [--before COMMAND] [--keep]

Each folder is a fresh clone of HEAD with the downloads of .cache, at a path of its own; nothing
that was built is taken over. Prints how many files are equal, or each that is not, and then ends
with 1. Takes about a quarter of an hour on two cores.
"""

import argparse
import hashlib
import pathlib
import shlex
import shutil
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tools/faults"))
from fault_report import report_fault  # noqa: E402

# Paths of different lengths: a path of the same length could hide in a file of the same size.
NAMES = ("first", "the-second-one")
# In this order no target builds again what an earlier one has built.
TARGETS = (
    "core-wasm",
    "core-wasm-relaxed",
    "core-wasm-threads",
    "core-wasm-relaxed-threads",
    "library",
    "release",
)
BUILT = ("models", "logs")  # in .cache


def clone(folder):
    shutil.rmtree(folder, ignore_errors=True)
    folder.parent.mkdir(parents=True, exist_ok=True)
    run("git", "clone", "--quiet", "--no-hardlinks", ROOT, folder)
    for downloaded in (".cache", "node_modules"):
        run("cp", "-al", ROOT / downloaded, folder / downloaded)
    for built in BUILT:
        shutil.rmtree(folder / ".cache" / built, ignore_errors=True)


def run(*command):
    done = subprocess.run([str(part) for part in command], check=False)
    if done.returncode != 0:
        sys.exit(f"reproduce: failed: {' '.join(map(str, command))}")


def sums_of(folder):
    """{name: SHA-256} of every file below `folder`."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in paths
    }


def differences(first, second):
    """Sorted names of files that differ or are in one only."""
    return sorted(
        name for name in first.keys() | second.keys() if first.get(name) != second.get(name)
    )


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--folder",
        type=pathlib.Path,
        default=ROOT / "build/reproduce",
        help="where the two folders are made",
    )
    parser.add_argument(
        "--before", default="", help="put before each step of the build, such as 'nice -n 10'"
    )
    parser.add_argument("--keep", action="store_true", help="leave the two folders there")
    arguments = parser.parse_args()
    folders = [arguments.folder.resolve() / name for name in NAMES]
    for folder in folders:
        clone(folder)  # both now: HEAD may move
    for folder in folders:
        for target in TARGETS:
            run(
                *shlex.split(arguments.before), "make", "--no-print-directory", "-C", folder, target
            )
    first, second = (sums_of(folder / "dist") for folder in folders)
    different = differences(first, second)
    for name in different:
        print(f"differs: {name}  {first.get(name, 'is missing')}  {second.get(name, 'is missing')}")
    equal = len(first.keys() - set(different))
    figure = f"{equal} of {len(first)} files of dist/ have the same bytes when built in two folders"
    print(figure)
    if not arguments.keep:
        shutil.rmtree(arguments.folder)
    if different:
        sys.exit(1)
    report_fault(34, figure)


if __name__ == "__main__":
    main()
