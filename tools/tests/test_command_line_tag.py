"""`glance tag` writes keywords that exiftool and exiv2 read back, keeps everything that others
wrote, and touches no picture."""

import json
import os
import shutil
import stat
import subprocess
import unittest
from pathlib import Path

import command_line_program as program
import convert_support
from command_line_program import COFFEE, DONE, FAILED

EXIFTOOL, EXIV2 = (Path(shutil.which(name) or f"/usr/bin/{name}") for name in ("exiftool", "exiv2"))
DARKTABLE = convert_support.FIXTURES / "xmp" / "darktable.jpg.xmp"
# What COFFEE is called, from the top group down.
ENGLISH = ["food", "drink", "espresso"]
CHINESE = ["食物", "饮料", "意式浓缩咖啡"]


RDF = 'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"'
DC = 'xmlns:dc="http://purl.org/dc/elements/1.1/"'
# Ways to write the keyword "cat" as RDF allows it, and two in which RDF has them seldom or not.
FORMS = {
    "array": "<dc:subject><rdf:Bag><rdf:li>cat</rdf:li></rdf:Bag></dc:subject>",
    "sequence": "<dc:subject><rdf:Seq><rdf:li>cat</rdf:li></rdf:Seq></dc:subject>",
    "text": "<dc:subject>cat</dc:subject>",
    "CDATA": "<dc:subject><rdf:Bag><rdf:li><![CDATA[cat]]></rdf:li></rdf:Bag></dc:subject>",
    "another description": f"</rdf:Description><rdf:Description rdf:about='' {DC}>"
    "<dc:subject><rdf:Bag><rdf:li>cat</rdf:li></rdf:Bag></dc:subject>",
    "items without an array": "<dc:subject><rdf:li>cat</rdf:li></dc:subject>",
}


def sidecar_of(content: str, attributes: str = "") -> str:
    return (
        f'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF {RDF}><rdf:Description rdf:about="" {DC} '
        f"{attributes}><dc:format>kept</dc:format>{content}</rdf:Description></rdf:RDF></x:xmpmeta>"
    )


def output_of(*command) -> str:
    done = subprocess.run(command, check=True, capture_output=True, timeout=60)
    return done.stdout.decode("utf-8")


def exiftool(sidecar) -> dict:
    """Every field of a sidecar, by its group and name; lists stay lists."""
    (fields,) = json.loads(output_of(EXIFTOOL, "-j", "-G1", "-struct", "-api", "filter=", sidecar))
    return {
        key: value
        for key, value in fields.items()
        if not key.startswith(("System:", "SourceFile", "ExifTool:"))
    }


def listed(value) -> list:
    return value if isinstance(value, list) else [value]


def exiv2(sidecar, key) -> str:
    """The value of a field, of which those of a list stand side by side."""
    return output_of(EXIV2, "-Pv", "-K", key, "pr", sidecar).removesuffix("\n")


@program.needs_program
class TagTest(program.CommandLineTest):
    def setUp(self):
        super().setUp()
        self.picture = self.folder / "coffee.png"
        shutil.copy(COFFEE, self.picture)
        self.sidecar = self.folder / "coffee.png.xmp"

    def tag(self, *arguments, code=DONE, **options) -> list[dict]:
        """The records of `tag --format json`; fails unless the exit code is `code`."""
        outcome = self.glance("tag", "--format", "json", "--threads", "1", *arguments, **options)
        self.assertEqual((outcome.code, outcome.err), (code, ""))
        return outcome.records()

    def assert_refused(self, code, *words, arguments=()):
        """The sidecar, or what is in its place, stays as it is."""
        before = self.sidecar.read_bytes() if self.sidecar.is_file() else None
        names = sorted(os.listdir(self.folder))
        (record,) = self.tag(*arguments, self.picture, code=FAILED)
        self.assertEqual(set(record), {"file", "error"})
        self.assertEqual(record["error"]["code"], code)
        for word in words:
            self.assertIn(word, record["error"]["message"])
        self.assertEqual(self.sidecar.read_bytes() if before is not None else None, before)
        self.assertEqual(sorted(os.listdir(self.folder)), names)


