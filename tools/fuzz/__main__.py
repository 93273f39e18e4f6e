"""Runs the fuzzers: coverage-guided, under sanitizers where the code is C++.

  tools/fuzz [TARGET...] [--seconds N] [--runs N]   long: goes on from what earlier runs found, and
                                                    then counts the lines that were reached
  tools/fuzz --short                                few runs with a fixed seed, for `make test`

Any crash, leak, broken promise, run of over 5 s or use of over 512 MiB fails, and says where the
bytes are. `make fuzz` and `make test-fuzz` build the programs before. Corpora and totals are kept
in .cache/fuzz/TARGET.
"""

import argparse
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "faults"))

import line_coverage
from corpus import Corpus
from fault_report import report_fault
from session import Failed, run_session
from targets import TARGETS

ROUND_SECONDS = 60


def fuzz_short(target) -> None:
    corpus = Corpus(target, "short", fresh=True)
    session = run_session(target, corpus, ["-seed=1", f"-runs={target.short_runs}"])
    print(f"   {target.name}: {session}")
    if target.fault is None:
        return
    report_fault(
        target.fault,
        f"{session.runs:,} runs of the fuzzer `{target.name}`: no crash, leak, broken promise, "
        "run of over 5 s or use of over 512 MiB",
    )


def fuzz_long(target, seconds: int, runs: int) -> None:
    """Rounds of a minute, each with its own seed, until either is reached; `runs` counts earlier
    ones."""
    corpus = Corpus(target, "corpus")
    spent = 0
    while spent < seconds and corpus.total["runs"] < runs:
        round_seconds = min(ROUND_SECONDS, seconds - spent)
        seed = corpus.total["rounds"] + 2
        session = run_session(target, corpus, [f"-seed={seed}", f"-max_total_time={round_seconds}"])
        spent += round_seconds
        corpus.add(session)
        print(f"   {target.name}: {session}; in all {corpus.total['runs']:,}", flush=True)
    total = corpus.total
    print(
        f"{target.name}: {total['runs']:,} runs in {total['seconds'] / 3600:.1f} hours, "
        "nothing found"
    )
    line_coverage.report(target, corpus)


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("targets", nargs="*", metavar="TARGET", help="of " + ", ".join(TARGETS))
    parser.add_argument("--short", action="store_true")
    parser.add_argument("--seconds", type=int, default=600, help="of each target (default 600)")
    parser.add_argument(
        "--runs", type=int, default=10_000_000, help="of each target, earlier ones included"
    )
    options = parser.parse_args()
    unknown = set(options.targets) - set(TARGETS)
    if unknown:
        parser.error(f"unknown target: {', '.join(sorted(unknown))}")
    try:
        for target in (TARGETS[name] for name in options.targets or TARGETS):
            if not options.short:
                fuzz_long(target, options.seconds, options.runs)
            else:
                fuzz_short(target)
    except Failed as failure:
        print(f"fuzz: {failure}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("fuzz: stopped; `make fuzz` goes on from here", file=sys.stderr)
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
