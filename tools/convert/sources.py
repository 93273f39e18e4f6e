"""What the command was given, whatever kind it is -> a network and how its pictures are usually
prepared."""

import os
import stat
from pathlib import Path

from . import foreign, graph, onnx_import, preprocess, sharded
from .architectures import build_network
from .errors import Refused
from .onnx_import import normalisation
from .onnx_import.model_file import looks_like_onnx
from .weights import read_weights

SOURCE_BYTES_MAX = 4 << 30


def read_bytes(path: Path) -> bytes:
    """A file or a pipe; of a pipe the size shows only when it was read. Fails with source/*."""
    try:
        with path.open("rb") as file:
            status = os.fstat(file.fileno())
            if not stat.S_ISREG(status.st_mode) and not stat.S_ISFIFO(status.st_mode):
                raise Refused("source/unreadable", f"{path}: neither a file nor a pipe")
            content = b"" if status.st_size > SOURCE_BYTES_MAX else file.read(SOURCE_BYTES_MAX + 1)
    except OSError as error:
        raise Refused("source/unreadable", f"{path}: {error.strerror}") from None
    if max(status.st_size, len(content)) > SOURCE_BYTES_MAX:
        raise Refused("source/too-large", f"{path} is over {SOURCE_BYTES_MAX >> 30} GiB")
    return content


def read_network(
    content: bytes,
    input_size=None,
    architecture: str | None = None,
    output: str | None = None,
    folder: Path | None = None,
    entry: str | None = None,
    say=lambda text: None,
    name: str = "",
) -> tuple[graph.Network, dict]:
    """(network, its usual `preprocess`).

    `architecture` (timm's name) serves raw weights, `entry` those with several networks, which
    are told to `say`; the others serve ONNX models: `input_size` those that
    leave theirs open, `output` those with several, `folder` those with tensors in other files. The
    kind of source is read from the bytes; `name` is the file's, for messages. Fails with a
    code of the stage that refuses.
    """
    foreign.refuse_foreign(content, name)
    if looks_like_onnx(content):
        network, size = onnx_import.import_onnx(content, input_size, output, folder)
        largest = normalisation.pixel_range(network)
        own = {} if largest is None else normalisation.preprocess_of(largest)
        return network, preprocess.preset("imagenet", size) | own
    if output is not None:
        raise Refused("onnx/no-such-output", "--output NAME is for ONNX models")
    if sharded.is_index(content):
        tensors = sharded.read(content, folder, read_bytes)
    else:
        tensors = read_weights(content, entry, say)
    return build_network(tensors, architecture, input_size)
