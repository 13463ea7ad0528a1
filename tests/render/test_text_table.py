"""A measured map in a terminal."""

from study_term import measurement, share, study_term
from wayline.maps.model import JourneyMap, Stage, Step
from wayline.maps.selector import Selector
from wayline.render.text import table
from wayline.render.text_width import width
from wayline.views.map_view import map_view


def lines(view, **asked):
    return table(view, **asked).splitlines()


def test_each_step_is_a_row_with_its_numbers():
    row = next(line for line in lines(map_view(study_term(), measurement())) if line.startswith("  6 "))
    assert " ".join(row.split()) == (
        "6 I take the mid-term quiz 744 58 % 84 % (81–86) 9 % 8 % 12 days (11–13) 54 % 12 % 15 % 44"
    )


def test_stages_stand_above_their_steps_with_their_own_numbers():
    shown = lines(map_view(study_term(), measurement()))
    stage = next(line for line in shown if line.startswith("Work through"))
    assert " ".join(stage.split()) == "Work through 803 63 % 66 % (62–69) 14 % 21 % 71 days (69–74) 180"


def test_columns_line_up_with_wide_signs():
    bind = (Selector(event=("x",)),)
    journey = JourneyMap(
        "m", stages=(Stage("s", "段階", steps=(Step("a", "登録する", bind=bind), Step("b", "Go 👍", bind=bind))),)
    )
    told = {"subjects": 50, "elements": {"a": {"reached": share(40, 50)}, "b": {"reached": share(20, 50)}}}
    rows = [line for line in lines(map_view(journey, told)) if " %" in line and line.startswith("  ")]
    assert len({width(row) for row in rows}) == 1


def test_what_is_hidden_refused_or_rests_on_few_is_marked_and_explained():
    shown = table(map_view(study_term(), measurement()))
    assert "hidden: fewer than 10; – not said, see below" in shown
    assert (
        "not said, last step (3): I get my result: moved on; I get my result: left; I get my result: still open"
        in shown
    )


def test_an_analyst_sees_small_numbers_with_a_mark():
    shown = table(map_view(study_term(), measurement(), inside=True))
    assert "* fewer than 10, not for sharing" in shown
    assert "*8" in shown


def test_a_narrow_terminal_cuts_titles_and_no_numbers():
    wide, narrow = (lines(map_view(study_term(), measurement()), columns=columns) for columns in (140, 80))
    assert next(line for line in wide if line.startswith("  7 ")).startswith("  7 I hand in my second assignment ")
    row = next(line for line in narrow if line.startswith("  7 "))
    assert row.split()[-1] == "100"


def test_colour_comes_only_when_asked_for():
    view = map_view(study_term(), measurement())
    assert "\x1b" not in table(view)
    assert "\x1b[1m" in table(view, colour=True)


def test_windows_and_handoffs_are_lines():
    shown = " ".join(table(map_view(study_term(), measurement())).split())
    assert (
        "34 % of 1,180 in time, likely 31 to 37 %; 61 too early, 311 too late, 406 never, 52 window still open" in shown
    )
    assert "244 late, 57 never, 12 not due yet, 60 % with goals" in shown


def test_paths_are_listed_by_size_and_the_rest_is_counted():
    shown = lines(map_view(study_term(), measurement()), paths=2)
    start = next(number for number, line in enumerate(shown) if line.startswith("Path "))
    assert [line.split()[-2:] for line in shown[start + 1 : start + 3]] == [["2,100", "repeat"], ["1,249", "planned"]]
    assert shown[start + 3] == "26 more are in the JSON; 1 hidden, fewer than 10 each"


def test_a_map_that_was_not_measured_is_an_outline():
    shown = table(map_view(study_term(), None))
    assert "  3 I hear from my tutor  (not bound)" in shown
    assert "Not measured yet." in shown


def test_a_map_of_nothing_is_shown_too():
    assert table(map_view(JourneyMap("empty"), {"subjects": 0})).startswith("empty\n")
