"""The seeds of the fuzzers: fixtures, and for long runs also ../shared/data. A seed is named by the
hash of its content."""

import hashlib
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FIXTURES = ROOT / "native-tests" / "fixtures"
SHARED = ROOT.parent / "shared" / "data"


def pictures(with_shared: bool) -> dict[str, bytes]:
    folders = [FIXTURES / "image", FIXTURES / "formats"]
    if with_shared:
        folders += [SHARED / "jpeg-seeds", SHARED / "pngsuite", SHARED / "exif"]
    suffixes = {"", ".jpg", ".jpeg", ".png", ".bmp", ".gif", ".webp", ".avif", ".heic"}
    return _named(path.read_bytes() for path in _files(folders) if path.suffix in suffixes)


def models(with_shared: bool) -> dict[str, bytes]:
    paths = (FIXTURES / "model").glob("*.safetensors")
    return _named(path.read_bytes() for path in sorted(paths) if ".golden." not in path.name)


def weights(with_shared: bool) -> dict[str, bytes]:
    """In the form that weights_target.py reads: a byte that names the container, then its
    content."""
    sys.path.insert(0, str(ROOT / "tools"))
    import weights_seeds

    return _named(weights_seeds.all_seeds())


def _files(folders):
    return sorted(path for folder in folders for path in folder.rglob("*") if path.is_file())


def _named(contents) -> dict[str, bytes]:
    return {hashlib.sha1(content).hexdigest(): content for content in contents}
