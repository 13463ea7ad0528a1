"""The page in a real browser: accessible in both themes, on a desk and on a phone, by keyboard and on paper."""

import importlib.util
from pathlib import Path

import pytest

from study_term import measurement, study_term, working_parent
from wayline.maps.model import Card, JourneyMap, Lane, Stage, Step
from wayline.render.html import html
from wayline.views.map_view import map_view

pytestmark = pytest.mark.browser
DESK, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}
ENGINE = importlib.util.find_spec("axe_playwright_python")


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    path = tmp_path_factory.mktemp("page") / "map.html"
    path.write_text(
        html(map_view(study_term(), measurement(), persona=working_parent()), notice="CC BY 4.0"), encoding="utf-8"
    )
    return path.as_uri()


@pytest.fixture
def visit(chromium):
    """Opens an address on a screen of some size and theme; everything it asks of the network is kept in `asked`."""
    contexts = []

    def go(address, screen, scheme="light", **more):
        context = chromium.new_context(viewport=screen, color_scheme=scheme, **more)
        contexts.append(context)
        page = context.new_page()
        page.asked = []
        page.on("request", lambda request: page.asked.append(request.url))
        page.goto(address)
        return page

    yield go
    for context in contexts:
        context.close()


@pytest.mark.skipif(ENGINE is None, reason="axe-playwright-python is not installed")
@pytest.mark.parametrize(("screen", "scheme"), [(DESK, "light"), (PHONE, "dark")], ids=["desk, light", "phone, dark"])
def test_the_rules_of_axe_are_kept(visit, address, screen, scheme):
    page = visit(address, screen, scheme, bypass_csp=True)
    if screen is DESK:
        page.evaluate("document.querySelectorAll('details:not(.lanes)').forEach(one => one.open = true)")
    source = (Path(ENGINE.submodule_search_locations[0]) / "axe.min.js").read_text("utf-8")
    page.evaluate(source)
    found = page.evaluate(
        "axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']})"
    )
    assert [
        (broken["id"], [node["html"][:120] for node in broken["nodes"][:3]]) for broken in found["violations"]
    ] == []


def test_the_page_asks_nothing_of_the_network(visit, address):
    assert visit(address, DESK).asked == [address]


@pytest.mark.parametrize("screen", [DESK, PHONE], ids=["desk", "phone"])
def test_only_the_map_scrolls_sideways(visit, address, screen):
    page = visit(address, screen)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert page.evaluate("(one => one.scrollWidth > one.clientWidth)(document.querySelector('.scroll'))")


def test_lane_names_stay_in_sight_while_the_map_scrolls(visit, address):
    page = visit(address, PHONE)
    page.evaluate("document.querySelector('.scroll').scrollLeft = 600")
    lane, region = (page.locator(where).first.bounding_box() for where in ("tbody th[scope=row]", ".scroll"))
    assert abs(lane["x"] - region["x"]) < 2


def test_the_keyboard_reaches_the_map_and_scrolls_it(visit, address):
    page = visit(address, DESK, bypass_csp=True)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the map"
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.classList.contains('scroll')"):
            break
    page.keyboard.press("ArrowRight")
    page.wait_for_function("document.querySelector('.scroll').scrollLeft > 0")


def test_a_reader_hears_the_table_by_its_headings(visit, address):
    page = visit(address, DESK)
    heads = page.get_by_role("columnheader").all_inner_texts()
    assert [text.split("\n")[0] for text in heads][:4] == ["Settle in", "Work through", "Finish", "1 I register"]
    assert page.get_by_role("rowheader", name="Doing").count() == 1
    assert page.get_by_role("region", name="Journey map, scrolls sideways").count() == 1


def test_words_of_any_length_and_direction_stay_in_their_cell(visit, tmp_path):
    words = ("x" * 200, "\u202eevil", "العربية طويلة جدا", "🧑‍🚀" * 40)
    steps = tuple(Step(f"s{number}", word) for number, word in enumerate(words))
    cards = tuple(Card("doing", step.id, text=step.title) for step in steps) + tuple(
        Card("feeling", step.id, valence=1, word=step.title) for step in steps
    )
    journey = JourneyMap(
        "m",
        words[0],
        stages=(Stage("one", words[0], steps=steps),),
        lanes=(Lane("doing", "action", words[0]),),
        cards=cards,
    )
    path = tmp_path / "words.html"
    path.write_text(html(map_view(journey, None)), encoding="utf-8")
    page = visit(path.as_uri(), PHONE)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    spilt = page.evaluate(
        "[...document.querySelectorAll('.map th, .map td')].filter(one => one.scrollWidth > one.clientWidth + 1).length"
    )
    assert spilt == 0


def test_on_paper_the_map_keeps_its_columns_on_one_sheet(visit, address):
    page = visit(address, DESK)
    page.emulate_media(media="print")
    assert page.evaluate("(one => one.scrollWidth <= one.clientWidth + 1)(document.querySelector('.scroll'))")
    assert page.pdf(prefer_css_page_size=True)[:5] == b"%PDF-"
