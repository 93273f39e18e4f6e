#!/usr/bin/env python3
"""Tells by its exit code whether what a step of tools/setup makes is there, as the pins ask for.

is_set_up.py python PINS           the Python that runs this has every package NAME==VERSION of PINS
is_set_up.py wheels PINS FOLDER    FOLDER has a wheel of every package NAME==VERSION of PINS
is_set_up.py samples FOLDER        FOLDER has every picture that tools/unpack_samples.py unpacks
is_set_up.py npm FOLDER            FOLDER/node_modules is what FOLDER/package-lock.json says
is_set_up.py sources PINS FOLDER   FOLDER has every tarball of PINS (cmake/dependencies.cmake)

Prints what is missing. Exits with 0 when nothing is, otherwise 1.
"""

import importlib.metadata
import json
import pathlib
import re
import sys

import unpack_samples


def requirements_of(file):
    """{name: version} of the lines NAME==VERSION; their hashes, which pip checks, follow."""
    return dict(re.findall(r"^([\w.-]+)==([\w.!+-]+)", file.read_text("utf-8"), re.M))


def missing_python(requirements, version_of=importlib.metadata.version):
    """The packages that this Python lacks or has in another version."""

    def has(name, version):
        try:
            return version_of(name) == version
        except importlib.metadata.PackageNotFoundError:
            return False

    return [
        f"{name}=={version}"
        for name, version in requirements_of(requirements).items()
        if not has(name, version)
    ]


def missing_wheels(requirements, folder):
    """The packages that have no wheel in `folder`."""
    present = {package_of(path.name) for path in folder.glob("*.whl")}
    return [
        f"{name}=={version}"
        for name, version in requirements_of(requirements).items()
        if (normalized(name), version) not in present
    ]


def package_of(wheel):
    """(name, version) of a wheel's file name: NAME-VERSION-PLATFORMS.whl."""
    name, version = wheel.split("-")[:2]
    return normalized(name), version


def normalized(name):
    """A package's name as Python's package index compares names."""
    return re.sub("[-_.]+", "-", name).lower()


def missing_samples(folder):
    names = [unpack_samples.name_of(member) for _, member, _ in unpack_samples.SAMPLES]
    return [name for name in names if not is_filled(folder / name)]


def missing_npm(folder):
    """The packages of the lock file that `folder`/node_modules lacks or has in another version.

    npm writes what it has installed into node_modules/.package-lock.json. Optional packages are for
    some platforms only, so they may be absent; each one that was installed must still be there.
    """
    wanted = packages_of(folder / "package-lock.json")
    installed = packages_of(folder / "node_modules/.package-lock.json")

    def is_there(path, package):
        if path not in installed:
            return package.get("optional", False)
        return (
            installed[path].get("version") == package.get("version")
            and (folder / path / "package.json").is_file()
        )

    return [path for path, package in wanted.items() if not is_there(path, package)]


def packages_of(lock_file):
    """{path: package} of a lock file of npm without the project; empty when there is no file."""
    if not lock_file.is_file():
        return {}
    packages = json.loads(lock_file.read_text("utf-8"))["packages"]
    return {path: package for path, package in packages.items() if path}


def missing_sources(pins, folder):
    """The tarballs that `folder` lacks. Of cpuinfo, which has two versions, one is enough."""
    files = set(re.findall(r'([a-z0-9]+_[^"/]+\.tar\.(?:xz|gz))"', pins.read_text("utf-8")))
    names = {file.split("_")[0] for file in files if is_filled(folder / file)}
    return sorted(file for file in files if file.split("_")[0] not in names)


def is_filled(path):
    return path.is_file() and path.stat().st_size > 0


CHECKS = {
    "python": missing_python,
    "wheels": missing_wheels,
    "samples": missing_samples,
    "npm": missing_npm,
    "sources": missing_sources,
}


def main(arguments):
    if not arguments or arguments[0] not in CHECKS:
        sys.exit(__doc__)
    missing = CHECKS[arguments[0]](*map(pathlib.Path, arguments[1:]))
    for name in missing:
        print(name)
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
