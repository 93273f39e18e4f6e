"""Weight files that must be refused, by `classify`, `bench` and `inspect` alike."""

import json
import shlex
import struct
import unittest

import command_line_program as program
from command_line_pictures import picture
from command_line_program import COFFEE, DONE
from command_line_weights import SMALL_MODEL, edited, joined, split

GOOD = SMALL_MODEL.read_bytes()
HEADER, DATA = split(GOOD)
FIRST = min(
    (name for name in json.loads(HEADER) if name != "__metadata__"),
    key=lambda name: json.loads(HEADER)[name]["data_offsets"],
)


def with_float(value: float) -> bytes:
    """The file's first four bytes of data are those of `value`."""
    return joined(HEADER, struct.pack("<f", value) + DATA[4:])


def twice(text: bytes) -> bytes:
    """The header says `text`, which must be one of its members, two times."""
    assert HEADER.count(text) == 1, text
    return joined(HEADER.replace(text, text + b"," + text), DATA)


def member(name: str) -> bytes:
    value = json.dumps(json.loads(HEADER)[name], ensure_ascii=False, separators=(",", ":"))
    return f'"{name}":{value}'.encode()


def offsets(begin: int, end: int) -> bytes:
    return edited(GOOD, lambda header, _: header[FIRST].update(data_offsets=[begin, end]))


def overlap(header):
    for name in header.keys() - {"__metadata__"}:
        header[name].update(shape=[1], data_offsets=[0, 4])


def document(edit) -> bytes:
    return edited(GOOD, lambda _, document: edit(document))


def operation(**change) -> bytes:
    return document(lambda document: document["graph"]["operations"][0].update(change))


def giant() -> bytes:
    """Four values of a gigabyte that are alive at the same time."""

    def edit(header, document):
        document["preprocess"].update(input_size=[4096, 4096], resize_shorter=4096)
        operations = [
            {"op": "concat", "inputs": ["image"] * 5, "output": "fifteen"},
            *({"op": "sigmoid", "input": "fifteen", "output": f"s{i}"} for i in range(3)),
            {"op": "add", "inputs": ["s0", "s1"], "output": "sum"},
            {"op": "add", "inputs": ["sum", "s2"], "output": "all"},
            {"op": "global_average_pool", "input": "all", "output": "logits"},
        ]
        graph = document["graph"]
        graph.update(input="image", operations=operations, outputs={"logits": "logits"})
        document["labels"] = {"en": [str(i) for i in range(15)]}

    return edited(GOOD, edit)


def without_document() -> bytes:
    header = json.loads(HEADER)
    del header["__metadata__"]
    return joined(json.dumps(header).encode(), DATA)


