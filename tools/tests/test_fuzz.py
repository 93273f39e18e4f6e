"""tools/fuzz: what a fuzzer finds is said and fails, totals are kept, and the seeds are worth
beginning with."""

import contextlib
import io
import sys
import tempfile
import unittest
from pathlib import Path
from unittest import mock

import convert_support

sys.path.insert(0, str(convert_support.TOOLS / "fuzz"))
import corpus
import line_coverage
import seeds
import session
import weights_target
from targets import TARGETS, Target

FINDS_NOTHING = """
print("INFO: Loaded 1 modules")
print("#7 NEW    cov: 11 ft: 5 corp: 2/9b lim: 4 exec/s: 0 rss: 30Mb")
print("#900 DONE   cov: 12 ft: 5 corp: 3/9b lim: 4 exec/s: 0 rss: 30Mb")
print("stat::number_of_executed_units: 900")
"""
FINDS_A_CRASH = """
import sys
print("broken promise: a tensor lies inside the file")
print("Test unit written to .cache/fuzz/fake/crash-77", file=sys.stderr)
sys.exit(77)
"""


def fake(program: str) -> Target:
    return Target(
        "fake", (sys.executable, "-c", program), "", lambda _: {"small": b"1", "large": b"1" * 9},
        max_bytes=8, short_runs=1, fault=4, own=(),
    )  # fmt: skip


class Fuzz(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        for module in (corpus, session):
            patch = mock.patch.object(module, "ROOT", Path(folder.name))
            patch.start()
            self.addCleanup(patch.stop)

    def test_what_was_run_is_read_from_the_output(self):
        target = fake(FINDS_NOTHING)
        found = session.run_session(target, corpus.Corpus(target, "corpus"), [])
        self.assertEqual((found.runs, found.edges, found.inputs), (900, 12, 3))

    def test_a_finding_fails_and_says_where_the_bytes_are(self):
        target = fake(FINDS_A_CRASH)
        with self.assertRaisesRegex(
            session.Failed, "(?s)fuzz/fake/crash-77.*broken promise: a tensor"
        ):
            session.run_session(target, corpus.Corpus(target, "corpus"), [])

    def test_a_program_that_says_nothing_fails(self):
        target = fake("print('usage')")
        with self.assertRaisesRegex(session.Failed, "did not say what it did"):
            session.run_session(target, corpus.Corpus(target, "corpus"), [])

    def test_totals_grow_from_call_to_call(self):
        target = fake(FINDS_NOTHING)
        for _ in range(2):
            kept = corpus.Corpus(target, "corpus")
            kept.add(session.run_session(target, kept, []))
        total = corpus.Corpus(target, "corpus").total
        self.assertEqual((total["runs"], total["rounds"]), (1800, 2))

    def test_a_fresh_corpus_holds_the_seeds_that_fit_and_no_more(self):
        target = fake(FINDS_NOTHING)
        for fresh, left in ((False, ["found", "small"]), (True, ["small"])):
            (corpus.Corpus(target, "corpus").folder / "found").write_bytes(b"2")
            kept = corpus.Corpus(target, "corpus", fresh=fresh)
            self.assertEqual(sorted(path.name for path in kept.folder.iterdir()), left)


class Seeds(unittest.TestCase):
    def test_most_fit_every_target(self):
        for name, target in TARGETS.items():
            with self.subTest(name):
                found = target.seeds(False).values()
                self.assertGreaterEqual(
                    len([seed for seed in found if len(seed) <= target.max_bytes]), 30
                )

    def test_weights_of_every_container_keep_the_promises(self):
        found = list(seeds.weights(False).values())
        self.assertEqual({seed[:1] for seed in found}, set(weights_target.CONTAINERS))
        for seed in found:
            with self.subTest(seed[:40]):
                weights_target.check_weights(seed)

    def test_a_broken_promise_of_the_converter_is_noticed(self):
        for broken in (
            mock.Mock(side_effect=ValueError),
            mock.Mock(return_value={"a": mock.Mock(nbytes=1 << 20)}),
        ):
            with (
                mock.patch.object(weights_target, "read_weights", broken),
                self.assertRaises((ValueError, AssertionError)),
            ):
                weights_target.check_weights(b"Fx")

    def test_lines_of_the_converter_are_counted(self):
        with tempfile.TemporaryDirectory() as folder:
            for name, content in seeds.weights(False).items():
                Path(folder, name).write_bytes(content)
            target = TARGETS["weights"]
            printed = io.StringIO()
            with contextlib.redirect_stdout(printed):
                line_coverage.report(target, mock.Mock(folder=Path(folder)))
        reached, count = (
            printed.getvalue().splitlines()[-1].split(" lines")[0].split(": ")[1].split(" of ")
        )
        self.assertGreater(int(reached), int(count) / 2, printed.getvalue())


if __name__ == "__main__":
    unittest.main()
