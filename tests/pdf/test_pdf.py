"""The sheets as other programs read them: pdfium, pypdf and qpdf, none of which wrote them.

`cargo test` leaves plans (what was to be painted) and sheets (what krilla and genpdf painted) in its folder for tests.
"""

import ctypes
import json
import os
import pathlib

import pikepdf
import pypdf
import pypdfium2
import pypdfium2.raw as pdfium
import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
FOLDER = pathlib.Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target")) / "tmp" / "pdf"
PLANS = sorted(FOLDER.glob("*.json"))


def test_there_are_sheets_to_read():
    assert len(PLANS) >= 8, f"run `make test`: {FOLDER} is written by cargo test"


def characters(page):
    """Every character that was drawn, with where its glyph starts, in points from the page's lower left."""
    textpage = page.get_textpage()
    text = textpage.raw
    x, y = ctypes.c_double(), ctypes.c_double()
    for place in range(pdfium.FPDFText_CountChars(text)):
        if pdfium.FPDFText_IsGenerated(text, place) == 1:
            continue
        code = pdfium.FPDFText_GetUnicode(text, place)
        if 0xDC00 <= code < 0xE000:  # the second half of a character above U+FFFF: the first has its place
            continue
        letter = "-" if code == 2 else chr(code)  # pdfium's mark for a hyphen that ends a line
        if letter.isspace():
            continue
        pdfium.FPDFText_GetCharOrigin(text, place, ctypes.byref(x), ctypes.byref(y))
        yield letter, x.value, y.value


# Faces draw these with one glyph, so a reader of the glyphs cannot tell them apart.
TWINS = str.maketrans({"\u2011": "-", "\u00ad": "-", "\u2010": "-", "\u2215": "/", "\u03bc": "\u00b5", "\u2126": "\u03a9"})


def seen(letters):
    """What a reader can tell of these letters; those above U+FFFF pdfium halves and genpdf cuts off, alike a `?`."""
    text = "".join("?" if ord(letter) > 0xFFFF or 0xD800 <= ord(letter) < 0xDC00 else letter for letter in letters)
    return text.translate(TWINS)


def planned(page, tagged):
    """Every character that was to be drawn; with a place where a run starts, else with none."""
    for text, x, y, actual in page:
        if tagged and actual and ord(actual[0]) > 0xFFFF:
            continue  # pdfium reads no ActualText above U+FFFF
        first = True
        for letter in actual if tagged and actual else text:
            if not letter.isspace():
                # The hyphen that parts a word is a glyph a little above where it is drawn.
                yield letter, (x, y) if first and letter != "\u00ad" else None
                first = False
            else:
                first = False


@pytest.mark.parametrize("painter", ["krilla", "genpdf"])
@pytest.mark.parametrize("path", PLANS, ids=lambda path: path.stem)
def test_every_word_is_where_the_plan_has_it(path, painter):
    plan = json.loads(path.read_text())
    scale = plan["scale"] if painter == "genpdf" else 1.0
    document = pypdfium2.PdfDocument(path.with_suffix(f".{painter}.pdf"))
    assert len(document) == len(plan["pages"])
    for number, page in enumerate(plan["pages"]):
        drawn = [(letter, x / scale, plan["height"] - y / scale) for letter, x, y in characters(document[number])]
        wanted = list(planned(page, tagged=painter == "krilla"))
        letters = seen(letter for letter, _, _ in drawn)
        if painter == "genpdf":
            letters = "".join("?" if want == "?" else got for got, want in zip(letters, seen(w[0] for w in wanted)))
        assert letters == seen(letter for letter, _ in wanted), f"page {number + 1}"
        for (letter, x, y), (_, place) in zip(drawn, wanted, strict=True):
            if place is not None:
                assert x == pytest.approx(place[0], abs=0.12), f"page {number + 1}: {letter}"
                assert y == pytest.approx(place[1], abs=0.12), f"page {number + 1}: {letter}"


@pytest.mark.parametrize("path", PLANS, ids=lambda path: path.stem)
def test_outline_links_and_properties(path):
    plan = json.loads(path.read_text())
    reader = pypdf.PdfReader(path.with_suffix(".krilla.pdf"))
    assert reader.metadata.title == plan["title"]
    outline, sections = reader.outline, []
    for entry in outline:
        if isinstance(entry, list):
            sections[-1][1] = [child.title for child in entry]
        else:
            sections.append([entry.title, []])
    assert sections == plan["outline"]
    urls, places = set(), 0
    for page in reader.pages:
        for annotation in page.get("/Annots", []):
            annotation = annotation.get_object()
            assert annotation["/Contents"].strip(), "a screen reader needs words for a link"
            if "/A" in annotation:
                urls.add(annotation["/A"]["/URI"])
            else:
                places += 1
    assert sorted(urls) == plan["urls"]
    named = {name: reader.get_destination_page_number(place) for name, place in reader.named_destinations.items()}
    assert named == dict(map(tuple, plan["names"]))
    assert places > 0 or "cards" in path.stem


