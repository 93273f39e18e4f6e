#!/usr/bin/env python3
"""Damages pictures in the ways of disks, networks and text-mode transfers, decodes them, and counts
which damage passes without a note.

    tools/damage_pictures.py [--count N] [--seed N] [PICTURE...]

Each picture is damaged as it is, and as what Pillow makes of it: a progressive JPEG, one with
restart markers, and a PNG. A pixel is wrong when one of its channels differs by more than 8 from
that of the undamaged file. Needs `make native`; PICTURE is by default the page's sample JPEGs.
"""

import argparse
import io
import random
import struct
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image

ROOT = Path(__file__).resolve().parents[1]
DECODER = ROOT / "build" / "native" / "native-tests" / "image" / "decode_pictures"
LARGEST_DIFFERENCE = 8
MANY_WRONG = 0.05
MOST_IN_SILENCE = 0.10


def flip_bits(file: bytearray, rng: random.Random) -> bytearray:
    for _ in range(rng.randint(1, 8)):
        file[rng.randrange(len(file))] ^= 1 << rng.randrange(8)
    return file


def overwrite(file: bytearray, rng: random.Random) -> bytearray:
    at = rng.randrange(len(file))
    count = min(rng.randint(1, 64), len(file) - at)
    file[at : at + count] = rng.randbytes(count)
    return file


def insert(file: bytearray, rng: random.Random) -> bytearray:
    at = rng.randrange(len(file))
    file[at:at] = rng.randbytes(rng.randint(1, 64))
    return file


def delete(file: bytearray, rng: random.Random) -> bytearray:
    at = rng.randrange(len(file))
    del file[at : at + rng.randint(1, 64)]
    return file


def mangle_line_ends(file: bytearray, rng: random.Random) -> bytearray:
    """As a transfer in text mode does, from some place on: its first part came over another way."""
    at = rng.choice([0, rng.randrange(len(file))])
    old, new = rng.choice([(b"\n", b"\r\n"), (b"\r\n", b"\n"), (b"\r", b"\n")])
    return file[:at] + file[at:].replace(old, new)


def cut(file: bytearray, rng: random.Random) -> bytearray:
    return file[: rng.randrange(1, len(file))]


def zero_block(file: bytearray, rng: random.Random) -> bytearray:
    """A sector of a disk, or several, that came to nothing."""
    sector = 512
    at = rng.randrange(0, len(file), sector)
    count = min(sector * rng.randint(1, 8), len(file) - at)
    file[at : at + count] = bytes(count)
    return file


KINDS = {
    "flipped bits": flip_bits,
    "bytes overwritten": overwrite,
    "bytes inserted": insert,
    "bytes deleted": delete,
    "line ends mangled": mangle_line_ends,
    "cut": cut,
    "blocks zeroed": zero_block,
}


class Decoder:
    """The core's decoder, as a program that decodes one file after the other."""

    def __enter__(self):
        self.process = subprocess.Popen([DECODER], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        return self

    def __exit__(self, *_):
        self.process.stdin.close()
        self.process.wait()

    def decode(self, file: bytes):
        """The pixels, (height, width, 3), or None, and what is said of the file."""
        self.process.stdin.write(struct.pack("<I", len(file)) + file)
        self.process.stdin.flush()
        width, height, message_bytes = struct.unpack("<III", self._read(12))
        message = self._read(message_bytes).decode()
        if width == 0:
            return None, message
        pixels = np.frombuffer(self._read(3 * width * height), np.uint8)
        return pixels.reshape(height, width, 3), message

    def _read(self, count: int) -> bytes:
        data = self.process.stdout.read(count)
        if len(data) != count:
            raise SystemExit("the decoder stopped: the last file is to blame")
        return data


@dataclass(frozen=True)
class Damaged:
    kind: str
    outcome: str  # "refused", "noted" or "silent"
    wrong: float  # share of pixels, 0 to 1; 0 when refused


def share_of_wrong(pixels: np.ndarray, right: np.ndarray) -> float:
    if pixels.shape != right.shape:
        return 1.0
    difference = np.abs(pixels.astype(np.int16) - right).max(axis=2)
    return float((difference > LARGEST_DIFFERENCE).mean())


def files_of(picture: Path) -> list[bytes]:
    def saved(**options) -> bytes:
        stream = io.BytesIO()
        image.save(stream, **options)
        return stream.getvalue()

    image = Image.open(picture).convert("RGB")
    image.thumbnail((480, 480))
    return [
        picture.read_bytes(),
        saved(format="JPEG", quality=85, progressive=True),
        saved(format="JPEG", quality=90, restart_marker_rows=1),
        saved(format="PNG"),
    ]


def measure(pictures: list[Path], count: int, seed: int) -> list[Damaged]:
    rng = random.Random(seed)
    outcomes = []
    with Decoder() as decoder:
        files = [file for picture in pictures for file in files_of(picture)]
        rights = []
        for file in files:
            right, message = decoder.decode(file)
            if right is None or message:
                raise SystemExit(f"an undamaged picture is called damaged: {message}")
            rights.append(right)
        while len(outcomes) < count:
            which = rng.randrange(len(files))
            kind = rng.choice(list(KINDS))
            damaged = bytes(KINDS[kind](bytearray(files[which]), rng))
            if damaged == files[which]:
                continue
            pixels, message = decoder.decode(damaged)
            if pixels is None:
                outcomes.append(Damaged(kind, "refused", 0.0))
                continue
            wrong = share_of_wrong(pixels, rights[which])
            outcomes.append(Damaged(kind, "noted" if message else "silent", wrong))
    return outcomes


def report(outcomes: list[Damaged], seed: int) -> bool:
    """Prints the table; returns whether few enough pass in silence."""
    counts = Counter((each.kind, each.outcome) for each in outcomes)
    print(f"{len(outcomes)} damaged files, seed {seed}\n")
    print(f"{'damage':18} {'files':>6} {'refused':>8} {'noted':>6} {'silent':>7}")
    for kind in KINDS:
        of_kind = [counts[kind, outcome] for outcome in ("refused", "noted", "silent")]
        print(f"{kind:18} {sum(of_kind):6} {of_kind[0]:8} {of_kind[1]:6} {of_kind[2]:7}")
    silent = sum(each.outcome == "silent" for each in outcomes)
    print(f"\naccepted in silence: {silent}")
    many = [each for each in outcomes if each.wrong > MANY_WRONG]
    unsaid = sum(each.outcome == "silent" for each in many)
    share = unsaid / max(1, len(many))
    print(
        f"answered with more than {MANY_WRONG:.0%} of the pixels wrong: {len(many)}; "
        f"without a note {unsaid} ({share:.1%}; at most {MOST_IN_SILENCE:.0%} may be)"
    )
    return share <= MOST_IN_SILENCE


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("pictures", nargs="*", type=Path, metavar="PICTURE")
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=17)
    options = parser.parse_args()
    if not DECODER.exists():
        parser.error("make native first: it builds the decoder")
    pictures = options.pictures or sorted((ROOT / "web" / "samples").glob("*.jpg"))
    outcomes = measure(pictures, options.count, options.seed)
    return 0 if report(outcomes, options.seed) else 1


if __name__ == "__main__":
    sys.exit(main())
