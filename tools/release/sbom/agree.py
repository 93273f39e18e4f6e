"""Joins the pins with the rows of THIRD_PARTY.md, which have licences and addresses. Fails when one
of the two names a package that the other does not."""

import dataclasses

from sbom import files, pins
from sbom.part import Disagreement, Part
from sbom.third_party import Row


def joined(parts: list[Part], rows: dict[str, Row]) -> list[Part]:
    """`parts` with the licences of `rows`, each once. Raises Disagreement."""
    named = {part.name.lower() for part in parts if part.named}
    refuse("pinned, but not in THIRD_PARTY.md", named - rows.keys())
    refuse(
        "in THIRD_PARTY.md, but pinned nowhere", rows.keys() - named - {files.SQUARES, files.COPIES}
    )
    done: dict[str, Part] = {}
    for part in parts:
        complete = completed(part, rows[part.name.lower()]) if part.named else part
        done[complete.ref] = merged(done.get(complete.ref), complete)
    return [done[ref] for ref in sorted(done)]


def refuse(what: str, names: set[str]) -> None:
    if names:
        raise Disagreement(f"{what}: {', '.join(sorted(names))}")


def completed(part: Part, row: Row) -> Part:
    if part.licence not in ("", row.licence):
        raise Disagreement(
            f"{part.name}: THIRD_PARTY.md says {row.licence}, {part.origin} says {part.licence}"
        )
    short = pins.commit_of(part.version)
    if part.origin == "cmake/dependencies.cmake" and row.version and short not in row.version:
        raise Disagreement(
            f"{part.name}: THIRD_PARTY.md says version {row.version}, {part.origin} says "
            f"{part.version}"
        )
    return dataclasses.replace(part, licence=row.licence, purl=part.purl or github_purl(row, short))


def github_purl(row: Row, version: str) -> str:
    _, found, path = row.address.partition("https://github.com/")
    return f"pkg:github/{path.lower()}{version and '@' + version}" if found else ""


# Several files may pin one package, and one lock file may have it in several places.
def merged(one: Part | None, other: Part) -> Part:
    if one is None:
        return other
    if {one.licence, one.sha256, one.sha512} != {other.licence, other.sha256, other.sha512}:
        raise Disagreement(f"{one.ref}: {one.origin} and {other.origin} differ")
    needs = tuple(sorted({*one.needs, *other.needs}))
    return dataclasses.replace(
        one, shipped=one.shipped or other.shipped, named=one.named or other.named, needs=needs
    )
