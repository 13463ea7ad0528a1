"""What the page does when somebody works with it: panel, grid by keyboard, lanes, find, folding, story, presentation."""

import pytest

from study_term import measurement, study_term, working_parent
from wayline.maps.model import Card, JourneyMap, Lane, Scenario, Stage, Step, Success, Touchpoint
from wayline.render.html import html
from wayline.views.map_view import map_view

pytestmark = pytest.mark.browser


class Meaning:
    says = "The share of all who touch this step."
    sql = "WITH a AS (\n1\n),\nb AS (\n2\n)\nSELECT 3"


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    path = tmp_path_factory.mktemp("hand") / "map.html"
    view = map_view(study_term(), measurement(), persona=working_parent())
    path.write_text(html(view, explanations={"register": {"reached": Meaning()}}), encoding="utf-8")
    return path.as_uri()


@pytest.fixture
def visit(chromium):
    contexts = []

    def go(address, **more):
        context = chromium.new_context(viewport={"width": 1440, "height": 900}, **more)
        context.set_default_timeout(8000)
        contexts.append(context)
        page = context.new_page()
        page.faults = []
        page.on("pageerror", lambda fault: page.faults.append(str(fault)))
        page.on("console", lambda said: page.faults.append(said.text) if said.type == "error" else None)
        page.goto(address)
        return page

    yield go
    for context in contexts:
        context.close()


def focused(page):
    return page.evaluate("document.activeElement.innerText.trim().split('\\n')[0]")


def test_a_number_opens_the_panel_with_its_meaning_and_sql(visit, address):
    page = visit(address)
    page.locator("table.map a[href='#n-register-reached']").click()
    panel = page.get_by_role("dialog")
    assert "The share of all who touch this step." in panel.inner_text()
    assert "95 % interval" in panel.inner_text().replace("\xa0", " ")
    panel.get_by_text("SQL", exact=True).click()
    assert panel.locator("pre").inner_text() == "WITH a AS (\n1\n),\nb AS (\n2\n)\nSELECT 3"
    page.get_by_role("button", name="Next step").click()
    assert "I look around the course site" in panel.inner_text()
    page.keyboard.press("Escape")
    assert panel.count() == 0
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#n-register-reached"
    assert page.faults == []


def test_without_scripts_a_number_leads_to_the_same_words(visit, address):
    page = visit(address, java_script_enabled=False)
    assert page.locator(".tools, dialog").count() == 0
    page.locator("table.map a[href='#n-register-reached']").click()
    assert page.url.endswith("#n-register-reached")
    assert page.locator("#n-register-reached .means").inner_text() == "The share of all who touch this step."


def test_arrow_keys_walk_the_grid_and_enter_opens_what_stands_there(visit, address):
    page = visit(address)
    page.locator("tr[data-lane='lane-doing'] th").click()
    page.keyboard.press("ArrowRight")
    assert focused(page).startswith("Compares modules")
    page.keyboard.press("ArrowDown")
    assert focused(page) == "Can I fit this beside my job?"
    page.keyboard.press("Home")
    assert focused(page) == "Thinking"
    page.keyboard.press("Control+Home")
    assert focused(page) == "Stages"
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    assert page.locator("#panel-title").inner_text() == "1 I register"
    page.keyboard.press("Escape")
    assert focused(page).endswith("I register")
    assert page.evaluate("document.querySelectorAll('table.map [tabindex=\"0\"]').length") == 1


def test_lanes_can_be_left_out_and_words_found(visit, address):
    page = visit(address)
    page.locator(".lanes summary").click()
    page.get_by_label("Thinking").uncheck()
    assert page.locator("tr[data-lane='lane-thinking']").is_hidden()
    assert page.locator(".lanes summary").inner_text().startswith("Lanes (")
    page.keyboard.press("Escape")
    page.get_by_label("Find on the map").fill("deadline")
    assert page.locator(".hit.now").count() == 1
    assert "of" in page.locator(".found").inner_text()


def test_a_stage_folds_and_the_paths_follow(visit, address):
    page = visit(address)
    before = page.locator("svg.strip circle").nth(5).bounding_box()["x"]
    page.get_by_role("button", name="Show the steps of Settle in").click()
    cell = page.locator("tr.steps th").nth(0).bounding_box()
    head = page.locator("tr.steps th").nth(5).bounding_box()
    node = page.locator("svg.strip circle").nth(5).bounding_box()
    assert cell["width"] < 120
    assert node["x"] < before
    assert abs(node["x"] + node["width"] / 2 - head["x"] - head["width"] / 2) < 3
    page.get_by_role("button", name="Fold all stages").click()
    page.get_by_role("button", name="Fold all stages").click()
    assert abs(page.locator("svg.strip circle").nth(5).bounding_box()["x"] - before) < 2
    assert page.faults == []


