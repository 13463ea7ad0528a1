"""`wayline compare -o` and `wayline diff -o`: two maps, segments, periods and differences drawn to a file, and from Python."""

import json
from pathlib import Path

import pytest

import wayline as product
from command_line import MAP, write


def log(level, people, imported):
    """People who sign up; the first `imported` of them import a day later."""
    rows = []
    for n in range(people):
        rows.append(f"{level}{n},2026-01-{1 + n % 9:02}T09:00:00Z,signup,{level}")
        if n < imported:
            rows.append(f"{level}{n},2026-01-{2 + n % 9:02}T09:00:00Z,import,{level}")
    return "\n".join(rows) + "\n"


@pytest.fixture
def plans(wayline, trial):
    """The map of the worked example: 80 of 100 pro, 100 of 200 free, none of 30 basic and 6 of 7 gold bring their data."""
    wayline.done("sources", "remove", "events")
    levels = log("pro", 100, 80) + log("free", 200, 100) + log("basic", 30, 0) + log("gold", 7, 6)
    wayline.load("more.csv", f"customer,when,what,plan\n{levels}")
    future = MAP.replace("map: trial", "map: better\nstate: future\nbased_on: trial").replace(
        "event: import", "event: report"
    )
    write("maps/better.journey.yaml", future)
    return trial


SEGMENTS = ("compare", "trial", "--segment", "plan=pro", "--with", "plan=free")


def test_two_segments_are_drawn(wayline, plans):
    wayline.done(*SEGMENTS, "-o", "two.html")
    page = Path("two.html").read_text("utf-8")
    # Wilson 80/100 and 100/200, Newcombe's method 10 by hand: -0.3 [-0.396, -0.188]
    assert "plan=free: 30 points fewer" in page
    assert "[−40, −19]" in page
    assert "comparisons were tested as one family" in page


def test_a_small_group_shows_no_number(wayline, plans):
    wayline.done("compare", "trial", "--segment", "plan=pro", "--with", "plan=gold", "-o", "two.md")
    page = Path("two.md").read_text("utf-8")
    assert "fewer than 10 people" in page
    assert "80 %" not in page
    assert "86 %" not in page


def test_a_third_level_cannot_be_reckoned_from_the_two_compared_and_the_whole(wayline, plans):
    """The map's own page says 337 people and how many of them import; less pro, free and basic that would be gold."""
    wayline.done("compare", "trial", "--segment", "plan=pro", "--with", "plan=basic", "-o", "two.md")
    page = Path("two.md").read_text("utf-8")
    assert "plan=basic is hidden, or a smaller level would show" in page
    assert "30 people" not in page
    assert not any(share in page for share in ("80 %", "0 %"))
    wayline.done(*SEGMENTS, "-o", "others.md")
    assert "80 %" in Path("others.md").read_text("utf-8")


def test_two_periods_are_drawn(wayline, plans):
    wayline.done(
        "compare", "trial", "--period", "2026-01-01..2026-01-05", "--with", "2026-01-05..2026-01-09", "-o", "two.svg"
    )
    assert "Two periods side by side" in Path("two.svg").read_text("utf-8")


def test_two_maps_are_compared_and_drawn(wayline, plans):
    said = wayline.done("compare", "trial", "better").out
    assert "no difference of shares is judged" in said
    wayline.done("compare", "trial", "better", "-o", "two.html")
    page = Path("two.html").read_text("utf-8")
    assert "Current and future side by side" in page
    found = wayline.done("compare", "trial", "better", "--json").json
    assert (found["wayline"], found["grid"]["kind"]) == (1, "comparison")


def test_the_same_map_twice_shows_no_difference(wayline, plans):
    assert wayline.done("compare", "trial", "trial").out.splitlines()[0] == "The two show no difference."


def test_a_future_map_is_drawn_as_the_difference_to_its_base(wayline, plans):
    wayline.done("diff", "better", "-o", "diff.html")
    page = Path("diff.html").read_text("utf-8")
    assert "What changes" in page
    assert "no customers instead of 186" in page
    found = wayline.done("diff", "better", "-o", "diff.md", "--json").json
    assert found["drawn"] == {"file": "diff.md", "notes": ["the emotion curve is told as cards only"]}


REFUSED = (
    (("compare", "trial", "better", "--segment", "plan=pro"), "two maps, or two groups of one"),
    (("compare", "trial", "nothing"), "there is no map 'nothing'"),
    ((*SEGMENTS, "-o", "two.xlsx"), "two maps cannot be drawn as '.xlsx'"),
    ((*SEGMENTS, "-o", "no/such/folder/two.svg"), "cannot write"),
    (("diff", "better", "-o", "diff.pptx"), "two maps cannot be drawn as '.pptx'"),
    (("diff", "better", "-o", "diff.html", "--dark"), "has no dark form"),
)


def test_what_cannot_be_drawn(wayline, plans):
    for words, says in REFUSED:
        assert says in wayline.refused(*words, "--json")


def test_all_of_it_from_python(wayline, plans):
    workspace = product.open_workspace(".")
    shown = [
        product.compare_maps(workspace, "trial", "better"),
        product.compare_segments(workspace, "trial", "plan=pro", "plan=free"),
        product.diff_maps("better"),
    ]
    for one in shown:
        assert "data:image/svg+xml;base64," in one._repr_html_()
        assert one.save("kept.md") == ["the emotion curve is told as cards only"]
        assert json.loads(json.dumps(one.picture().grid))["paired"] == 1