UNUSABLE = {
    "empty": (b"", "model/not-safetensors"),
    "three bytes": (GOOD[:3], "model/not-safetensors"),
    "a picture": (picture("PNG"), "model/not-safetensors"),
    "JSON alone": (b'{"format_version": 1}', "model/not-safetensors"),
    "a ZIP archive": (b"PK\x03\x04" + bytes(60), "model/not-safetensors"),
    "a huge header": ((1 << 63).to_bytes(8, "little") + GOOD[8:], "model/not-safetensors"),
    "cut in its header": (GOOD[:200], "model/truncated"),
    "cut in its data": (GOOD[: len(GOOD) - len(DATA) // 2], "model/truncated"),
    "cut by a byte": (GOOD[:-1], "model/truncated"),
    "a byte more": (GOOD + b"\0", "model/bad-offsets"),
    "NaN": (with_float(float("nan")), "model/bad-value"),
    "infinite": (with_float(float("-inf")), "model/bad-value"),
    "one tensor twice": (twice(member(FIRST)), "model/bad-header"),
    "document twice": (twice(member("__metadata__")), "model/bad-header"),
    "twice in the document": (twice(rb"\"format_version\":1"), "model/bad-metadata"),
    "wrong length": (offsets(0, 8), "model/bad-offsets"),
    "overlapping": (edited(GOOD, lambda header, _: overlap(header)), "model/bad-offsets"),
    "wrapping": (offsets(2**64 - 4, 4), "model/bad-offsets"),
    "wrapping shape": (
        edited(GOOD, lambda header, _: header[FIRST].update(shape=[2**31 - 1] * 3)),
        "model/bad-header",
    ),
    "no document": (without_document(), "model/bad-metadata"),
    "no name": (document(lambda document: document.pop("name")), "model/bad-metadata"),
    "version 2": (
        document(lambda document: document.update(format_version=2)),
        "model/unsupported-version",
    ),
    "unknown operation": (operation(op="lstm"), "model/unsupported-operation"),
    "an input from nowhere": (operation(input="nowhere"), "model/bad-graph"),
    "a missing tensor": (operation(weight="nowhere"), "model/missing-tensor"),
    "a label too few": (
        document(lambda document: document["labels"]["en"].pop()),
        "model/bad-metadata",
    ),
}


def said_command(error: str) -> list:
    """The words of the command that a message ends with, before its code."""
    return shlex.split(error[error.index("tools/convert_model.py") : error.rindex("[")])


@program.needs_program
class BadWeights(program.CommandLineTest):
    def test_each_is_refused_by_every_command(self):
        for name, (content, code) in UNUSABLE.items():
            with self.subTest(name):
                path = self.write(f"{name}.safetensors", content)
                self.assert_error(self.glance("classify", "--model", path, COFFEE), code, str(path))
                self.assert_error(self.glance("inspect", path), code)
                self.assert_error(self.glance("bench", "--model", path), code, str(path))

    def test_a_network_that_wants_gigabytes_is_refused_before_it_runs(self):
        path = self.write("giant.safetensors", giant())
        self.assertLess(path.stat().st_size, 12_000)
        for command in (["classify", COFFEE], ["bench"]):
            outcome = self.glance(*command, "--model", path)
            self.assert_error(outcome, "model/too-large", str(path), "wants", "allowed are 1,024")
        outcome = self.glance("classify", "--network-budget", "3", "--model", path, COFFEE)
        self.assert_error(outcome, "model/too-large", "allowed are 3,072 MiB")

    def test_none_was_unusable_before_it_was_changed(self):
        same = {
            "as it is": GOOD,
            "joined": joined(HEADER, DATA),
            "edited": document(lambda _: None),
        }
        for name, content in same.items():
            with self.subTest(name):
                path = self.write(f"{name}.safetensors", content)
                self.assertEqual(self.glance("inspect", path).code, DONE)
                self.assertEqual(len(self.classify("--model", path, COFFEE)[0]["predictions"]), 5)

    def test_files_of_other_programs_say_how_to_convert_them(self):
        contents = {
            "net.onnx": b"\x08\x08\x12\x07pytorch" + bytes(60),
            "net.pth": b"PK\x03\x04" + bytes(60),
            "My net.PT": b"PK\x03\x04" + bytes(60),
            "it's.h5": b"\x89HDF\r\n\x1a\n" + bytes(60),
            "net.tflite": b"\x1c\0\0\0TFL3" + bytes(60),
        }
        for name, content in contents.items():
            path = self.write(name, content)
            command = f"tools/convert_model.py {shlex.quote(str(path))} -o "
            command += shlex.quote(str(path.with_suffix(".safetensors")))
            with self.subTest(name):
                for words in (["classify", COFFEE, "--model"], ["bench", "--model"], ["inspect"]):
                    outcome = self.glance(*words, path)
                    self.assertIn("convert it first: tools/convert_model.py", outcome.err)
                    self.assertEqual(shlex.split(command), said_command(outcome.err))

    def test_paths_that_are_no_file(self):
        for path in (self.folder / "missing.safetensors", self.folder):
            with self.subTest(path):
                for command in (["classify", COFFEE, "--model"], ["bench", "--model"], ["inspect"]):
                    self.assert_error(self.glance(*command, path), "file/unreadable", str(path))


if __name__ == "__main__":
    unittest.main()
