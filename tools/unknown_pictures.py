#!/usr/bin/env python3
"""Makes 60 pictures of what ImageNet has no class for: people, text and screenshots, 20 of each.

Usage: unknown_pictures.py FOLDER

The photographs come from the wheel of scikit-image, as the samples do (tools/setup weights): NASA's
portrait of Eileen Collins (public domain) in 8 crops, and two scanned pages. All else is drawn with
Pillow and its own font, so that every machine has the same pictures.
"""

import io
import pathlib
import random
import sys

from PIL import Image, ImageDraw, ImageFont, ImageOps
from unpack_samples import read_member

ROOT = pathlib.Path(__file__).resolve().parent.parent
WHEELS = ROOT / ".cache" / "wheels"
SIZE = 640, 480
SKINS = ((255, 219, 190), (234, 188, 150), (198, 140, 100), (141, 88, 56), (92, 58, 38))
HAIRS = ((30, 24, 20), (84, 52, 30), (190, 150, 90), (150, 150, 150), (120, 40, 20))
CLOTHES = (
    (180, 40, 50),
    (30, 80, 160),
    (40, 120, 70),
    (230, 230, 225),
    (60, 60, 70),
    (230, 170, 50),
)
# Left, top, right and bottom edge of the portrait, as fractions of its sides.
CROPS = (
    (0, 0, 1, 1), (0.2, 0, 0.75, 0.55), (0.28, 0.05, 0.62, 0.42), (0, 0, 1, 0.6),
    (0.1, 0, 0.9, 0.8), (0.15, 0.02, 0.7, 0.5), (0.25, 0, 0.7, 0.7), (0, 0.02, 0.8, 0.9),
)  # fmt: skip
TEXT = (
    "the of and to in a is that for it was on are as with his they at be this from have or by one "
    "had not but what all were when we there can an your which their said if do will each about "
    "how up out them then she many some so these would other into has more her two like him see "
    "time could no make than first been its who now people my made over did down only way find"
)
WORDS = TEXT.split()


def font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.load_default(size)


def sentence(chance: random.Random, count: int) -> str:
    return (" ".join(chance.choice(WORDS) for _ in range(count))).capitalize() + "."


# --- people ------------------------------------------------------------------------------------


def portraits() -> list[Image.Image]:
    content = read_member(WHEELS, "scikit_image-", "skimage/data/astronaut.png")
    whole = Image.open(io.BytesIO(content)).convert("RGB")
    width, height = whole.size
    made = []
    for i, (left, top, right, bottom) in enumerate(CROPS):
        box = [
            round(left * width),
            round(top * height),
            round(right * width),
            round(bottom * height),
        ]
        cut = whole.crop(box)
        made.append(ImageOps.mirror(cut) if i % 2 else cut)
    made[-1] = ImageOps.grayscale(made[-1]).convert("RGB")
    return made


def draw_person(pen: ImageDraw.ImageDraw, chance: random.Random, x: float, y: float, size: float):
    """Head and shoulders; the middle of the head at (x, y), `size` its height in pixels."""
    skin, hair, cloth = chance.choice(SKINS), chance.choice(HAIRS), chance.choice(CLOTHES)
    half = size / 2
    pen.rounded_rectangle(
        (x - 1.1 * size, y + 0.75 * size, x + 1.1 * size, y + 4 * size), 0.5 * size, cloth
    )
    pen.rectangle((x - 0.18 * size, y + 0.3 * size, x + 0.18 * size, y + 0.85 * size), skin)
    pen.ellipse((x - 0.44 * size, y - 0.62 * size, x + 0.44 * size, y + 0.3 * size), hair)
    pen.ellipse((x - 0.38 * size, y - 0.45 * size, x + 0.38 * size, y + half), skin)
    for side in (-1, 1):
        eye = x + side * 0.15 * size
        pen.ellipse((eye - 0.05 * size, y - 0.08 * size, eye + 0.05 * size, y), (250, 250, 250))
        pen.ellipse((eye - 0.025 * size, y - 0.07 * size, eye + 0.025 * size, y), (40, 30, 30))
    pen.line((x, y + 0.02 * size, x - 0.04 * size, y + 0.16 * size), (120, 80, 60), 2)
    mouth = (x - 0.14 * size, y + 0.14 * size, x + 0.14 * size, y + 0.32 * size)
    pen.arc(mouth, 20, 160, (150, 50, 50), max(2, round(size / 40)))


