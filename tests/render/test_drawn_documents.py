"""SVG, PDF, PNG, slides and workbook hold what the view holds, as text, native shapes and cells, and nothing that runs."""

import base64
import io
import re
import shutil
import subprocess
import zipfile
from copy import deepcopy

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from pptx import Presentation
from pptx.enum.shapes import MSO_SHAPE_TYPE

from documents_maps import WORDS, empty, large, worldly
from study_term import measurement, study_term
from wayline.errors import InputError
from wayline.maps.model import Card, JourneyMap, Lane, Stage, Step
from wayline.render.formats import Look, made
from wayline.render.picture import Picture
from wayline.render.svg import svg
from wayline.views.map_view import map_view

MEASURED = map_view(study_term(), measurement())
SVG = "{http://www.w3.org/2000/svg}"
SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="


def words_of(drawn):
    return " ".join("".join(text.itertext()) for text in etree.fromstring(drawn).iter(f"{SVG}text"))


def cells_of(content):
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        names = [one for one in book.namelist() if one.startswith("xl/worksheets/sheet")]
        shared = ["".join(one.itertext()) for one in etree.fromstring(book.read("xl/sharedStrings.xml"))]
        return shared, {name: book.read(name).decode() for name in names}


def slides_of(content):
    return Presentation(io.BytesIO(content)).slides


# --- SVG


def test_the_svg_is_text_with_title_description_and_a_table():
    root = etree.fromstring(svg(MEASURED))
    assert root.find(f"{SVG}title").text.startswith(study_term().title)
    assert "stages" in root.find(f"{SVG}desc").text
    roles = {one.get("role") for one in root.iter(f"{SVG}g")}
    assert {"table", "row", "rowheader", "columnheader", "cell", "img"} <= roles
    for step in MEASURED["steps"]:
        assert step["title"].split()[0] in words_of(svg(MEASURED))


@pytest.mark.parametrize(
    "view", [MEASURED, worldly(), empty(), large(2, 10, 5, 60)], ids=["measured", "worldly", "empty", "large"]
)
def test_the_svg_runs_nothing_and_loads_nothing(view):
    root = etree.fromstring(svg(view, dark=True))
    assert {one.tag.removeprefix(SVG) for one in root.iter()} <= {
        "svg",
        "title",
        "desc",
        "style",
        "defs",
        "pattern",
        "g",
        "rect",
        "circle",
        "path",
        "line",
        "text",
        "tspan",
    }
    assert not [name for one in root.iter() for name in one.attrib if name.startswith("on") or "href" in name]
    assert all(
        found.startswith("data:font/woff2") for found in re.findall(r"url\(([^)#]+)\)", root.find(f"{SVG}style").text)
    )


@given(st.text(max_size=40))
@settings(max_examples=40, deadline=None)
def test_whatever_stands_in_a_map_the_svg_is_well_formed(word):
    etree.fromstring(svg(worldly((word or "x", "y"))))


def test_dark_is_another_palette_of_the_same_drawing():
    light, dark = svg(MEASURED), svg(MEASURED, dark=True)
    assert "#121518" in dark
    assert "#121518" not in light
    assert words_of(light) == words_of(dark)


def test_a_picture_in_the_map_is_drawn_and_one_outside_is_named():
    def drawn(image):
        cards = (Card("l", "s", text="t", image=image, alt="a pixel"),)
        return svg(
            map_view(
                JourneyMap(
                    "m",
                    "M",
                    stages=(Stage("g", "G", steps=(Step("s", "S"),)),),
                    lanes=(Lane("l", "image", "L"),),
                    cards=cards,
                ),
                None,
            )
        )

    assert f'href="data:image/png;base64,{PIXEL}"' in drawn(f"data:image/png;base64,{PIXEL}")
    outside = drawn("http://example.org/x.png")
    assert "example.org" not in outside
    assert "Picture: a pixel" in words_of(outside)


# --- what may leave


def with_few_here(found):
    """The measurement with 4 at its first element: too few to be shown."""
    found = deepcopy(found)
    name = next(iter(found["elements"]))
    few = {"value": 4, "count": 4, "n": None, "method": "count", "low": None, "high": None, "show": "hidden"}
    found["elements"][name]["now"] = {**few, "unit": "count"}
    return found


@pytest.mark.parametrize("suffix", [".svg", ".pptx"])
def test_a_number_that_is_hidden_is_in_no_document(suffix):
    content, notes = made(map_view(study_term(), with_few_here(measurement())), suffix)
    if suffix == ".pptx":
        book = zipfile.ZipFile(io.BytesIO(content))
        content = b"".join(book.read(name) for name in book.namelist() if name.endswith(".xml"))
    assert b"fewer than 10" in content
    assert b">4<" not in content
    assert notes


def test_a_number_that_is_hidden_is_in_no_cell():
    shared, sheets = cells_of(made(map_view(study_term(), with_few_here(measurement())), ".xlsx")[0])
    numbers = re.findall(r'<c r="[A-Z]+[0-9]+" s="[0-9]+"><v>([^<]+)</v>', sheets["xl/worksheets/sheet2.xml"])
    assert numbers
    assert "4" not in numbers
    assert any("fewer than 10" in text for text in shared)


