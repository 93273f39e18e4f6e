"""The files in a release that are not sources of Glance: weights, builds of the core, pictures."""

import gzip
import hashlib
import json
import pathlib

import unpack_samples

from sbom.part import Disagreement, Part
from sbom.third_party import Row

# The four builds of the core, and the module that teaches.
CORES = (
    "glance-relaxed-threads.wasm",
    "glance-relaxed.wasm",
    "glance-simd-threads.wasm",
    "glance-simd.wasm",
    "glance-teach.wasm",
)
SQUARES, COPIES = "web/samples", "native-tests/fixtures/classifier"


def cores(page: pathlib.Path, version: str, needs: tuple[str, ...]) -> list[Part]:
    return [
        Part(
            name,
            version,
            licence="MIT",
            sha256=sha256_of((page / name).read_bytes()),
            kind="file",
            shipped=True,
            named=False,
            origin=f"dist/{name}",
            needs=needs,
        )
        for name in CORES
    ]


def weights(page: pathlib.Path, needs: dict[str, tuple[str, ...]]) -> list[Part]:
    """The weight files of the page as they are after inflating; `needs` by the name of the package
    that a file is made of."""
    return [weight_file(path, needs) for path in sorted((page / "models").glob("*.safetensors.gz"))]


def weight_file(path: pathlib.Path, needs: dict[str, tuple[str, ...]]) -> Part:
    content = gzip.decompress(path.read_bytes())
    length = int.from_bytes(content[:8], "little")
    document = json.loads(json.loads(content[8 : 8 + length])["__metadata__"]["glance"])
    package = document.get("source", {}).get("package", "")
    made_of = next((refs for name, refs in needs.items() if name in package.split()), ())
    return Part(
        document["name"],
        licence=document["license"],
        sha256=sha256_of(content),
        kind="machine-learning-model",
        shipped=True,
        named=False,
        origin=f"dist/models/{path.name.removesuffix('.gz')}",
        needs=made_of,
    )


def pictures(root: pathlib.Path, rows: dict[str, Row]) -> list[Part]:
    """The sample pictures, their small squares, and the reduced copies that tests use."""
    samples = [sample(member, sha256, rows) for _, member, sha256 in unpack_samples.SAMPLES]
    licences = {pathlib.Path(part.name).stem: part.licence for part in samples}
    free = [stem for stem, licence in licences.items() if licence == rows[COPIES].licence]
    copies = [
        path for path in sorted((root / COPIES).glob("*.png")) if path.stem.split("_")[0] in free
    ]
    squares = sorted((root / SQUARES).glob("*.jpg"))
    return (
        samples
        + [picture(path, root, licences[path.stem], True) for path in squares]
        + [picture(path, root, rows[COPIES].licence, False) for path in copies]
    )


def sample(member: str, sha256: str, rows: dict[str, Row]) -> Part:
    name = unpack_samples.name_of(member)
    if name not in rows:
        raise Disagreement(f"THIRD_PARTY.md lacks the picture {name} of tools/unpack_samples.py")
    row = rows[name]
    return Part(
        name,
        row.version.split()[-1],
        licence=row.licence,
        sha256=sha256,
        kind="data",
        shipped=True,
        origin=f"samples/{name}",
    )


def picture(path: pathlib.Path, root: pathlib.Path, licence: str, shipped: bool) -> Part:
    place = path.relative_to(root).as_posix()
    return Part(
        path.name,
        licence=licence,
        sha256=sha256_of(path.read_bytes()),
        kind="data",
        shipped=shipped,
        named=False,
        origin=place,
    )


def sha256_of(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
