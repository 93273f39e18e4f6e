"""Makes dist/release of what is built: the page to unzip, the npm package, the native package, the
wheel, the bill of materials, SHA256SUMS.

  python tools/release/make_release.py [--page dist] [--package dist/package] [--native
  build/native] [--output dist/release]
                                [--sbom FILE]

The same inputs give the same bytes. What was in the output folder before is removed. The version is
package.json's.
"""

import argparse
import gzip
import hashlib
import io
import pathlib
import shutil
import subprocess
import sys
import tarfile
import tempfile

import make_wheel

ROOT = pathlib.Path(__file__).resolve().parents[2]
# Folders of dist/ that do not belong to the page.
NOT_OF_THE_PAGE = ("package", "release")


def files_below(folder, leave_out=()):
    """Sorted (name with slashes, path); `leave_out` names folders directly below `folder`."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    named = [(path.relative_to(folder).as_posix(), path) for path in paths]
    return [(name, path) for name, path in named if name.split("/")[0] not in leave_out]


def make_page(page, output, version):
    """A zip with one folder at its top."""
    top = f"glance-{version}"
    files = {
        f"{top}/{name}": path.read_bytes() for name, path in files_below(page, NOT_OF_THE_PAGE)
    }
    make_wheel.write(output / f"{top}-page.zip", files)


def make_npm(package, output):
    run("npm", "pack", "--silent", "--pack-destination", output, package)


def make_native(native, output, version):
    """What `cmake --install` installs, as a .tar.gz without times and owners."""
    top = f"glance-{version}-{make_wheel.platform_tag().replace('_', '-', 1)}"
    with tempfile.TemporaryDirectory() as folder:
        run("cmake", "--install", native, "--component", "glance", "--prefix", folder)
        archive = io.BytesIO()
        with tarfile.open(fileobj=archive, mode="w", format=tarfile.PAX_FORMAT) as tar:
            for name, path in files_below(pathlib.Path(folder)):
                add_to_tar(tar, f"{top}/{name}", path)
    (output / f"{top}.tar.gz").write_bytes(gzip.compress(archive.getvalue(), mtime=0))


def add_to_tar(tar, name, path):
    entry = tarfile.TarInfo(name)
    entry.size = path.stat().st_size
    entry.mode = 0o755 if path.stat().st_mode & 0o100 else 0o644
    with path.open("rb") as file:
        tar.addfile(entry, file)


def write_sums(output):
    """The text of SHA256SUMS, which `sha256sum --check` reads."""
    lines = [
        f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {name}\n"
        for name, path in files_below(output)
    ]
    (output / "SHA256SUMS").write_text("".join(lines))


def run(*command):
    done = subprocess.run(
        [str(part) for part in command], capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        sys.exit(f"make_release: {' '.join(map(str, command))}\n{done.stdout}{done.stderr}")


def require(parser, arguments):
    needed = {
        arguments.page / "index.html": "make page",
        arguments.package / "package.json": "make package",
        arguments.native / "libglance.a": "make library",
        arguments.sbom: "make sbom",
    }
    for path, remedy in needed.items():
        if not path.is_file():
            parser.error(f"{path} is missing: {remedy}")


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--page", type=pathlib.Path, default=ROOT / "dist")
    parser.add_argument("--package", type=pathlib.Path, default=ROOT / "dist/package")
    parser.add_argument("--native", type=pathlib.Path, default=ROOT / "build/native")
    parser.add_argument("--output", type=pathlib.Path, default=ROOT / "dist/release")
    version = make_wheel.version()
    parser.add_argument(
        "--sbom",
        type=pathlib.Path,
        default=ROOT / f"build/glance-{version}.cdx.json",
        help="the bill of materials",
    )
    arguments = parser.parse_args()
    require(parser, arguments)
    output = arguments.output.resolve()
    shutil.rmtree(output, ignore_errors=True)
    output.mkdir(parents=True)
    make_page(arguments.page, output, version)
    make_npm(arguments.package.resolve(), output)
    make_native(arguments.native, output, version)
    library, licenses = arguments.native / "libglance_c.so", arguments.native / "LICENSES.txt"
    make_wheel.write(output / make_wheel.file_name(), make_wheel.contents(library, licenses))
    shutil.copyfile(arguments.sbom, output / arguments.sbom.name)
    write_sums(output)
    for name, path in files_below(output):
        print(f"{path.stat().st_size:>12,}  {name}")


if __name__ == "__main__":
    main()