# --- PDF and PNG


def test_the_pdf_has_one_page_and_its_fonts_within():
    content, notes = made(MEASURED, ".pdf")
    assert content.startswith(b"%PDF-")
    assert any("wayline explain" in note for note in notes)


def told_by(command, content, tmp_path):
    """What a program of poppler says of a PDF."""
    if shutil.which(command) is None:
        pytest.skip(f"{command} is not installed")
    (tmp_path / "map.pdf").write_bytes(content)
    rest = ["-"] if command == "pdftotext" else []
    return subprocess.run([command, tmp_path / "map.pdf", *rest], capture_output=True, check=True).stdout.decode()


def test_the_text_of_a_pdf_can_be_read(tmp_path):
    text = told_by("pdftotext", made(MEASURED, ".pdf")[0], tmp_path)
    assert study_term().title in text
    assert MEASURED["sayings"][0]["title"] in text


def test_a_tiled_pdf_repeats_the_heads_on_each_page(tmp_path):
    content = made(large(3, 24, 6, 60), ".pdf", Look(tiled="A4"))[0]
    found = told_by("pdftotext", content, tmp_path).rstrip("\f").split("\f")
    assert len(found) > 3
    assert all("Stages" in page for page in found[1:])
    assert "841.89 x 595.28" in told_by("pdfinfo", content, tmp_path)


def test_a_png_shows_many_scripts():
    content, notes = made(worldly(WORDS[:5]), ".png")
    assert content.startswith(b"\x89PNG")
    assert "text cannot be selected" in notes


# --- slides


def test_slides_are_native_shapes_with_titles_notes_and_a_curve():
    slides = slides_of(made(MEASURED, ".pptx")[0])
    shapes = [shape for slide in slides for shape in slide.shapes]
    kinds = {shape.shape_type for shape in shapes}
    assert {MSO_SHAPE_TYPE.TEXT_BOX, MSO_SHAPE_TYPE.AUTO_SHAPE, MSO_SHAPE_TYPE.FREEFORM} <= kinds
    assert MSO_SHAPE_TYPE.PICTURE not in kinds
    assert all(slide.shapes.title.text_frame.text for slide in slides)
    assert all("Wayline" in slide.notes_slide.notes_text_frame.text for slide in slides)
    curve = [shape for shape in shapes if shape.name == "assumed emotion"]
    assert curve
    assert all(b"cubicBezTo" in etree.tostring(shape._element) for shape in curve)


def test_a_card_is_one_shape_whose_text_can_be_edited():
    slides = slides_of(made(large(1, 3, 2, 6), ".pptx")[0])
    cards = {shape.text_frame.text for slide in slides for shape in slide.shapes if shape.name == "card"}
    assert cards == {f"{n} nobody tells me when it comes" for n in range(6)}


def test_a_wide_map_has_slides_for_each_stage():
    titles = [slide.shapes.title.text_frame.text for slide in slides_of(made(large(3, 30, 4, 20), ".pptx")[0])]
    assert titles[1] == "The whole journey"
    assert {title.split(":")[0] for title in titles[2:-1]} >= {"Stage 0", "Stage 1", "Stage 2"}


def test_slides_of_a_plan_claim_no_deeds_and_leave_out_empty_lanes():
    drawn = JourneyMap(
        "plan",
        "Plan",
        lanes=(Lane("doing", "doing", "What I do"), Lane("needs", "needs", "What I need")),
        stages=tuple(
            Stage(f"g{k}", f"Stage {k}", steps=tuple(Step(f"s{k}{n}", f"I wait {n}") for n in range(9))) for k in (1, 2)
        ),
        cards=(Card("doing", "s11", text="Write a letter"), Card("needs", "s21", text="An answer")),
    )
    slides = slides_of(made(map_view(drawn, None), ".pptx")[0])
    titles = [slide.shapes.title.text_frame.text for slide in slides]
    assert not [title for title in titles if "did" in title]
    lived = next(slide for slide in slides if slide.shapes.title.text_frame.text.endswith("what they experience"))
    text = " ".join(shape.text_frame.text for shape in lived.shapes if shape.has_text_frame)
    assert "What I do" in text
    assert "What I need" not in text


def test_shape_ids_on_a_slide_are_unique_and_inside_the_slide():
    for slide in slides_of(made(MEASURED, ".pptx")[0]):
        numbers = [shape.shape_id for shape in slide.shapes]
        assert len(numbers) == len(set(numbers))


# --- workbook


def test_the_workbook_has_five_sheets_and_every_figure_with_its_n():
    content, _ = made(MEASURED, ".xlsx")
    shared, sheets = cells_of(content)
    assert len(sheets) == 5
    reached = MEASURED["steps"][0]["figures"]["reached"]
    assert f"<v>{reached['value']}</v>" in sheets["xl/worksheets/sheet2.xml"]
    assert reached["sentence"] in shared
    assert MEASURED["sayings"][0]["text"] in shared


