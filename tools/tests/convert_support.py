"""Puts tools/ on the import path and says where things are; every test of the converter imports it
first."""

import os
import sys
import unittest
from pathlib import Path

TOOLS = Path(__file__).resolve().parents[1]
REPOSITORY = TOOLS.parent
FIXTURES = REPOSITORY / "native-tests" / "fixtures"
SHARED = REPOSITORY.parent / "shared" / "data"

sys.path.insert(0, str(TOOLS))


def needs(path: Path):
    """Skips a test whose data is missing, saying so; in CI, where it must be there, the test
    fails."""
    if path.exists() or os.environ.get("CI") == "true":
        return lambda test: test
    reason = f"{path} is missing"
    print(f"skipping a test: {reason}", file=sys.stderr)
    return unittest.skip(reason)
