"""Pictures for the README and for looking at: a page of the sheet, cards in light and night mode, wide and narrow.

Run by `make screenshots` after `make all`. Cards are rendered by Anki itself, then painted by a headless Chromium;
needs Chromium (Debian: apt-get install chromium) beside what `make test` sets up.
"""

import argparse
import pathlib
import shutil
import subprocess
import sys
import tempfile

import pypdfium2
from anki.collection import Collection, ImportAnkiPackageRequest
from PIL import Image, ImageChops

ROOT = pathlib.Path(__file__).resolve().parents[1]
PICTURES = ROOT / ".github" / "images"
CHROMIUM = next(filter(None, map(shutil.which, ["chromium", "chromium-browser", "google-chrome"])), None)
FLAGS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--no-first-run", "--allow-file-access-from-files",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]
# What Anki's own window puts around a card, with those of its rules that meet ours.
PAGE = """<!doctype html><html class="{mode}"><meta charset="utf-8"><style>
body {{ margin: 20px; overflow-wrap: break-word; }} body.nightMode {{ background-color: #2c2c2c; color: #fcfcfc; }}
hr {{ background-color: #737373; margin: 1em 0; border: none; height: 1px; }} img {{ max-width: 100%; max-height: 95vh; }}
</style><style>{css}</style><body class="card card{ord} {mode}"><div id="qa">{html}</div></body></html>"""
FRAME = """<!doctype html><meta charset="utf-8"><style>body {{ margin: 0 }} iframe {{ border: 0; display: block }}</style>
<iframe src="{name}" width="{width}" height="{height}"></iframe>"""


def sheet(pdf, page, target):
    """A page as PNG, at 110 dots an inch."""
    pypdfium2.PdfDocument(pdf)[page].render(scale=110 / 72).to_pil().convert("P", palette=Image.ADAPTIVE).save(target, optimize=True)


def cropped(picture):
    """Without the empty room below."""
    corner = Image.new(picture.mode, picture.size, picture.getpixel((0, picture.height - 1)))
    box = ImageChops.difference(picture, corner).getbbox()
    return picture.crop((0, 0, picture.width, min(picture.height, box[3] + 20))) if box else picture


def shot(folder, html, width, height, target):
    """A page in a frame of this width: Chromium's own window is never as narrow as a phone."""
    (folder / "card.html").write_text(html, encoding="utf-8")
    (folder / "frame.html").write_text(FRAME.format(name="card.html", width=width, height=height), encoding="utf-8")
    size = f"--window-size={max(width, 600)},{height}"
    address = (folder / "frame.html").as_uri()
    raw = folder / "shot.png"
    command = [CHROMIUM, *FLAGS, size, f"--user-data-dir={folder / 'profile'}", f"--screenshot={raw}", address]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    picture = Image.open(raw).convert("RGB").crop((0, 0, width, height))
    cropped(picture).convert("P", palette=Image.ADAPTIVE).save(target, optimize=True)


def cards(deck, ids, out, height):
    """Question and answer of these questions' first cards, in both modes and widths."""
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        collection = Collection(str(folder / "collection.anki2"))
        collection.import_anki_package(ImportAnkiPackageRequest(package_path=str(deck)))
        for question in ids:
            card = collection.get_card(collection.find_cards(f'"Id:{question}" "note:prepdeck question"')[0])
            css = card.note_type()["css"]
            for side, html in (("question", card.question()), ("answer", card.answer())):
                for mode in ("", "nightMode night_mode"):
                    for width in (1000, 390):
                        page = PAGE.format(mode=mode, css=css, ord=card.ord + 1, html=html)
                        kind = "night" if mode else "light"
                        shot(folder, page, width, height, out / f"{question}-{side}-{kind}-{width}.png")
        collection.close()


def main():
    if CHROMIUM is None:
        sys.exit("Chromium is missing; install it with: sudo apt-get install chromium")
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bank", default="python")
    parser.add_argument("--ids", nargs="*", default=["generators-iterators"], help="questions whose cards are shown")
    parser.add_argument("--out", type=pathlib.Path, default=ROOT / "target" / "screenshots")
    parser.add_argument("--height", type=int, default=2400)
    parser.add_argument("--readme", action="store_true", help="also replace the README's pictures")
    arguments = parser.parse_args()
    arguments.out.mkdir(parents=True, exist_ok=True)
    output = ROOT / "output"
    cards(output / f"{arguments.bank}.apkg", arguments.ids, arguments.out, arguments.height)
    document = pypdfium2.PdfDocument(output / f"{arguments.bank}.pdf")
    for page in range(len(document)):
        sheet(output / f"{arguments.bank}.pdf", page, arguments.out / f"{arguments.bank}-{page + 1}.png")
    if arguments.readme:
        PICTURES.mkdir(parents=True, exist_ok=True)
        shutil.copy(arguments.out / f"{arguments.bank}-1.png", PICTURES / "sheet.png")
        for picture in sorted(arguments.out.glob(f"{arguments.ids[0]}-*.png")):
            shutil.copy(picture, PICTURES / picture.name.replace(arguments.ids[0], "card"))
    print(f"pictures in {arguments.out}")


if __name__ == "__main__":
    main()