def test_text_that_looks_like_a_formula_stays_text():
    shared, sheets = cells_of(made(worldly(("=1+1", "+1", "@x", '=HYPERLINK("http://x")')), ".xlsx")[0])
    assert not any("<f>" in sheet or "<hyperlink" in sheet for sheet in sheets.values())
    assert "=1+1" in shared


# --- all of them


@pytest.mark.parametrize("suffix", [".svg", ".pdf", ".png", ".pptx", ".xlsx"])
@pytest.mark.parametrize("view", [empty(), large(1, 1, 1, 0), worldly()], ids=["empty", "one", "worldly"])
def test_strange_maps_become_documents(suffix, view):
    content, _ = made(view, suffix)
    assert len(content) > 1000
    if suffix in (".pptx", ".xlsx"):
        for name in zipfile.ZipFile(io.BytesIO(content)).namelist():
            if name.endswith(".xml"):
                etree.fromstring(zipfile.ZipFile(io.BytesIO(content)).read(name))


@pytest.mark.parametrize(
    ("suffix", "look", "expected"),
    [
        (".docx", Look(), "no format"),
        (".pdf", Look(tiled="B5"), "no paper"),
        (".svg", Look(tiled="A4"), "only a PDF"),
        (".xlsx", Look(dark=True), "no dark form"),
    ],
)
def test_what_cannot_be_drawn_is_refused(suffix, look, expected):
    with pytest.raises(InputError, match=expected):
        made(empty(), suffix, look)


def test_a_map_shows_itself_in_a_notebook_as_an_image(tmp_path):
    shown = Picture(MEASURED)._repr_html_()
    held = re.search(r'src="data:image/svg\+xml;base64,([^"]+)"', shown).group(1)
    assert base64.b64decode(held).decode() == svg(MEASURED)
    assert "<style" not in shown
    assert Picture(MEASURED, dark=True).save(tmp_path / "map.xlsx")
    assert (tmp_path / "map.xlsx").read_bytes().startswith(b"PK")


def test_few_counted_within_a_share_are_not_to_be_had_by_multiplying():
    left = next(
        step["figures"]["left"] for step in MEASURED["steps"] if step["figures"].get("left", {}).get("count") == 5
    )
    _, sheets = cells_of(made(MEASURED, ".xlsx")[0])
    assert f"<v>{left['value']}</v>" not in sheets["xl/worksheets/sheet2.xml"]


def test_a_workbook_prints_lying_with_its_heads_on_every_page():
    content, _ = made(large(2, 20, 4, 20), ".xlsx")
    book = zipfile.ZipFile(io.BytesIO(content)).read("xl/workbook.xml").decode()
    _, sheets = cells_of(content)
    assert all('orientation="landscape"' in sheet for sheet in sheets.values())
    assert 'fitToWidth="3" fitToHeight="0"' in sheets["xl/worksheets/sheet1.xml"]
    assert 'fitToHeight="0"' in sheets["xl/worksheets/sheet2.xml"]
    assert "Grid!$A:$A,Grid!$1:$2" in book
    assert "Numbers!$1:$1" in book


def test_short_stages_share_a_slide_and_long_ones_do_not():
    spans = (1, 2, 1, 4, 6)
    stages = tuple(
        Stage(f"g{k}", f"Stage {k}", steps=tuple(Step(f"s{k}{n}", f"I wait {n}") for n in range(span)))
        for k, span in enumerate(spans)
    )
    cards = (Card("l", "s00", text="here"), Card("l", "s30", text="here"), Card("l", "s40", text="here"))
    drawn = JourneyMap("m", "M", stages=stages, lanes=(Lane("l", "text", "L"),), cards=cards)
    titles = [slide.shapes.title.text_frame.text for slide in slides_of(made(map_view(drawn, None), ".pptx")[0])]
    assert [title.split(":")[0] for title in titles[2:-1]] == ["Stage 0 – Stage 2", "Stage 3", "Stage 4"]


def test_paths_that_no_slide_of_steps_can_show_are_counted_in_the_note():
    assert any(
        note.startswith("3 paths beside the plan go from one slide's steps") for note in made(MEASURED, ".pptx")[1]
    )
    assert not [note for note in made(large(1, 3, 2, 6), ".pptx")[1] if "overview slide only" in note]


def test_a_ghost_far_right_stands_on_the_slide_of_its_step_only():
    told = measurement()
    told["coverage"] = {**told["coverage"], "ghosts": [{"event": "submit_CMA", "subjects": 40, "events": 90}]}
    view = map_view(study_term(), told)
    for ghost in view["coverage"]["ghosts"]:
        ghost["after"], ghost["before"] = view["columns"] - 2, view["columns"] - 1
    slides = list(slides_of(made(view, ".pptx")[0]))[2:-1]
    held = [k for k, slide in enumerate(slides) if any(shape.has_text_frame and shape.text_frame.text.startswith("submit_CMA") for shape in slide.shapes)]  # fmt: skip
    assert len(held) == 1
    assert made(view, ".pdf", Look(tiled="A4"))[0].startswith(b"%PDF-")
