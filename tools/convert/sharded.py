"""Weights in several files, as transformers saves large networks: an index says which has what."""

from pathlib import Path

from .checkpoints import without_prefixes
from .errors import Refused
from .json_document import Values, parsed
from .weights import read_weights

CODE = "source/bad-index"
FILES_MAX = 256


def is_index(content: bytes) -> bool:
    """*.index.json of transformers."""
    return content.lstrip()[:1] == b"{" and b'"weight_map"' in content


def read(content: bytes, folder: Path | None, read_bytes) -> dict:
    """The tensors of all files that the index names, by name; they lie in `folder`. Fails with
    source/*, pickle/*, container/* or safetensors/*."""
    index = Values(parsed(content, CODE, "the index"), "the index", CODE)
    names = index.required("weight_map", index.object("weight_map")).document
    files = sorted(set(map(str, names.values())))
    if folder is None or not files or len(files) > FILES_MAX:
        raise Refused(CODE, f"the index names {len(files)} files; 1 to {FILES_MAX} in its folder")
    tensors = {}
    for file in files:
        if Path(file).name != file or file in ("", ".", "..") or "\0" in file:
            raise Refused(CODE, f"the index names {file[:200]!r}, which is not inside its folder")
        path = folder / file
        if path.is_symlink():
            raise Refused(CODE, f"the index names {file!r}, a link; copy the file itself")
        found = read_weights(read_bytes(path), strip=False)
        for name in sorted(set(found) & set(tensors)):
            raise Refused(CODE, f"the tensor {name!r} is in two files")
        tensors |= found
    missing = sorted(set(names) - set(tensors))
    if missing:
        raise Refused(CODE, f"the tensor {missing[0][:200]!r} is in none of the files")
    return without_prefixes(tensors)
