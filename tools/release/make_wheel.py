"""Makes the Python wheel of python/glance, the shared library and the licences. The same inputs
give the same bytes.

python tools/release/make_wheel.py --library build/native/libglance_c.so --licenses
build/native/LICENSES.txt --output dist/release
"""

import argparse
import base64
import hashlib
import json
import pathlib
import sysconfig
import zipfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
NAME = "glance_classifier"
EPOCH = (1980, 1, 1, 0, 0, 0)


def version():
    return json.loads((ROOT / "package.json").read_text())["version"]


def platform_tag():
    return sysconfig.get_platform().replace("-", "_").replace(".", "_")


def file_name():
    return f"{NAME}-{version()}-py3-none-{platform_tag()}.whl"


def described():
    """The files METADATA and WHEEL, by name."""
    metadata = (
        f"Metadata-Version: 2.4\nName: {NAME.replace('_', '-')}\nVersion: {version()}\n"
        "Summary: Tells what a picture shows, on this machine\n"
        "License-Expression: MIT AND BSD-3-Clause AND BSD-2-Clause\n"
        "License-File: LICENSES.txt\nRequires-Python: >=3.10\n"
        "Description-Content-Type: text/markdown\n\n" + (ROOT / "python/README.md").read_text()
    )
    wheel = (
        f"Wheel-Version: 1.0\nGenerator: glance ({version()})\nRoot-Is-Purelib: false\n"
        f"Tag: py3-none-{platform_tag()}\n"
    )
    return {"METADATA": metadata.encode(), "WHEEL": wheel.encode()}


def contents(library, licenses):
    """{name in the wheel: bytes}, RECORD last, as the format wants it."""
    info = f"{NAME}-{version()}.dist-info"
    files = {
        f"glance/{path.name}": path.read_bytes()
        for path in sorted((ROOT / "python/glance").glob("*.py"))
    }
    files["glance/libglance_c.so"] = library.read_bytes()
    files |= {f"{info}/{name}": text for name, text in described().items()}
    files[f"{info}/licenses/LICENSES.txt"] = licenses.read_bytes()
    record = "".join(f"{name},sha256={digest(data)},{len(data)}\n" for name, data in files.items())
    return files | {f"{info}/RECORD": f"{record}{info}/RECORD,,\n".encode()}


def digest(data):
    return base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()


def write(path, files):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, data in files.items():
            entry = zipfile.ZipInfo(name, EPOCH)
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, data, zipfile.ZIP_DEFLATED)


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--library", type=pathlib.Path, default=ROOT / "build/native/libglance_c.so"
    )
    parser.add_argument("--licenses", type=pathlib.Path, default=ROOT / "build/native/LICENSES.txt")
    parser.add_argument("--output", type=pathlib.Path, default=ROOT / "dist/release", help="folder")
    arguments = parser.parse_args()
    for path in (arguments.library, arguments.licenses):
        if not path.is_file():
            parser.error(f"{path} is missing: build it with `make library`")
    arguments.output.mkdir(parents=True, exist_ok=True)
    path = arguments.output / file_name()
    write(path, contents(arguments.library, arguments.licenses))
    print(path)


if __name__ == "__main__":
    main()
