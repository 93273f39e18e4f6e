"""What a small source may make the converter do: memory in proportion to the file, configuration
files of a bounded size, and no file but the one that was asked for."""

import contextlib
import io
import json
import os
import stat
import subprocess
import sys
import tempfile
import tracemalloc
import unittest
from pathlib import Path
from unittest import mock

import convert_support
from convert import (
    cli,
    huggingface,
    json_document,
    labels,
    output_file,
    preprocess,
    recipe,
    sources,
)
from convert.errors import Refused
from convert.onnx_import import import_onnx
from convert.quantize.ranges import read_ranges
from faults.fault_report import report_fault
from goldens.onnx_models import NETWORKS, OnnxWriter

FIELD = convert_support.SHARED / "field"
MADE_MAX = 256 << 20  # of an import of a file of some kilobytes


def drawn(draw):
    """The bytes of a network whose feature map (1, 6, H, W) goes through `draw(writer, value)`."""
    writer = OnnxWriter(0)
    value = draw(writer, writer.conv("image", 6, 3))
    return writer.model(writer.classified(value, 6)).SerializeToString()


def repeated(times, step):
    """`step(writer, value)` so many times."""

    def draw(w, value):
        for _ in range(times):
            value = step(w, value)
        return value

    return drawn(draw)


def constants_of_shape(times):
    """Constants of 2^24 numbers, of each of which one number is used."""

    def draw(w, value):
        shape, first = w.integers(1 << 24), w.integers(0)
        for _ in range(times):
            large = w.node("ConstantOfShape", shape)
            value = w.node("Add", value, w.node("Gather", large, first))
        return value

    return drawn(draw)


def wide(times):
    """Values of 60,000 channels, each one remembered with its channels."""
    writer = OnnxWriter(0)
    value = writer.node("GlobalAveragePool", "image")
    value = writer.node("Concat", *[value] * 20_000, axis=1)
    for _ in range(times):
        value = writer.node("HardSwish", value)
    weight = writer.node("ConstantOfShape", writer.integers(2, 60_000, 1, 1))
    value = writer.node("Flatten", writer.node("Conv", value, weight))
    return writer.model(value).SerializeToString()


def bombs():
    def one_weight(w, value):
        weight = w.node("ConstantOfShape", w.integers(6, 6, 256, 256))
        return w.node("Conv", value, weight, pads=[128, 128, 127, 127])

    def one_cast(w, value):
        large = w.node("Cast", w.node("ConstantOfShape", w.integers(1 << 22)), to=11)
        return w.node("Add", value, w.node("Gather", large, w.integers(0)))

    return {
        "60 constants of 64 MiB": constants_of_shape(60),
        "4 constants of 64 MiB": constants_of_shape(4),
        "40 casts to float64": repeated(40, one_cast),
        "40 convolutions with a weight that was never stored": repeated(40, one_weight),
        "2,000 values of 60,000 channels": wide(2000),
    }


class Constants(unittest.TestCase):
    def peak_of(self, content, code):
        tracemalloc.start()
        try:
            with self.assertRaises(Refused) as caught:
                import_onnx(content)
            return tracemalloc.get_traced_memory()[1], self.assertEqual(caught.exception.code, code)
        finally:
            tracemalloc.stop()

    def test_the_sum_of_all_constants_is_bounded(self):
        peaks = []
        for name, content in bombs().items():
            with self.subTest(name, bytes=len(content)):
                peaks.append(self.peak_of(content, "onnx/too-large")[0])
                self.assertLess(peaks[-1], MADE_MAX)
        report_fault(
            43,
            f"{len(peaks)} of {len(peaks)} files of some kilobytes refused; memory for one: "
            f"at most {max(peaks) / 2**20:.0f} MiB",
        )

    @convert_support.needs(FIELD / "cosbomb60.onnx")
    def test_the_file_of_the_field_is_refused(self):
        content = (FIELD / "cosbomb60.onnx").read_bytes()
        self.assertLess(self.peak_of(content, "onnx/too-large")[0], MADE_MAX)

    def test_what_networks_need_stays_far_below(self):
        """A third of the bound would do for every kind of network that tests know."""
        with mock.patch("convert.onnx_import.emitter.MADE_BYTES_MAX", 1 << 20):
            for make in NETWORKS:
                with self.subTest(make.__name__):
                    import_onnx(make(0).SerializeToString())


