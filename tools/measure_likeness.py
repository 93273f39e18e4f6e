#!/usr/bin/env python3
"""Measures which changed copies glance.Likeness finds among any pictures, and what falsely.

  tools/measure_likeness.py FOLDER [FOLDER...] [--copies 300] [--tiles 3] [--seed 1] [--model FILE]

Plants changed copies of COPIES of the pictures, drawn by the seed, among all of them: each kind of
change by itself, so that no copy is found by way of another one. With --tiles N the others are cut
into N by N parts, which are strangers to each other. Prints for each kind how many copies are in a
group with their original, as which kind of group, and how many pairs of different pictures are in a
group of the same picture. Pictures that are twice in FOLDER are found before, count as one, and are
named, so that a person can see whether they are; --show FOLDER draws these groups and the false
ones. Runs the Python package on build/native/libglance_c.so.
"""

import argparse
import collections
import importlib
import io
import random
import shutil
import sys
import tempfile
import time
from itertools import combinations
from pathlib import Path

from PIL import Image, ImageEnhance, ImageOps

REPOSITORY = Path(__file__).resolve().parent.parent
LIBRARY = REPOSITORY / "build" / "native" / "libglance_c.so"
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


class Looker:
    """Pictures -> what Likeness.add takes in their place."""

    def __init__(self, model, folder):
        shutil.copytree(REPOSITORY / "python" / "glance", folder / "glance")
        (folder / "glance" / LIBRARY.name).symlink_to(LIBRARY)
        sys.path.insert(0, str(folder))
        self.glance = importlib.import_module("glance")
        self.classifier = self.glance.Classifier(model)

    def look(self, picture, quality=90):
        """At what is left of an RGB picture that is saved as a JPEG file."""
        file = io.BytesIO()
        picture.save(file, "JPEG", quality=quality)
        return self.look_at_file(file.getvalue())

    def look_at_file(self, data):
        return self.classifier.classify(data, top_k=1, embedding=True, fingerprint=True)

    def duplicates(self, described):
        """Groups of {name: what look gave}, and how many seconds they took."""
        likeness = self.glance.Likeness(self.classifier)
        for name, description in described.items():
            likeness.add(description, name=name)
        began = time.perf_counter()
        groups = likeness.duplicates()
        return groups, time.perf_counter() - began


def opened(path):
    with Image.open(path) as file:
        return ImageOps.exif_transpose(file).convert("RGB")


def tiles_of(picture, tiles):
    """(place, part) of `tiles` by `tiles` parts."""
    xs = [picture.width * i // tiles for i in range(tiles + 1)]
    ys = [picture.height * i // tiles for i in range(tiles + 1)]
    for row in range(tiles):
        for column in range(tiles):
            box = (xs[column], ys[row], xs[column + 1], ys[row + 1])
            yield f"{row}{column}", picture.crop(box)


def collection(looker, files, chosen, tiles):
    """Of the chosen files and of the tiles of the others: {name: what look gave}."""
    described = {}
    for number, path in enumerate(files):
        if tiles == 1 or number in chosen:
            described[number, "", ""] = looker.look_at_file(path.read_bytes())
            continue
        for place, tile in tiles_of(opened(path), tiles):
            described[number, place, ""] = looker.look(tile)
    return described


def same_pictures(groups):
    return [group for group in groups if group.kind != "similar"]


def scenes_of(groups):
    """What is the same picture before anything is planted: {name: first of its group}."""
    return {name: group.pictures[0] for group in same_pictures(groups) for name in group.pictures}


def false_pairs(groups, scenes):
    """Pairs of names that are in one group and of different scenes."""

    def scene(name):
        original = (*name[:2], "")
        return scenes.get(original, original)

    return [
        (a, b)
        for group in same_pictures(groups)
        for a, b in combinations(group.pictures, 2)
        if scene(a) != scene(b)
    ]


def kinds_of_found(groups, chosen):
    """How many copies are in a group with their original, by its kind."""
    kinds = collections.Counter()
    for group in same_pictures(groups):
        names = set(group.pictures)
        copies = [number for number in chosen if (number, "", "copy") in names]
        kinds[group.kind] += sum((number, "", "") in names for number in copies)
    return {kind: count for kind, count in kinds.items() if count}


def draw(pictures, path, side=240):
    """Pictures beside each other."""
    sheet = Image.new("RGB", (side * len(pictures), side), "white")
    for at, picture in enumerate(pictures):
        sheet.paste(ImageOps.contain(picture, (side, side)), (side * at, 0))
    sheet.save(path)


def picture_of(name, files, tiles, copies):
    number, place, copy = name
    if copy:
        return copies[number]
    picture = opened(files[number])
    return dict(tiles_of(picture, tiles))[place] if place else picture


def measure(given, looker, files):
    chance = random.Random(given.seed)
    chosen = sorted(chance.sample(range(len(files)), min(given.copies, len(files))))
    base = collection(looker, files, set(chosen), given.tiles)
    groups, seconds = looker.duplicates(base)
    scenes = scenes_of(groups)
    doubles = sum(len(group.pictures) - 1 for group in same_pictures(groups))
    series = len(groups) - len(same_pictures(groups))
    print(f"{len(base)} pictures in {seconds:.2f} s; seed {given.seed}; ", end="")
    print(f"{doubles} are there already, {series} series")

    def show(names, title, copies=()):
        print(f"  {title}: " + ", ".join(f"{files[n].name} {place} {c}" for n, place, c in names))
        if given.show:
            given.show.mkdir(exist_ok=True)
            path = given.show / f"{title}-{'-'.join(map(str, names[0]))}.png".replace(" ", "-")
            draw([picture_of(name, files, given.tiles, copies) for name in names[:8]], path)

    for group in same_pictures(groups):
        show(group.pictures, group.kind)
    for title, (change, quality) in CHANGES.items():
        if given.only not in (None, title):
            continue
        copies = {number: change(opened(files[number]), chance) for number in chosen}
        looks = {(n, "", "copy"): looker.look(copy, quality) for n, copy in copies.items()}
        groups, seconds = looker.duplicates(base | looks)
        kinds, false = kinds_of_found(groups, chosen), false_pairs(groups, scenes)
        found, count = sum(kinds.values()), len(base) + len(looks)
        print(
            f"{title:22} {found} of {len(chosen)} ({100 * found / len(chosen):.1f} %)  {kinds}  "
            f"false pairs: {len(false)} of {count * (count - 1) // 2}  {seconds:.2f} s",
            flush=True,
        )
        for pair in false:
            show(pair, f"false {title}", copies)


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folders", nargs="+", type=Path, metavar="FOLDER")
    parser.add_argument("--copies", type=int, default=300)
    parser.add_argument("--tiles", type=int, default=1)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", help="one kind of change, such as 'mirrored'")
    parser.add_argument("--show", type=Path, metavar="FOLDER")
    parser.add_argument("--model", type=Path, default=MODEL)
    given = parser.parse_args()
    files = sorted(
        path for each in given.folders for path in each.rglob("*") if path.suffix.lower() in ENDS
    )
    with tempfile.TemporaryDirectory() as folder:
        measure(given, Looker(given.model, Path(folder)), files)


if __name__ == "__main__":
    main()
