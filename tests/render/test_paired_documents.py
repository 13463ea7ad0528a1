"""Two maps on one grid as documents: whole, sealed, and nothing of a map's text comes to life."""

import re
import xml.etree.ElementTree as ET
from dataclasses import replace
from time import perf_counter

import pytest

from study_term import measurement, share, study_term
from wayline.errors import InputError
from wayline.maps.model import Card, JourneyMap, Stage, Step
from wayline.render.paired_document import FORMATS, PairedPicture, check_paired
from wayline.render.paired_html import paired_html
from wayline.render.paired_layout import paired_layout
from wayline.render.paired_text import paired_text
from wayline.render.svg import draw
from wayline.views.map_view import map_view
from wayline.views.side_by_side import side_by_side

HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>[x](javascript:alert(1))|`\u202e"


def pair(left, right, **more):
    return side_by_side(left, right, names=("today", "next year"), **more)


def study(**more):
    right = replace(study_term(), title="Next term", stages=study_term().stages[:2])
    return pair(map_view(study_term(), measurement()), map_view(right, measurement()), **more)


def long_map(count, text="step", shift=0):
    steps = tuple(Step(f"s{k}", f"{text} {k}") for k in range(shift, count + shift))
    return JourneyMap("long", "Long", stages=(Stage("all", "All", steps=steps),), cards=tuple(Card("doing", one.id, text="Does it") for one in steps))  # fmt: skip


def test_the_page_says_both_numbers_and_the_difference():
    page = paired_html(study())
    assert "Stage “Finish” is only in “today”." in page
    assert page.count('<th scope="row"') == page.count("</tr>") - page.count("rowgroup") - 2
    assert "the same" in page
    assert "<script" not in page
    assert "http:" not in page


@pytest.mark.parametrize("suffix", FORMATS)
def test_every_format_is_written(suffix, tmp_path):
    path = tmp_path / f"two{suffix}"
    PairedPicture(study()).save(path)
    begins = {".html": b"<!doctype", ".svg": b"<svg", ".pdf": b"%PDF", ".png": b"\x89PNG", ".md": b"# Two maps"}
    assert path.read_bytes().startswith(begins[suffix])


def test_a_notebook_shows_an_image_of_its_own():
    shown = PairedPicture(study())._repr_html_()
    assert shown.startswith('<div style="overflow:auto;max-height:48rem"><img src="data:image/svg+xml;base64,')
    assert 'alt="Two maps side by side: Next term"' in shown


def test_dark_differs_from_light():
    assert "#121518" in PairedPicture(study(), dark=True).svg()
    assert "#121518" not in PairedPicture(study()).svg()


REFUSED = [
    (".xlsx", {}, "two maps cannot be drawn as '.xlsx'"),
    ("", {}, "two maps cannot be drawn as 'no suffix'"),
    (".htm", {}, "Did you mean '.html'"),
    (".html", {"dark": True}, "'.html' has no dark form to choose"),
]


@pytest.mark.parametrize(("suffix", "options", "says"), REFUSED)
def test_what_cannot_be_drawn_is_refused(suffix, options, says):
    with pytest.raises(InputError, match=re.escape(says)):
        check_paired(suffix, **options)


def test_hostile_text_stays_text():
    left = JourneyMap(
        "m",
        HOSTILE,
        stages=(Stage("s", HOSTILE, steps=(Step("a", HOSTILE),)),),
        cards=(Card("doing", "a", text=HOSTILE),),
    )
    right = JourneyMap("n", HOSTILE, stages=(Stage("s", "fine", steps=(Step("b", HOSTILE),)),))
    grid = side_by_side(map_view(left, None), map_view(right, None), names=(HOSTILE, HOSTILE))
    page = paired_html(grid, notice=HOSTILE)
    assert "<script" not in page
    assert "<img" not in page
    drawn = ET.fromstring(draw(paired_layout(grid, notice=HOSTILE), embed=True))  # noqa: S314 (our own)
    assert not [one for one in drawn.iter() if one.tag.endswith(("script", "image", "a", "foreignObject"))]
    text, _ = paired_text(grid)
    assert "<script" not in text
    assert "](javascript" not in text.replace("\\]", "")


@pytest.mark.parametrize("left", [JourneyMap("e"), JourneyMap("e", stages=(Stage("bare"),))], ids=["empty", "bare"])
def test_maps_without_steps_are_drawn(left, tmp_path):
    grid = pair(map_view(left, None), map_view(JourneyMap("f"), None))
    for suffix in FORMATS:
        PairedPicture(grid).save(tmp_path / f"two{suffix}")
    assert "no grid to show" in paired_html(grid) or "no steps yet" in paired_html(grid)


def test_three_hundred_steps_are_drawn_in_time():
    begun = perf_counter()
    grid = pair(map_view(long_map(300), None), map_view(long_map(300, "Schritt", 150), None))
    assert len(grid["steps"]) == 450
    assert len(paired_html(grid)) > 100_000
    assert paired_layout(grid).columns[-1].width >= 132
    assert perf_counter() - begun < 8


def test_no_hidden_number_is_in_any_document(tmp_path):
    journey = JourneyMap("m", "M", stages=(Stage("s", "S", steps=(Step("a", "A"),)),))
    few, many = [{"subjects": n, "elements": {"a": {"reached": share(k, n)}}} for k, n in ((3, 7), (7123, 8111))]
    grid = pair(map_view(journey, few), map_view(journey, many), separate=True)
    for suffix in (".html", ".svg", ".md"):
        path = tmp_path / f"two{suffix}"
        PairedPicture(grid).save(path)
        shown = path.read_text("utf-8")
        assert "7,123" not in shown
        assert "88 %" not in shown.replace("\u00a0", " ")
        assert "43 %" not in shown.replace("\u00a0", " ")
