#!/usr/bin/env python3
"""Makes PNG files smaller by reducing each to a palette, in place. For docs/screenshots.

Usage: tools/release/quantize_png.py FILE...
"""

import sys

from PIL import Image

for path in sys.argv[1:]:
    with Image.open(path) as image:
        color = image.convert("RGB")
    palette = color.quantize(256, method=Image.Quantize.MEDIANCUT)
    small = color.quantize(palette=palette, dither=Image.Dither.FLOYDSTEINBERG)
    small.save(path, optimize=True)
