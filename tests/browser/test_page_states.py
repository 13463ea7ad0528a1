"""The page in its states, in a real browser: levels, trends, ghost steps, the open panel, the story, folded stages; axe in each."""

import importlib.util
from pathlib import Path

import pytest

from study_term import measurement, study_term
from wayline.render.html import html
from wayline.views.map_view import map_view

ENGINE = importlib.util.find_spec("axe_playwright_python")
pytestmark = pytest.mark.browser
DESK, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}
RULES = "axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']})"
GHOSTS = (("advert", "START", "register"), ("asked_for_a_very_long_time_by_mail", "register", "first-visit"), ("called", "register", "first-visit"),
          ("praised", "passed", "END"))  # fmt: skip


def share(count, n):
    return {"value": count / n, "count": count, "n": n, "low": count / n - 0.05, "high": count / n + 0.05, "unit": "share", "method": "wilson",
            "show": "normal", "refused": None}  # fmt: skip


def filled():
    """The study term with ghosts in place, three periods and two levels."""
    found = measurement() | {"subjects": 1000}
    found["coverage"] = found["coverage"] | {
        "ghosts": [{"event": name, "subjects": 40, "events": 50} for name, *_ in GHOSTS],
        "ghost_places": [{"event": name, "after": a, "before": b, "subjects": 40, "of": 40} for name, a, b in GHOSTS],
    }
    counts = ((40, 100), (50, 100), (90, 100))
    periods = [
        {"from": f"2026-0{month}-01", "until": f"2026-0{month + 1}-01", "subjects": n, "running": month == 3, "whole": {}, "coverage": {},
         "elements": {"register": {"converted": share(count, n)}}}
        for month, (count, n) in enumerate(counts, 1)
    ]  # fmt: skip
    found["trend"] = {"by": "month", "zone": "UTC", "periods": periods}
    found["segments"] = {
        "evening": {"subjects": 700, "elements": {"register": {"reached": share(700, 700), "converted": share(140, 700)},
                                                  "settle": {"reached": share(350, 700)}}},
        "day": {"subjects": 300, "elements": {"register": {"reached": share(300, 300), "converted": share(240, 300)}}},
    }  # fmt: skip
    return found


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    path = tmp_path_factory.mktemp("states") / "map.html"
    path.write_text(html(map_view(study_term(), filled())), encoding="utf-8")
    return path.as_uri()


@pytest.fixture
def visit(chromium, address):
    contexts = []

    def go(screen=DESK, scheme="light", **more):
        context = chromium.new_context(viewport=screen, color_scheme=scheme, **more)
        contexts.append(context)
        page = context.new_page()
        page.faults = []
        page.on("pageerror", lambda error: page.faults.append(str(error)))
        page.goto(address)
        return page

    yield go
    for context in contexts:
        context.close()


def converted(page):
    return page.locator("table.map a.num[href='#n-register-converted'] b").inner_text()


def test_a_level_puts_its_numbers_in_place_of_those_of_all_and_gives_them_back(visit):
    page = visit()
    whole, settle = converted(page), page.locator("th.stage").first.inner_text()
    page.get_by_label("Whose numbers").select_option("evening")
    assert converted(page).replace("\N{NO-BREAK SPACE}", " ") == "20 %"
    assert "50\N{NO-BREAK SPACE}% reached it" in page.locator("th.stage").first.inner_text()
    assert page.locator(".whose").inner_text().startswith("Numbers of “evening”: 700 people.")
    assert page.get_by_role("link", name="20 %").count() == 1  # not on the tab sequence, but a link for the panel
    page.get_by_label("Whose numbers").select_option("day")
    assert converted(page).replace("\N{NO-BREAK SPACE}", " ") == "80 %"
    page.get_by_label("Whose numbers").select_option("Numbers of all")
    assert (converted(page), page.locator("th.stage").first.inner_text()) == (whole, settle)
    assert page.locator(".whose").is_hidden()
    assert page.faults == []


def test_the_panel_of_a_number_has_its_trend_and_its_levels(visit):
    page = visit()
    page.get_by_label("Whose numbers").select_option("day")
    page.locator("table.map a.num[href='#n-register-converted']").click()
    trend = page.locator(".side-panel .trend")
    assert trend.locator("dt").inner_text() == "By month"
    assert "Jan 2026 40 %, Feb 50 %, Mar 90 %" in trend.inner_text().replace("\N{NO-BREAK SPACE}", " ")
    assert trend.locator("svg.spark path.line").get_attribute("d") == "M3 18h0L100 15L197 4"
    assert page.locator(".side-panel .levels .now dt").inner_text() == "day"
    assert page.faults == []


def test_without_scripts_the_trend_and_the_levels_are_on_the_page(visit):
    page = visit(java_script_enabled=False)
    page.locator("#w-register summary").first.click()
    words = page.locator("#n-register-converted").inner_text().replace("\N{NO-BREAK SPACE}", " ")
    assert "Jan 2026 40 %, Feb 50 %, Mar 90 %" in words
    assert "80 %" in words


@pytest.mark.parametrize("screen", [DESK, PHONE], ids=["desk", "phone"])
def test_ghost_steps_stand_astride_their_columns_and_cover_no_text(visit, screen):
    page = visit(screen)
    boxes = page.evaluate(
        "[...document.querySelectorAll('.ghost-step')].map(one => one.getBoundingClientRect().toJSON())"
    )
    assert len(boxes) == 4
    for number, one in enumerate(boxes):
        for other in boxes[number + 1 :]:
            apart = (
                one["right"] <= other["left"]
                or other["right"] <= one["left"]
                or one["bottom"] <= other["top"]
                or other["bottom"] <= one["top"]
            )
            assert apart
    columns = page.evaluate(
        "[...document.querySelectorAll('tr.steps th')].map(one => one.getBoundingClientRect().toJSON())"
    )
    middle = (boxes[1]["left"] + boxes[1]["right"]) / 2
    assert abs(middle - columns[0]["right"]) < 12
    assert page.evaluate(
        "[...document.querySelectorAll('.ghost-step')].every(one => one.scrollWidth <= one.clientWidth)"
    )


STATES = {
    "panel": "document.querySelector(\"table.map a.num[href='#n-register-converted']\").click()",
    "story": "[...document.querySelectorAll('.tools button')].find(one => one.textContent === 'Tell the story').click()",
    "folded": "[...document.querySelectorAll('.tools button')].find(one => one.textContent === 'Fold all stages').click()",
    "level": "(choice => { choice.value = '1'; choice.dispatchEvent(new Event('change')); })(document.querySelector('.tools select'))",
    "presentation": "[...document.querySelectorAll('.tools button')].find(one => one.textContent === 'Present').click()",
}


@pytest.mark.skipif(ENGINE is None, reason="axe-playwright-python is not installed")
@pytest.mark.parametrize("state", STATES)
def test_the_rules_of_axe_are_kept_in_every_state(visit, state):
    page = visit(
        PHONE if state in ("panel", "level") else DESK,
        "dark" if state in ("story", "level") else "light",
        bypass_csp=True,
    )
    page.evaluate(STATES[state])
    page.evaluate((Path(ENGINE.submodule_search_locations[0]) / "axe.min.js").read_text("utf-8"))
    broken = page.evaluate(RULES)["violations"]
    assert [(one["id"], [node["html"][:120] for node in one["nodes"][:3]]) for one in broken] == []
