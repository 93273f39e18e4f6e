"""What a torch pickle may hold, as inert data: the reader makes these, and nothing else."""

import math
from dataclasses import dataclass

import numpy as np

from . import foreign
from .errors import Refused

# Storage class -> how its elements lie in the file, little-endian. bfloat16 has no numpy type.
STORAGE_TYPES = {
    "DoubleStorage": "<f8",
    "FloatStorage": "<f4",
    "HalfStorage": "<f2",
    "BFloat16Storage": "bfloat16",
    "LongStorage": "<i8",
    "IntStorage": "<i4",
    "ShortStorage": "<i2",
    "CharStorage": "|i1",
    "ByteStorage": "|u1",
    "BoolStorage": "|b1",
}

# Of elements, and of everything that counts them.
COUNT_LIMIT = 2**40

# The names of which a pickle's tensors are made. They are compared, never imported.
ALLOWED_GLOBALS = frozenset(
    [
        "collections.OrderedDict",
        "torch._utils._rebuild_tensor_v2",
        "torch._utils._rebuild_parameter",
        "torch._utils._rebuild_parameter_with_state",
    ]
    + ["torch." + name for name in STORAGE_TYPES]
)
# What training scripts save beside the tensors: settings, dates, scores. Such a value is skipped:
# it becomes a Skipped, whatever the pickle would make of it. By module.
SKIPPED_NAMES = {
    "argparse": ("Namespace",),
    "types": ("SimpleNamespace",),
    "typing": ("Any",),
    "collections": ("defaultdict", "Counter", "deque"),
    "datetime": ("date", "datetime", "time", "timedelta", "timezone"),
    "decimal": ("Decimal",),
    "fractions": ("Fraction",),
    "uuid": ("UUID",),
    "_codecs": ("encode",),
    "numpy": ("dtype",),
    "numpy.core.multiarray": ("scalar",),
    "numpy._core.multiarray": ("scalar",),
    "torch.torch_version": ("TorchVersion",),
    "torch.serialization": ("_get_layout",),
    "easydict": ("EasyDict",),
    "addict.addict": ("Dict",),
    "yacs.config": ("CfgNode",),
    "mmengine.config.config": ("ConfigDict",),
    "mmengine.logging.history_buffer": ("HistoryBuffer",),
    "mmcv.utils.config": ("ConfigDict",),
    "ml_collections.config_dict.config_dict": ("ConfigDict",),
}
PATHS = ("Path", "PosixPath", "WindowsPath", "PurePosixPath", "PureWindowsPath")
SKIPPED_NAMES |= dict.fromkeys(("pathlib", "pathlib._local"), PATHS)
COLLECTIONS = ("set", "frozenset", "list", "dict", "tuple", "int", "float", "bool", "str")
NUMBERS = ("bytes", "bytearray", "complex", "slice", "range")
SKIPPED_NAMES |= dict.fromkeys(("builtins", "__builtin__"), COLLECTIONS + NUMBERS)
SKIPPED_NAMES["torch"] = (
    "device", "Size", "float", "float16", "float32", "float64", "bfloat16", "int8", "int16",
    "int32", "int64", "uint8", "bool", "strided", "channels_last", "contiguous_format",
    "preserve_format",
)  # fmt: skip
SKIPPED_ENDINGS = ("utilities.parsing.AttributeDict", "utilities.data.AttributeDict")
SKIPPED_PACKAGES = ("__main__", "__mp_main__", "omegaconf")


@dataclass(frozen=True)
class GlobalName:
    """A dotted name of ALLOWED_GLOBALS."""

    name: str


@dataclass(frozen=True)
class Skipped:
    """A class that is not known here, or something made of it; its content is gone."""

    name: str


@dataclass(frozen=True)
class StorageReference:
    """A run of `count` elements kept outside the pickle under `key`."""

    key: str
    kind: str  # a key of STORAGE_TYPES
    count: int

    @property
    def element_size(self) -> int:
        kind = STORAGE_TYPES[self.kind]
        return 2 if kind == "bfloat16" else np.dtype(kind).itemsize


