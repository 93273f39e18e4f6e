"""Each rule of check_layers.py catches its violation, and the real sources keep them all."""

import contextlib
import io
import pathlib
import sys
import tempfile
import unittest

TOOLS = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(TOOLS))
import check_layers  # noqa: E402

# Who may include whom, written out: one row a layer, in the order of the columns.
COLUMNS = (
    "base",
    "image",
    "preprocess",
    "model",
    "infer",
    "postprocess",
    "teach",
    "likeness",
    "cli",
    "bindings",
    "c_interface",
    "xmp",
)
MATRIX = {
    "base": "yes no  no  no  no  no  no  no  no  no  no  no ",
    "image": "yes yes no  no  no  no  no  no  no  no  no  no ",
    "preprocess": "yes yes yes no  no  no  no  no  no  no  no  no ",
    "model": "yes yes yes yes no  no  no  no  no  no  no  no ",
    "infer": "yes no  no  yes yes no  no  no  no  no  no  no ",
    "postprocess": "yes yes yes yes yes yes no  no  no  no  no  no ",
    "teach": "yes no  no  yes no  yes yes no  no  no  no  no ",
    "likeness": "yes yes yes no  no  no  no  yes no  no  no  no ",
    "cli": "yes yes yes yes yes yes yes yes yes no  no  yes",
    "bindings": "yes yes yes yes yes yes yes yes no  yes no  no ",
    "c_interface": "yes yes yes yes yes yes yes yes no  no  yes no ",
    "xmp": "yes no  no  no  no  no  no  no  no  no  no  yes",
}


# The same for web/: who may import whom.
WEB_COLUMNS = ("shared", "worker", "library", "page", "package", "service_worker")
WEB_MATRIX = {
    "shared": "yes no  no  no  no  no ",
    "worker": "yes yes no  no  no  no ",
    "library": "yes yes yes no  no  no ",
    "page": "yes no  yes yes no  no ",
    "package": "yes no  yes no  yes no ",
    "service_worker": "yes no  no  no  no  yes",
}


