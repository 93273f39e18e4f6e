"""docs/interface.md and the sources of every language name the same options and fields."""

import ast
import re
import unittest

import command_line_program as program
from command_line_pictures import small_espresso
from command_line_program import MODEL, REPOSITORY

# Rows that need not be in every language, by their name in JavaScript: what only a browser has.
BROWSER_ONLY = {"signal", "notes.format"} | {
    f"backend.{field}" for field in ("version", "simd", "threads", "why", "reasons")
}
# The command line writes these into a file (`glance embed` the embedding), and nowhere the pixels
# or the fingerprint, which `glance similar` looks at itself.
NOT_PRINTED = re.compile(r"heatmap\..*|view|embedding|fingerprint")


def read(path):
    return (REPOSITORY / path).read_text(encoding="utf-8")


def tables():
    """{heading: [{language: name or None}, one a row]} of docs/interface.md."""
    found = {}
    for section in re.split(r"^## ", read("docs/interface.md"), flags=re.M)[1:]:
        heading, text = section.split("\n", 1)
        lines = [line for line in text.splitlines() if line.startswith("|")]
        columns, _, *rows = [
            [cell.strip() for cell in line.strip("|").split("|")] for line in lines
        ]
        found[heading.strip()] = [
            {column: name_in(cell) for column, cell in zip(columns[1:], row[1:], strict=True)}
            for row in rows
        ]
    return found


def name_in(cell):
    if cell == "-":
        return None
    (name,) = re.fullmatch(r"`([^`]+)`", cell).groups()
    return name


# --- what the sources have: {type: {field: type of the field}} ---------------------------------


def without_comments(text):
    return re.sub(r"/\*.*?\*/|//[^\n]*", "", text, flags=re.S)


def typescript_types():
    types = {}
    for path in sorted(REPOSITORY.glob("web/library/*.ts")) + sorted(
        REPOSITORY.glob("web/shared/*.ts")
    ):
        text = without_comments(path.read_text(encoding="utf-8"))
        for name, body in re.findall(r"export interface (\w+)[^{]*\{\n(.*?)^\}", text, re.S | re.M):
            fields = re.findall(r"^  (?:readonly )?(\w+)\??: (.*?);$", body, re.S | re.M)
            types[name] = dict(fields)
    return types


def cpp_types():
    types = {}
    for path in sorted(REPOSITORY.glob("include/glance/*.h")):
        text = without_comments(path.read_text(encoding="utf-8"))
        for name, body in re.findall(r"^struct (\w+) \{\n(.*?)^\};", text, re.S | re.M):
            types[name] = members_of(body)
    return types


def c_types():
    text = without_comments(read("include/glance/glance.h"))
    structs = re.findall(r"typedef struct \w+ \{\n(.*?)^\} (\w+);", text, re.S | re.M)
    return {name: members_of(body) for body, name in structs}


def members_of(body):
    """{name: type} of `type a = 0, b = 0;` ..., without the functions."""
    members = {}
    for statement in re.sub(r"\{[^{}]*\}|(?<=std::function)<.*?>", "", body).split(";"):
        if "(" in statement or not statement.strip():
            continue
        plain = re.sub(r"=\s*[^,;]+", "", statement).replace("const ", "").strip()
        kind, names = re.fullmatch(r"([\w:<>, ]*[\w>]\*?)\s+(\w+(?:\s*,\s*\w+)*)", plain).groups()
        members |= {name.strip(): kind for name in names.split(",")}
    return members


def python_types(path="python/glance/classifier.py"):
    tree = ast.parse(read(path))
    return {
        node.name: {
            field.target.id: ast.unparse(field.annotation)
            for field in node.body
            if isinstance(field, ast.AnnAssign)
        }
        for node in tree.body
        if isinstance(node, ast.ClassDef)
    }


def python_keywords(method):
    tree = ast.parse(read("python/glance/classifier.py"))
    (function,) = (
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef)
        and node.name == method
        and node.args.args[0].arg == "self"
        and node.args.kwonlyargs
    )
    return {each.arg for each in function.args.kwonlyargs}


def flat(types, root, leaves):
    """Paths of all fields: those of a type that is known, but for `leaves`, by their own."""
    paths = set()
    for field, kind in types[root].items():
        inline = re.fullmatch(r"\{(.*)\}(?:\[\])?", kind, re.S)
        known = next((word for word in re.findall(r"\w+", kind) if word in types), None)
        if inline:
            paths |= {f"{field}.{name}" for name in re.findall(r"(\w+)\??:", inline[1])}
        elif known and known not in leaves:
            paths |= {f"{field}.{path}" for path in flat(types, known, leaves)}
        else:
            paths.add(field)
    return paths


