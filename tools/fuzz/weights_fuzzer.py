"""Fuzzes the converter's readers of raw weights with atheris; takes libFuzzer's options (see
__main__.py)."""

import sys
from pathlib import Path

import atheris

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

# zipfile is instrumented too, so that its branches guide the fuzzer.
with atheris.instrument_imports(include=["convert", "zipfile"]):
    from weights_target import check_weights

atheris.Setup(sys.argv, check_weights)
atheris.Fuzz()