def drawn_people(chance: random.Random, rows: int, columns: int) -> Image.Image:
    background = tuple(chance.randint(120, 235) for _ in range(3))
    picture = Image.new("RGB", SIZE, background)
    pen = ImageDraw.Draw(picture)
    width, height = SIZE
    size = min(width / columns / 2.1, height / rows / 1.7)
    for row in range(rows):
        for column in range(columns):
            x = (column + 0.5) * width / columns + chance.uniform(-0.1, 0.1) * size
            draw_person(pen, chance, x, (row + 0.4) * height / rows, size)
    return picture


# --- text --------------------------------------------------------------------------------------


def scans() -> list[Image.Image]:
    names = ("skimage/data/page.png", "skimage/data/text.png")
    contents = [read_member(WHEELS, "scikit_image-", name) for name in names]
    return [Image.open(io.BytesIO(content)).convert("RGB") for content in contents]


def page_of_text(chance: random.Random, size: int, columns: int) -> Image.Image:
    dark = chance.random() < 0.25
    paper, ink = ((25, 25, 28), (230, 230, 230)) if dark else ((252, 250, 244), (20, 20, 25))
    picture = Image.new("RGB", SIZE, paper)
    pen = ImageDraw.Draw(picture)
    letters, width = font(size), (SIZE[0] - 40) / columns
    for column in range(columns):
        y = 30
        while y < SIZE[1] - 2 * size:
            line = ""
            while pen.textlength(line + "people ", letters) < width - 20:
                line += chance.choice(WORDS) + " "
            pen.text((30 + column * width, y), line, ink, letters)
            y += round(1.35 * size) * (2 if chance.random() < 0.15 else 1)
    return picture


def poster(chance: random.Random) -> Image.Image:
    paper, ink = chance.sample(CLOTHES, 2)
    picture = Image.new("RGB", SIZE, paper)
    pen = ImageDraw.Draw(picture)
    for i, size in enumerate((96, 64, 40)):
        words = " ".join(chance.sample(WORDS, 2 + i)).upper()
        pen.text((SIZE[0] / 2, 110 + 130 * i), words, ink, font(size), anchor="mm")
    return picture


def receipt(chance: random.Random) -> Image.Image:
    picture = Image.new("RGB", SIZE, (110, 105, 100))
    pen = ImageDraw.Draw(picture)
    pen.rectangle((190, 10, 450, 470), (248, 248, 246))
    for i in range(17):
        y = 24 + 26 * i
        pen.text((205, y), chance.choice(WORDS).title(), (40, 40, 40), font(18))
        pen.text((435, y), f"{chance.uniform(1, 99):.2f}", (40, 40, 40), font(18), anchor="ra")
    return picture


# --- screenshots -------------------------------------------------------------------------------


def window(title: str, dark: bool) -> tuple[Image.Image, ImageDraw.ImageDraw, tuple, tuple]:
    """A window that fills the screen, its pen, paper and ink."""
    paper, ink = ((30, 32, 38), (215, 218, 225)) if dark else ((255, 255, 255), (35, 38, 45))
    picture = Image.new("RGB", (1280, 800), paper)
    pen = ImageDraw.Draw(picture)
    pen.rectangle((0, 0, 1280, 44), (58, 62, 72) if dark else (225, 228, 234))
    for i, color in enumerate(((235, 95, 85), (245, 190, 60), (95, 195, 85))):
        pen.ellipse((16 + 26 * i, 14, 32 + 26 * i, 30), color)
    pen.text((640, 22), title, ink, font(20), anchor="mm")
    return picture, pen, paper, ink


def editor(chance: random.Random) -> Image.Image:
    picture, pen, _, ink = window("main.py", dark=True)
    colors = ((200, 120, 220), (120, 190, 250), (150, 205, 120), ink, (230, 170, 110))
    for row in range(28):
        y, x = 60 + 26 * row, 70 + 40 * chance.randint(0, 3)
        pen.text((20, y), str(row + 1), (110, 115, 125), font(19))
        for _ in range(chance.randint(0, 7)):
            word = chance.choice(WORDS) + chance.choice((" ", "(", ")", " = ", ": ", "_"))
            pen.text((x, y), word, chance.choice(colors), font(19))
            x += pen.textlength(word, font(19))
    return picture


