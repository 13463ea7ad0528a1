"""Trends, hours of the day and ends beside each other, as they may be seen."""

from study_term import measurement, study_term
from wayline.maps.model import Connection, JourneyMap, Stage, Step
from wayline.maps.selector import Selector
from wayline.views.faces import face
from wayline.views.filters import Filter, filtered
from wayline.views.map_view import map_view


def share(count, n):
    show = "hidden" if n < 10 else "grey" if n < 30 else "normal"
    return {"value": count / n, "count": count, "n": n, "low": count / n - 0.1, "high": count / n + 0.1, "unit": "share",
            "method": "wilson", "show": show, "refused": None}  # fmt: skip


def period(first, until, n, *, running=False):
    return {"from": first, "until": until, "subjects": n, "running": running, "whole": {}, "coverage": {},
            "elements": {"register": {"converted": share(n // 2, n)} if n else {}}}  # fmt: skip


def trend(*periods, by="month"):
    return map_view(study_term(), measurement() | {"trend": {"by": by, "zone": "UTC", "periods": list(periods)}})[
        "trend"
    ]


def test_a_trend_is_told_in_words_and_values_with_gaps_for_what_is_missing():
    found = trend(
        period("2025-11-01", "2025-12-01", 40), period("2025-12-01", "2026-01-01", 0),
        period("2026-01-01", "2026-02-01", 60), period("2026-02-01", "2026-03-01", 80, running=True),
    )  # fmt: skip
    line = found["elements"]["register"]["converted"]
    assert line["values"] == [0.5, None, 0.5, 0.5]
    assert line["text"].replace("\N{NO-BREAK SPACE}", " ") == "Nov 2025 50 %, Dec –, Jan 2026 50 %, Feb 50 %"
    assert (found["labels"], found["running"]) == (["Nov 2025", "Dec", "Jan 2026", "Feb"], [False, False, False, True])
    assert found["subjects"] == ["40 people", "no person", "60 people", "80 people"]


def test_one_period_of_too_few_takes_the_next_fewest_with_it():
    """The whole is printed beside them: it less the others would be the hidden one."""
    found = trend(
        period("2026-01-01", "2026-02-01", 6), period("2026-02-01", "2026-03-01", 40),
        period("2026-03-01", "2026-04-01", 50), period("2026-04-01", "2026-05-01", 60),
    )  # fmt: skip
    assert found["elements"]["register"]["converted"]["values"] == [None, None, 0.5, 0.5]
    assert found["subjects"] == ["hidden", "hidden", "50 people", "60 people"]


def test_a_single_period_that_may_be_seen_is_no_trend():
    assert trend(period("2026-01-01", "2026-02-01", 4), period("2026-02-01", "2026-03-01", 40))["elements"] == {}


def test_periods_are_named_by_their_unit():
    pair = period("2026-01-05", "2026-04-01", 40), period("2026-04-06", "2026-07-01", 40)
    assert trend(*pair, by="week")["labels"] == ["5 Jan 2026", "6 Apr"]
    assert trend(*pair, by="quarter")["labels"] == ["Q1 2026", "Q2"]
    assert trend(*pair, by="year")["labels"] == ["2026", "2026"]


def hours(touches, subjects=None, refused=None):
    told = {"touches": touches, "subjects": subjects or touches, "refused": refused}
    found = map_view(study_term(), measurement() | {"hours": {"zone": "Europe/Berlin", "elements": {"register": told}}})
    return found["steps"][0]["hours"]


def test_hours_are_shares_and_name_the_busiest():
    found = hours([0] * 9 + [50, 30] + [0] * 9 + [20] + [0] * 3)
    assert (found["shares"][9], found["shares"][10], found["shares"][20], found["busiest"]) == (0.5, 0.3, 0.2, 9)
    assert found["text"] == "most between 9 and 10 h, Europe/Berlin (50 % of 100 touches)"


def test_an_hour_of_too_few_is_left_out_with_the_next_smallest():
    found = hours([0] * 9 + [50, 30] + [0] * 9 + [4] + [0] * 3)
    assert (found["shares"][9], found["shares"][10], found["shares"][20]) == (50 / 84, None, None)
    assert found["text"].endswith("; hours of fewer than 10 people are left out")


def test_hours_that_were_refused_say_why():
    found = hours([], refused="the source's times are whole days")
    assert found == {"shares": [], "busiest": None, "text": "the source's times are whole days"}


ENDS = JourneyMap(
    "ends", "Ends", stages=(Stage("s", steps=tuple(Step(name, name, bind=(Selector(event=(name,)),)) for name in ("begin", "passed", "failed"))),),
    connections=(Connection("begin", "passed"), Connection("begin", "failed")),
)  # fmt: skip


def test_who_chose_another_end_has_not_skipped_this_one():
    numbers = {name: {"skips": share(60, 60), "skipped_for_good": share(60, 60)} for name in ("begin", "passed")}
    levels = {"all": {"subjects": 60, "elements": numbers}}
    view = map_view(ENDS, {"subjects": 100, "elements": numbers, "segments": levels})
    begin, passed, _ = view["steps"]
    assert begin["figures"]["skips"]["text"] == "100 %"
    reason = "one of several ends: who ends elsewhere has not skipped it"
    assert [passed["figures"][name]["reason"] for name in ("skips", "skipped_for_good")] == [reason, reason]
    assert view["segments"][0]["elements"]["passed"]["skips"]["value"] is None
    assert view["gaps"][-1]["reason"] == reason


def test_ghosts_keep_their_place_when_stages_go_and_lose_it_with_their_neighbours():
    ghosts = [{"event": name, "subjects": 40, "events": 50} for name in ("called", "asked")]
    places = [{"event": "called", "after": "forum", "before": "quiz", "subjects": 40, "of": 40},
              {"event": "asked", "after": "first-assignment", "before": "forum", "subjects": 40, "of": 40}]  # fmt: skip
    covered = measurement()["coverage"] | {"ghosts": ghosts, "ghost_places": places}
    view = map_view(study_term(), measurement() | {"coverage": covered})
    assert [(one["after"], one["before"]) for one in view["coverage"]["ghosts"]] == [(4, 5), (3, 4)]
    less = filtered(view, Filter(stages=("work",)))
    assert [(one["after"], one["before"]) for one in less["coverage"]["ghosts"]] == [(0, 1), (None, None)]
    strip = face(view, "milestones")
    assert [(one["after"], one["before"]) for one in strip["coverage"]["ghosts"]] == [(None, None), (None, None)]