@convert_support.needs(EXIFTOOL)
@convert_support.needs(EXIV2)
class OtherPrograms(TagTest):
    def test_read_the_keywords_back(self):
        for language, names in (("en", ENGLISH), ("zh", CHINESE)):
            self.sidecar.unlink(missing_ok=True)
            self.tag("--lang", language, self.picture)
            with self.subTest(language):
                fields = exiftool(self.sidecar)
                self.assertEqual(fields["XMP-dc:Subject"], names)
                self.assertEqual(listed(fields["XMP-lr:HierarchicalSubject"]), ["|".join(names)])
                self.assertEqual(exiv2(self.sidecar, "Xmp.dc.subject"), ", ".join(names))
                self.assertEqual(exiv2(self.sidecar, "Xmp.lr.hierarchicalSubject"), "|".join(names))

    def assert_merged(self, subjects):
        """After tagging: all fields as before, and keywords behind those that were there."""
        before = exiftool(self.sidecar)
        self.tag(self.picture)
        after = exiftool(self.sidecar)
        hierarchies = listed(before.get("XMP-lr:HierarchicalSubject", []))
        self.assertEqual(listed(before.get("XMP-dc:Subject", [])), subjects)
        self.assertEqual(
            after.pop("XMP-dc:Subject"), subjects + [n for n in ENGLISH if n not in subjects]
        )
        self.assertEqual(
            listed(after.pop("XMP-lr:HierarchicalSubject")), [*hierarchies, "|".join(ENGLISH)]
        )
        for name in ("XMP-dc:Subject", "XMP-lr:HierarchicalSubject"):
            before.pop(name, None)
        self.assertEqual(after, before)
        self.assertGreater(len(after), 2)
        output_of(EXIV2, "-PXkvt", "pr", self.sidecar)

    def test_keep_what_darktable_wrote(self):
        shutil.copy(DARKTABLE, self.sidecar)
        self.assert_merged(["coffee", "holiday"])

    def test_keep_what_exiftool_wrote(self):
        fields = ("-XMP-dc:Title=Morning <1>", "-XMP-xmp:Rating=3", "-XMP-dc:Subject=drink")
        output_of(EXIFTOOL, *fields, "-XMP-dc:Subject=été & mer", "-o", self.sidecar, COFFEE)
        self.assert_merged(["drink", "été & mer"])

    def test_keep_what_they_wrote_without_keywords(self):
        output_of(EXIFTOOL, "-XMP-xmp:Rating=3", "-XMP-dc:Title=T", "-o", self.sidecar, COFFEE)
        self.assert_merged([])

    def test_read_keywords_that_were_added_in_any_form(self):
        sidecars = {name: sidecar_of(content) for name, content in FORMS.items()}
        sidecars["other prefix"] = sidecars["array"].replace("dc:", "d:").replace(":dc=", ":d=")
        sidecars["attribute"] = sidecar_of("", 'dc:subject="cat"')
        sidecars["xpacket"] = (
            f'<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>{sidecar_of(FORMS["array"])}'
            f'{" " * 2000}<?xpacket end="w"?>'
        )
        for name, text in sidecars.items():
            with self.subTest(name):
                self.sidecar.write_text(text, "utf-8")
                self.tag(self.picture)
                fields = exiftool(self.sidecar)
                self.assertEqual(fields["XMP-dc:Subject"], ["cat", *ENGLISH])
                self.assertEqual(fields["XMP-dc:Format"], "kept")
                self.assertEqual(
                    exiv2(self.sidecar, "Xmp.dc.subject"), ", ".join(["cat", *ENGLISH])
                )
                self.assertEqual(
                    exiv2(self.sidecar, "Xmp.lr.hierarchicalSubject"), "|".join(ENGLISH)
                )

    def test_read_keywords_in_every_encoding(self):
        text = "<?xml version='1.0'?>" + sidecar_of(FORMS["array"])
        for encoding in ("utf-8-sig", "utf-16", "utf-16-be", "utf-16-le", "utf-32"):
            with self.subTest(encoding):
                self.sidecar.write_text(text, encoding)
                self.tag("--lang", "zh", self.picture)
                self.assertIn("意式浓缩咖啡</rdf:li>", self.sidecar.read_text(encoding))
                self.assertEqual(exiftool(self.sidecar)["XMP-dc:Subject"], ["cat", *CHINESE])

    def test_can_change_what_was_written(self):
        self.tag(self.picture)
        output_of(EXIFTOOL, "-XMP-dc:Subject-=drink", "-overwrite_original", self.sidecar)
        self.assertEqual(exiftool(self.sidecar)["XMP-dc:Subject"], ["food", "espresso"])
        self.tag(self.picture)
        self.assertEqual(exiftool(self.sidecar)["XMP-dc:Subject"], ["food", "espresso", "drink"])


