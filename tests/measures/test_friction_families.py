"""Families of friction that are asked for by name: going back, drop-off and repeat contact, on a log typed here and in worlds without friction."""

import os

import numpy as np
import pytest
from scipy.stats import binom
from small_logs import BEGIN, DAY, Row, stored

import wayline
from wayline.errors import InputError, NotFoundError
from wayline.measures.friction.drop_off import judged_drop_offs

RUNS = int(os.environ.get("WAYLINE_NULL_WORLDS", "40"))
ASKED = {"landmark": "10d", "also": ("returns", "drop-off", "contacts"), "contacts": ("help",)}


def person(number):
    """Of 240: 0-59 go load → report → load, 0-39 of them on to report again; 100-139 call for help, 100-109 once more four days later."""
    events = [(0, "signup"), (1, "load"), (2, "report")]
    events += [(3, "load")] if number < 60 else []
    events += [(4, "report")] if number < 40 else []
    events += [(1.5, "help")] if 100 <= number < 140 else []
    events += [(5.5, "help")] if 100 <= number < 110 else []
    events += [(20, "share")] if shares(number) else []
    return [Row(f"p{number}", BEGIN + round(day * DAY) + number, event) for day, event in events]


def shares(number):
    """12 of the 60 who come back, 126 of the other 180."""
    return number < 12 or number >= 114


@pytest.fixture(scope="module")
def log(tmp_path_factory):
    leavers = [
        row
        for number in range(60)
        for row in (Row(f"q{number}", BEGIN + number, "signup"), Row(f"q{number}", BEGIN + DAY + number, "cancel"))
    ]
    rows = [row for number in range(240) for row in person(number)]
    return stored(tmp_path_factory.mktemp("families"), rows + leavers)


@pytest.fixture(scope="module")
def found(log):
    return wayline.friction(log, "small", "{event: share}", **ASKED).plain()


def test_going_back_is_judged_among_those_who_went(found):
    one = next(one for one in found["further"]["returns"] if one["id"] == "return:load>report")
    assert (one["exposed"], one["n"], one["reading"]) == (60, 240, "friction")
    assert one["odds_ratio"]["value"] == pytest.approx((12.5 * 54.5) / (48.5 * 126.5))


def test_to_and_fro_is_judged_among_those_who_came_back(found):
    one = next(one for one in found["further"]["returns"] if one["id"] == "ping-pong:load>report")
    assert (one["exposed"], one["n"], one["reading"]) == (40, 60, "too few")
    assert one["needs"] == "10 more unexposed"


def test_a_further_family_moves_no_number_of_the_first(log, found):
    alone = wayline.friction(log, "small", "{event: share}", landmark="10d").plain()
    assert (alone["family"], alone["candidates"]) == (found["family"], found["candidates"])
    assert alone["further"] == {"returns": [], "drop_off": None, "repeat_contact": [], "contacts": []}


def test_one_loop_under_several_names_is_one_finding(found):
    """60 load again, 40 of them report again, and 60 go back: the same loop three times."""
    (loop,) = found["loops"]
    assert set(loop["candidates"]) == {"repeat:load", "repeat:report", "return:load>report"}
    assert (set(loop["steps"]), loop["reading"]) == ({"load", "report"}, "friction")


def test_drop_off_counts_those_still_there_as_still_there(found):
    """60 of 300 leave at sign-up, 1 day after it; nobody leaves elsewhere."""
    steps = {one["step"]: one for one in found["further"]["drop_off"]["steps"]}
    assert found["further"]["drop_off"]["within_seconds"] == 10 * 86_400
    assert (steps["sign-up"]["n"], steps["sign-up"]["left"], steps["sign-up"]["reading"]) == (300, 0.2, "friction")
    assert steps["sign-up"]["lost"] == pytest.approx(0.2)
    assert steps["load"]["left"] == 0
    assert steps["load"]["reading"] == "fewer than elsewhere"


def test_repeat_contact_stands_in_every_window(found):
    windows = {one["within_days"]: one["again"] for one in found["further"]["repeat_contact"]}
    assert list(windows) == [3, 7, 14, 30]
    assert [round(windows[days]["value"], 3) for days in (3, 7, 14)] == [0, 0.25, 0.25]
    assert (windows[7]["n"], windows[7]["count"], windows[30]["show"]) == (40, 10, "hidden")


def test_repeat_contact_is_a_candidate_where_its_window_is_over_by_the_landmark(found):
    assert [one["id"] for one in found["further"]["contacts"]] == ["contact-again:7d", "contact-again:3d"][::-1]
    again = next(one for one in found["further"]["contacts"] if one["id"] == "contact-again:7d")
    assert (again["exposed"], again["n"], again["reading"]) == (10, 40, "too few")


@pytest.mark.parametrize(
    ("asked", "kind", "says"),
    [
        ({"also": ("return",)}, InputError, "returns"),
        ({"also": ("contacts",)}, InputError, "--contacts"),
        ({"also": ("contacts",), "contacts": ("halp",)}, NotFoundError, "help"),
    ],
)
def test_a_family_that_cannot_be_judged_says_what_to_do(log, asked, kind, says):
    with pytest.raises(kind, match=says):
        wayline.friction(log, "small", "{event: share}", landmark="10d", **asked)


def test_returns_without_a_landmark_are_refused(log):
    found = wayline.friction(log, "small", "{event: share}", also=("returns",)).plain()
    assert {one["reading"] for one in found["further"]["returns"]} == {"refused"}


def test_steps_that_lose_alike_hardly_ever_have_a_discovery():
    """Six steps of 200 to 800 people with one chance to leave, waits of their own, and a third of the paths cut early."""
    runs = 0
    for seed in range(RUNS):
        draw = np.random.default_rng([seed, 8])
        ends = {}
        for step in range(6):
            n = int(draw.integers(200, 800))
            wait, cut = draw.exponential(5, n), np.where(draw.random(n) < 1 / 3, draw.uniform(0, 30, n), 60)
            kinds = np.where(draw.random(n) < 0.2, 2, 1)
            ends[str(step)] = (np.minimum(wait, cut), np.where(wait <= cut, kinds, 0))
        runs += any(one.q is not None and one.q < 0.05 for one in judged_drop_offs(ends, 30.0, 3_000))
    print(f"\ndrop-off without friction: any discovery in {runs} of {RUNS} runs")
    assert runs <= binom.ppf(0.999, RUNS, 0.05)


def test_a_step_that_loses_ten_points_more_is_found():
    draw = np.random.default_rng(3)
    ends = {
        str(step): (draw.exponential(5, 500), np.where(draw.random(500) < (0.3 if step == 2 else 0.2), 2, 1))
        for step in range(6)
    }
    first = judged_drop_offs(ends, 30.0, 3_000)[0]
    assert (first.step, first.reading) == ("2", "friction")
    assert first.more.low < 0.1 < first.more.high
