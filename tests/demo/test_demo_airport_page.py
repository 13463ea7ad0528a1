"""A map of answers only, seen: no rows of paths, the scores on top, what is lowest and what cannot be told."""

import pytest

import wayline
from wayline.render.html import html
from wayline.render.markdown_text import markdown
from wayline.render.text import table

PATH_WORDS = (
    "Wait to the next step",
    "What came next",
    "Here now",
    "Every path between two steps",
    "width = how many went on",
)


@pytest.fixture(scope="module")
def airport(tmp_path_factory):
    folder = tmp_path_factory.mktemp("airport-page") / "workspace"
    wayline.demo(folder, name="airport")
    return wayline.open_workspace(folder)


@pytest.fixture(scope="module")
def view(airport):
    return wayline.view(airport, "airport", with_trend=True)


def test_scores_of_the_whole_stand_on_top_weighted_beside_unweighted(view):
    nps, rating = view["scores"]
    assert (nps["text"], nps["interval"], nps["n"]) == ("+39.8", "37.2 to 42.4", "2,746 answers")
    assert nps["weighted"] == "weighted: +40.4 (likely 37.5 to 43.2); its answers are worth 2,267 unweighted ones"
    assert nps["notes"][0] == "How many were asked is not known, so neither is who stayed silent."
    assert (rating["title"], rating["text"], rating["n"]) == ("Overall rating (from 1 to 5)", "4.04", "8,175 answers")


def test_the_three_sentences_speak_of_ratings(view):
    lowest, apart, unknown = view["sayings"]
    assert [one["kind"] for one in view["sayings"]] == ["low", "apart", "unknown"]
    assert lowest["text"].startswith(
        "Cannot tell which: “We eat something” (+0.63 on a scale from −2 to +2, likely +0.61 to +0.65; chance "
    )
    assert apart["text"] == (
        "“I go online”: +0.91 for 2014 Q1 and +1.08 for 2017 Q1, a difference of +0.17 (likely +0.10 to +0.24). "
        "6 differences of 45 between periods hold."
    )
    assert unknown["text"].startswith(
        "No event is bound, so what people did, how long they waited and who left is not known"
    )


def test_no_number_of_a_path_is_seen(view):
    assert (view["walked"], view["flows"], view["coverage"], view["gaps"]) == (False, [], None, [])
    assert {name for step in view["steps"] for name in step["figures"]} == {"rating", "emotion"}
    assert set(view["whole"]) == {"nps", "rating"}


@pytest.mark.parametrize("written", [html, lambda view: markdown(view)[0], table], ids=["page", "markdown", "terminal"])
def test_every_document_tells_it_without_paths(view, written):
    told = written(view)
    assert "39.8" in told
    assert "What goes with the overall rating" in told
    assert not [words for words in PATH_WORDS if words in told]


def test_the_page_says_in_one_sentence_that_nothing_is_bound(view):
    page = html(view)
    assert page.count("No event is bound to this map") == 1
    assert page.count(">not bound<") == 1


def test_drivers_stand_in_groups_with_who_was_left_out(view):
    found = view["drivers"]
    assert [row["step"] for row in found["rows"] if row["group"] == 0][:2] == ["train", "food"]
    assert (
        found["notes"][0]
        == "2,292 of the 8,175 who answered it rated all 12; together they explain 65 % of how it varies (Johnson's relative weights)."
    )
    assert (
        found["notes"][1]
        == "Left out, for fewer than half of them rated it: “I park the car”, “I take the shuttle from long-term parking” and “I give the rental car back”."
    )
    assert all(row["low"] <= row["share"] <= row["high"] for row in found["rows"])


def test_drivers_of_chosen_steps(airport):
    found = wayline.drivers(airport, "airport", outcome="nps", steps=["food", "shops", "art"], method="lmg").plain()
    assert (found["outcome"], found["answered"], found["method"], found["left_out"]) == ("nps", 2_746, "lmg", [])
    assert sum(one["weight"] for one in found["drivers"]) == pytest.approx(found["r_squared"])


def test_segments_tell_where_people_differ(airport):
    told = wayline.view(airport, "airport", wayline.Asked(segment="year"))
    assert {level["level"]: level["withheld"] for level in told["segments"]} == {
        "2014": False,
        "2015": False,
        "2017": False,
    }
    assert told["sayings"][1]["text"].endswith("between segments hold.")
    assert told["sayings"][1]["step"] == "wifi"


def test_what_cannot_be_asked_says_so(airport):
    with pytest.raises(wayline.InputError, match="'joy' is no overall score; expected one of nps, csat, ces, rating"):
        wayline.drivers(airport, "airport", outcome="joy")
    with pytest.raises(wayline.NotFoundError, match=r"the map has no step 'fod'\. Did you mean 'food'\?"):
        wayline.drivers(airport, "airport", steps=["fod"])