def run(files, *options):
    """Exit code and printed lines for a tree of {path: text}, without the folder's own path."""
    with tempfile.TemporaryDirectory() as folder:
        for name, text in files.items():
            path = pathlib.Path(folder, name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            code = check_layers.main([*options, folder])
        return code, printed.getvalue().replace(folder + "/", "").splitlines()


class CheckLayers(unittest.TestCase):
    def assert_kept(self, files):
        self.assertEqual(run(files), (0, ["The layers of src/ are kept."]))

    def assert_broken(self, files, *lines):
        self.assertEqual(run(files), (1, list(lines)))

    def test_layers_include_themselves_and_lower_ones_only(self):
        for layer, row in MATRIX.items():
            for included, answer in zip(COLUMNS, row.split(), strict=True):
                with self.subTest(layer=layer, included=included):
                    files = {f"{layer}/a.cc": f'#include "{included}/b.h"\n'}
                    if answer == "yes":
                        self.assert_kept(files)
                    else:
                        self.assert_broken(
                            files,
                            f"{layer}/a.cc:1: {layer} may not include {included} ({included}/b.h)",
                        )

    def test_facade_is_below_the_rim_and_above_everything_else(self):
        for layer in COLUMNS:
            with self.subTest(layer=layer):
                files = {f"{layer}/a.cc": '#include "glance/classifier.h"\n'}
                if layer in ("cli", "bindings", "c_interface"):
                    self.assert_kept(files)
                else:
                    self.assert_broken(
                        files,
                        f"{layer}/a.cc:1: {layer} may not include classifier (glance/classifier.h)",
                    )
        lower = [
            layer for layer in COLUMNS if layer not in ("cli", "bindings", "c_interface", "xmp")
        ]
        self.assert_kept({"classifier.cc": "".join(f'#include "{name}/a.h"\n' for name in lower)})
        self.assert_broken(
            {"classifier.cc": '#include "cli/a.h"\n#include "bindings/a.h"\n'},
            "classifier.cc:1: classifier may not include cli (cli/a.h)",
            "classifier.cc:2: classifier may not include bindings (bindings/a.h)",
        )

    def test_public_headers_belong_to_the_layer_that_they_are_part_of(self):
        layers = [*check_layers.CHAIN, *check_layers.RIM, "xmp"]
        for header, owner in check_layers.PUBLIC_HEADERS.items():
            for layer in COLUMNS:
                with self.subTest(header=header, layer=layer):
                    files = {f"{layer}/a.cc": f'#include "{header}"\n'}
                    is_lower = layers.index(owner) <= layers.index(layer)
                    is_seen = owner in ("base", "xmp") if layer == "xmp" else is_lower
                    if owner == layer or (is_seen and owner not in check_layers.RIM):
                        if owner in check_layers.SEPARATED.get(layer, ()):
                            continue  # its own rule, which the matrix has
                        self.assert_kept(files)
                    else:
                        self.assert_broken(
                            files, f"{layer}/a.cc:1: {layer} may not include {owner} ({header})"
                        )

    def test_public_headers_include_public_ones_of_lower_layers_only(self):
        self.assert_kept({"glance/classifier.h": '#include <span>\n#include "glance/result.h"\n'})
        self.assert_broken(
            {"glance/image.h": '#include "base/buffer.h"\n#include "glance/classifier.h"\n'},
            "glance/image.h:1: base/buffer.h is not installed, which public headers are",
            "glance/image.h:2: image may not include classifier (glance/classifier.h)",
        )
        self.assert_broken({"glance/new.h": "\n"}, "glance/new.h:1: the file belongs to no layer")

    def test_third_party_headers_have_their_layers(self):
        owners = {
            "stb_image.h": "image",
            "stb_image_write.h": "image",
            "yyjson.h": "model and cli",
            "xnnpack.h": "infer",
            "pthreadpool.h": "infer",
            "emscripten.h": "bindings",
            "emscripten/bind.h": "bindings",
            "iostream": "cli",
            "fstream": "cli",
            "cstdio": "cli",
            "stdio.h": "cli",
            "print": "cli",
            "filesystem": "cli",
            "cassert": "cli",
        }
        for header, owner in owners.items():
            for layer in COLUMNS:
                with self.subTest(header=header, layer=layer):
                    files = {f"{layer}/a.h": f"#pragma once\n#include <{header}>\n"}
                    if layer in owner.split(" and "):
                        self.assert_kept(files)
                    else:
                        self.assert_broken(
                            files, f"{layer}/a.h:2: only {owner} may include {header}"
                        )

    def test_only_the_command_line_prints_reads_ends_or_throws(self):
        code = {
            'std::cout << "x";': "std::cout",
            "std::cerr<<1;": "std::cerr",
            "std::println(1);": "std::println",
            'printf("x");': "printf",
            "std::fprintf(stderr, x);": "fprintf",
            "puts (x);": "puts",
            "fopen(a, b);": "fopen",
            "std::abort();": "abort",
            "exit(1);": "exit",
            "std::quick_exit(1);": "quick_exit",
            "std::terminate();": "std::terminate",
            "assert(x);": "assert",
            "__builtin_trap();": "__builtin_trap",
            "throw Error{};": "throw",
        }
        for statement, word in code.items():
            with self.subTest(statement=statement):
                text = f"void F() {{\n  {statement}\n}}\n"
                self.assert_kept({"cli/a.cc": text})
                for name in ("base/a.h", "classifier.cc", "bindings/a.cc"):
                    self.assert_broken({name: text}, f"{name}:2: only cli may use {word}")

    def test_comments_literals_and_similar_names_are_not_code(self):
        self.assert_kept(
            {
                "base/a.cc": r"""
// printf("x"); #include "cli/a.h"
/* throw;
#include <iostream>
*/
const char* text = "throw \" exit(1)";  // std::cout
const char* raw = R"(abort() " // )";
const char* tagged = R"tag(abort() )" throw )tag";
const int limit = 32'768; const char quote = '"'; const char other = '\'';
static_assert(limit > 0);
int n = snprintf(buffer, 1, "x"); int exit_code = thrown + on_exit(2) + abort_count;
"""
            }
        )

    def test_code_after_literals_and_digit_separators_is_seen(self):
        self.assert_broken(
            {
                "base/a.cc": "int a = 1'0; throw a;\nchar q = '\"'; throw q;\n"
                'auto r = R"x(\n")x"; throw r;\n'
            },
            "base/a.cc:1: only cli may use throw",
            "base/a.cc:2: only cli may use throw",
            "base/a.cc:4: only cli may use throw",
        )

    def test_our_headers_are_included_by_their_path_from_src(self):
        for name in ("b.h", "../cli/b.h", "unknown/b.h"):
            with self.subTest(name=name):
                self.assert_broken(
                    {"base/a.h": f'#include "{name}"\n'},
                    f'base/a.h:1: include "{name}" by its path from src/ or include/',
                )
        self.assert_broken(
            {"base/a.h": "# include <cli/b.h>\n"}, "base/a.h:1: base may not include cli (cli/b.h)"
        )
        self.assert_broken(
            {"base/a.h": "#include HEADER\n"},
            "base/a.h:1: #include HEADER: write the header's name, not a macro",
        )

    def test_every_source_belongs_to_a_layer(self):
        for name in ("helper.h", "extra/a.cc", "classifier/a.h"):
            with self.subTest(name=name):
                self.assert_broken({name: "\n"}, f"{name}:1: the file belongs to no layer")
        self.assert_kept({"CMakeLists.txt": "printf(", "base/notes.md": "#include <iostream>"})

    def test_help_names_the_layers(self):
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed), self.assertRaises(SystemExit) as exit_:
            check_layers.main(["--help"])
        self.assertEqual(exit_.exception.code, 0)
        self.assertIn("base < image < preprocess", printed.getvalue())

    def test_missing_folder_is_wrong_usage(self):
        with contextlib.redirect_stderr(io.StringIO()), self.assertRaises(SystemExit) as exit_:
            check_layers.main(["no-such-folder"])
        self.assertEqual(exit_.exception.code, 2)

    def test_the_real_sources_keep_the_layers(self):
        found = [
            f"{path}:{number}: {rule}"
            for folder in ("src", "include")
            for path, number, rule in check_layers.violations(TOOLS.parent / folder)
        ]
        self.assertEqual(found, [])