@dataclass(frozen=True)
class TensorReference:
    """A strided view of a storage; offset, shape and strides count elements."""

    storage: StorageReference
    offset: int
    shape: tuple
    strides: tuple


def global_name(module, name) -> GlobalName | Skipped:
    """Fails with pickle/forbidden-name for everything that is neither allowed nor skipped."""
    if not isinstance(module, str) or not isinstance(name, str):
        raise Refused(
            "pickle/malformed", "the pickle builds a name from something that is not text"
        )
    full = f"{module}.{name}"
    if _is_skipped(module, name):
        return Skipped(full)
    if full not in ALLOWED_GLOBALS:
        raise Refused(
            "pickle/forbidden-name",
            f"the pickle asks for {full[:200]!r}, and nothing of the file is executed; "
            + foreign.pickled_advice(full),
        )
    return GlobalName(full)


def _is_skipped(module: str, name: str) -> bool:
    return (
        name in SKIPPED_NAMES.get(module, ())
        or f"{module}.{name}".endswith(SKIPPED_ENDINGS)
        or module.split(".")[0] in SKIPPED_PACKAGES
    )


def storage_reference(identifier) -> StorageReference:
    """Reads torch's persistent id ('storage', class, key, location, count[, view])."""
    if not isinstance(identifier, tuple) or len(identifier) not in (5, 6):
        raise Refused("pickle/malformed", "a tensor's storage is not described as torch does it")
    tag, kind, key, location, count = identifier[:5]
    if len(identifier) == 6 and identifier[5] is not None:
        raise Refused("pickle/unsupported", "a storage is a view of another storage")
    if tag != "storage" or not isinstance(kind, GlobalName) or not isinstance(location, str):
        raise Refused("pickle/malformed", "a tensor's storage is not described as torch does it")
    kind_name = kind.name.removeprefix("torch.")
    if kind_name not in STORAGE_TYPES or not isinstance(key, str):
        raise Refused("pickle/malformed", "a tensor's storage has no type or no key")
    if not _is_count(count):
        # Only a number is printed: printing collections inside each other may take forever.
        claim = count if isinstance(count, int) else "something else than a number of"
        raise Refused("pickle/malformed", f"storage {key!r} claims {claim} elements")
    return StorageReference(key, kind_name, count)


def rebuild_tensor(arguments) -> TensorReference:
    """Stands for torch._utils._rebuild_tensor_v2(storage, offset, size, stride, grad, hooks)."""
    if not isinstance(arguments, tuple) or len(arguments) not in (6, 7):
        raise Refused("pickle/malformed", "a tensor is not described as torch does it")
    storage, offset, shape, strides = arguments[:4]
    if not isinstance(storage, StorageReference) or not _is_count(offset):
        raise Refused("pickle/malformed", "a tensor has no storage or a bad offset")
    if not _are_counts(shape) or not _are_counts(strides) or len(shape) != len(strides):
        raise Refused("pickle/bad-shape", "a tensor's sizes and strides do not fit together")
    reference = TensorReference(storage, offset, shape, strides)
    _check_bounds(reference)
    return reference


def _check_bounds(tensor: TensorReference) -> None:
    elements = 1
    last = tensor.offset
    for size, stride in zip(tensor.shape, tensor.strides, strict=True):
        elements *= size
        last += (size - 1) * stride
    # numpy counts the other sizes although nothing is there.
    if elements == 0 and math.prod(max(size, 1) for size in tensor.shape) >= COUNT_LIMIT:
        raise Refused("pickle/bad-shape", f"an empty tensor claims the shape {list(tensor.shape)}")
    inside = elements == 0 or last < tensor.storage.count
    # More elements than the storage has means that some are read twice: an expanded tensor, and
    # a way to claim gigabytes with a few bytes.
    if not inside or elements > tensor.storage.count:
        raise Refused(
            "pickle/out-of-storage",
            f"a tensor of shape {list(tensor.shape)}, strides {list(tensor.strides)} and offset "
            f"{tensor.offset} does not lie in its storage of {tensor.storage.count} elements",
        )


def _is_count(value) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < COUNT_LIMIT


def _are_counts(values) -> bool:
    return isinstance(values, tuple) and len(values) <= 8 and all(map(_is_count, values))