def elements(node, kinds):
    """Counts the elements of the tag tree by kind."""
    kind = str(node.get("/S", "/StructTreeRoot"))
    kinds[kind] = kinds.get(kind, 0) + 1
    children = node.get("/K", [])
    for child in children if isinstance(children, pikepdf.Array) else [children]:
        if isinstance(child, pikepdf.Dictionary) and "/S" in child:
            elements(child, kinds)
    return kinds


@pytest.mark.parametrize("path", PLANS, ids=lambda path: path.stem)
def test_structure_fonts_and_syntax(path):
    plan = json.loads(path.read_text())
    with pikepdf.open(path.with_suffix(".krilla.pdf")) as document:
        assert document.check_pdf_syntax() == []
        assert document.Root.MarkInfo.Marked
        assert str(document.Root.Lang) == plan["language"]
        kinds = elements(document.Root.StructTreeRoot, {})
        assert kinds["/H1"] == 1
        assert kinds["/H2"] == len(plan["outline"])
        assert kinds["/H3"] >= sum(len(children) for _, children in plan["outline"])
        assert [kinds.get(f"/H{level}", 0) for level in range(1, 7)] == plan["headings"]
        xmp = document.open_metadata()
        assert xmp.get("pdfuaid:part") == "1" and xmp.get("pdfaid:part") == "2"
        fonts = [font for font in document.objects if isinstance(font, pikepdf.Dictionary) and "/BaseFont" in font]
        assert fonts
        for font in fonts:
            assert "+" in str(font.BaseFont), "every font is a subset"
        for descriptor in (o for o in document.objects if isinstance(o, pikepdf.Dictionary) and o.get("/Type") == "/FontDescriptor"):
            assert any(key in descriptor for key in ("/FontFile", "/FontFile2", "/FontFile3")), "every font is embedded"


def nodes(node):
    """Every element of the tag tree below this one, in reading order, with itself."""
    yield node
    children = node.get("/K", [])
    for child in children if isinstance(children, pikepdf.Array) else [children]:
        if isinstance(child, pikepdf.Dictionary) and "/S" in child:
            yield from nodes(child)


def attributes(node):
    """The attributes of an element, of all owners."""
    owners = node.get("/A", [])
    owners = owners if isinstance(owners, pikepdf.Array) else [owners]
    return {key: value for owner in owners if isinstance(owner, pikepdf.Dictionary) for key, value in owner.items()}


def test_elements_say_what_a_screen_reader_asks_for():
    """In the bank that has everything: scopes of header cells, numbering of lists, words for pictures, links and headings."""
    with pikepdf.open(FOLDER / "torture-full.krilla.pdf") as document:
        found = {}
        for node in nodes(document.Root.StructTreeRoot):
            found.setdefault(str(node.get("/S", "")), []).append(node)
        assert {str(attributes(cell)["/Scope"]) for cell in found["/TH"]} == {"/Column"}
        assert {str(attributes(item)["/ListNumbering"]) for item in found["/L"]} == {"/Disc", "/Decimal"}
        assert all(str(figure.Alt).strip() for figure in found["/Figure"])
        assert all(str(heading.T).strip() for level in "123" for heading in found[f"/H{level}"])
        for item in found["/LI"]:
            assert [str(part.S) for part in item.K] == ["/Lbl", "/LBody"]
        for row in found["/TR"]:
            assert {str(cell.S) for cell in row.K} <= {"/TH", "/TD"}
        for link in found["/Link"]:
            assert any("/Obj" in part for part in link.K if isinstance(part, pikepdf.Dictionary)), "a link has its annotation"
        assert found["/Code"] and found["/BlockQuote"] and found["/TOC"] and found["/TOCI"]


@pytest.mark.parametrize("path", PLANS, ids=lambda path: path.stem)
def test_headers_and_footers_are_no_part_of_the_structure(path):
    """Whatever is drawn is either marked as content, with a number that the structure knows, or as an artifact."""
    with pikepdf.open(path.with_suffix(".krilla.pdf")) as document:
        for number, page in enumerate(document.pages):
            depth, artifacts, contents = 0, 0, 0
            for operands, operator in pikepdf.parse_content_stream(page):
                match str(operator):
                    case "BDC" | "BMC":
                        depth += 1
                        artifacts += str(operands[0]) == "/Artifact"
                        contents += len(operands) > 1 and "/MCID" in operands[1]
                    case "EMC":
                        depth -= 1
                    case "Tj" | "TJ" | "f" | "Do":
                        assert depth > 0, f"page {number + 1}: something is neither content nor artifact"
            assert artifacts > 0, f"page {number + 1}"
            # The fronts of further cards only repeat their question.
            assert contents > 0 or "cards" in path.stem, f"page {number + 1}"
            assert ("/StructParents" in page) == (contents > 0), f"page {number + 1}"


def test_titles_authors_and_dates():
    """What a viewer shows as the document's properties."""
    reader = pypdf.PdfReader(FOLDER / "torture.krilla.pdf")
    assert reader.metadata.author == "Ada Lovelace, Grace Hopper"
    assert reader.metadata.creation_date.year == 2026
    assert reader.xmp_metadata.dc_language and reader.xmp_metadata.dc_title
