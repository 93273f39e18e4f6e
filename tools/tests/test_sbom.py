"""The bill of materials follows its schema, says what THIRD_PARTY.md and the pins say, and is not
made when they differ."""

import json
import pathlib
import sys
import tempfile
import unittest

from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

TOOLS = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(TOOLS / "release"))
import make_sbom  # noqa: E402
from is_set_up import requirements_of  # noqa: E402
from sbom import npm_locks, pins, third_party  # noqa: E402
from sbom.agree import joined  # noqa: E402
from sbom.part import Disagreement, Part  # noqa: E402

ROOT = TOOLS.parent
SOURCES = """glance_unpack(one "one_0.0~git20200102.abc1234-ds.orig.tar.xz"
              {0})
glance_unpack(two "two_1.5+ds.orig.tar.gz" {0})
if(x)
  glance_unpack(two "two_2.5.orig.tar.xz" {0})
endif()
FetchContent_Declare(
    googletest
    URL "file://${{GLANCE_SOURCES_DIR}}/googletest_1.0.orig.tar.gz"
    URL_HASH SHA256={0})
""".format("a" * 64)
ROW = """| what | version | licence |
| --- | --- | --- |
| [One](https://github.com/Some/One) | abc1234 (2020-01-02) | MIT |
"""


def bill():
    return make_sbom.bill(make_sbom.pinned(ROOT, "3.1.69"), "0.0.0")


