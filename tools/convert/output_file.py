"""Writes a file all or nothing, in a folder where others may write too."""

import contextlib
import os
import secrets
from pathlib import Path

from .errors import Refused

# Fails where the name is taken, by a symbolic link too.
NEW_FILE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC


def write_file(path: Path, data: bytes) -> None:
    """A half-written file never has the final name, and until then nobody can guess its name and
    put a link there.

    Fails with output/unwritable; a device or a folder is never replaced.
    """
    partial = path.with_name(f".{secrets.token_hex(16)}.partial")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.exists() and not path.is_file():
            raise Refused("output/unwritable", f"{path}: not a regular file")
        _write_new(partial, data)
        os.replace(partial, path)
    except BaseException as error:
        with contextlib.suppress(OSError):
            partial.unlink()
        if isinstance(error, OSError):
            raise Refused("output/unwritable", f"{path}: {error.strerror}") from None
        raise


def _write_new(path: Path, data: bytes) -> None:
    with open(os.open(path, NEW_FILE, 0o666), "wb") as file:
        file.write(data)