def form(chance: random.Random) -> Image.Image:
    picture, pen, _, ink = window("Settings", dark=chance.random() < 0.3)
    pen.rectangle((0, 44, 250, 800), (70, 100, 160))
    for row in range(10):
        pen.text((30, 80 + 60 * row), chance.choice(WORDS).title(), (240, 244, 255), font(22))
        pen.text((300, 80 + 68 * row), sentence(chance, 3), ink, font(22))
        pen.rounded_rectangle(
            (760, 74 + 68 * row, 1180, 116 + 68 * row), 8, None, (150, 155, 165), 2
        )
        pen.text((776, 82 + 68 * row), chance.choice(WORDS), (120, 125, 135), font(20))
    return picture


def sheet(chance: random.Random) -> Image.Image:
    picture, pen, _, ink = window("Table", dark=False)
    for row in range(25):
        for column in range(9):
            x, y = 20 + 138 * column, 56 + 29 * row
            fill = (235, 238, 244) if row == 0 else None
            pen.rectangle((x, y, x + 138, y + 29), fill, (200, 204, 212))
            text = (
                chance.choice(WORDS) if column == 0 or row == 0 else str(chance.randint(1, 99999))
            )
            pen.text((x + 8, y + 4), text, ink, font(18))
    return picture


def messages(chance: random.Random) -> Image.Image:
    picture, pen, _, _ = window("Messages", dark=chance.random() < 0.5)
    for row in range(8):
        own = chance.random() < 0.5
        words = sentence(chance, chance.randint(3, 8))
        length = pen.textlength(words, font(24)) + 40
        left = 1240 - length if own else 40
        color = (60, 130, 240) if own else (130, 134, 145)
        pen.rounded_rectangle((left, 70 + 88 * row, left + length, 130 + 88 * row), 26, color)
        pen.text((left + 20, 84 + 88 * row), words, (255, 255, 255), font(24))
    return picture


def chart(chance: random.Random) -> Image.Image:
    picture, pen, _, ink = window("Report", dark=False)
    pen.text((60, 70), sentence(chance, 5), ink, font(34))
    for i in range(10):
        top = 700 - chance.randint(60, 480)
        pen.rectangle((110 + 110 * i, top, 180 + 110 * i, 700), chance.choice(CLOTHES))
        pen.text((145 + 110 * i, 730), chance.choice(WORDS), ink, font(18), anchor="mm")
    pen.line((80, 160, 80, 700, 1240, 700), ink, 3)
    return picture


def all_pictures() -> dict[str, Image.Image]:
    """{name without suffix: picture}; the name begins with people, text or screenshot."""
    chance = random.Random(60)
    crowds = (
        (1, 1),
        (1, 1),
        (1, 1),
        (1, 2),
        (1, 2),
        (1, 3),
        (1, 3),
        (2, 3),
        (2, 4),
        (2, 5),
        (3, 6),
        (4, 8),
    )
    kinds = {
        "people": [*portraits(), *(drawn_people(chance, *grid) for grid in crowds)],
        "text": [
            *scans(),
            *(page_of_text(chance, size, 1) for size in (14, 16, 18, 20, 24, 28, 36, 48)),
            *(page_of_text(chance, size, 2) for size in (13, 15, 18, 22)),
            *(poster(chance) for _ in range(4)),
            *(receipt(chance) for _ in range(2)),
        ],
        "screenshot": [
            make(chance) for make in (editor, form, sheet, messages, chart) for _ in range(4)
        ],
    }
    return {
        f"{kind}-{number:02}": picture
        for kind, pictures in kinds.items()
        for number, picture in enumerate(pictures)
    }


def save_all(folder: pathlib.Path) -> None:
    for name, picture in all_pictures().items():
        picture.save(folder / f"{name}.png", compress_level=1)


def main() -> None:
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    folder = pathlib.Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    save_all(folder)


if __name__ == "__main__":
    main()
