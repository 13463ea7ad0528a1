"""Two maps on one grid in a real browser: accessible in both themes, on a desk and on a phone, aligned column by column."""

import importlib.util
from dataclasses import replace

import pytest

from study_term import measurement, study_term
from wayline.maps.model import Step
from wayline.render.paired_html import paired_html
from wayline.views.drawn_difference import drawn_difference
from wayline.views.map_view import map_view
from wayline.views.side_by_side import side_by_side

pytestmark = pytest.mark.browser
DESK, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}
ENGINE = importlib.util.find_spec("axe_playwright_python")
DOCUMENTS = [
    {"map": "m", "title": "Now", "stages": [{"id": "s", "title": "Buy", "steps": [{"id": "a", "title": "A"}, {"id": "b", "title": "B"}]}],
     "cards": [{"lane": "pains", "step": "a", "text": "slow"}, {"lane": "pains", "step": "b", "text": "dear"}, {"lane": "feeling", "step": "a", "valence": -1}]},
    {"map": "m", "title": "Now", "stages": [{"id": "s", "title": "Buy it", "steps": [{"id": "n", "title": "N"}, {"id": "a", "title": "A", "goal": "g"}]}],
     "cards": [{"lane": "pains", "step": "n", "text": "slow"}, {"lane": "pains", "step": "a", "text": "new"}, {"lane": "feeling", "step": "a", "valence": 1}]},
]  # fmt: skip


def comparison():
    stages = study_term().stages
    work = replace(stages[1], steps=(*stages[1].steps[1:], Step("new", "Something new")))
    right = replace(study_term(), title="Next term", stages=(stages[0], work, stages[2]), cards=study_term().cards[2:])
    left = map_view(study_term(), measurement())
    return side_by_side(left, map_view(right, measurement()), names=("today", "next year"))


def difference():
    import json

    from wayline.files.journey import read_source

    sides = [read_source(json.dumps({"wayline": 1, **document}), "m") for document in DOCUMENTS]
    return drawn_difference(*[(one.map, one.document.data) for one in sides])


PAGES = {"comparison": comparison, "difference": difference}


@pytest.fixture(scope="module")
def addresses(tmp_path_factory):
    folder = tmp_path_factory.mktemp("pages")
    found = {}
    for name, made in PAGES.items():
        path = folder / f"{name}.html"
        path.write_text(paired_html(made(), notice="CC BY 4.0"), encoding="utf-8")
        found[name] = path.as_uri()
    return found


@pytest.fixture
def visit(chromium, addresses):
    contexts = []

    def go(name, screen, scheme="light"):
        context = chromium.new_context(viewport=screen, color_scheme=scheme)
        contexts.append(context)
        page = context.new_page()
        page.asked = []
        page.on("request", lambda request: page.asked.append(request.url))
        page.goto(addresses[name])
        return page

    yield go
    for context in contexts:
        context.close()


@pytest.mark.skipif(ENGINE is None, reason="axe is not installed")
@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("screen", [DESK, PHONE], ids=["desk", "phone"])
def test_axe_finds_nothing(visit, name, scheme, screen):
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(visit(name, screen, scheme)).response["violations"]
    assert [(one["id"], [node["html"] for node in one["nodes"]][:2]) for one in found] == []


@pytest.mark.parametrize("name", PAGES)
def test_a_phone_scrolls_the_grid_and_not_the_page(visit, name):
    page = visit(name, PHONE)
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    assert len(page.asked) == 1


def test_both_sides_of_a_step_stand_under_each_other(visit):
    page = visit("comparison", DESK)
    places = page.evaluate(
        "[...document.querySelectorAll('tr.left, tr.right, tr.difference')].filter(r => r.cells.length > 10)"
        ".map(r => [...r.cells].slice(1).map(c => Math.round(c.getBoundingClientRect().left)).join())"
    )
    assert len(set(places)) == 1
    assert len(places) > 10


def test_what_is_removed_is_struck(visit):
    page = visit("difference", DESK)
    struck = page.evaluate(
        "[...document.querySelectorAll('.marked.removed .step-title, .block.removed del')]"
        ".map(one => [one.textContent.trim(), getComputedStyle(one).textDecorationLine])"
    )
    assert struck == [["– B", "line-through"], ["dear", "line-through"]]
