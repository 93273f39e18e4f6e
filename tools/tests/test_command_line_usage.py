"""Wrong usage exits with 2, one sentence and a hint; --help and --version; GLANCE_MODEL."""

import unittest

import command_line_program as program
from command_line_program import COFFEE, DONE, FAILED, MODEL, WRONG_USAGE, answer
from command_line_weights import SMALL_MODEL

OPTIONS = {
    "classify": [
        *("--model", "--top-k", "--score-threshold", "--threads", "--lang", "--resolution"),
        *("--fit", "--region", "--heatmap", "--heatmap-class", "--format", "--network-budget"),
        *("--timeout", "--level"),
    ],
    "bench": ["--model", "--threads", "--runs", "--resolution", "--network-budget", "--format"],
    "inspect": ["--format"],
    "tag": [
        *("--model", "--threads", "--lang", "--resolution", "--network-budget", "--timeout"),
        *("--sidecar", "--format", "--level", "--fit"),
    ],
}
# Options that take no value.
FLAGS = {"classify": ["--look-again"], "tag": ["--dry-run", "--look-again"]}
NUMBER = "takes a whole number"
# Option -> (where it exists, values out of its range, a part of what is said about them).
VALUES = {
    "--top-k": (
        ["classify"],
        ["0", "-1", "1001", "", "five", "3.5", "5x", " 5", "9" * 30],
        f"{NUMBER} from 1 to 1000",
    ),
    "--score-threshold": (
        ["classify"],
        ["-0.1", "1.1", "", "nan", "half", "0.5x"],
        "takes a number from 0 to 1",
    ),
    "--threads": (
        ["classify", "bench", "tag"],
        ["0", "-2", "65", "", "all"],
        f"{NUMBER} from 1 to 64",
    ),
    "--resolution": (
        ["classify", "bench", "tag"],
        ["0", "31", "1025", "", "224x224"],
        f"{NUMBER} from 32 to 1024",
    ),
    "--network-budget": (
        ["classify", "bench", "tag"],
        ["0", "1001", "-1", "", "2x", "1.5", "4 GiB"],
        f"{NUMBER} from 1 to 1000",
    ),
    "--timeout": (
        ["classify", "tag"],
        ["0", "-1", "", "nan", "30s", "1,5"],
        "takes a number of seconds above 0",
    ),
    "--runs": (["bench"], ["0", "100001", "", "many"], f"{NUMBER} from 1 to 100000"),
    "--lang": (["classify", "tag"], ["de", "EN", "", "zh-CN"], "takes en or zh"),
    "--format": (["classify"], ["xml", "JSON", ""], "takes text, json or csv"),
    "--model": (["classify", "bench", "tag"], [""], "takes the name of a file"),
    "--heatmap": (["classify"], [""], "takes the name of a file"),
    "--heatmap-class": (
        ["classify"],
        ["-1", "", "cat", "1.5", "9" * 30],
        f"{NUMBER} from 0 to 2147483647",
    ),
    "--level": (
        ["classify", "tag"],
        ["-0.1", "1.1", "", "nan", "60%", "0,6", "inf"],
        "takes a number from 0 to 1",
    ),
    "--sidecar": (["tag"], ["", "Lightroom", "xmp", "digikam"], "takes darktable or lightroom"),
    "--fit": (["classify", "tag"], ["", "Crop", "stretch"], "takes crop, squash or letterbox"),
    "--region": (
        ["classify"],
        [
            "",
            "1,2,3",
            "1,2,3,",
            "1,2,3,4,5",
            "1 2 3 4",
            "1,2,3,x",
            "1,,2,3",
            "0,0,1.5,2",
            "0,0,1," + "9" * 30,
        ],
        "takes four whole numbers X,Y,W,H",
    ),
}
WRONG = {
    (): "no command given",
    ("clasify", COFFEE): "unknown command 'clasify'",
    (COFFEE,): "unknown command",
    ("classify",): "no picture given",
    ("bench", COFFEE, COFFEE): "bench takes at most one picture",
    ("inspect",): "inspect takes exactly one weight file",
    ("inspect", MODEL, MODEL): "inspect takes exactly one weight file",
    ("bench", "--format", "csv"): "--format takes text or json, not 'csv'",
    ("inspect", "--format", "csv", MODEL): "--format takes text or json, not 'csv'",
    ("classify", COFFEE, "-k", "3"): "-k is not an option of classify",
    ("classify", "--heatmap-class", "3", COFFEE): "--heatmap-class needs --heatmap",
    ("classify", "-0", COFFEE): "-0 is about the list that - reads",
    ("tag",): "no picture given",
    ("tag", "-0", COFFEE): "-0 is about the list that - reads",
    ("tag", "--format", "csv", COFFEE): "--format takes text or json, not 'csv'",
    ("tag", "--dry-run=yes", COFFEE): "--dry-run=yes is not an option of tag",
    ("classify", "--dry-run", COFFEE): "--dry-run is not an option of classify",
    ("bench", "-0"): "-0 is not an option of bench",
    ("classify", "--help=no"): "--help=no is not an option of classify",
}


