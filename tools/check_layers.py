#!/usr/bin/env python3
"""Checks that src/, include/ and web/ keep their layers.

src/: base < image < preprocess < model < infer < postprocess < {teach, likeness} < classifier, and
      that below each of {cli, bindings, c_interface}; base < xmp < cli
web/: shared < worker < library < {page, package}, and shared < service_worker

A layer includes itself and lower ones only; the command line, the bindings and the C interface do
not know each other; inference does not know pictures, nor does teaching, which knows no network
either; likeness knows pictures and no network. A public header (include/glance/) belongs to
the layer that it is part of, and includes only the standard library and other public headers, since
it is installed. The page and the package import nothing of the worker, whose door is the library;
imports of types count. Each third-party library has its layers. In src/, only the command line
prints, reads paths, ends the program or throws. Prints FILE:LINE and the rule for each violation.
Exits with 0 when there is none, otherwise 1.
"""

import argparse
import os
import pathlib
import re
import sys

CHAIN = (
    "base",
    "image",
    "preprocess",
    "model",
    "infer",
    "postprocess",
    "teach",
    "likeness",
    "classifier",
)
RIM = ("cli", "bindings", "c_interface")
# Beside the chain: a layer above base that only the command line knows.
SIDE = "xmp"
LAYERS = (*CHAIN, *RIM, SIDE)
# The files of the layer `classifier`, which is no folder.
CLASSIFIER_FILES = ("classifier", "classify_options")
PUBLIC_HEADERS = {
    "glance/result.h": "base",
    "glance/buffer.h": "base",
    "glance/image.h": "image",
    "glance/preprocessing.h": "preprocess",
    "glance/model_description.h": "model",
    "glance/prediction.h": "postprocess",
    "glance/evaluation.h": "teach",
    "glance/teacher.h": "teach",
    "glance/likeness.h": "likeness",
    "glance/classifier.h": "classifier",
    "glance/glance.h": "c_interface",
}
# What a layer may not include although it is below.
SEPARATED = {
    "infer": {"image", "preprocess"},
    "teach": {"image", "preprocess", "infer"},
    "likeness": {"model", "infer", "postprocess", "teach"},
}

# A header's whole name -> the layers that may include it.
OWNED_HEADERS = (
    (re.compile(r"(.*/)?stb_\w+\.h"), ("image",)),
    (re.compile(r"(.*/)?yyjson\.h"), ("model", "cli")),
    (re.compile(r"(.*/)?pugixml\.hpp"), ("xmp",)),
    (re.compile(r"(.*/)?(xnnpack|pthreadpool|cpuinfo|fxdiv|fp16)(/.*|\.h)"), ("infer",)),
    (re.compile(r"emscripten(/.*|\.h)"), ("bindings",)),
    (re.compile(r"iostream|fstream|print|filesystem|cstdio|stdio\.h|cassert|assert\.h"), ("cli",)),
)

# Code that only the command line may contain.
RIM_CODE = re.compile(
    r"""
    \bstd::(?:cin|cout|cerr|clog|print|println|terminate)\b
  | \b(?:printf|fprintf|vprintf|vfprintf|puts|fputs|putchar|perror)(?=\s*\()
  | \b(?:fopen|freopen|fread|fwrite)(?=\s*\()
  | \b(?:abort|exit|_Exit|quick_exit|assert|__builtin_trap|__builtin_abort)(?=\s*\()
  | \bthrow\b
""",
    re.VERBOSE,
)

COMMENT_OR_LITERAL = re.compile(
    r"""
    (?P<comment> //[^\n]* | /\*.*?\*/ )
  | (?P<separator> (?<=[0-9a-fA-F])'(?=[0-9a-fA-F]) )
  | (?P<literal> R"(?P<tag>\w*)\(.*?\)(?P=tag)" | "(?:\\.|[^"\\\n])*" | '(?:\\.|[^'\\\n])*' )
""",
    re.VERBOSE | re.DOTALL,
)
INCLUDE = re.compile(r"\s*#\s*include\b\s*(?P<what>.*)")
INCLUDED_NAME = re.compile(r"(?P<opening>[<\"])(?P<name>[^>\"]+)[>\"]")


def blank(text, kinds):
    """`text` with all comments or literals of `kinds` replaced by spaces; line breaks stay."""

    def replace(match):
        return re.sub(r"[^\n]", " ", match[0]) if match.lastgroup in kinds else match[0]

    return COMMENT_OR_LITERAL.sub(replace, text)


def layer_of(path):
    """The layer of a path relative to src/ or include/, or None."""
    if path.parts[0] == "glance":
        return PUBLIC_HEADERS.get(path.as_posix())
    if len(path.parts) == 1:
        return "classifier" if path.stem in CLASSIFIER_FILES else None
    return path.parts[0] if path.parts[0] in LAYERS and path.parts[0] != "classifier" else None


def allowed_layers(layer):
    if layer == SIDE:
        return {"base", SIDE}
    if layer in RIM:
        return {*CHAIN, layer} | ({SIDE} if layer == "cli" else set())
    return set(CHAIN[: CHAIN.index(layer) + 1]) - SEPARATED.get(layer, set())


