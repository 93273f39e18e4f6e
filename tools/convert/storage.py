"""Tensors out of storages: bytes of a container + the references of a pickle -> numpy arrays."""

import numpy as np

from .errors import Refused
from .pickle_values import STORAGE_TYPES, StorageReference, TensorReference


def storage_array(storage: StorageReference, data: memoryview) -> np.ndarray:
    """(count) elements of `data`, which must have exactly that many. bfloat16 becomes float32."""
    if len(data) != storage.count * storage.element_size:
        raise Refused(
            "container/bad-storage",
            f"storage {storage.key!r} has {len(data)} bytes, but {storage.count} elements of "
            f"{storage.kind} need {storage.count * storage.element_size}",
        )
    if STORAGE_TYPES[storage.kind] == "bfloat16":
        return bfloat16_to_float32(np.frombuffer(data, "<u2"))
    return np.frombuffer(data, STORAGE_TYPES[storage.kind])


def bfloat16_to_float32(halves: np.ndarray) -> np.ndarray:
    """bfloat16 is the upper half of a float32."""
    return (halves.astype("<u4") << 16).view("<f4")


def tensor_array(tensor: TensorReference, storage: np.ndarray) -> np.ndarray:
    """A contiguous copy of the strided view. The reference was checked against its storage's
    size."""
    if 0 in tensor.shape:
        return np.empty(tensor.shape, storage.dtype)
    strides = [stride * storage.itemsize for stride in tensor.strides]
    view = np.lib.stride_tricks.as_strided(
        storage[tensor.offset :], tensor.shape, strides, writeable=False
    )
    return np.ascontiguousarray(view).reshape(tensor.shape)
