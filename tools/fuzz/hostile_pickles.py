"""Pickles that try to run code, and pickles that lie about their tensors. name -> (opcodes,
expected code)."""

import pickle
import struct

from fuzz.torch_files import (
    call,
    dictionary,
    group,
    integer,
    integers,
    named,
    ordered,
    parameter,
    storage,
    tensor,
    text,
)  # fmt: skip

FORBIDDEN_NAME = "pickle/forbidden-name"
FORBIDDEN_OPCODE = "pickle/forbidden-opcode"
FORBIDDEN_CALL = "pickle/forbidden-call"
MALFORMED = "pickle/malformed"
OUT_OF_STORAGE = "pickle/out-of-storage"


def executing(canary: str) -> dict:
    """Each would create `canary` if it were executed."""
    touch = f"touch {canary}"
    write = f"open({canary!r}, 'w').close()"
    short = lambda value: b"\x8c" + bytes([len(value)]) + value.encode()  # noqa: E731
    stack_global = lambda module, name: short(module) + short(name) + b"\x93"  # noqa: E731
    inner = pickle.dumps(write, 0)
    rebuild = named("torch._utils", "_rebuild_tensor_v2")
    weight = tensor("0", "FloatStorage", 4, 0, (4,), (1,))
    return {
        "os.system": (call(named("os", "system"), text(touch)), FORBIDDEN_NAME),
        "posix.system": (call(named("posix", "system"), text(touch)), FORBIDDEN_NAME),
        "nt.system": (call(named("nt", "system"), text(touch)), FORBIDDEN_NAME),
        "builtins.eval": (call(named("builtins", "eval"), text(write)), FORBIDDEN_NAME),
        "builtins.exec": (call(named("builtins", "exec"), text(write)), FORBIDDEN_NAME),
        "Python 2 eval": (call(named("__builtin__", "eval"), text(write)), FORBIDDEN_NAME),
        "getattr": (call(named("builtins", "getattr"), text("x"), text("y")), FORBIDDEN_NAME),
        "subprocess": (call(named("subprocess", "Popen"), text(touch)), FORBIDDEN_NAME),
        "runpy": (call(named("runpy", "_run_code"), text(write)), FORBIDDEN_NAME),
        "pickle in a pickle": (
            call(named("pickle", "loads"), text(inner.decode())),
            FORBIDDEN_NAME,
        ),
        "torch.load": (call(named("torch.serialization", "load"), text(canary)), FORBIDDEN_NAME),
        "torch's own loader": (
            call(named("torch.storage", "_load_from_bytes"), text("x")),
            FORBIDDEN_NAME,
        ),
        "numpy": (call(named("numpy.core.multiarray", "_reconstruct"), text("x")), FORBIDDEN_NAME),
        "whole module": (call(named("torchvision.models.resnet", "ResNet")), FORBIDDEN_NAME),
        "attribute of an allowed name": (
            call(stack_global("collections", "OrderedDict.fromkeys"), text(write)),
            FORBIDDEN_NAME,
        ),
        "other module, allowed name": (
            call(named("evil.collections", "OrderedDict")),
            FORBIDDEN_NAME,
        ),
        "name with a space": (call(named("collections", "OrderedDict ")), FORBIDDEN_NAME),
        "STACK_GLOBAL": (call(stack_global("os", "system"), text(touch)), FORBIDDEN_NAME),
        "STACK_GLOBAL of numbers": (b"K\x01K\x02\x93", MALFORMED),
        "STACK_GLOBAL through the memo": (
            short("system")
            + b"q\x00"
            + b"0"
            + short("os")
            + b"h\x00\x93"
            + group(text(touch))
            + b"R",
            FORBIDDEN_NAME,
        ),
        "nested in a checkpoint": (
            dictionary({"state_dict": ordered({"w": call(named("os", "system"), text(touch))})}),
            FORBIDDEN_NAME,
        ),
        "in a tensor's hooks": (
            call(
                rebuild,
                storage("0", "FloatStorage", 1),
                integer(0),
                integers([1]),
                integers([1]),
                b"\x89",
                call(named("os", "system"), text(touch)),
            ),
            FORBIDDEN_NAME,
        ),
        "as a persistent id": (
            group(text("storage"), named("os", "system"), text("0"), text("cpu"), integer(1))
            + b"Q",
            FORBIDDEN_NAME,
        ),
        "in the state of BUILD": (
            b"}" + dictionary({"__setstate__": named("os", "system")}) + b"b",
            FORBIDDEN_NAME,
        ),
        "after the tensors": (
            ordered({"w": tensor("0", "FloatStorage", 1, 0, (1,), (1,))})
            + call(named("os", "system"), text(touch)),
            FORBIDDEN_NAME,
        ),
        "in what is skipped": (
            call(named("argparse", "Namespace"), call(named("os", "system"), text(touch))),
            FORBIDDEN_NAME,
        ),
        "in the state of what is skipped": (
            named("argparse", "Namespace")
            + b")\x81"
            + dictionary({"a": named("os", "system")})
            + b"b",
            FORBIDDEN_NAME,
        ),
        "a class of the script's own": (
            call(named("__main__", "system"), text(touch), weight),
            "pickle/whole-module",
        ),
        "a whole network of the script's own": (
            named("__main__", "Net")
            + b")\x81"
            + dictionary({"a": weight, "b": text(write)})
            + b"b",
            "pickle/whole-module",
        ),
        "builtins by way of the skipped": (
            call(stack_global("builtins", "list.__class__"), text(write)),
            FORBIDDEN_NAME,
        ),
        "INST": (b"(" + text(touch) + b"ios\nsystem\n", FORBIDDEN_OPCODE),
        "OBJ": (b"(" + named("collections", "OrderedDict") + text(touch) + b"o", FORBIDDEN_OPCODE),
        "NEWOBJ": (named("collections", "OrderedDict") + b")\x81", FORBIDDEN_OPCODE),
        "NEWOBJ_EX": (named("collections", "OrderedDict") + b")}\x92", FORBIDDEN_OPCODE),
        "EXT1": (b"\x82\x01", FORBIDDEN_OPCODE),
        "EXT4": (b"\x84\x01\x00\x00\x00", FORBIDDEN_OPCODE),
        "PERSID": (b"Pstorage\n", FORBIDDEN_OPCODE),
        "STRING that Python would evaluate": (b"S'a'\n", FORBIDDEN_OPCODE),
        "NEXT_BUFFER": (b"\x97", FORBIDDEN_OPCODE),
        "call of a text": (call(text("os.system"), text(touch)), FORBIDDEN_CALL),
        "call of a tensor": (
            call(tensor("0", "FloatStorage", 1, 0, (1,), (1,)), text(touch)),
            FORBIDDEN_CALL,
        ),
        "call of a storage class": (
            call(named("torch", "FloatStorage"), text(touch)),
            FORBIDDEN_CALL,
        ),
        "OrderedDict with arguments": (
            call(named("collections", "OrderedDict"), b"]"),
            FORBIDDEN_CALL,
        ),
        "call with a list": (named("collections", "OrderedDict") + b"]R", FORBIDDEN_CALL),
        "memo swapped before a call": (
            named("collections", "OrderedDict")
            + b"q\x00"
            + b"0"
            + text("x")
            + b"q\x00"
            + b"0"
            + b"h\x00)R",
            FORBIDDEN_CALL,
        ),
    }


