"""Downloads one file over HTTP so that nothing half-written or wrong is ever left under its name.

The bytes go to FILE.part, which a later call resumes; only a file of the wanted size and SHA-256 is
renamed to FILE. A server that answers with a web page, or with the whole file when asked for the
rest of it, is noticed.
"""

import hashlib
import os
import pathlib
import time
import urllib.error
import urllib.request
from collections.abc import Callable

CHUNK_BYTES = 1 << 18
TIMEOUT_S = 30
Progress = Callable[[int, int], None]  # bytes so far, bytes in all (0 when unknown)


class DownloadError(Exception):
    """The file is not there; the message says why and what can be done."""


def download(
    url: str,
    destination: pathlib.Path,
    *,
    size: int | None = None,
    sha256: str = "",
    progress: Progress = lambda done, total: None,
    timeout_s: float = TIMEOUT_S,
) -> None:
    """Fetches `url` to `destination`, unless a file with the right hash is there already.

    `sha256` is the whole hash or its first hex digits; `size` is in bytes. Raises DownloadError.
    """
    if destination.exists() and sha256 and hash_of(destination).startswith(sha256):
        return
    destination.parent.mkdir(parents=True, exist_ok=True)
    part = destination.with_name(destination.name + ".part")
    try:
        _fetch(url, part, size, progress, timeout_s)
    except (OSError, urllib.error.URLError) as error:
        raise DownloadError(f"cannot download {url}: {_reason(error)}") from error
    _check(url, part, size, sha256)
    os.replace(part, destination)


def hash_of(path: pathlib.Path) -> str:
    """SHA-256 of a file, in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _reason(error: Exception) -> str:
    if isinstance(error, urllib.error.HTTPError):
        return f"the server answers {error.code} {error.reason}"
    if isinstance(error, urllib.error.URLError):
        error = error.reason
    return getattr(error, "strerror", None) or f"{error}" or type(error).__name__


def _fetch(
    url: str, part: pathlib.Path, size: int | None, progress: Progress, timeout_s: float
) -> None:
    have = part.stat().st_size if part.exists() else 0
    if size is not None and have >= size:
        part.unlink()  # a part is shorter than the whole
        have = 0
    request = urllib.request.Request(url, headers={"Range": f"bytes={have}-"} if have else {})
    try:
        response = urllib.request.urlopen(request, timeout=timeout_s)
    except urllib.error.HTTPError as error:
        if error.code != 416 or not have:
            raise
        part.unlink()  # the server has nothing beyond what we have: begin again
        _fetch(url, part, size, progress, timeout_s)
        return
    with response:
        _refuse_web_page(url, response)
        _append(response, part, have if response.status == 206 else 0, progress)


def _refuse_web_page(url: str, response) -> None:
    kind = response.headers.get_content_type()
    if kind in ("text/html", "application/xhtml+xml"):
        raise DownloadError(f"{url} answers with a web page ({kind}), not with the file")


def _append(response, part: pathlib.Path, begin: int, progress: Progress) -> None:
    announced = int(response.headers.get("Content-Length") or 0)
    total = begin + announced if announced else 0
    with part.open("r+b" if begin else "wb") as file:
        file.seek(begin)
        file.truncate()
        done = begin
        while chunk := response.read(CHUNK_BYTES):
            file.write(chunk)
            done += len(chunk)
            progress(done, total)
    if total and done < total:
        raise OSError(
            f"the connection ended after {done:,} of {total:,} bytes; run the command again "
            "to go on"
        )


def _check(url: str, part: pathlib.Path, size: int | None, sha256: str) -> None:
    got_size = part.stat().st_size
    if size is not None and got_size < size:
        raise DownloadError(
            f"{url} gave {got_size:,} of {size:,} bytes; run the command again to go on"
        )
    got = hash_of(part)
    if (size is not None and got_size != size) or not got.startswith(sha256):
        part.unlink()
        want = f"SHA-256 {sha256}... " if sha256 else ""
        raise DownloadError(
            f"{url} gave {got_size:,} bytes with SHA-256 {got}, want {want}"
            f"{'and ' + format(size, ',') + ' bytes' if size is not None else ''}: the file "
            "was thrown away"
        )


class ProgressLine:
    """Prints a line at most every two seconds: bytes so far, of how many, how fast."""

    def __init__(self, name: str):
        self._name = name
        self._start = time.monotonic()
        self._last = self._start

    def __call__(self, done: int, total: int) -> None:
        now = time.monotonic()
        if now - self._last < 2 and done != total:
            return
        self._last = now
        of = f" of {total / 1e6:.1f}" if total else ""
        speed = done / 1e6 / max(now - self._start, 1e-3)
        print(f"   {self._name}: {done / 1e6:.1f}{of} MB, {speed:.1f} MB/s", flush=True)
