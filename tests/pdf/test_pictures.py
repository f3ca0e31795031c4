"""Pages as pictures, beside those that somebody looked at and accepted: an accidental change of look is seen.

`make bless` accepts what is painted now; look at `tests/pdf/accepted` before committing it. Pictures are grey, 50 dots
an inch, 16 shades. Pillow comes with pikepdf.
"""

import os
import pathlib

import pypdfium2
import pytest
from PIL import Image, ImageChops, ImageFilter

ROOT = pathlib.Path(__file__).resolve().parents[2]
FOLDER = pathlib.Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target")) / "tmp" / "pdf"
ACCEPTED = pathlib.Path(__file__).parent / "accepted"
BLESS = os.environ.get("BLESS") == "1"
DPI = 50

# Name of a picture: the file that cargo test painted, and the page, from 0; -1 is the last.
PICTURES = {
    "sheet-first": ("look-sheet.pdf", 0),
    "sheet-last": ("look-sheet.pdf", -1),
    "full-first": ("look-full.pdf", 0),
    "full-last": ("look-full.pdf", -1),
    "wide-first": ("look-wide.pdf", 0),
    "practice-first": ("look-practice.pdf", 0),
    "practice-last": ("look-practice.pdf", -1),
    "cards-fronts": ("look-cards.pdf", 0),
    "cards-backs": ("look-cards.pdf", 1),
    "torture-first": ("torture.krilla.pdf", 0),
    "torture-second": ("torture.krilla.pdf", 1),
}

# The largest mean difference of a tile, of 255: see the tests of the measure below.
MOST = 9
TILE = 8
BLUR = 1.5


def painted(name, page, scale=4):
    """A page in grey, drawn larger by a scale and made smaller again: so edges are smooth, each scale in its own way."""
    with pypdfium2.PdfDocument(FOLDER / name) as document:
        page = document[page if page >= 0 else len(document) + page]
        return page.render(scale=scale * DPI / 72, grayscale=True).to_pil().convert("L").reduce(scale)


def shades(picture):
    """As it is kept: 16 shades."""
    return picture.point(lambda value: value // 16 * 17)


def difference(one, other):
    """How far apart the tiles are that differ most, once both pictures are blurred: edges may differ, shapes not."""
    assert one.size == other.size, "the pages differ in size"
    blurred = [picture.convert("L").filter(ImageFilter.GaussianBlur(BLUR)) for picture in (one, other)]
    tiles = ImageChops.difference(*blurred).reduce(TILE)
    return tiles.getextrema()[1]


@pytest.mark.parametrize("name", PICTURES)
def test_pages_look_as_they_were_accepted(name):
    now = shades(painted(*PICTURES[name]))
    path = ACCEPTED / f"{name}.png"
    if BLESS:
        ACCEPTED.mkdir(exist_ok=True)
        now.quantize(16).save(path, optimize=True)
        return
    with Image.open(path) as accepted:
        found = difference(now, accepted.convert("L"))
    if found > MOST:
        now.save(FOLDER / f"{name}.png")
    assert found <= MOST, f"{name} looks different: see {FOLDER / name}.png beside {path}; `make bless` accepts it"


def test_no_picture_is_left_over():
    assert {path.stem for path in ACCEPTED.glob("*.png")} == set(PICTURES)


@pytest.mark.parametrize("name", PICTURES)
def test_another_antialiasing_is_no_difference(name):
    file, page = PICTURES[name]
    assert difference(shades(painted(file, page)), shades(painted(file, page, scale=8))) <= MOST


@pytest.mark.parametrize("change", ["line", "colour", "gone"])
@pytest.mark.parametrize("name", ["sheet-first", "wide-first", "practice-last", "cards-fronts", "torture-first"])
def test_a_line_that_moved_and_a_colour_that_changed_are_differences(name, change):
    picture = shades(painted(*PICTURES[name]))
    box = line_of_text(picture)
    line, changed = picture.crop(box), picture.copy()
    if change == "line":  # down by a millimetre
        changed.paste(255, box)
        changed.paste(line, (box[0], box[1] + 2))
    elif change == "colour":  # from black to a grey that is still legible
        changed.paste(line.point(lambda value: 255 - (255 - value) // 2), box)
    else:
        changed.paste(255, box)
    assert difference(picture, changed) > MOST


def line_of_text(picture):
    """The box of the first line of text in the left half of a page, below its head: rows with ink between rows without."""
    half = picture.width // 2 - 5
    rows = [any(value < 128 for value in picture.crop((0, y, half, y + 1)).tobytes()) for y in range(picture.height)]
    start = None
    for y in range(picture.height // 8, picture.height):
        if rows[y] and start is None:
            start = y
        elif not rows[y] and start is not None:
            if 4 <= y - start <= 12:  # neither a rule nor a block
                return (0, start, half, y)
            start = None
    raise AssertionError("no line of text")
