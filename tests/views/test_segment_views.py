"""Levels of a segment stand side by side, and none gives away another."""

from study_term import share, study_term
from wayline.render.html import html
from wayline.render.text import table
from wayline.views.map_view import map_view


def told(**levels):
    parts = {
        name: {"subjects": subjects, "elements": {"quiz": {"reached": share(count, n)}}}
        for name, (subjects, count, n) in levels.items()
    }
    return {"subjects": 300, "elements": {}, "segments": parts}


def levels_of(view):
    return {one["level"]: one for one in view["segments"]}


def test_each_level_has_its_own_figures_largest_first():
    view = map_view(study_term(), told(free=(100, 30, 100), pro=(200, 150, 200)))
    assert [(one["level"], one["subjects"]) for one in view["segments"]] == [
        ("pro", "200 people"),
        ("free", "100 people"),
    ]
    assert levels_of(view)["free"]["elements"]["quiz"]["reached"]["text"] == "30 %"


def test_a_single_small_level_takes_the_next_larger_with_it():
    view = map_view(study_term(), told(free=(100, 30, 100), pro=(190, 150, 190), beta=(4, 1, 4)))
    assert [(one["level"], one["withheld"]) for one in view["segments"]] == [
        ("pro", False),
        ("free", True),
        ("beta", True),
    ]
    assert levels_of(view)["beta"]["subjects"] == "fewer than 10 people"


def test_a_single_hidden_number_takes_the_next_smaller_with_it():
    view = map_view(study_term(), told(free=(100, 5, 8), pro=(190, 150, 190), plus=(50, 20, 40)))
    shown = {name: one["elements"]["quiz"]["reached"]["text"] for name, one in levels_of(view).items()}
    assert shown == {"pro": "79 %", "plus": "hidden", "free": "hidden"}


def test_hidden_numbers_that_are_few_together_take_another_with_them():
    """Beta is hidden as a whole and free with it; of both only five come to the quiz, whom the whole less the others would show."""
    view = map_view(
        study_term(), told(free=(20, 1, 3), beta=(4, 1, 2), pro=(190, 150, 190), plus=(50, 20, 40), max=(200, 9, 99))
    )
    shown = {
        name: one["elements"].get("quiz", {}).get("reached", {}).get("text") for name, one in levels_of(view).items()
    }
    assert shown == {"max": "9 %", "pro": "79 %", "plus": "hidden", "free": None, "beta": None}


def test_inside_the_workspace_every_level_is_seen():
    view = map_view(study_term(), told(free=(100, 5, 8), beta=(4, 1, 4)), inside=True)
    assert [one["withheld"] for one in view["segments"]] == [False, False]
    assert levels_of(view)["beta"]["elements"]["quiz"]["reached"]["count"] == 1


def test_levels_are_drawn_and_listed():
    view = map_view(study_term(), told(free=(100, 30, 100), pro=(200, 150, 200)))
    assert "Numbers by segment" in html(view)
    assert "pro: 200 people" in table(view)
