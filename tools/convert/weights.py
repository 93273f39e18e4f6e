"""Raw weights of any kind -> tensors by name. The kind is read from the bytes, not the file
name."""

import math

import numpy as np

from . import checkpoints, legacy_container, safetensors_source, storage, zip_container
from .errors import Refused

# How often all tensors may read all of the storages. Tied weights read theirs twice; a file that
# reads them a thousand times claims gigabytes with a few bytes.
READS_MAX = 16


def read_weights(
    content: bytes, entry: str | None = None, say=lambda text: None, strip: bool = True
) -> dict[str, np.ndarray]:
    """Floats are as the file has them, bfloat16 as float32. `entry` names one of several
    dictionaries of tensors in a checkpoint; which one is taken is told to `say`. With `strip` names
    lose their prefixes.

    Fails with pickle/*, container/*, safetensors/* or source/*.
    """
    tensors = _read(content, entry, say)
    return checkpoints.without_prefixes(tensors) if strip else tensors


def _read(content, entry, say) -> dict:
    if content.startswith(zip_container.SIGNATURE):
        return _from_checkpoint(*zip_container.read_zip(content), entry, say)
    if content.startswith(legacy_container.SIGNATURE):
        read = legacy_container.read_legacy(memoryview(content))
        return _from_checkpoint(*read, entry, say)
    if safetensors_source.looks_like_safetensors(content):
        return safetensors_source.read_safetensors(content)
    raise Refused(
        "source/unknown-format",
        "neither a file of torch.save, nor safetensors, nor ONNX; export the network to ONNX and "
        "convert that",
    )


def _from_checkpoint(saved, arrays, entry, say) -> dict:
    references = checkpoints.find_tensors(saved, entry, say)
    _check_reads(references.values(), arrays)
    return {
        name: storage.tensor_array(reference, arrays[reference.storage.key])
        for name, reference in references.items()
    }


def _check_reads(references, arrays) -> None:
    claimed = sum(
        math.prod(tensor.shape) * arrays[tensor.storage.key].itemsize for tensor in references
    )
    stored = sum(array.nbytes for array in arrays.values())
    if claimed > READS_MAX * stored:
        raise Refused(
            "pickle/too-large",
            f"the tensors claim {claimed} bytes of storages that have {stored} bytes",
        )