def json_paths(record):
    paths = set()
    for key, value in record.items():
        inner = value[0] if isinstance(value, list) and value else value
        if isinstance(inner, dict):
            paths |= {f"{key}.{path}" for path in json_paths(inner)}
        else:
            paths.add(key)
    return paths


def element_attributes():
    text = read("web/package/element.ts")
    named = re.findall(r"(?:getAttribute|hasAttribute|option|number)\('([\w-]+)'\)", text)
    return set(named)


class Interface(unittest.TestCase):
    def assert_same(self, heading, language, names):
        listed = {row[language] for row in tables()[heading]} - {None}
        self.assertEqual(listed, names, f"{heading}: {language}")

    def test_options_of_classify(self):
        heading = "Options of `classify`"
        self.assert_same(heading, "JavaScript", set(typescript_types()["ClassifyOptions"]))
        self.assert_same(heading, "C++", set(cpp_types()["ClassifyOptions"]))
        by_name = re.findall(r'^    \{"(\w+)", OptionKind::', read("src/classify_options.cc"), re.M)
        self.assert_same(heading, "C", set(by_name))
        self.assert_same(heading, "Python", python_keywords("classify"))

    def test_options_of_the_start(self):
        heading = "Starting a classifier"
        self.assert_same(heading, "JavaScript", set(typescript_types()["ClassifierOptions"]))
        self.assert_same(heading, "C++", {"weights", *cpp_types()["LoadOptions"]})
        declared = re.search(
            r"glance_load\((.*?)\)", without_comments(read("include/glance/glance.h")), re.S
        )[1]
        parameters = {re.findall(r"\w+", each)[-1] for each in declared.split(",")}
        self.assert_same(heading, "C", parameters - {"byte_count", "error"})
        self.assert_same(heading, "Python", {"path", *python_keywords("__init__")})

    def test_attributes_of_the_element(self):
        names = {
            row["element"]
            for heading in ("Starting a classifier", "Options of `classify`")
            for row in tables()[heading]
        }
        self.assertEqual(names - {None}, element_attributes())

    def test_fields_of_the_result(self):
        leaves = {"Pixels", "Image", "glance_pixels"}
        python = python_types()
        python["dict"] = dict.fromkeys(("decode", "preprocess", "infer", "total"), "float")
        python["Classification"] |= {"predictions": "Prediction", "notes": "Note"}
        c = {
            path for path in flat(c_types(), "glance_result", leaves) if not path.endswith("_count")
        }
        self.assert_same(
            "The result", "JavaScript", flat(typescript_types(), "Classification", leaves)
        )
        self.assert_same("The result", "C++", flat(cpp_types(), "Classification", leaves))
        self.assert_same("The result", "C", c)
        self.assert_same("The result", "Python", flat(python, "Classification", leaves))

    def test_fields_of_the_model(self):
        self.assert_same("The model", "JavaScript", set(typescript_types()["ModelDescription"]))
        self.assert_same("The model", "C++", set(cpp_types()["ModelDescription"]))
        self.assert_same("The model", "C", set(c_types()["glance_model"]))
        self.assert_same("The model", "Python", set(python_types()["Model"]))

    def test_options_of_teaching(self):
        self.assert_same("Teaching", "JavaScript", set(typescript_types()["TeachOptions"]))
        self.assert_same("Teaching", "C++", set(cpp_types()["TeachOptions"]))
        header = without_comments(read("include/glance/glance.h"))
        declared = re.search(r"glance_teach\((.*?),\s+void\* context", header, re.S)[1]
        parameters = set(re.findall(r"(\w+)(?:,|\)\(|$)", declared))
        self.assert_same("Teaching", "C", parameters - {"teacher", "classifier", "double"})
        tree = ast.parse(read("python/glance/teach.py"))
        (teach,) = (node for node in tree.body if getattr(node, "name", "") == "teach")
        self.assert_same(
            "Teaching", "Python", {each.arg for each in teach.args.kwonlyargs} - {"model"}
        )

    def test_fields_of_a_lesson(self):
        js = typescript_types()
        js["Lesson"] |= js["Evaluation"]
        python = python_types("python/glance/teach.py")
        python["Lesson"] |= {
            "classes": "TaughtClass",
            "mistakes": "Doubt",
            "doubtful": "Doubt",
        }
        self.assert_same("A lesson", "JavaScript", flat(js, "Lesson", set()))
        self.assert_same("A lesson", "C++", flat(cpp_types(), "Lesson", set()))
        self.assert_same("A lesson", "Python", flat(python, "Lesson", set()))

    def test_fields_of_likenesses(self):
        python = python_types("python/glance/likeness.py")
        for heading, name in (
            ("Duplicates", "LikenessGroup"),
            ("Similar pictures", "Neighbour"),
        ):
            self.assert_same(heading, "JavaScript", set(typescript_types()[name]))
            self.assert_same(heading, "C++", set(cpp_types()[name]))
            self.assert_same(heading, "Python", set(python[name]))
        self.assert_same(
            "Duplicates", "C", set(c_types()["glance_likeness_group"]) - {"picture_count"}
        )

    def test_fields_of_a_group(self):
        self.assert_same("A group", "JavaScript", set(typescript_types()["ClassGroup"]))
        self.assert_same("A group", "C++", set(cpp_types()["ClassGroup"]))
        self.assert_same("A group", "C", set(c_types()["glance_group"]) - {"class_count"})
        self.assert_same("A group", "Python", set(python_types()["Group"]))

    def test_what_is_above_an_answer_can_be_asked_in_every_language(self):
        declared = {
            "pathTo": "web/library/types.ts",
            "PathTo": "include/glance/classifier.h",
            "glance_path_to": "include/glance/glance.h",
            "path_to": "python/glance/classifier.py",
        }
        for name, path in declared.items():
            self.assertRegex(without_comments(read(path)), rf"\b{name}\(")
            self.assertIn(f"`{name}", read("docs/interface.md"))

    def test_every_option_and_field_of_a_picture_is_in_every_language(self):
        for heading in ("Options of `classify`", "The result"):
            for row in tables()[heading]:
                js = row["JavaScript"]
                lacking = {language for language, name in row.items() if name is None}
                lacking.discard("element")
                if NOT_PRINTED.fullmatch(js):
                    lacking.discard("command line")
                with self.subTest(heading=heading, row=js):
                    self.assertEqual(
                        lacking,
                        set(row) - {"JavaScript", "element"} if js in BROWSER_ONLY else set(),
                    )


