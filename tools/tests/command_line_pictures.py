"""Small good and bad pictures, made in the test."""

import io
import struct
import zlib

import numpy as np
from command_line_program import COFFEE
from PIL import Image


def picture(format: str, size=(96, 64), **options) -> bytes:
    """Colours that change smoothly, so that every part of the file matters."""
    width, height = size
    y, x = np.mgrid[0:height, 0:width]
    colours = np.stack([x * 255 // width, y * 255 // height, (x * y) % 256], axis=2)
    file = io.BytesIO()
    Image.fromarray(colours.astype(np.uint8)).save(file, format, **options)
    return file.getvalue()


def with_frame(jpeg: bytes, *, marker=0xC0, bits=8, height=None, width=None) -> bytes:
    """A baseline JPEG whose frame header says something else (ITU-T T.81, B.2.2)."""
    start = jpeg.index(b"\xff\xc0")
    old_height, old_width = struct.unpack_from(">HH", jpeg, start + 5)
    header = struct.pack(
        ">BBHBHH", 0xFF, marker, 17, bits, height or old_height, width or old_width
    )
    return jpeg[:start] + header + jpeg[start + len(header) :]


def progressive_jpeg(scans: int) -> bytes:
    """A correct grey JPEG of 8 x 8 pixels: one DC scan, then scans of one AC coefficient each.

    Each AC scan is one bit, "end of block". `scans` is odd and at most 127: every coefficient is
    sent to the last bit but one, then refined.
    """

    def segment(marker, content):
        return bytes([0xFF, marker]) + struct.pack(">H", len(content) + 2) + content

    def scan(first, last, high, low):
        return segment(0xDA, bytes([1, 1, 0, first, last, high << 4 | low])) + b"\x7f"

    one_code = bytes([1]) + bytes(15) + bytes([0])  # the code "0" stands for the value 0
    coefficients = range(1, (scans - 1) // 2 + 1)
    return b"".join(
        [
            b"\xff\xd8",
            segment(0xDB, bytes([0]) + bytes([1] * 64)),
            segment(0xC2, struct.pack(">BHHBBBB", 8, 8, 8, 1, 1, 0x11, 0)),
            segment(0xC4, bytes([0x00]) + one_code + bytes([0x10]) + one_code),
            scan(0, 0, 0, 0),
            *(scan(k, k, 0, 1) for k in coefficients),
            *(scan(k, k, 1, 0) for k in coefficients),
            b"\xff\xd9",
        ]
    )


def png_chunk(kind: bytes, content: bytes) -> bytes:
    return (
        struct.pack(">I", len(content))
        + kind
        + content
        + struct.pack(">I", zlib.crc32(kind + content))
    )


def black_png(width: int, height: int) -> bytes:
    """One bit a pixel: 20,000 x 20,000 pixels are 49 KB."""
    packer = zlib.compressobj(9)
    row = bytes(1 + (width + 7) // 8)
    data = b"".join(packer.compress(row) for _ in range(height)) + packer.flush()
    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    chunks = (png_chunk(b"IHDR", header), png_chunk(b"IDAT", data), png_chunk(b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def with_flipped_bit(file: bytes, position: int) -> bytes:
    return file[:position] + bytes([file[position] ^ 1]) + file[position + 1 :]


def checksum_position(png: bytes, kind: bytes) -> int:
    """Where the CRC of the first chunk of that kind stands."""
    start = png.index(kind)
    (length,) = struct.unpack_from(">I", png, start - 4)
    return start + 4 + length


def small_espresso() -> bytes:
    """A green PNG of 900 x 900 pixels with an espresso of 450 x 300 at 20, 580."""
    scene = Image.new("RGB", (900, 900), (90, 110, 90))
    with Image.open(COFFEE) as espresso:
        scene.paste(espresso.convert("RGB").resize((450, 300)), (20, 580))
    file = io.BytesIO()
    scene.save(file, "PNG")
    return file.getvalue()