class OfThisCheckout(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.text = bill()
        cls.components = json.loads(cls.text)["components"]
        cls.rows = third_party.read_rows((ROOT / "THIRD_PARTY.md").read_text("utf-8"))

    def test_follows_the_schema_of_cyclonedx(self):
        self.assertIsNone(JsonStrictValidator(SchemaVersion.V1_6).validate_str(self.text))

    def test_the_schema_is_really_asked(self):
        broken = self.text.replace('"type": "library"', '"type": "libary"', 1)
        self.assertIsNotNone(JsonStrictValidator(SchemaVersion.V1_6).validate_str(broken))

    def test_has_no_time_and_no_random_number_and_comes_out_the_same_twice(self):
        document = json.loads(self.text)
        self.assertNotIn("serialNumber", document)
        self.assertNotIn("timestamp", document["metadata"])
        self.assertEqual(bill(), self.text)

    def test_has_every_name_of_third_party_with_its_licence(self):
        licences = {each["name"].lower(): each["licenses"] for each in self.components}
        for name, row in self.rows.items():
            if "/" in name and not name.startswith("@"):
                continue  # a folder of pictures
            with self.subTest(name=name):
                self.assertIn(
                    licences[name],
                    ([{"license": {"id": row.licence}}], [{"expression": row.licence}]),
                )

    def test_has_nothing_else_but_what_those_need_and_files_of_the_folders_of_pictures(self):
        graph = {
            each["ref"]: each.get("dependsOn", []) for each in json.loads(self.text)["dependencies"]
        }
        reached, waiting = (
            set(),
            [each["bom-ref"] for each in self.components if each["name"].lower() in self.rows],
        )
        while waiting:
            if (ref := waiting.pop()) not in reached:
                reached.add(ref)
                waiting += graph[ref]
        folders = tuple(f"file:{name}/" for name in self.rows)
        rest = [each["bom-ref"] for each in self.components if each["bom-ref"] not in reached]
        self.assertEqual([ref for ref in rest if not ref.startswith(folders)], [])

    def test_every_licence_is_one_that_spdx_knows(self):
        for each in self.components:
            for licence in each["licenses"]:
                self.assertTrue("expression" in licence or "id" in licence["license"], each["name"])

    def test_what_is_shipped_has_a_hash_or_is_the_toolchain(self):
        shipped = [each for each in self.components if each["scope"] == "required"]
        self.assertGreater(len(shipped), 15)
        self.assertEqual([each["name"] for each in shipped if "hashes" not in each], ["Emscripten"])

    def test_the_pictures_come_from_the_wheels_that_are_fetched(self):
        wheels = requirements_of(ROOT / "tools/wheels.txt")
        for name in ("coffee.png", "china.jpg"):
            _, package, version = self.rows[name].version.replace("`", "").split()
            self.assertEqual(wheels[package], version)


class Disagreements(unittest.TestCase):
    def setUp(self):
        self.part = Part(
            "one", "0.0~git20200102.abc1234", sha256="a" * 64, origin="cmake/dependencies.cmake"
        )

    def join(self, *parts, text=ROW):
        return joined(list(parts), third_party.read_rows(text))

    def test_what_agrees_has_the_licence_and_the_address_of_the_table(self):
        [part] = self.join(self.part)
        self.assertEqual((part.licence, part.purl), ("MIT", "pkg:github/some/one@abc1234"))

    def assert_refused(self, message, *parts, text=ROW):
        with self.assertRaisesRegex(Disagreement, message):
            self.join(*parts, text=text)

    def test_a_pin_without_a_row_is_refused(self):
        self.assert_refused(
            "pinned, but not in THIRD_PARTY.md: three", self.part, Part("three", "1")
        )

    def test_a_row_without_a_pin_is_refused(self):
        self.assert_refused(
            "in THIRD_PARTY.md, but pinned nowhere: four",
            self.part,
            text=f"{ROW}| four | 1 | MIT |\n",
        )

    def test_another_version_is_refused(self):
        self.assert_refused(
            "one: .*abc1234.* says 0.0~git20200102.def",
            Part("one", "0.0~git20200102.def", origin="cmake/dependencies.cmake"),
        )

    def test_another_licence_than_the_lock_file_s_is_refused(self):
        self.assert_refused(
            "one: THIRD_PARTY.md says MIT, package-lock.json says ISC",
            Part("one", "1", licence="ISC", origin="package-lock.json"),
        )

    def test_two_hashes_of_one_package_are_refused(self):
        other = Part(
            "one", "0.0~git20200102.abc1234", sha256="b" * 64, origin="cmake/dependencies.cmake"
        )
        self.assert_refused("pkg:github/some/one@abc1234: .* differ", self.part, other)


class Readers(unittest.TestCase):
    def test_of_two_sources_of_one_thing_that_which_is_there_is_taken(self):
        with tempfile.TemporaryDirectory() as folder:
            root = pathlib.Path(folder)
            (root / "cmake").mkdir()
            (root / "cmake/dependencies.cmake").write_text(SOURCES)
            with self.assertRaisesRegex(Disagreement, "no source of two"):
                pins.compiled(root, root)
            (root / "two_2.5.orig.tar.xz").touch()
            read = [(part.name, part.version, part.shipped) for part in pins.compiled(root, root)]
            self.assertCountEqual(
                read,
                [
                    ("one", "0.0~git20200102.abc1234-ds", True),
                    ("two", "2.5", True),
                    ("googletest", "1.0", False),
                ],
            )
            (root / "two_1.5+ds.orig.tar.gz").touch()
            self.assertIn("1.5", [part.version for part in pins.compiled(root, root)])

    def test_a_package_of_npm_needs_the_one_that_node_finds(self):
        def package(version, **needs):
            return {"version": version, "license": "MIT", "integrity": "sha512-AAAA", **needs}

        lock = {
            "": {"devDependencies": {"@x/a": "1"}},
            "node_modules/@x/a": package("1", dependencies={"b": "2", "c": "1"}),
            "node_modules/@x/a/node_modules/b": package("2", optionalDependencies={"absent": "1"}),
            "node_modules/b": package("1"),
            "node_modules/c": package("1", peerDependencies={"b": "1"}),
        }
        parts = {part.purl: part for part in npm_locks.parts_of(lock, "package-lock.json")}
        self.assertEqual(parts["pkg:npm/%40x/a@1"].needs, ("pkg:npm/b@2", "pkg:npm/c@1"))
        self.assertEqual(parts["pkg:npm/c@1"].needs, ("pkg:npm/b@1",))
        self.assertEqual(
            (
                parts["pkg:npm/b@2"].needs,
                parts["pkg:npm/b@2"].named,
                parts["pkg:npm/%40x/a@1"].named,
            ),
            ((), False, True),
        )


if __name__ == "__main__":
    unittest.main()