class InFolder(unittest.TestCase):
    def setUp(self):
        self.folder = Path(self.enterContext(tempfile.TemporaryDirectory()))

    def refused(self, code, function, *arguments):
        with self.assertRaises(Refused) as caught:
            function(*arguments)
        self.assertEqual(caught.exception.code, code, str(caught.exception))
        return str(caught.exception)


def folder_with(path: Path, name: str) -> Path:
    """A Hugging Face folder in which the file `name` is `path`."""
    home = path.with_name(f"folder of {path.name}")
    home.mkdir()
    (home / "model.safetensors").write_bytes(b"")
    (home / name).symlink_to(path)
    return home


# What reads a configuration file -> (function of its path, code).
READERS = {
    "labels, JSON": (labels.file_labels, ".json", "labels/unreadable"),
    "labels, text": (labels.file_labels, ".txt", "labels/unreadable"),
    "preprocessing": (
        lambda path: preprocess.read_preprocess(str(path)),
        "",
        "preprocess/unreadable",
    ),
    "recipe": (recipe.read_recipe, "", "recipe/unreadable"),
    "ranges": (read_ranges, "", "int8/ranges-unreadable"),
    "config.json": (
        lambda path: huggingface.read_folder(folder_with(path, "config.json")),
        "",
        "huggingface/malformed",
    ),
    "preprocessor_config.json": (
        lambda path: huggingface.read_folder(folder_with(path, "preprocessor_config.json")),
        "",
        "huggingface/malformed",
    ),
}


class ConfigurationFiles(InFolder):
    def test_they_are_regular_files_of_at_most_16_mib(self):
        refused = 0
        for name, (read, suffix, code) in READERS.items():
            for kind, make in (
                ("named pipe", os.mkfifo),
                ("folder", os.mkdir),
                ("device", lambda path: path.symlink_to("/dev/zero")),
                ("17 MiB", lambda path: (path.touch(), os.truncate(path, 17 << 20))),
            ):
                path = self.folder / f"{name}, {kind}{suffix}"
                make(path)
                with self.subTest(name, kind=kind):
                    said = self.refused(code, read, path)
                    wanted = "over 16 MiB" if kind == "17 MiB" else "not a regular|Is a directory"
                    self.assertRegex(said, wanted)
                    refused += 1
        self.assertEqual(refused, 4 * len(READERS))
        report_fault(
            44,
            f"{refused} of {refused} pipes, folders, devices and files of 17 MiB refused in the "
            f"place of {len(READERS)} kinds of configuration",
        )

    def test_the_limit_itself_is_read(self):
        path = self.folder / "labels.txt"
        path.write_bytes(b"cat\n" + b" " * (json_document.FILE_BYTES_MAX - 4))
        self.assertEqual(labels.file_labels(path), {"en": ["cat"]})

    def test_a_source_may_be_a_pipe_but_no_device(self):
        self.refused("source/unreadable", sources.read_bytes, Path("/dev/zero"))
        ends = os.pipe()
        os.write(ends[1], b"weights")
        os.close(ends[1])
        self.assertEqual(sources.read_bytes(Path(f"/dev/fd/{ends[0]}")), b"weights")
        os.close(ends[0])

    def test_json_is_bounded_before_it_is_built(self):
        deepest = json_document.DEPTH_MAX
        nested = lambda depth: b'{"a":' + b"[" * (depth - 1) + b"]" * (depth - 1) + b"}"  # noqa: E731
        self.assertTrue(json_document.parsed(nested(deepest), "x/y", "it"))
        most = 10_000  # so that counting memory takes no minutes
        self.enterContext(mock.patch.object(json_document, "VALUES_MAX", most))
        samples = {
            "nested one deeper": nested(deepest + 1),
            "nested far deeper": b"[" * 100_000,
            "never closed": b'{"a":' * 100_000,
            "too many lists": b"[" + b"[]," * most + b"0]",
            "too many numbers": b"[" + b"0," * most + b"0]",
            "a text that never ends": b'["' + b'\\"' * 100_000,
        }
        for name, content in samples.items():
            with self.subTest(name):
                tracemalloc.start()
                self.addCleanup(tracemalloc.stop)
                said = self.refused("x/y", json_document.parsed, content, "x/y", "it")
                self.assertLess(tracemalloc.get_traced_memory()[1], 4096 + 2 * len(content))
                tracemalloc.stop()
                self.assertTrue(said.startswith("it: "))

    def test_brackets_in_texts_are_no_depth(self):
        text = '[{"' * 100 + r"\"[\\"
        content = json.dumps({text: [text]}).encode()
        self.assertEqual(json_document.parsed(content, "x/y", "it"), {text: [text]})


