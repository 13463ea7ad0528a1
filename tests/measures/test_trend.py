"""The trend: every number once more for each period in which paths began, from one measurement."""

from datetime import UTC, date, datetime

import pytest
from small_logs import DAY, SECOND, Row, stored

import wayline
from wayline.measures.periods import periods


def moment(year, month, day, hour=0):
    return round(datetime(year, month, day, hour, tzinfo=UTC).timestamp()) * SECOND


def cohort(month, people, loaded):
    """People who sign up on the fifth of a month of 2026; the first of them load two days later."""
    start = moment(2026, month, 5)
    rows = [Row(f"m{month}-{number}", start, "signup") for number in range(people)]
    return rows + [Row(f"m{month}-{number}", start + 2 * DAY, "load") for number in range(loaded)]


def trend(tmp_path, *cohorts):
    workspace = stored(tmp_path, [row for rows in cohorts for row in rows])
    return wayline.measure(workspace, "small", with_trend=True).plain()["trend"]


def test_numbers_are_those_of_the_paths_that_began_in_the_period(tmp_path):
    found = trend(tmp_path, cohort(1, 20, 5), cohort(2, 10, 8), cohort(4, 40, 10))
    assert (found["by"], found["zone"]) == ("week", "UTC")
    found = trend(tmp_path / "b", cohort(1, 20, 5), cohort(2, 10, 8), cohort(4, 40, 10), cohort(7, 1, 1))
    assert found["by"] == "month"
    counted = [
        (one["from"], one["until"], one["subjects"], one["elements"]["sign-up"]["converted"]["count"])
        for one in found["periods"]
    ]
    assert counted == [
        ("2026-01-01", "2026-02-01", 20, 5),
        ("2026-02-01", "2026-03-01", 10, 8),
        ("2026-03-01", "2026-04-01", 0, 0),
        ("2026-04-01", "2026-05-01", 40, 10),
        ("2026-05-01", "2026-06-01", 0, 0),
        ("2026-06-01", "2026-07-01", 0, 0),
        ("2026-07-01", "2026-08-01", 1, 1),
    ]
    april = found["periods"][3]["elements"]["sign-up"]
    assert (april["converted"]["value"], april["time_to_next"]["value"]) == (0.25, 172_800.0)
    assert [one["running"] for one in found["periods"]] == [False, False, False, False, False, False, True]
    assert found["periods"][2]["elements"]["sign-up"]["converted"]["refused"] == "no subjects"
    assert found["periods"][1]["coverage"]["paths_so_far"]["count"] == 10


def test_the_parts_add_up_to_the_whole(tmp_path):
    workspace = stored(tmp_path, [*cohort(1, 20, 5), *cohort(2, 10, 8), *cohort(4, 40, 10)])
    found = wayline.measure(workspace, "small", with_trend=True).plain()
    for element, measure in (("sign-up", "reached"), ("sign-up", "open"), ("first", "now"), ("load", "touches")):
        parts = [one["elements"][element][measure]["count"] for one in found["trend"]["periods"]]
        assert sum(parts) == found["elements"][element][measure]["count"]


def test_the_measurement_itself_is_the_same_with_and_without_its_trend(tmp_path):
    workspace = stored(tmp_path, [*cohort(1, 20, 5), *cohort(2, 10, 8)])
    with_trend = wayline.measure(workspace, "small", with_trend=True).plain()
    del with_trend["trend"]
    assert with_trend == wayline.measure(workspace, "small").plain()


def test_paths_of_one_day_have_no_trend(tmp_path):
    workspace = stored(tmp_path, cohort(1, 20, 5))
    assert "trend" not in wayline.measure(workspace, "small", with_trend=True).plain()


@pytest.mark.parametrize(
    ("last", "unit", "count", "second"),
    [
        (moment(2026, 1, 18), "day", 18, date(2026, 1, 2)),
        (moment(2026, 1, 19), "week", 4, date(2026, 1, 5)),
        (moment(2026, 12, 31), "month", 12, date(2026, 2, 1)),
        (moment(2027, 7, 1), "quarter", 7, date(2026, 4, 1)),
        (moment(2031, 1, 1), "year", 6, date(2027, 1, 1)),
    ],
)
def test_the_finest_unit_of_at_most_eighteen_periods_is_taken(last, unit, count, second):
    found, cut = periods(moment(2026, 1, 1), last, "UTC")
    assert (found, len(cut), cut[1].first) == (unit, count, second)


def test_a_period_begins_at_midnight_of_the_zone():
    _, cut = periods(moment(2026, 3, 28, 23), moment(2026, 3, 30), "Europe/Berlin")
    assert [(one.first, one.since) for one in cut] == [
        (date(2026, 3, 29), moment(2026, 3, 28, 23)),
        (date(2026, 3, 30), moment(2026, 3, 29, 22)),  # the clocks went forward in between
    ]