class CheckWebLayers(unittest.TestCase):
    def assert_kept(self, files):
        self.assertEqual(run(files, "--web"), (0, ["The layers of web/ are kept."]))

    def assert_broken(self, files, *lines):
        self.assertEqual(run(files, "--web"), (1, list(lines)))

    def test_layers_import_themselves_and_lower_ones_only(self):
        for layer, row in WEB_MATRIX.items():
            for imported, answer in zip(WEB_COLUMNS, row.split(), strict=True):
                with self.subTest(layer=layer, imported=imported):
                    name = f"../../{imported}/b.ts"
                    files = {f"{layer}/feature/a.tsx": f"import {{ b }} from '{name}';\n"}
                    if answer == "yes":
                        self.assert_kept(files)
                    else:
                        self.assert_broken(
                            files,
                            f"{layer}/feature/a.tsx:1: {layer} may not import {imported} ({name})",
                        )

    def test_every_form_of_import_counts(self):
        for text in (
            "import type { B } from '../worker/b.ts';",
            "export * from '../worker/b.ts';",
            "export type * from '../worker/b.ts';",
            "import '../worker/b.ts';",
            "const b = await import('../worker/b.ts');",
            "let b: import('../worker/b.ts').B;",
            "} from '../worker/b.ts';",
        ):
            with self.subTest(text=text):
                self.assert_broken(
                    {"page/a.ts": f"\n{text}\n"},
                    "page/a.ts:2: page may not import worker (../worker/b.ts)",
                )

    def test_comments_are_not_imports(self):
        self.assert_kept(
            {"page/a.ts": "// import '../worker/b.ts'\n/** import('../worker/b.ts') */\n"}
        )

    def test_packages_have_their_layers(self):
        for package, owner in {
            "@noble/hashes/sha2.js": "shared",
            "glance-core-shared": "worker",
            "preact/hooks": "page",
            "@tanstack/virtual-core": "page",
            "idb": "page",
            "client-zip": "page",
            "node:fs/promises": "package",
        }.items():
            for layer in WEB_COLUMNS:
                with self.subTest(package=package, layer=layer):
                    files = {f"{layer}/a.ts": f"import {{ a }} from '{package}';\n"}
                    if layer == owner:
                        self.assert_kept(files)
                    else:
                        self.assert_broken(
                            files, f"{layer}/a.ts:1: only {owner} may import {package}"
                        )
        self.assert_broken(
            {"page/a.ts": "import { a } from 'left-pad';\n"},
            "page/a.ts:1: left-pad belongs to no layer",
        )

    def test_imports_stay_in_web_and_files_in_layers(self):
        self.assert_broken(
            {"page/a.ts": "import { a } from '../../tools/a.mjs';\n"},
            "page/a.ts:1: ../../tools/a.mjs is not in web/",
        )
        self.assert_broken({"other/a.ts": "\n"}, "other/a.ts:1: the file belongs to no layer")

    def test_the_real_sources_keep_the_layers(self):
        found = [
            f"{path}:{number}: {rule}"
            for path, number, rule in check_layers.web_violations(TOOLS.parent / "web")
        ]
        self.assertEqual(found, [])


if __name__ == "__main__":
    unittest.main()
