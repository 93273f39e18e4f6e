"""Notices when anything runs code, starts a program or writes a file, by Python's own audit
events."""

import contextlib
import sys

DANGEROUS = {
    "exec",
    "compile",
    "import",
    "pickle.find_class",
    "os.system",
    "os.exec",
    "os.fork",
    "os.posix_spawn",
    "os.mkdir",
    "os.rename",
    "os.remove",
    "subprocess.Popen",
    "socket.connect",
    "ctypes.dlopen",
    "marshal.loads",
}
_seen = []
_watching = False


def _hook(event, arguments):
    if not _watching:
        return
    writes = event == "open" and isinstance(arguments[1], str) and set(arguments[1]) & set("wax+")
    if event in DANGEROUS or writes:
        _seen.append((event, arguments))


sys.addaudithook(_hook)


@contextlib.contextmanager
def nothing_executes():
    """Fails with AssertionError when the block under it executes or writes anything."""
    global _watching
    _seen.clear()
    _watching = True
    try:
        yield
    finally:
        _watching = False
    if _seen:
        raise AssertionError(f"the converter did {_seen}")