@program.needs_program
class WrongUsage(program.CommandLineTest):
    def assert_wrong(self, *arguments, saying):
        with self.subTest(arguments):
            outcome = self.glance(*arguments)
            self.assertEqual((outcome.code, outcome.out), (WRONG_USAGE, ""), outcome.err)
            self.assertRegex(outcome.err, r"\Aglance: [^\n]+\nTry 'glance --help'\.\n\Z")
            self.assertIn(saying, outcome.err)

    def test_of_commands(self):
        for arguments, saying in WRONG.items():
            self.assert_wrong(*arguments, saying=saying)

    def test_of_each_option_s_value(self):
        for option, (commands, values, saying) in VALUES.items():
            for command in commands:
                for value in values:
                    self.assert_wrong(command, option, value, COFFEE, saying=f"{option} {saying}")

    def test_of_an_option_without_its_value(self):
        for command, options in OPTIONS.items():
            for option in options:
                self.assert_wrong(command, COFFEE, option, saying=f"{option} needs a value")

    def test_of_another_command_s_option(self):
        every = {option for options in OPTIONS.values() for option in options} | {"--verbose"}
        for command, options in OPTIONS.items():
            for option in sorted(every.difference(options)):
                saying = f"{option} is not an option of {command}"
                self.assert_wrong(command, COFFEE, option, "1", saying=saying)

    def test_every_option_has_a_wrong_value_here(self):
        self.assertEqual(
            VALUES.keys(), {option for options in OPTIONS.values() for option in options}
        )


@program.needs_program
class Help(program.CommandLineTest):
    def test_of_the_program_names_every_command(self):
        outcomes = [self.glance(word) for word in ("--help", "-h", "help")]
        self.assertEqual(outcomes[1:], outcomes[:1] * 2)
        self.assertEqual((outcomes[0].code, outcomes[0].err), (DONE, ""))
        for command in OPTIONS:
            self.assertIn(f"glance {command} ", outcomes[0].out)

    def test_of_a_command_names_its_options_and_no_others(self):
        for command, options in OPTIONS.items():
            outcome = self.glance(command, "--format", "json", "--help", "--nonsense")
            self.assertEqual((outcome.code, outcome.err), (DONE, ""))
            self.assertTrue(outcome.out.startswith(f"glance {command} "))
            named = {word for word in outcome.out.split() if word.startswith("--")}
            self.assertEqual(named, {*options, *FLAGS.get(command, [])})

    def test_version_is_one_line(self):
        outcome = self.glance("--version")
        self.assertEqual((outcome.code, outcome.err), (DONE, ""))
        self.assertRegex(outcome.out, r"\Aglance \d+\.\d+\.\d+\n\Z")


@program.needs_program
class ModelOfTheEnvironment(program.CommandLineTest):
    def test_is_used_when_no_model_is_named(self):
        environment = {"GLANCE_MODEL": str(SMALL_MODEL)}
        (record,) = self.classify(COFFEE, environment=environment)
        self.assertEqual(len({p["index"] for p in record["predictions"]} - set(range(5))), 0)
        (named,) = self.classify("--model", MODEL, COFFEE, environment=environment)
        self.assertEqual(answer(named), answer(self.classify(COFFEE)[0]))

    def test_is_not_used_when_empty(self):
        (record,) = self.classify(COFFEE, environment={"GLANCE_MODEL": ""})
        self.assertEqual(answer(record), answer(self.classify(COFFEE)[0]))

    def test_is_named_when_it_is_missing(self):
        environment = {"GLANCE_MODEL": "/no/such/model"}
        outcome = self.glance("classify", COFFEE, environment=environment)
        self.assert_error(outcome, "file/unreadable", "/no/such/model")


@program.needs_program
class FullDisk(program.CommandLineTest):
    def test_is_not_passed_over_in_silence(self):
        commands = (
            ["classify", COFFEE],
            ["bench", "--runs", "1"],
            ["inspect", MODEL],
            ["--help"],
            ["tag", "--dry-run", COFFEE],
        )
        for command in commands:
            with self.subTest(command), open("/dev/full", "wb") as full:
                outcome = self.glance(*command, out=full)
                self.assertEqual(outcome.code, FAILED)
                self.assertIn("[file/unwritable]", outcome.err)


if __name__ == "__main__":
    unittest.main()