def test_a_folded_stage_says_what_it_holds(visit, address):
    page = visit(address)
    page.get_by_role("button", name="Fold all stages").click()
    held = {
        row.get_attribute("data-lane"): row.locator("td.folded:visible").all_inner_texts()
        for row in page.locator("table.map tr[data-lane]").all()
    }
    assert held["measured-milestone"][0] == "99\xa0% at the first step, 80\xa0% at the last"
    assert held["lane-doing"] == ["3 cards", "1 card", "1 card"]
    assert held["lane-feeling"][0] == "lowest: anxious −1.5 (assumed)"
    assert page.locator("tr.steps th:visible").all_inner_texts() == [
        "4 steps\n1 milestone",
        "3 steps\n1 milestone",
        "2 steps\n1 milestone",
    ]
    assert "63\xa0% moved on" in page.locator("th.stage").first.inner_text().replace(" %", "\xa0%")
    page.locator("tr[data-lane='lane-doing'] th").click()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    assert page.evaluate("document.activeElement.innerText") == "1 card"
    page.get_by_label("Find on the map").fill("deadline")
    assert page.locator(".hit.now").is_visible()
    page.get_by_role("button", name="Fold all stages").click()
    page.get_by_role("button", name="Fold all stages").click()
    assert page.locator(".held, td[hidden]").count() == 0
    assert page.faults == []


def test_the_story_is_told_step_by_step(visit, address):
    page = visit(address)
    page.get_by_role("button", name="Tell the story").click()
    page.keyboard.press("ArrowRight")
    story = page.get_by_role("dialog")
    assert story.locator("h2").inner_text() == "2 I look around the course site"
    assert "Maya, 38 · 2 of 9" in story.inner_text()
    page.keyboard.press("Escape")
    assert story.count() == 0


def test_a_presentation_shows_one_stage_at_a_time_and_ends(visit, address):
    page = visit(address)
    page.get_by_role("button", name="Present").click()
    assert page.locator("table.map").is_hidden()
    page.keyboard.press("ArrowRight")
    assert page.locator("table.map").is_visible()
    assert page.locator("th.stage.folded").count() == 2
    page.keyboard.press("Escape")
    assert page.locator("th.stage.folded").count() == 0
    assert page.faults == []


HOSTILE = ("<script>window.__xss=1</script>", "<img src=x onerror=window.__xss=1>", "</style><svg onload=window.__xss=1>",
           "javascript:window.__xss=1", '" onfocus=window.__xss=1 autofocus x="', "</script><script>window.__xss=1</script>",
           "x" * 200, "🧑‍🚀" * 60, "العربية " * 30, "这是一个很长的中文词语" * 20)  # fmt: skip


@pytest.mark.parametrize("scripts", [True, False], ids=["page’s script", "no script"])
def test_no_text_of_a_map_runs_or_breaks_the_page(visit, tmp_path, scripts):
    steps = tuple(
        Step(f"s{number}", word, goal=word, description=word, touchpoints=(Touchpoint(word, name=word),))
        for number, word in enumerate(HOSTILE)
    )
    cards = tuple(Card(lane, step.id, text=step.title, word=step.title, valence=-1.0, link=step.title, image=step.title)
                  for step in steps for lane in ("doing", "feeling"))  # fmt: skip
    ghosts = [{"event": word, "subjects": 20, "events": 30} for word in HOSTILE]
    places = [{"event": word, "after": "s1", "before": "s2", "subjects": 20, "of": 20} for word in HOSTILE]
    journey = JourneyMap(
        "m", HOSTILE[0], description=HOSTILE[2], scenario=Scenario(*HOSTILE[:3]), success=(Success(HOSTILE[0]),),
        stages=tuple(Stage(f"g{number}", step.title, goal=step.title, steps=(step,)) for number, step in enumerate(steps)),
        lanes=(Lane("doing", "action", HOSTILE[4]), Lane("feeling", "emotion", HOSTILE[1])), cards=cards,
    )  # fmt: skip
    means = type("Means", (), {"says": HOSTILE[5], "sql": HOSTILE[5]})()
    path = tmp_path / "hostile.html"
    view = map_view(
        journey, {"subjects": 40, "elements": {}, "flows": [], "coverage": {"ghosts": ghosts, "ghost_places": places}}
    )
    path.write_text(
        html(view, explanations={"s0": {"reached": means}}, notice=HOSTILE[2], scripts=scripts), encoding="utf-8"
    )
    page = visit(path.as_uri())
    if scripts:
        page.get_by_label("Find on the map").fill("<script>")
        page.get_by_role("button", name="Tell the story").click()
        page.keyboard.press("Escape")
        page.get_by_role("button", name="Fold all stages").click()
    assert page.evaluate("window.__xss") is None
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert page.faults == []


@pytest.mark.parametrize("count", [0, 1], ids=["no step", "one step"])
def test_a_map_of_almost_nothing_is_a_page(visit, tmp_path, count):
    steps = tuple(Step(f"s{number}", "Only one") for number in range(count))
    path = tmp_path / "small.html"
    path.write_text(
        html(map_view(JourneyMap("m", "Small", stages=(Stage("g", steps=steps),) if count else ()), None)),
        encoding="utf-8",
    )
    page = visit(path.as_uri())
    assert page.locator("h1").inner_text() == "Small"
    assert page.faults == []