def lying() -> dict:
    """Nothing to execute, but numbers and structure that must not be believed."""
    huge = 2**39
    floats = "FloatStorage"
    scalar = tensor("0", floats, 4, 0, (), ())

    def sized(count: bytes) -> bytes:
        return group(text("storage"), named("torch", floats), text("0"), text("cpu"), count) + b"Q"

    return {
        "offset past the end": (tensor("0", floats, 4, 4, (1,), (1,)), OUT_OF_STORAGE),
        "size past the end": (tensor("0", floats, 4, 0, (5,), (1,)), OUT_OF_STORAGE),
        "stride past the end": (tensor("0", floats, 4, 0, (2, 2), (4, 1)), OUT_OF_STORAGE),
        "zero strides that claim terabytes": (
            tensor("0", floats, 1, 0, (huge,), (0,)),
            OUT_OF_STORAGE,
        ),
        "product that wraps 64 bits": (
            tensor("0", floats, 4, 0, (2**32, 2**32, 2), (0, 0, 0)),
            OUT_OF_STORAGE,
        ),
        "negative offset": (tensor("0", floats, 4, -1, (1,), (1,)), MALFORMED),
        "negative stride": (tensor("0", floats, 4, 3, (4,), (-1,)), "pickle/bad-shape"),
        "negative size": (tensor("0", floats, 4, 0, (-4,), (1,)), "pickle/bad-shape"),
        "sizes without strides": (tensor("0", floats, 4, 0, (2, 2), (1,)), "pickle/bad-shape"),
        "nothing, of a shape that wraps 64 bits": (
            tensor("0", floats, 4, 0, (0, huge, huge), (1, 1, 1)),
            "pickle/bad-shape",
        ),
        "one storage read a thousand times": (
            dictionary({"0": tensor("0", floats, 4, 0, (2, 2), (1, 2)) + b"q\x00"})
            + b"("
            + b"".join(text(f"w{i}") + b"h\x00" for i in range(1000))
            + b"u",
            "pickle/too-large",
        ),
        "nine dimensions": (tensor("0", floats, 4, 0, (1,) * 9, (1,) * 9), "pickle/bad-shape"),
        "negative storage": (storage("0", floats, -4), MALFORMED),
        "storage of 2^63 elements": (storage("0", floats, 2**63), MALFORMED),
        "storage whose size would take forever to print": (
            sized(b"K\x01" + b"2\x86" * 60),
            MALFORMED,
        ),
        "storage whose size is nested too deep to print": (
            sized(b"K\x01" + b"\x85" * 100_000),
            MALFORMED,
        ),
        "storage of an unknown class": (storage("0", "ComplexFloatStorage", 1), FORBIDDEN_NAME),
        "storage that is no storage": (group(text("module"), text("x")) + b"Q", MALFORMED),
        "one key, two sizes": (
            dictionary(
                {
                    "a": tensor("0", floats, 4, 0, (4,), (1,)),
                    "b": tensor("0", floats, 8, 0, (8,), (1,)),
                }
            ),
            MALFORMED,
        ),
        "parameter of no tensor": (parameter(text("x")), MALFORMED),
        "tensor of no storage": (
            call(named("torch._utils", "_rebuild_tensor_v2"), *[b"N"] * 6),
            MALFORMED,
        ),
        "memo entry never stored": (b"h\x07", MALFORMED),
        "memo of an empty stack": (b"q\x00", MALFORMED),
        "empty stack": (b"0", MALFORMED),
        "no mark": (b"K\x01t", MALFORMED),
        "key without a value": (b"}(X\x01\x00\x00\x00au", MALFORMED),
        "key that cannot be hashed": (b"}]K\x01s", MALFORMED),
        "items of a set that is a list": (b"](K\x01\x90", MALFORMED),
        "new object of a number": (b"K\x01)\x81", FORBIDDEN_OPCODE),
        "bytes of 2 GB": (b"B\xff\xff\xff\x7f" + b"x", "pickle/truncated"),
        "dictionaries inside themselves": (
            b"}q\x00(" + text("model") + b"h\x00" + text("best") + scalar + b"u",
            "source/no-weights",
        ),
        "append to a number": (b"K\x01K\x02a", MALFORMED),
        "two objects": (b"K\x01K\x02", MALFORMED),
        "text of 2 GB": (b"X\xff\xff\xff\x7f" + b"x", "pickle/truncated"),
        "text of 2^63 bytes": (b"\x8d" + struct.pack("<Q", 2**63) + b"x", "pickle/truncated"),
        "number of 2 GB": (b"\x8b\xff\xff\xff\x7f\x01", "pickle/too-large"),
        "a million marks": (b"(" * 1_000_001, "pickle/too-large"),
        "protocol 77": (b"\x80\x4d", MALFORMED),
        "name without an end": (b"c" + b"x" * 5000, "pickle/truncated"),
        "text that is not UTF-8": (b"X\x02\x00\x00\x00\xff\xfe", MALFORMED),
    }
