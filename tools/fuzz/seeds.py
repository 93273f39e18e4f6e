"""The seeds of the fuzzers: fixtures, and for long runs also ../shared/data. A seed is named by the
hash of its content."""

import hashlib
import json
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FIXTURES = ROOT / "native-tests" / "fixtures"
SHARED = ROOT.parent / "shared" / "data"


def pictures(with_shared: bool) -> dict[str, bytes]:
    folders = [FIXTURES / "image", FIXTURES / "formats"]
    if with_shared:
        folders += [SHARED / name for name in ("jpeg-seeds", "pngsuite", "exif", "field")]
    suffixes = {"", ".jpg", ".jpeg", ".png", ".bmp", ".gif", ".webp", ".avif", ".heic"}
    return _named(path.read_bytes() for path in _files(folders) if path.suffix in suffixes)


def models(with_shared: bool) -> dict[str, bytes]:
    paths = sorted((FIXTURES / "model").glob("*.safetensors"))
    if with_shared:
        paths += sorted((SHARED / "field").glob("*.safetensors"))
    files = (path.read_bytes() for path in paths if ".golden." not in path.name)
    return _named([*files, *map(_container, HEADERS), *map(_with_groups, GROUPS)])


# JSON that costs a reader more than its length: depth, many small values, long keys and numbers.
HEADERS = (
    *(b'{"a":' + b"[" * depth + b"]" * depth + b"}" for depth in (31, 32, 63, 64, 65, 400)),
    b'{"a":' + b"[" * 400,
    b'{"a":' * 200,
    *(
        b'{"a":[' + part * 500 + part[:-1] + b"]}"
        for part in (b"0,", b"[],", b"{},", b'"",', b'{"":[]},')
    ),
    b'{"' + b"k" * 2000 + b'":0}',
    b'{"a":' + b"9" * 2000 + b"}",
    b'{"a":"' + b"\\u0000" * 300 + b'"}',
    b'{"__metadata__":{"glance":"' + b"[" * 400 + b"]" * 400 + b'"}}',
)


def sidecars(with_shared: bool) -> dict[str, bytes]:
    """Those of the fixtures, and one of every form of a list, in every encoding of XMP."""
    encodings = ("utf-8", "utf-8-sig", "utf-16", "utf-16-be", "utf-32-le")
    texts = [_sidecar(content) for content in LISTS]
    files = (path.read_bytes() for path in _files([FIXTURES / "xmp"]))
    return _named([*files, *(text.encode(name) for text in texts for name in encodings)])


# How RDF may write a list of keywords, and what is no list.
LISTS = (
    "/>",
    "><d:subject/></r:Description>",
    "><d:subject>cat</d:subject></r:Description>",
    "><d:subject><r:li>cat</r:li></d:subject></r:Description>",
    "><d:subject><r:Bag><r:li>c&amp;t</r:li></r:Bag></d:subject></r:Description>",
    ">\n <d:subject>\n  <r:Seq/>\n </d:subject>\n</r:Description>",
    " d:subject='cat'/>",
    "><d:subject r:resource='cat'/></r:Description>",
    "><!-- <d:subject/> --><![CDATA[</r:Description>]]><?x y?></r:Description>",
)


def _sidecar(content: str) -> str:
    return (
        '<x:xmpmeta xmlns:x="adobe:ns:meta/">'
        '<r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        f'<r:Description xmlns:d="http://purl.org/dc/elements/1.1/"{content}'
        "</r:RDF></x:xmpmeta>"
    )


# labels.groups of a network of five classes with labels in English: a hierarchy, a circle, and one
# of 16 groups above one another.
GROUPS = (
    [
        {"id": "a", "name": {"en": "top"}, "classes": [4]},
        {"id": "b", "name": {"en": "low"}, "parent": "a", "classes": [0, 1]},
        {"id": "c", "name": {"en": "other", "zh": "\u732b"}, "parent": None, "classes": [2]},
    ],
    [
        {"id": "a", "name": {"en": "a"}, "parent": "b", "classes": [0]},
        {"id": "b", "name": {"en": "b"}, "parent": "a"},
    ],
    [
        {"id": str(i), "name": {"en": "x"}, "parent": str(i + 1), "classes": [i] if i < 5 else []}
        for i in range(15)
    ]
    + [{"id": "15", "name": {"en": "x"}}],
)


def _with_groups(groups: list[dict]) -> bytes:
    content = (FIXTURES / "model" / "conv_plain.safetensors").read_bytes()
    end = 8 + int.from_bytes(content[:8], "little")
    header = json.loads(content[8:end])
    document = json.loads(header["__metadata__"]["glance"])
    document["labels"]["groups"] = groups
    header["__metadata__"]["glance"] = json.dumps(document)
    text = json.dumps(header).encode()
    return _container(text + b" " * (-len(text) % 8)) + content[end:]


def _container(header: bytes) -> bytes:
    return len(header).to_bytes(8, "little") + header


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
