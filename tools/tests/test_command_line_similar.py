"""`glance similar`: duplicates in folders, and what looks like a picture."""

import io
import json
import unittest

import command_line_program as program
from command_line_program import COFFEE, DONE, FAILED, MODEL, REPOSITORY, WRONG_USAGE
from PIL import Image, ImageOps

CAT = REPOSITORY / "native-tests/fixtures/classifier/chelsea_square.png"


def encoded(picture, quality=90):
    file = io.BytesIO()
    picture.save(file, "JPEG", quality=quality)
    return file.getvalue()


def picture_of(path):
    with Image.open(path) as file:
        return file.convert("RGB")


@program.needs_program
class Similar(program.CommandLineTest):
    def setUp(self):
        super().setUp()
        self.album = self.folder / "album"
        (self.album / "inner").mkdir(parents=True)
        self.write("album/cat.png", CAT.read_bytes())
        self.write("album/coffee.png", COFFEE.read_bytes())

    def add(self, name, picture, quality=90):
        self.write(f"album/{name}", encoded(picture, quality))

    def groups(self, *arguments, code=DONE):
        run = self.glance(
            "similar", self.album, "--duplicates", "--format", "json", *arguments, "--model", MODEL
        )
        self.assertEqual(run.code, code, run.err)
        return [self.short(record) for record in run.records()]

    def short(self, record):
        """(kind, names in the album, the one to keep)."""
        start = len(str(self.album)) + 1
        files = [name[start:] for name in record["files"]]
        return record["kind"], files, record["keep"][start:]

    def test_strangers_are_no_group(self):
        self.assertEqual(self.groups(), [])
        run = self.glance("similar", self.album, "--duplicates", "--model", MODEL)
        self.assertEqual(run.out, "no duplicates among 2 pictures\n")

    def test_kinds_of_copies(self):
        cat, coffee = picture_of(CAT), picture_of(COFFEE)
        width, height = coffee.size
        half = coffee.resize((width // 2, height // 2), Image.Resampling.LANCZOS)
        cases = {
            "same": (cat, 40, "cat.png", "cat.png"),
            "resized": (half, 90, "coffee.png", "coffee.png"),
            "edited": (ImageOps.mirror(coffee), 90, "coffee.png", None),
        }
        part = (width // 10, height // 20, width // 10 + width * 4 // 5, height * 17 // 20)
        for name, changed in {
            "crop": coffee.crop(part),
            "turned": coffee.transpose(Image.Transpose.ROTATE_90),
            "tilted": coffee.rotate(5, Image.Resampling.BICUBIC),
            "dark": coffee.point(lambda value: value * 7 // 10),
        }.items():
            with self.subTest(name):
                self.add("inner/copy.jpg", changed)
                ((kind, files, _),) = self.groups()
                self.assertEqual((kind, files), ("edited", ["coffee.png", "inner/copy.jpg"]))
        for kind, (changed, quality, original, keep) in cases.items():
            with self.subTest(kind):
                self.add("inner/copy.jpg", changed, quality)
                ((found, files, kept),) = self.groups()
                self.assertEqual((found, files), (kind, [original, "inner/copy.jpg"]))
                if keep is not None:
                    self.assertEqual(kept, keep)

    def test_text_marks_what_to_keep(self):
        self.add("small.jpg", ImageOps.scale(picture_of(CAT), 0.6))
        run = self.glance("similar", "--duplicates", self.album, "--model", MODEL)
        self.assertEqual(
            run.out,
            f"resized\n  keep  {self.album}/cat.png\n        {self.album}/small.jpg\n",
        )

    def test_what_cannot_be_read_is_said_and_left_out(self):
        self.write("album/damaged.png", CAT.read_bytes()[:500])
        self.write("album/copy.png", CAT.read_bytes())
        ((kind, files, _),) = self.groups(code=FAILED)
        self.assertEqual((kind, files), ("same", ["cat.png", "copy.png"]))

    def test_the_picture_to_compare_with_is_named_when_it_cannot_be_read(self):
        damaged = self.write("damaged.png", CAT.read_bytes()[:500])
        run = self.glance("similar", self.album, "--to", damaged, "--model", MODEL)
        self.assertEqual((run.code, run.out), (FAILED, ""))
        self.assertRegex(run.err, r"damaged\.png.*\[image/damaged\]")

    def test_the_most_similar_come_first_without_the_picture_itself(self):
        self.add("cat.jpg", picture_of(CAT), 60)
        run = self.glance(
            "similar",
            "--to",
            self.album / "cat.png",
            self.album,
            "--format",
            "json",
            "--model",
            MODEL,
        )
        first, second = run.records()
        self.assertEqual(set(first), {"file", "similarity"})
        self.assertEqual(first["file"], str(self.album / "cat.jpg"))
        self.assertGreater(first["similarity"], 0.8)
        self.assertEqual(second["file"], str(self.album / "coffee.png"))
        self.assertLess(second["similarity"], 0.6)
        run = self.glance("similar", "--to", COFFEE, "--top-k", "1", self.album, "--model", MODEL)
        self.assertRegex(run.out, r"^1\.000  .*/coffee\.png\n$")

    def test_names_that_are_not_utf8_are_given_as_bytes_too(self):
        name = bytes(self.album) + b"/\xff.png"
        with open(name, "wb") as file:
            file.write(CAT.read_bytes())
        run = self.glance(
            "similar", "--duplicates", self.album, "--format", "json", "--model", MODEL
        )
        (record,) = (json.loads(line) for line in run.out.splitlines())
        self.assertEqual(len(record["files_bytes"]), 2)
        self.assertIn("\ufffd.png", record["files"][1])

    def test_wrong_usage_is_said(self):
        for arguments in (
            [self.album],
            ["--duplicates"],
            ["--duplicates", self.album, self.album],
            ["--duplicates", "--to", COFFEE, self.album],
            ["--to", "", self.album],
            ["--duplicates", "--top-k", "0", self.album],
        ):
            with self.subTest(arguments):
                self.assertEqual(self.glance("similar", *arguments).code, WRONG_USAGE)

    def test_folders_and_pictures_that_are_not_there(self):
        for arguments in (
            ["--duplicates", self.folder / "nothing"],
            ["--to", self.folder / "nothing.png", self.album],
        ):
            with self.subTest(arguments):
                run = self.glance("similar", *arguments, "--model", MODEL)
                self.assertEqual(run.code, FAILED)
                self.assertIn("file/unreadable", run.err)


if __name__ == "__main__":
    unittest.main()
