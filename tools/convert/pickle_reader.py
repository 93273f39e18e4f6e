"""Reads a torch pickle as data: an interpreter of the harmless opcodes that imports and calls
nothing.

Python's own unpickler executes what the file says; this one cannot, because it has no opcode that
reaches code. Everything unknown is refused.
"""

from dataclasses import dataclass

from . import pickle_values as values
from .errors import Refused
from .pickle_machine import MARK, PickleMachine

PROTOCOL_MAX = 5
LONG_BYTES_MAX = 64
STOP = ord(".")
PARAMETERS = ("torch._utils._rebuild_parameter", "torch._utils._rebuild_parameter_with_state")


@dataclass(frozen=True)
class Pickle:
    value: object  # plain collections with TensorReferences inside
    end: int  # position after its STOP
    storages: dict  # key -> StorageReference, of every storage that it mentions


def read_pickle(data: memoryview, position: int = 0) -> Pickle:
    """One pickle from `position`. Fails with pickle/*."""
    machine = PickleMachine(data, position)
    while (code := machine.take(1)[0]) != STOP:
        operation = OPERATIONS.get(code)
        if operation is None:
            raise Refused(
                "pickle/forbidden-opcode",
                f"the pickle uses opcode 0x{code:02x} at byte {machine.position - 1}, "
                "which plain tensors do not need",
            )
        operation(machine)
    return Pickle(machine.result(), machine.position, machine.storages)


def _protocol(reader):
    version = reader.number("<B")
    if version > PROTOCOL_MAX:
        raise Refused("pickle/malformed", f"pickle protocol {version} is not known")


def _long(reader, count):
    if count > LONG_BYTES_MAX:
        raise Refused("pickle/too-large", f"the pickle holds a number of {count} bytes")
    reader.push(int.from_bytes(reader.take(count), "little", signed=True))


def _set_items(reader, pairs):
    target = reader.top((dict, values.Skipped))
    if len(pairs) % 2:
        raise Refused("pickle/malformed", "a dictionary in the pickle has a key without a value")
    for key, value in zip(pairs[::2], pairs[1::2], strict=True):
        if not isinstance(key, (str, int, float, values.Skipped, type(None))):
            raise Refused(
                "pickle/malformed",
                "a dictionary in the pickle has a key that is neither text nor number",
            )
        if isinstance(target, dict):
            target[key] = value


def _stack_global(reader):
    name, module = reader.pop(), reader.pop()
    reader.push(values.global_name(module, name))


def _persistent_id(reader):
    storage = values.storage_reference(reader.pop())
    if reader.storages.setdefault(storage.key, storage) != storage:
        raise Refused("pickle/malformed", f"storage {storage.key!r} is described in two ways")
    reader.push(storage)


def _reduce(reader):
    arguments, called = reader.pop(), reader.pop()
    name = called.name if isinstance(called, values.GlobalName) else None
    if isinstance(called, values.Skipped):
        reader.push(called)
    elif name == "collections.OrderedDict" and arguments == ():
        reader.push({})
    elif name == "torch._utils._rebuild_tensor_v2":
        reader.push(values.rebuild_tensor(arguments))
    elif name in PARAMETERS:
        reader.push(_parameter(arguments))
    else:
        raise Refused(
            "pickle/forbidden-call",
            "the pickle calls something that is not a tensor or a dictionary",
        )


def _parameter(arguments):
    fits = isinstance(arguments, tuple) and len(arguments) in (3, 4)
    if fits and isinstance(arguments[0], values.TensorReference):
        return arguments[0]
    raise Refused("pickle/malformed", "a parameter in the pickle does not hold a tensor")


def _build(reader):
    # torch keeps version numbers of a state_dict as its attributes; they are not needed.
    reader.pop()
    reader.top((dict, values.Skipped))


def _new_object(reader):
    """NEWOBJ: of what is skipped only."""
    _, kind = reader.pop(), reader.pop()
    if not isinstance(kind, values.Skipped):
        raise Refused(
            "pickle/forbidden-opcode", "the pickle makes an object of something that is no class"
        )
    reader.push(kind)


OPERATIONS = {
    0x80: _protocol,  # PROTO
    0x95: lambda r: r.take(8),  # FRAME: only a hint for reading ahead
    ord("("): lambda r: r.push(MARK),
    ord("0"): lambda r: r.stack.pop() if r.stack else r.pop(),  # POP
    ord("1"): lambda r: r.pop_to_mark(),  # POP_MARK
    ord("2"): lambda r: r.push(r.top(object)),  # DUP
    # Constants.
    ord("N"): lambda r: r.push(None),
    0x88: lambda r: r.push(True),
    0x89: lambda r: r.push(False),
    ord("J"): lambda r: r.push(r.number("<i")),
    ord("K"): lambda r: r.push(r.number("<B")),
    ord("M"): lambda r: r.push(r.number("<H")),
    0x8A: lambda r: _long(r, r.number("<B")),  # LONG1
    0x8B: lambda r: _long(r, r.number("<I")),  # LONG4
    ord("G"): lambda r: r.push(r.number(">d")),
    ord("X"): lambda r: r.push(r.text(r.number("<I"))),
    0x8C: lambda r: r.push(r.text(r.number("<B"))),
    0x8D: lambda r: r.push(r.text(r.number("<Q"))),
    ord("C"): lambda r: r.push(r.take(r.number("<B"))),  # bytes
    ord("B"): lambda r: r.push(r.take(r.number("<I"))),
    0x8E: lambda r: r.push(r.take(r.number("<Q"))),
    ord("T"): lambda r: r.push(r.text(r.number("<I"))),  # BINSTRING, of Python 2
    ord("U"): lambda r: r.push(r.text(r.number("<B"))),
    # Collections.
    ord(")"): lambda r: r.push(()),
    0x85: lambda r: r.pop_tuple(1),
    0x86: lambda r: r.pop_tuple(2),
    0x87: lambda r: r.pop_tuple(3),
    ord("t"): lambda r: r.push(tuple(r.pop_to_mark())),
    ord("]"): lambda r: r.push([]),
    ord("l"): lambda r: r.push(r.pop_to_mark()),
    ord("a"): lambda r: _append(r, [r.pop()]),
    ord("e"): lambda r: _append(r, r.pop_to_mark()),
    ord("}"): lambda r: r.push({}),
    ord("s"): lambda r: _set_items(r, [r.pop(), r.pop()][::-1]),
    ord("u"): lambda r: _set_items(r, r.pop_to_mark()),
    0x8F: lambda r: r.push(values.Skipped("set")),  # EMPTY_SET
    0x90: lambda r: (r.pop_to_mark(), r.top(values.Skipped)),  # ADDITEMS
    0x91: lambda r: (r.pop_to_mark(), r.push(values.Skipped("set"))),  # FROZENSET
    # Memo.
    ord("q"): lambda r: r.remember(r.number("<B")),
    ord("r"): lambda r: r.remember(r.number("<I")),
    0x94: lambda r: r.remember(len(r.memo)),  # MEMOIZE
    ord("h"): lambda r: r.recall(r.number("<B")),
    ord("j"): lambda r: r.recall(r.number("<I")),
    # The six that can name something; all of them end in pickle_values' allow-list.
    ord("c"): lambda r: r.push(values.global_name(r.line(), r.line())),
    0x93: _stack_global,
    ord("Q"): _persistent_id,
    ord("R"): _reduce,
    ord("b"): _build,
    0x81: _new_object,
}


def _append(reader, items):
    target = reader.top((list, values.Skipped))
    if isinstance(target, list):
        target.extend(items)
