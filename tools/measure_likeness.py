#!/usr/bin/env python3
"""Measures what `glance similar --duplicates` finds in any folder of pictures, and what falsely.

  tools/measure_likeness.py FOLDER [FOLDER...] [--copies 300] [--seed 1] [--model FILE]

Plants changed copies of COPIES of the pictures, drawn by the seed, among all of them: each kind of
change alone in a folder, so that no copy is found by way of another one. Prints for each kind how
many copies are in a group with their original, as which kind of group, and how many pairs of
different pictures are in a group of the same picture. Pictures that are twice in FOLDER are found
before and count as one; --show names them, so that a person can see whether they are.
"""

import argparse
import collections
import json
import random
import subprocess
import tempfile
from itertools import combinations
from pathlib import Path

from PIL import Image, ImageEnhance, ImageOps

REPOSITORY = Path(__file__).resolve().parent.parent
PROGRAM = REPOSITORY / "build" / "native" / "glance"
MODEL = REPOSITORY / "build" / "models" / "efficientnet-lite0.safetensors"
ENDS = {".jpg", ".jpeg", ".png"}


def scaled(picture, factor):
    size = (max(1, round(picture.width * factor)), max(1, round(picture.height * factor)))
    return picture.resize(size, Image.Resampling.LANCZOS)


def cropped(picture, part, chance):
    width, height = round(picture.width * part), round(picture.height * part)
    x = chance.randint(0, picture.width - width)
    y = chance.randint(0, picture.height - height)
    return picture.crop((x, y, x + width, y + height))


def colour_shifted(picture, chance):
    def shifted(band):
        factor = chance.uniform(0.8, 1.2)
        return band.point(lambda value: min(255, int(value * factor)))

    return Image.merge("RGB", [shifted(band) for band in picture.split()])


# (picture, source of chance) -> the changed picture, saved with this quality.
CHANGES = {
    "resized to a quarter": (lambda p, _: scaled(p, 0.25), 90),
    "resized by 0.25 to 2": (lambda p, chance: scaled(p, chance.uniform(0.25, 2)), 90),
    "recompressed": (lambda p, _: p, 40),
    "cropped to 80 %": (lambda p, chance: cropped(p, 0.8, chance), 90),
    "mirrored": (lambda p, _: ImageOps.mirror(p), 90),
    "brightened": (lambda p, _: ImageEnhance.Brightness(p).enhance(1.3), 90),
    "turned by 5 degrees": (lambda p, _: p.rotate(5, Image.Resampling.BICUBIC), 90),
    "turned by 90 degrees": (lambda p, _: p.transpose(Image.Transpose.ROTATE_90), 90),
    "colours shifted": (colour_shifted, 90),
}


def duplicates(given, folder):
    """[(names, kind, keep)] of the groups in `folder`, names without it."""
    command = [given.program, "similar", folder, "--duplicates", "--format", "json"]
    done = subprocess.run([*command, "--model", given.model], stdout=subprocess.PIPE, text=True)
    if done.returncode not in (0, 1):
        raise SystemExit("glance similar failed")
    groups = [json.loads(line) for line in done.stdout.splitlines()]
    return [
        ([Path(file).name for file in group["files"]], group["kind"], Path(group["keep"]).name)
        for group in groups
    ]


def link_all(files, folder):
    for number, file in enumerate(files):
        (folder / f"{number:05d}{file.suffix}").symlink_to(file.resolve())


def scenes_of(groups, count):
    """What is the same picture in FOLDER already -> one number."""
    scene = list(range(count))
    for names, kind, _ in groups:
        if kind == "similar":
            continue
        numbers = [int(name[:5]) for name in names]
        for number in numbers:
            scene[number] = min(numbers)
    return scene


def plant(files, chosen, change, quality, chance, folder):
    for number in chosen:
        with Image.open(files[number]) as file:
            picture = ImageOps.exif_transpose(file).convert("RGB")
        changed = change(picture, chance)
        changed.save(folder / f"{number:05d}_copy.jpg", quality=quality)


def measured(groups, chosen, scene):
    """Found copies by kind of group, falsely joined pairs, pictures in series."""
    group_of = {
        name: (at, kind)
        for at, (names, kind, _) in enumerate(groups)
        if kind != "similar"
        for name in names
    }
    originals = {name[:5]: name for name in group_of if "_copy" not in name}
    kinds = collections.Counter()
    for number in chosen:
        copy = group_of.get(f"{number:05d}_copy.jpg")
        if copy is not None and copy == group_of.get(originals.get(f"{number:05d}")):
            kinds[copy[1]] += 1
    false = sum(
        scene[int(a[:5])] != scene[int(b[:5])]
        for names, kind, _ in groups
        if kind != "similar"
        for a, b in combinations(names, 2)
    )
    return kinds, false, sum(len(names) for names, kind, _ in groups if kind == "similar")


def show(groups, files):
    for names, kind, _ in groups:
        print(f"  {kind}: " + ", ".join(str(files[int(name[:5])]) for name in names))


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folders", nargs="+", type=Path, metavar="FOLDER")
    parser.add_argument("--copies", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", help="one kind of change, such as 'mirrored'")
    parser.add_argument("--show", action="store_true")
    parser.add_argument("--program", type=Path, default=PROGRAM)
    parser.add_argument("--model", type=Path, default=MODEL)
    given = parser.parse_args()
    files = sorted(
        path for each in given.folders for path in each.rglob("*") if path.suffix.lower() in ENDS
    )
    with tempfile.TemporaryDirectory() as name:
        link_all(files, Path(name))
        before = duplicates(given, Path(name))
    scene = scenes_of(before, len(files))
    series = sum(kind == "similar" for _, kind, _ in before)
    print(f"{len(files)} pictures, {len(set(scene))} different, {series} series; seed {given.seed}")
    if given.show:
        show(before, files)
    chance = random.Random(given.seed)
    chosen = sorted(chance.sample(range(len(files)), min(given.copies, len(files))))
    for title, (change, quality) in CHANGES.items():
        if given.only not in (None, title):
            continue
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            link_all(files, folder)
            plant(files, chosen, change, quality, chance, folder)
            kinds, false, in_series = measured(duplicates(given, folder), chosen, scene)
        pairs = (len(files) + len(chosen)) * (len(files) + len(chosen) - 1) // 2
        found = sum(kinds.values())
        print(
            f"{title:22} {found} of {len(chosen)} ({100 * found / len(chosen):.1f} %)  "
            f"{dict(kinds)}  false pairs: {false} of {pairs}  in series: {in_series}",
            flush=True,
        )


if __name__ == "__main__":
    main()
