"""python_lines.py CORPUS FILE...: prints {FILE: [lines inside functions that the corpus reaches,
all of them]} as JSON.

A process of its own: the tracer sees functions that are called after it began.
"""

import json
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tools"))

from weights_target import check_weights  # noqa: E402


def lines_of_functions(path: Path) -> set[int]:
    found = set()
    inner = [compile(path.read_text("utf-8"), str(path), "exec")]
    while inner:
        code = inner.pop()
        if code.co_name != "<module>" and code.co_flags & 2:  # CO_NEWLOCALS: no class body
            found |= {
                line for _, _, line in code.co_lines() if line and line != code.co_firstlineno
            }
            if code.co_name == "<lambda>":
                found.add(code.co_firstlineno)
        inner += [constant for constant in code.co_consts if hasattr(constant, "co_lines")]
    return found


def reached_lines(files: set[str], inputs) -> dict[str, set[int]]:
    reached = {name: set() for name in files}

    def trace(frame, event, _):
        lines = reached.get(frame.f_code.co_filename)
        if lines is None:
            return None
        lines.add(frame.f_lineno)
        return trace

    sys.settrace(trace)
    for path in inputs:
        check_weights(path.read_bytes())
    sys.settrace(None)
    return reached


def main() -> None:
    corpus, names = Path(sys.argv[1]), sys.argv[2:]
    reached = reached_lines({str(ROOT / name) for name in names}, sorted(corpus.iterdir()))
    lines = {name: lines_of_functions(ROOT / name) for name in names}
    counts = {
        name: [len(lines[name] & reached[str(ROOT / name)]), len(lines[name])] for name in names
    }
    print(json.dumps(counts))


main()