class OutputFiles(InFolder):
    def test_no_link_that_lies_ready_is_followed(self):
        """Where the name of the temporary file can be guessed, a link there leads the writer
        elsewhere."""
        victim, target = self.folder / "victim", self.folder / "out.safetensors"
        victim.write_text("precious")
        guessed = self.folder / f".{'ab' * 16}.partial"
        guessed.symlink_to(victim)
        (self.folder / "out.safetensors.partial").symlink_to(victim)  # what it once was called
        with mock.patch.object(output_file.secrets, "token_hex", lambda count: "ab" * count):
            self.refused("output/unwritable", output_file.write_file, target, b"weights")
        output_file.write_file(target, b"weights")
        self.assertEqual((victim.read_text(), target.read_bytes()), ("precious", b"weights"))

    def test_names_cannot_be_guessed_and_nothing_is_left(self):
        made = []

        def note(path, flags, *rest):
            made.append((Path(path), flags))
            return os_open(path, flags, *rest)

        os_open = os.open
        with mock.patch.object(output_file.os, "open", note):
            for _ in range(20):
                output_file.write_file(self.folder / "out", b"x")
        self.assertEqual(len({path.name for path, _ in made}), 20)
        for path, flags in made:
            self.assertEqual(path.parent, self.folder)
            self.assertTrue(flags & os.O_EXCL and flags & os.O_NOFOLLOW)
        self.assertEqual([path.name for path in self.folder.iterdir()], ["out"])
        report_fault(
            45,
            "20 of 20 temporary files new, beside the target, each with another name; no link "
            "followed",
        )

    def test_a_link_is_replaced_not_followed(self):
        victim, target = self.folder / "victim", self.folder / "out"
        victim.write_text("precious")
        target.symlink_to(victim)
        output_file.write_file(target, b"weights")
        self.assertEqual((victim.read_text(), target.read_bytes()), ("precious", b"weights"))
        self.assertFalse(target.is_symlink())

    def test_what_is_no_file_is_not_replaced(self):
        pipe, folder, device = self.folder / "pipe", self.folder / "folder", self.folder / "device"
        os.mkfifo(pipe)
        folder.mkdir()
        device.symlink_to("/dev/null")
        for target in (pipe, folder, device):
            with self.subTest(target.name):
                self.refused("output/unwritable", output_file.write_file, target, b"x")
        self.assertTrue(stat.S_ISFIFO(pipe.stat().st_mode) and device.is_symlink())
        self.assertEqual(len(list(self.folder.iterdir())), 3)

    def test_it_is_readable_as_any_new_file(self):
        (self.folder / "usual").touch()
        output_file.write_file(self.folder / "out", b"x")
        self.assertEqual(
            (self.folder / "out").stat().st_mode, (self.folder / "usual").stat().st_mode
        )

    def test_an_interrupted_write_leaves_nothing(self):
        with (
            mock.patch.object(output_file.os, "replace", side_effect=KeyboardInterrupt),
            self.assertRaises(KeyboardInterrupt),
        ):
            output_file.write_file(self.folder / "out", b"x")
        self.assertEqual(list(self.folder.iterdir()), [])


class Names(InFolder):
    def test_what_is_no_unicode_is_refused_or_replaced(self):
        source = os.fsencode(self.folder) + b"/net\xff.onnx"
        with open(source, "wb") as file:
            file.write(NETWORKS[0](0).SerializeToString())
        for options, code in (((), 0), ((b"--name", b"\xff"), 1), ((b"--license", b"\xff"), 1)):
            with self.subTest(options):
                done = self.run_command(source, *options)
                self.assertEqual(done.returncode, code, done.stderr)
                self.assertNotIn(b"Traceback", done.stderr)
                self.assertIn(b"wrote" if code == 0 else b"[weights/bad-text]", done.stderr)

    def test_what_a_terminal_obeys_is_shown_escaped(self):
        said = io.StringIO()
        with contextlib.redirect_stderr(said):
            cli.main(["\x1b[31mred\u202e.onnx", "-o", str(self.folder / "out")])
        self.assertIn(r"\x1b[31mred\u202e.onnx", said.getvalue())
        self.assertTrue(all(line.isprintable() for line in said.getvalue().splitlines()))

    def run_command(self, source, *options):
        script = convert_support.TOOLS / "convert_model.py"
        command = [sys.executable, script, source, "-o", self.folder / "out", *options]
        return subprocess.run(command, capture_output=True)


if __name__ == "__main__":
    unittest.main()
