"""Two groups of customers compared: planted differences are found, and worlds without one stay quiet.

WAYLINE_NULL_WORLDS=200 runs the full number of null worlds; the test suite a part of them.
"""

import os

import numpy as np
import pytest
from scipy.stats import binom
from small_logs import BEGIN, DAY, Row, stored

import wayline

WORLDS = int(os.environ.get("WAYLINE_NULL_WORLDS", "10"))
PEOPLE = 120


def rows_of(level, seed, *, on=0.6, days=4.0, start=0.0, span=30.0, people=PEOPLE):
    """People who sign up, may load, report and share, with waits around `days`, some of whom leave."""
    draw = np.random.default_rng([seed, 5])
    rows = []
    for person in range(people):
        at = BEGIN + round((start + draw.uniform(0, span)) * DAY)
        for event, chance in (("signup", 1.0), ("load", on), ("report", 0.7), ("share", 0.5)):
            if draw.random() > chance:
                if draw.random() < 0.5:
                    rows.append(Row(f"{level}-{person}", at, "cancel", level))
                break
            rows.append(Row(f"{level}-{person}", at, event, level))
            if draw.random() < 0.3:
                rows.append(Row(f"{level}-{person}", at + DAY // 10, event, level))
            at += round(draw.lognormal(np.log(days), 0.6) * DAY)
    return rows


def one(found, element, measure):
    return next(number for number in found.differences if (number.element, number.measure) == (element, measure))


def test_planted_differences_are_found_with_their_sizes(tmp_path):
    """20 points fewer go on, and those who do take twice as long."""
    log = rows_of("pro", 1, on=0.7, people=400) + rows_of("free", 2, on=0.5, days=8.0, people=400)
    found = wayline.compare_segments(stored(tmp_path, log), "small", "level=pro", "level=free")
    converted, wait = one(found, "sign-up", "converted"), one(found, "sign-up", "time_to_next")
    assert converted.is_discovery
    assert converted.low <= -0.2 <= converted.high
    assert wait.is_discovery
    assert wait.low <= 4 * DAY / 1e6 <= wait.high
    assert one(found, "report", "converted").low <= 0 <= one(found, "report", "converted").high


def test_worlds_without_a_difference_stay_quiet(tmp_path):
    """In at most one of twenty worlds anything at all is called a discovery."""
    log = [row for world in range(WORLDS) for side in "ab" for row in rows_of(f"{world}{side}", 2 * world + ord(side))]
    workspace = stored(tmp_path, log)
    loud = 0
    for world in range(WORLDS):
        found = wayline.compare_segments(workspace, "small", f"level={world}a", f"level={world}b")
        assert found.family > 20
        loud += bool(found.discoveries)
    assert loud <= binom.ppf(0.99, WORLDS, 0.05)


def test_periods_of_one_process_do_not_differ_although_the_later_was_watched_less(tmp_path):
    """Waits of weeks: without equal time the second month would seem to lose two thirds of its customers."""
    log = rows_of("x", 11, days=20.0, people=400) + rows_of("y", 12, days=20.0, start=30, people=400)
    workspace = stored(tmp_path, log)
    asked = wayline.Asked(as_of="2026-03-10")
    found = wayline.compare_periods(workspace, "small", "2026-01-01..2026-01-31", "2026-01-31..2026-03-02", asked)
    assert [(number.element, number.measure) for number in found.discoveries] == []
    assert one(found, "sign-up", "converted").a["n"] == 400
    assert [side.as_of for side in found.sides] == ["2026-02-08T00:00:00Z", "2026-03-10T00:00:00Z"]
    naive = wayline.measure(workspace, "small", wayline.Asked(until="2026-01-31", as_of="2026-03-10")).plain()
    assert naive["elements"]["sign-up"]["converted"]["value"] > one(found, "sign-up", "converted").a["value"] + 0.1


def test_the_numbers_of_a_group_are_those_of_measure(tmp_path):
    workspace = stored(tmp_path, rows_of("pro", 1) + rows_of("free", 2))
    measured = wayline.measure(workspace, "small", wayline.Asked(segment="level")).plain()["segments"]
    found = wayline.compare_segments(workspace, "small", "level=pro", "level=free")
    for number in found.differences:
        name, _, at = number.measure.partition(":")
        if number.element in ("whole", "coverage") or at:
            continue
        assert number.a == measured["pro"]["elements"][number.element][name]
        assert number.b == measured["free"]["elements"][number.element][name]


def test_periods_of_different_length_have_only_numbers_that_allow_for_it(tmp_path):
    workspace = stored(tmp_path, rows_of("x", 3, people=200))
    found = wayline.compare_periods(workspace, "small", "2026-01-01..2026-01-06", "2026-01-06..2026-01-31")
    assert "differ in length" in one(found, "sign-up", "converted").refused
    assert one(found, "sign-up", "converted_over_time:7d").difference is not None


def test_groups_below_the_minimum_have_numbers_and_no_difference(tmp_path):
    workspace = stored(
        tmp_path, rows_of("pro", 1, people=9) + rows_of("free", 2, people=200) + rows_of("new", 3, people=20)
    )
    few = one(wayline.compare_segments(workspace, "small", "level=pro", "level=free"), "sign-up", "converted")
    assert (few.a["n"], few.difference, few.p, few.refused) == (9, None, None, "fewer than 10 in a group")
    grey = one(wayline.compare_segments(workspace, "small", "level=new", "level=free"), "sign-up", "converted")
    assert (grey.show, grey.refused) == ("grey", None)


@pytest.mark.parametrize(
    ("first", "second", "says"),
    [
        ("level=pro", "level=pro", "cannot be compared with itself"),
        ("level=pro", "level=pr", "Did you mean 'pro'"),
        ("level", "level=pro", "names no level"),
        ("plan=a", "level=pro", "no trait 'plan'"),
        ("level=pro", "source=log", "120 subjects are in both groups"),
    ],
)
def test_groups_that_cannot_be_compared(tmp_path, first, second, says):
    workspace = stored(tmp_path, rows_of("pro", 1))
    with pytest.raises(wayline.ProductError, match=says):
        wayline.compare_segments(workspace, "small", first, second)


@pytest.mark.parametrize(
    ("first", "second", "says"),
    [
        ("2026-01-01..2026-01-10", "2026-01-09..2026-01-20", "overlap"),
        ("2026-01-01..2026-01-10", "2026-01-01..2026-01-10", "overlap"),
        ("2026-01-10..2026-01-01", "2026-02-01..2026-02-10", "ends before it begins"),
        ("2026-01-01", "2026-02-01..2026-02-10", "is no period"),
        ("yesterday..today", "2026-02-01..2026-02-10", "is no time"),
    ],
)
def test_periods_that_cannot_be_compared(tmp_path, first, second, says):
    workspace = stored(tmp_path, rows_of("pro", 1, people=20))
    with pytest.raises(wayline.ProductError, match=says):
        wayline.compare_periods(workspace, "small", first, second)


def test_neighbouring_periods_share_their_edge_without_overlap(tmp_path):
    """The end is not part of a period, and a date is midnight in the workspace's zone."""
    rows = [Row("early", BEGIN + 5 * DAY - 1, "signup"), Row("late", BEGIN + 5 * DAY, "signup")]
    found = wayline.compare_periods(stored(tmp_path, rows), "small", "2026-01-01..2026-01-06", "2026-01-06..2026-01-11")
    assert [side.subjects for side in found.sides] == [1, 1]
