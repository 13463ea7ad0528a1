"""Beside the windows of a map stands that no experiment has run yet, wherever the map is drawn."""

from dataclasses import replace

from study_term import measurement, study_term, working_parent
from wayline.render.html import html
from wayline.render.markdown_text import markdown
from wayline.render.text import table
from wayline.views.map_view import map_view

EXPERIMENT = "10.0 % of those contacted with a better plan left, against 6.4 % of those left alone"


def drawn(journey):
    view = map_view(journey, measurement(), persona=working_parent())
    return [" ".join(text.split()) for text in (html(view), markdown(view)[0], table(view))]


def test_a_map_with_windows_says_what_they_do_not_promise():
    for text in drawn(study_term()):
        assert "no experiment yet" in text.lower()
        assert EXPERIMENT in text


def test_a_map_without_windows_says_nothing_of_experiments():
    journey = study_term()
    without = replace(journey, stages=tuple(replace(stage, windows=()) for stage in journey.stages))
    for text in drawn(without)[1:]:
        assert "experiment" not in text
