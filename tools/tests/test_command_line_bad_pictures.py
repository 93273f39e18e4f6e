"""Pictures that must be refused: by which code, in which words, how soon, and what comes after."""

import contextlib
import json
import os
import subprocess
import sys
import threading
import unittest

import command_line_pictures as pictures
import command_line_program as program
from command_line_program import COFFEE, FAILED, answer
from faults.fault_report import report_fault
from PIL import Image

JPEG = pictures.picture("JPEG", quality=90)
PROGRESSIVE = pictures.picture("JPEG", quality=90, progressive=True)
PNG = pictures.picture("PNG")
CUTS = (0.1, 0.2)  # less than half of the rows; a progressive file soon has all of them
UNUSABLE = {
    "empty.jpg": (b"", "image/empty", "0 bytes"),
    "three-start.jpg": (JPEG[:3], "image/damaged", "JPEG"),
    "three.jpg": (b"\x01\x02\x03", "image/not-a-picture", "01 02 03"),
    "text.jpg": (b"not a picture\n", "image/not-a-picture", "text file"),
    "page.jpg": (b"<!DOCTYPE html>\n<html><body>404</body></html>", "image/not-a-picture", "HTML"),
    "paper.jpg": (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n", "image/not-a-picture", "PDF"),
    "gif.png": (pictures.picture("GIF"), "image/unsupported-format", "GIF"),
    "bmp.png": (pictures.picture("BMP"), "image/unsupported-format", "BMP"),
    "tiff.jpg": (pictures.picture("TIFF"), "image/unsupported-format", "TIFF"),
    "webp.jpg": (b"RIFF\x24\0\0\0WEBPVP8 \x18\0\0\0", "image/unsupported-format", "WebP"),
    "12-bit.jpg": (
        pictures.with_frame(JPEG, marker=0xC1, bits=12),
        "image/unsupported-jpeg",
        "12-bit",
    ),
    "arithmetic.jpg": (
        pictures.with_frame(JPEG, marker=0xC9),
        "image/unsupported-jpeg",
        "arithmetic",
    ),
    "arithmetic-progressive.jpg": (
        pictures.with_frame(JPEG, marker=0xCA),
        "image/unsupported-jpeg",
        "arithmetic",
    ),
    "lossless.jpg": (pictures.with_frame(JPEG, marker=0xC3), "image/unsupported-jpeg", "lossless"),
    "scans.jpg": (pictures.progressive_jpeg(101), "image/too-many-scans", "at least 101"),
    "huge.jpg": (
        pictures.with_frame(JPEG, height=60_000, width=60_000),
        "image/too-large",
        "60,000",
    ),
    "many-pixels.jpg": (
        pictures.with_frame(JPEG, height=20_201, width=10_000),
        "image/too-large",
        "pixels",
    ),
    "wide.png": (pictures.black_png(32_769, 1), "image/too-large", "32,769"),
}
for _kind, _file in (("jpg", JPEG), ("progressive.jpg", PROGRESSIVE), ("png", PNG)):
    for _length in (int(len(_file) * cut) for cut in CUTS[: 1 if _file is PROGRESSIVE else None]):
        UNUSABLE[f"cut-{_length}.{_kind}"] = (_file[:_length], "image/damaged", "")

# Of which at least half is there: name, content, and what the note says.
DAMAGED = [
    (f"cut-{int(len(file) * cut)}.{kind}", file[: int(len(file) * cut)], "missing")
    for kind, file in (("jpg", JPEG), ("png", PNG))
    for cut in (0.75, 0.9)
]
for _chunk in (b"IHDR", b"IDAT", b"IEND"):
    _wrong = pictures.with_flipped_bit(PNG, pictures.checksum_position(PNG, _chunk))
    DAMAGED.append((f"checksum-{_chunk.decode()}.png", _wrong, "checksum"))


@program.needs_program
class BadPictures(program.CommandLineTest):
    def test_each_is_refused_and_the_next_good_one_is_right(self):
        paths = []
        for name, (content, _, _) in UNUSABLE.items():
            paths += [self.write(name, content), COFFEE]
        records = self.classify(*paths, code=FAILED)
        self.assertEqual([record["file"] for record in records], [str(path) for path in paths])
        (right,) = self.classify(COFFEE)
        for (name, (_, code, word)), bad, good in zip(
            UNUSABLE.items(), records[::2], records[1::2], strict=True
        ):
            with self.subTest(name):
                self.assertEqual(bad.get("error", {}).get("code"), code, bad)
                self.assertIn(word, bad["error"]["message"])
                self.assertEqual(answer(good), answer(right))

    def test_what_is_damaged_in_part_is_answered_with_a_note(self):
        paths = [self.write(name, content) for name, content, _ in DAMAGED]
        for record, (name, _, word) in zip(self.classify(*paths), DAMAGED, strict=True):
            with self.subTest(name):
                (note,) = record["notes"]
                self.assertEqual(note["code"], "note/damaged")
                self.assertIn(word, note["message"])

    def test_the_note_is_in_text_and_in_csv(self):
        name, content, _ = DAMAGED[0]
        path = self.write(name, content)
        outcome = self.glance("classify", path)
        self.assertRegex(
            outcome.out, r"\(96 x 64; the file is damaged: the lower \d+ % is missing\)"
        )
        outcome = self.glance("classify", "--format", "csv", path)
        header, first = outcome.out.splitlines()[:2]
        self.assertTrue(header.endswith(",notes,error_code,error_message"))
        self.assertTrue(first.endswith(",note/damaged,,"), first)

    def test_none_was_unusable_before_it_was_changed(self):
        whole = {"whole.jpg": JPEG, "progressive.jpg": PROGRESSIVE, "whole.png": PNG}
        whole["same-frame.jpg"] = pictures.with_frame(JPEG)
        whole["scans-99.jpg"] = pictures.progressive_jpeg(99)
        whole["wide.png"] = pictures.black_png(32_768, 1)
        records = self.classify(*(self.write(name, content) for name, content in whole.items()))
        self.assertEqual((records[0]["width"], records[0]["height"]), (96, 64))
        self.assertEqual(answer(records[3]), answer(records[0]))
        self.assertEqual((records[4]["width"], records[5]["width"]), (8, 32_768))
        with Image.open(self.folder / "scans-99.jpg") as opened:
            opened.load()  # another decoder takes it too

    def test_paths_that_are_no_file(self):
        cases = {
            self.folder / "missing.jpg": "No such file",
            self.folder: "folder",
            "": "No such file",
        }
        for path, word in cases.items():
            (record,) = self.classify(path, code=FAILED)
            self.assertEqual(record["error"]["code"], "file/unreadable")
            self.assertIn(word, record["error"]["message"])

    def test_text_says_it_under_the_name(self):
        path = self.write("empty.jpg", b"")
        outcome = self.glance("classify", path)
        self.assertEqual((outcome.code, outcome.err), (FAILED, ""))
        self.assertRegex(outcome.out, rf"\A{path}\n  the file is empty.* \[image/empty\]\n\Z")

    def test_a_file_of_more_than_64_mib(self):
        path = self.write("large.jpg", JPEG)
        os.truncate(path, (64 << 20) + 1)
        (record,) = self.classify(path, code=FAILED)
        self.assertEqual(record["error"]["code"], "image/too-large")


@program.needs_program
class Files(program.CommandLineTest):
    """What is read of a file is bounded before it is read, whatever kind of file it is."""

    def test_a_sparse_file_is_refused_by_its_size(self):
        path = self.write("sparse.jpg", b"")
        os.truncate(path, 4 << 30)
        record, used = measured("classify", path)
        self.assertEqual(record["error"]["code"], "image/too-large")
        self.assertIn("4,294,967,296", record["error"]["message"])
        self.assertLess(used["kib"], 128 << 10)  # the weights, twice
        self.assertLess(used["seconds"], 1.0)
        outcome = self.glance("classify", "--model", path, COFFEE)
        self.assert_error(outcome, "model/too-large", "4,294,967,296")
        report_fault(
            38,
            "sparse files of 4 GiB as picture and as weights refused by their size; "
            f"{used['kib'] >> 10} MiB in all (command line)",
        )

    def test_an_endless_file_is_read_up_to_the_limit(self):
        record, used = measured("classify", "/dev/zero")
        self.assertEqual(record["error"]["code"], "image/too-large")
        self.assertIn("more than 67,108,864 bytes", record["error"]["message"])
        self.assertLess(used["kib"], 256 << 10)
        report_fault(
            38, f"/dev/zero refused after 64 MiB; {used['kib'] >> 10} MiB in all (command line)"
        )

    def test_pipes_and_standard_input_are_read_to_their_end(self):
        (right,) = self.classify(COFFEE)
        (record,) = self.classify("/dev/stdin", stdin=COFFEE.read_bytes())
        self.assertEqual(answer(record), answer(right))
        pipe = self.folder / "pipe"
        os.mkfifo(pipe)
        with threaded(lambda: pipe.write_bytes(COFFEE.read_bytes())):
            (record,) = self.classify(pipe)
        self.assertEqual(answer(record), answer(right))

    def test_a_pipe_that_nobody_writes_to_is_given_up_and_the_next_picture_is_answered(self):
        pipe = self.folder / "pipe"
        os.mkfifo(pipe)
        silent, right = self.classify("--timeout", "0.2", pipe, "/dev/null", code=FAILED)
        self.assertEqual(silent["error"]["code"], "call/timed-out")
        self.assertEqual(right["error"]["code"], "image/empty")
        silent, right = self.classify("--timeout", "3", pipe, COFFEE, code=FAILED)
        self.assertEqual(silent["error"]["code"], "call/timed-out")
        self.assertEqual(answer(right), answer(self.classify(COFFEE)[0]))

    def test_a_time_that_no_picture_takes_is_a_typed_error(self):
        (record,) = self.classify("--timeout", "1e-9", COFFEE, code=FAILED)
        self.assertEqual(record["error"]["code"], "call/timed-out")
        report_fault(40, "a pipe that nobody writes to is given up, the next picture answered")


@contextlib.contextmanager
def threaded(function):
    thread = threading.Thread(target=function)
    thread.start()
    yield
    thread.join()


def measured(command, *arguments):
    """The one record of `glance COMMAND ARGUMENTS`, which fails, and what the program used."""
    glance = [program.PROGRAM, command, "--threads", "1", "--format", "json", *arguments]
    done = subprocess.run(
        [sys.executable, "-c", MEASURED, *glance],
        capture_output=True,
        text=True,
        cwd=program.REPOSITORY,
    )
    used = json.loads(done.stderr.splitlines()[-1])
    (record,) = program.Outcome(used["code"], done.stdout, "").records()
    assert used["code"] == FAILED, used
    return record, used


# Runs its arguments, and tells on the last line of stderr what they used. In a process of its own,
# which is small: Linux counts the memory of the process that a program is started from.
MEASURED = """
import json, os, sys
_, status, usage = os.wait4(os.spawnv(os.P_NOWAIT, sys.argv[1], sys.argv[1:]), 0)
code, seconds = os.waitstatus_to_exitcode(status), usage.ru_utime + usage.ru_stime
used = {"code": code, "seconds": seconds, "kib": usage.ru_maxrss}
print("\\n" + json.dumps(used), file=sys.stderr)
"""


@program.needs_program
class Bombs(program.CommandLineTest):
    """Processor time, not time on the wall: other tests may run beside this one."""

    def test_are_refused_in_a_second_and_without_memory_for_their_pixels(self):
        bombs = {
            "pixels.png": (pictures.black_png(20_000, 20_000), "image/too-large"),
            "scans.jpg": (pictures.progressive_jpeg(127), "image/too-many-scans"),
        }
        for name, (content, code) in bombs.items():
            with self.subTest(name):
                path = self.write(name, content)
                self.assertLess(len(content), 50_000)
                record, used = measured("classify", path)
                self.assertEqual(record["error"]["code"], code)
                self.assertLess(used["seconds"], 1.0)
                # The weights, twice (as read and as packed), and the network's values are under
                # 100 MiB; the PNG's pixels would be 1,144 MiB.
                self.assertLess(used["kib"], 256 << 10)


if __name__ == "__main__":
    unittest.main()