class Tag(TagTest):
    def test_prints_a_record_a_picture(self):
        (record,) = self.tag(self.picture)
        self.assertEqual(
            record,
            {"file": str(self.picture), "sidecar": str(self.sidecar), "keywords": ENGLISH},
        )

    def test_says_what_was_done(self):
        def lines(*options):
            outcome = self.glance("tag", *options, self.picture)
            self.assertEqual((outcome.code, outcome.err), (DONE, ""))
            return outcome.out.splitlines()

        first = [str(self.picture), "  food|drink|espresso"]
        self.assertEqual(lines("--dry-run"), [*first, f"  {self.sidecar} would be written"])
        self.assertEqual(lines(), [*first, f"  {self.sidecar} written"])
        self.assertEqual(lines(), [*first, f"  {self.sidecar} has them already"])
        self.assertEqual(lines("--level", "1"), [first[0], "  not sure what it shows: no keywords"])

    def test_says_that_a_picture_is_damaged(self):
        whole = COFFEE.with_name("china.jpg").read_bytes()
        picture = self.write("cut.jpg", whole[: len(whole) * 9 // 10])
        outcome = self.glance("tag", picture)
        self.assertEqual((outcome.code, outcome.err), (DONE, ""))
        self.assertRegex(outcome.out.splitlines()[1], r"^  .*missing")
        self.assertTrue(Path(f"{picture}.xmp").is_file())

    def test_touches_no_picture(self):
        before = self.picture.read_bytes(), self.picture.stat()
        self.tag(self.picture)
        self.tag("--sidecar", "lightroom", self.picture)
        self.assertEqual((self.picture.read_bytes(), self.picture.stat()), before)

    def test_names_sidecars_as_asked(self):
        names = {
            "darktable": ["a.b.png.xmp", "plain.xmp", ".hidden.xmp"],
            "lightroom": ["a.b.xmp", "plain.xmp", ".hidden.xmp"],
        }
        pictures = [self.folder / name for name in ("a.b.png", "plain", ".hidden")]
        for picture in pictures:
            shutil.copy(COFFEE, picture)
        for style, wanted in names.items():
            records = self.tag("--sidecar", style, *pictures)
            self.assertEqual([Path(record["sidecar"]).name for record in records], wanted)
            for name in wanted:
                self.assertTrue((self.folder / name).is_file())

    def test_never_takes_a_picture_for_its_sidecar(self):
        picture = self.picture.rename(self.folder / "coffee.xmp")
        (record,) = self.tag("--sidecar", "lightroom", picture, code=FAILED)
        self.assertEqual(record["error"]["code"], "sidecar/not-xmp")
        self.assertEqual(picture.read_bytes(), COFFEE.read_bytes())

    def test_a_higher_level_gives_more_general_keywords_and_in_the_end_none(self):
        cat = COFFEE.with_name("chelsea.png")
        options = "--dry-run", "--sidecar", "darktable"
        leaf, group, none = (
            self.tag(*options, "--level", level, cat)[0]["keywords"] for level in ("0", "0.6", "1")
        )
        self.assertGreater(len(leaf), len(group))
        self.assertEqual(leaf[: len(group)], group)
        self.assertEqual((group[-1], none), ("cat", []))

    def test_an_answer_that_is_not_sure_writes_no_sidecar(self):
        (record,) = self.tag("--level", "1", self.picture)
        self.assertEqual(record["keywords"], [])
        self.assertFalse(self.sidecar.exists())

    def test_a_dry_run_says_the_same_and_writes_nothing(self):
        for content in (None, DARKTABLE.read_bytes()):
            if content is not None:
                self.sidecar.write_bytes(content)
            before = sorted(os.listdir(self.folder))
            dry = self.tag("--dry-run", self.picture)
            self.assertEqual(sorted(os.listdir(self.folder)), before)
            if content is not None:
                self.assertEqual(self.sidecar.read_bytes(), content)
            self.assertEqual(self.tag(self.picture), dry)
        self.sidecar.write_bytes(b"no XMP")
        self.assert_refused("sidecar/not-xmp", arguments=["--dry-run"])

    def test_twice_changes_nothing(self):
        shutil.copy(DARKTABLE, self.sidecar)
        self.tag(self.picture)
        before = self.sidecar.read_bytes(), self.sidecar.stat()
        self.tag(self.picture)
        self.assertEqual((self.sidecar.read_bytes(), self.sidecar.stat()), before)

    def test_a_whole_folder_can_be_tagged_again(self):
        self.tag(self.picture)
        records = self.tag(*sorted(self.folder.iterdir()))
        self.assertEqual([record["file"] for record in records], [str(self.picture)])

    def test_only_lines_are_added(self):
        shutil.copy(DARKTABLE, self.sidecar)
        self.tag(self.picture)
        after = self.sidecar.read_text("utf-8").splitlines()
        added = [
            *(f"     <rdf:li>{name}</rdf:li>" for name in ENGLISH),
            "     <rdf:li>food|drink|espresso</rdf:li>",
        ]
        for line in added:
            after.remove(line)
        self.assertEqual(after, DARKTABLE.read_text("utf-8").splitlines())

    def test_goes_on_after_a_damaged_picture(self):
        damaged = self.write("damaged.png", COFFEE.read_bytes()[:300])
        missing = self.folder / "missing.png"
        records = self.tag(damaged, missing, self.picture, code=FAILED)
        self.assertEqual(
            [record.get("error", {}).get("code") for record in records],
            ["image/damaged", "file/unreadable", None],
        )
        self.assertEqual(
            sorted(os.listdir(self.folder)), ["coffee.png", "coffee.png.xmp", "damaged.png"]
        )

    def test_reads_lists_of_any_names(self):
        odd = self.folder / os.fsdecode(b"caf\xe9\n.png")
        shutil.copy(COFFEE, odd)
        stdin = os.fsencode(odd) + b"\0" + os.fsencode(self.picture)
        first, second = self.tag("-0", "-", stdin=stdin)
        self.assertEqual(second["sidecar"], str(self.sidecar))
        self.assertEqual(first["keywords"], ENGLISH)
        self.assertIn("file_bytes", first)
        self.assertIn("sidecar_bytes", first)
        self.assertTrue(Path(f"{odd}.xmp").is_file())


class SidecarsInTheWay(TagTest):
    def test_that_are_not_xmp_are_left_as_they_are(self):
        good = DARKTABLE.read_bytes()
        declaration, rest = good.split(b"\n", 1)
        for content, word in {
            b"": "no element",
            b"my notes": "text around",
            COFFEE.read_bytes(): "",
            good[:-20]: "not XML",
            declaration + b'<!DOCTYPE x [<!ENTITY e "e">]>' + rest: "document type",
            good.replace(b"&amp;", b"&e;"): "entity",
            b"<svg xmlns='http://www.w3.org/2000/svg'/>": "neither",
        }.items():
            with self.subTest(content[:60]):
                self.sidecar.write_bytes(content)
                self.assert_refused("sidecar/not-xmp", str(self.sidecar), word)

    def test_that_are_too_large_are_left_as_they_are(self):
        with self.sidecar.open("wb") as file:
            file.truncate((16 << 20) + 1)
        self.assert_refused("sidecar/too-large", "16,777,217 bytes")

    def test_that_are_no_files_are_refused_at_once(self):
        self.sidecar.mkdir()
        self.assert_refused("file/unwritable", "not a regular file")
        self.sidecar.rmdir()
        os.mkfifo(self.sidecar)
        self.assert_refused("file/unwritable", "not a regular file")

    def test_hand_on_their_permissions(self):
        for mode in (0o600, 0o640, 0o664, 0o444):
            with self.subTest(oct(mode)):
                self.sidecar.unlink(missing_ok=True)
                shutil.copyfile(DARKTABLE, self.sidecar)
                self.sidecar.chmod(mode)
                self.tag(self.picture)
                self.assertEqual(stat.S_IMODE(self.sidecar.stat().st_mode), mode)
                self.assertIn(b"espresso", self.sidecar.read_bytes())

    @unittest.skipUnless(os.geteuid() == 0, "only root can give files away")
    def test_hand_on_their_owner(self):
        shutil.copyfile(DARKTABLE, self.sidecar)
        os.chown(self.sidecar, 12345, 23456)
        self.tag(self.picture)
        after = self.sidecar.stat()
        self.assertEqual((after.st_uid, after.st_gid), (12345, 23456))

    def test_that_are_links_are_replaced_and_not_followed(self):
        other = self.write("other.xmp", DARKTABLE.read_bytes())
        self.sidecar.symlink_to(other)
        self.tag(self.picture)
        self.assertEqual(other.read_bytes(), DARKTABLE.read_bytes())
        self.assertFalse(self.sidecar.is_symlink())
        self.assertIn(b"holiday", self.sidecar.read_bytes())
        self.assertIn(b"espresso", self.sidecar.read_bytes())

    def test_that_point_nowhere_are_replaced(self):
        self.sidecar.symlink_to(self.folder / "nowhere")
        self.tag(self.picture)
        self.assertFalse(self.sidecar.is_symlink())
        self.assertFalse((self.folder / "nowhere").exists())

    def test_have_no_place_beside_a_pipe(self):
        self.picture.unlink()
        os.mkfifo(self.picture)
        self.assert_refused("file/unreadable", "not a regular file")
        (record,) = self.tag("/dev/stdin", code=FAILED, stdin=COFFEE.read_bytes())
        self.assertEqual(record["error"]["code"], "file/unreadable")


if __name__ == "__main__":
    unittest.main()