@program.needs_program
class CommandLine(program.CommandLineTest):
    def test_options_are_those_of_the_table(self):
        words = self.glance("classify", "--help").out.split()
        names = {word for word in words if word.startswith("--")}
        listed = {
            row["command line"]
            for heading in ("Starting a classifier", "Options of `classify`")
            for row in tables()[heading]
        }
        self.assertEqual(names - {"--format"}, listed - {None})

    def test_fields_are_those_of_the_table(self):
        turned = REPOSITORY / "native-tests/fixtures/image/orientation_6.jpg"  # has a note
        scene = self.write("scene.png", small_espresso())  # has a part that decides
        first, second = self.classify("--look-again", turned, scene)
        listed = {row["command line"] for row in tables()["The result"]} - {None}
        found = json_paths(first) | json_paths(second)
        self.assertEqual(found - {"file", "decisive", "notes"}, listed)

    def test_fields_of_a_lesson_are_those_of_the_table(self):
        photograph = REPOSITORY / "native-tests/fixtures/classifier/chelsea_square.png"
        turned = REPOSITORY / "native-tests/fixtures/image/orientation_6.jpg"
        for label, pictures in {"cat": [photograph] * 6, "other": [turned] * 5}.items():
            (self.folder / label).mkdir()
            for i, picture in enumerate(pictures):
                self.write(f"{label}/{i}{picture.suffix}", picture.read_bytes())
        self.write("other/wrong.png", photograph.read_bytes())
        self.write("other/damaged.png", photograph.read_bytes()[:1000])
        out = self.folder / "taught.safetensors"
        run = self.glance("teach", self.folder, "-o", out, "--format", "json", "--model", MODEL)
        (record,) = run.records()
        listed = {row["command line"] for row in tables()["A lesson"]} - {None}
        paths = {path for path in json_paths(record) if not path.startswith("errors.")}
        self.assertEqual(paths | {"errors"}, listed)

    def test_fields_of_likenesses_are_those_of_the_table(self):
        photograph = REPOSITORY / "native-tests/fixtures/classifier/chelsea_square.png"
        for name in ("a.png", "b.png"):
            self.write(name, photograph.read_bytes())
        for heading, option in (
            ("Duplicates", ["--duplicates"]),
            ("Similar pictures", ["--to", photograph, "--top-k", "1"]),
        ):
            run = self.glance("similar", self.folder, *option, "--format", "json", "--model", MODEL)
            (record,) = run.records()
            listed = {row["command line"] for row in tables()[heading]}
            self.assertEqual(set(record), listed)

    def test_fields_of_a_model_are_those_of_the_table(self):
        (record,) = self.glance("inspect", "--format", "json", MODEL).records()
        listed = {row["command line"] for row in tables()["The model"]} - {None}
        self.assertEqual(set(record), listed)
        listed = {row["command line"] for row in tables()["A group"]}
        self.assertEqual(set(record["groups"][0]), listed)


if __name__ == "__main__":
    unittest.main()
