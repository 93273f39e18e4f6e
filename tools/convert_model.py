#!/usr/bin/env python3
"""Converts weights to a Glance file. --help says how; tools/convert/ does it."""

import sys

from convert.cli import main

if __name__ == "__main__":
    sys.exit(main())
