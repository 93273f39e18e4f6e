"""Writes a picture as a film of two equal frames, for Chromium's fake camera.

Usage: picture_to_y4m.py PICTURE FILM

YUV4MPEG2 with full-range 4:2:0, as in JPEG. The sides are made even.
"""

import sys

from PIL import Image

picture = Image.open(sys.argv[1]).convert("RGB")
width, height = (side // 2 * 2 for side in picture.size)
luma, *chroma = picture.crop((0, 0, width, height)).convert("YCbCr").split()
planes = [
    luma,
    *(plane.resize((width // 2, height // 2), Image.Resampling.BOX) for plane in chroma),
]
frame = b"FRAME\n" + b"".join(plane.tobytes() for plane in planes)
with open(sys.argv[2], "wb") as film:
    film.write(b"YUV4MPEG2 W%d H%d F20:1 Ip A1:1 C420jpeg\n" % (width, height) + frame * 2)
