"""One entry of the bill of materials."""

from dataclasses import dataclass


class Disagreement(Exception):
    """The pins, the files and THIRD_PARTY.md do not say the same; the message names what."""


@dataclass(frozen=True)
class Part:
    """`name` is unique together with `version`. `purl` is a package URL without qualifiers, empty
    for files."""

    name: str
    version: str = ""
    purl: str = ""
    licence: str = ""  # SPDX expression
    sha256: str = ""
    sha512: str = ""
    kind: str = "library"  # a component type of CycloneDX
    shipped: bool = False  # whether it, or something made of it, is in a release
    named: bool = True  # whether THIRD_PARTY.md has it; otherwise only other parts need it
    origin: str = ""  # where it is pinned or lies
    needs: tuple[str, ...] = ()  # refs of other parts

    @property
    def ref(self) -> str:
        return self.purl or f"file:{self.origin}"
