"""Runs a libFuzzer program once and reads its statistics."""

import re
import subprocess
import time
from dataclasses import dataclass

from targets import ROOT, Target

LIMITS = ("-timeout=5", "-rss_limit_mb=512")


class Failed(Exception):
    """The fuzzer found something, or did not start."""


@dataclass(frozen=True)
class Session:
    runs: int
    seconds: float
    edges: int  # reached by the corpus
    inputs: int  # in the corpus

    def __str__(self):
        return (
            f"{self.runs:,} runs in {self.seconds:.0f} s, {self.edges:,} edges by "
            f"{self.inputs:,} inputs"
        )


def run_session(target: Target, corpus, options) -> Session:
    """Fails with Failed; the whole output is in output.log beside the corpus."""
    relative = corpus.home.relative_to(ROOT)
    command = [*target.command, *LIMITS, f"-max_len={target.max_bytes}", "-print_final_stats=1"]
    command += [f"-artifact_prefix={relative}/", *options]
    if target.dictionary:
        command.append(f"-dict={target.dictionary}")
    command.append(str(corpus.folder.relative_to(ROOT)))
    log = corpus.home / "output.log"
    begin = time.monotonic()
    with log.open("wb") as output:
        done = subprocess.run(
            command, cwd=ROOT, stdout=output, stderr=subprocess.STDOUT, check=False
        )
    seconds = time.monotonic() - begin
    text = log.read_text("utf-8", errors="replace")
    if done.returncode != 0:
        raise Failed(_finding(target, text, log))
    return _session(text, seconds, log)


def _finding(target: Target, text: str, log) -> str:
    kept = re.findall(r"Test unit written to (\S+)", text)
    interesting = r"broken promise|ERROR: |SUMMARY: |runtime error|Uncaught|Error:|Exception:"
    said = [line for line in text.splitlines() if re.search(interesting, line)][:6]
    bytes_in = f"the bytes are in {kept[-1]}; " if kept else ""
    return "\n  ".join([f"{target.name} failed; {bytes_in}all of the output is in {log}", *said])


def _session(text: str, seconds: float, log) -> Session:
    runs = re.findall(r"stat::number_of_executed_units:\s*(\d+)", text)
    reached = re.findall(r"cov: (\d+) .*?corp: (\d+)/", text)
    if not runs or not reached:
        raise Failed(f"a fuzzer did not say what it did; all of the output is in {log}")
    edges, inputs = map(int, reached[-1])
    return Session(int(runs[-1]), seconds, edges, inputs)
