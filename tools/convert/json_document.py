"""JSON that a stranger may have written: configurations, labels, recipes, ranges, headers.

A file has to be a regular one of at most 16 MiB. Depth and number of values are counted before
anything is built: Python makes an object of 56 bytes out of the two characters "[]". A text that is
no Unicode is refused here, because it could not be written later.
"""

import codecs
import json
import os
import re
import stat
from pathlib import Path

from .errors import Refused

FILE_BYTES_MAX = 16 << 20
DEPTH_MAX = 64
VALUES_MAX = 1 << 20
# A string, whole or to the end of the file, or one character of the structure. Possessive, and
# without an end that has to be there: each byte is looked at once.
TOKEN = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"?|[][{},]', re.DOTALL)
HALF_OF_A_PAIR = re.compile("[\ud800-\udfff]")


def small_file(path: Path, code: str) -> bytes:
    """The bytes of `path`. Fails with `code` when it is not a regular file of at most 16 MiB."""
    try:
        with open(path, "rb", opener=_open_at_once) as file:
            status = os.fstat(file.fileno())
            if not stat.S_ISREG(status.st_mode):
                raise Refused(code, f"{path}: not a regular file")
            content = file.read(FILE_BYTES_MAX + 1)
    except OSError as error:
        raise Refused(code, f"{path}: {error.strerror}") from None
    except ValueError:
        raise Refused(code, f"{path}: not the name of a file") from None
    if len(content) > FILE_BYTES_MAX:
        raise Refused(code, f"{path}: over {FILE_BYTES_MAX >> 20} MiB")
    return content


def _open_at_once(path, flags: int) -> int:
    """Without O_NONBLOCK a named pipe would wait for its writer."""
    return os.open(path, flags | os.O_NONBLOCK)


def read_json(path: Path, unreadable: str, malformed: str):
    """The document in the file `path`. Fails with `unreadable` as small_file does, else as
    parsed."""
    return parsed(small_file(path, unreadable), malformed, str(path))


def as_utf8(content: bytes, code: str, where: str) -> bytes:
    """A text without its byte order mark; editors of Windows write one, in UTF-8 or UTF-16."""
    if not content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return content.removeprefix(codecs.BOM_UTF8)
    try:
        return content.decode("utf-16").encode("utf-8")
    except UnicodeDecodeError:
        raise Refused(code, f"{where}: begins as UTF-16 does, and is not UTF-16") from None


def parsed(content: bytes, code: str, where: str, **how):
    """The document in `content`; `how` goes to json.loads. Fails with `code`, naming `where`."""
    content = as_utf8(content, code, where)
    _check_structure(content, code, where)
    try:
        document = json.loads(content.decode("utf-8"), **how)
    except UnicodeDecodeError:
        raise Refused(code, f"{where}: not UTF-8") from None
    except ValueError as error:
        raise Refused(code, f"{where}: not JSON: {error}") from None
    # Only an escape can make half of a pair: decoding from UTF-8 refuses it.
    if rb"\ud" in content.lower():
        _check_texts(document, "", code, where)
    return document


def _check_structure(content: bytes, code: str, where: str) -> None:
    depth = values = 0
    for token in TOKEN.finditer(content):
        match content[token.start()]:
            case 0x5B | 0x7B:  # [ {
                depth, values = depth + 1, values + 1
            case 0x5D | 0x7D:  # ] }
                depth -= 1
            case 0x2C:  # ,
                values += 1
        if depth > DEPTH_MAX:
            raise Refused(code, f"{where}: nested more than {DEPTH_MAX} deep")
        if values > VALUES_MAX:
            raise Refused(code, f"{where}: more than {VALUES_MAX:,} values")


def _check_texts(value, key: str, code: str, where: str) -> None:
    """Recursion ends at DEPTH_MAX."""
    if isinstance(value, str) and HALF_OF_A_PAIR.search(value):
        raise Refused(code, f"{where}: {key or 'the text'} holds half of a surrogate pair")
    items = enumerate(value) if isinstance(value, list) else ()
    items = value.items() if isinstance(value, dict) else items
    for name, item in items:
        inner = f"{key}.{name}" if key else str(name)
        if isinstance(name, str):
            _check_texts(name, f"the key {inner!r}", code, where)
        _check_texts(item, inner, code, where)


class Values:
    """A JSON object whose values are checked as they are read. An error has `code` and names the
    file and the key; `advice` ends it. null counts as absent."""

    def __init__(self, document, where: str, code: str, advice: str = ""):
        self.where, self.code, self.advice = where, code, advice
        if not isinstance(document, dict):
            raise Refused(code, f"{where}: not a JSON object")
        self.document = document

    def get(self, key: str, kinds, wanted: str):
        """The value if it is one of `kinds`; a truth counts as no number. None when it is
        absent."""
        value = self.document.get(key)
        if value is None:
            return None
        is_truth = isinstance(value, bool)
        if not isinstance(value, kinds) or (is_truth and kinds is not bool):
            self.refuse(key, wanted)
        return value

    def text(self, key: str) -> str | None:
        return self.get(key, str, "a text")

    def flag(self, key: str, default: bool) -> bool:
        value = self.get(key, bool, "true or false")
        return default if value is None else value

    def whole(self, key: str, low: int, high: int) -> int | None:
        wanted = f"a whole number from {low:,} to {high:,}"
        value = self.get(key, int, wanted)
        if value is not None and not low <= value <= high:
            self.refuse(key, wanted)
        return value

    def number(self, key: str, low: float, high: float) -> float | None:
        wanted = f"a number from {low:g} to {high:g}"
        value = self.get(key, (int, float), wanted)
        if value is not None and not low <= value <= high:  # NaN is neither
            self.refuse(key, wanted)
        return value

    def numbers(self, key: str, count: int, low: float, high: float) -> list | None:
        wanted = f"a list of {count} numbers from {low:g} to {high:g}"
        value = self.get(key, list, wanted)
        if value is not None and not (
            len(value) == count and all(_is_number(item) and low <= item <= high for item in value)
        ):
            self.refuse(key, wanted)
        return value

    def object(self, key: str) -> "Values | None":
        value = self.get(key, dict, "an object")
        where = f"{self.where}: {key}"
        return None if value is None else Values(value, where, self.code, self.advice)

    def required(self, key: str, value):
        """`value`, which is that of `key`, when it is there."""
        if value is None:
            self.refuse(key, "it")
        return value

    def refuse(self, key: str, wanted: str):
        found = (
            "is missing" if self.document.get(key) is None else f"is {shown(self.document[key])}"
        )
        message = f"{self.where}: {key} {found}; {wanted} is needed"
        raise Refused(self.code, message + (f"; {self.advice}" if self.advice else ""))


def _is_number(value) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def shown(value) -> str:
    """A value of JSON for a message: a list or an object is only named."""
    for kind, name in ((list, "a list"), (dict, "an object")):
        if isinstance(value, kind):
            return name if value else f"{name} without entries"
    text = json.dumps(value)
    return text if len(text) <= 40 else text[:40] + "..."