def include_violation(layer, what, is_public=False):
    """What is wrong with `#include what` in a file of `layer`, or None."""
    match = INCLUDED_NAME.match(what)
    if match is None:
        return f"#include {what}: write the header's name, not a macro"
    name = match["name"]
    for pattern, owners in OWNED_HEADERS:
        if pattern.fullmatch(name):
            return None if layer in owners else f"only {' and '.join(owners)} may include {name}"
    included = layer_of(pathlib.PurePosixPath(name))
    if included is None:
        is_ours = match["opening"] == '"'
        return f'include "{name}" by its path from src/ or include/' if is_ours else None
    if is_public and not name.startswith("glance/"):
        return f"{name} is not installed, which public headers are"
    if included in allowed_layers(layer):
        return None
    return f"{layer} may not include {included} ({name})"


def violations_in(layer, text, is_public=False):
    """Yields (line number, rule) for one file's text."""
    code_and_literals = blank(text, {"comment"})
    for number, line in enumerate(code_and_literals.splitlines(), 1):
        include = INCLUDE.match(line)
        rule = include and include_violation(layer, include["what"].strip(), is_public)
        if rule:
            yield number, rule
    if layer == "cli":
        return
    for number, line in enumerate(blank(text, {"comment", "literal"}).splitlines(), 1):
        for match in RIM_CODE.finditer(line):
            yield number, f"only cli may use {match[0]}"


def violations(folder):
    """Yields (path, line number, rule) for all C and C++ files below `folder`."""
    for path in sorted(folder.rglob("*")):
        if path.suffix not in {".h", ".hh", ".hpp", ".c", ".cc", ".cpp"}:
            continue
        name = path.relative_to(folder)
        layer = layer_of(name)
        if layer is None:
            yield path, 1, "the file belongs to no layer"
            continue
        text = path.read_text(encoding="utf-8")
        for number, rule in violations_in(layer, text, is_public=name.parts[0] == "glance"):
            yield path, number, rule


# Who may import whom in web/.
WEB_LAYERS = {
    "shared": {"shared"},
    "worker": {"shared", "worker"},
    "library": {"shared", "worker", "library"},
    "page": {"shared", "library", "page"},
    "package": {"shared", "library", "package"},
    "service_worker": {"shared", "service_worker"},
}

# The start of a package's name -> the layer that may import it.
OWNED_PACKAGES = {
    "@noble/hashes": "shared",
    "glance-core": "worker",
    "glance-teach": "worker",
    "glance-shared": "page",
    "node:": "package",
    "preact": "page",
    "@tanstack/virtual-core": "page",
    "idb": "page",
    "client-zip": "page",
}

# Prettier writes the module's name on the last line of an import and in single quotes.
WEB_IMPORT = re.compile(
    r"""
    ^\s*(?:import|export|\}).*\bfrom\ '(?P<from>[^']+)'
  | ^\s*import\ '(?P<bare>[^']+)'
  | \bimport\('(?P<call>[^']+)'\)
""",
    re.VERBOSE,
)
WEB_COMMENT = re.compile(r"\s*(//|/?\*)")


def web_import_violation(folder, path, name):
    """What is wrong with importing `name` in `path`, relative to web/, or None."""
    layer = path.parts[0]
    if not name.startswith("."):
        owners = {owner for start, owner in OWNED_PACKAGES.items() if name.startswith(start)}
        if layer in owners:
            return None
        return f"only {owners.pop()} may import {name}" if owners else f"{name} belongs to no layer"
    target = pathlib.Path(os.path.normpath(folder / path.parent / name))
    if not target.is_relative_to(folder):
        return f"{name} is not in web/"
    imported = target.relative_to(folder).parts[0]
    if imported in WEB_LAYERS[layer]:
        return None
    return f"{layer} may not import {imported} ({name})"


def web_violations(web_folder):
    """Yields (path, line number, rule) for all TypeScript files below `web_folder`."""
    for path in sorted(web_folder.rglob("*.ts")) + sorted(web_folder.rglob("*.tsx")):
        relative = path.relative_to(web_folder)
        if relative.parts[0] not in WEB_LAYERS:
            yield path, 1, "the file belongs to no layer"
            continue
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            for match in [] if WEB_COMMENT.match(line) else WEB_IMPORT.finditer(line):
                name = match["from"] or match["bare"] or match["call"]
                rule = web_import_violation(web_folder, relative, name)
                if rule:
                    yield path, number, rule


def main(arguments=None):
    root = pathlib.Path(__file__).resolve().parent.parent
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "source_folder",
        nargs="?",
        type=pathlib.Path,
        help="the folder with one folder a layer of C++ (default: src/, include/ and web/)",
    )
    parser.add_argument(
        "--web", type=pathlib.Path, help="the folder with one folder a layer of TypeScript"
    )
    options = parser.parse_args(arguments)
    checks = [("src/", options.source_folder, violations), ("web/", options.web, web_violations)]
    if not options.source_folder and not options.web:
        checks = [
            ("src/", root / "src", violations),
            ("include/", root / "include", violations),
            ("web/", root / "web", web_violations),
        ]
    exit_code = 0
    for name, folder, check in checks:
        if folder is None:
            continue
        if not folder.is_dir():
            parser.error(f"{folder} is not a folder")
        found = list(check(folder))
        for path, number, rule in found:
            print(f"{path}:{number}: {rule}")
        if found:
            exit_code = 1
        else:
            print(f"The layers of {name} are kept.")
    return exit_code


if __name__ == "__main__":
    sys.exit(main())
