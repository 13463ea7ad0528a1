"""Friction on a log typed here: who is compared, the odds ratios, and what may be said of each candidate."""

import pytest
from small_logs import BEGIN, DAY, MAP, Row, stored

import wayline
from wayline.errors import InputError, NotFoundError

SHARED = "{event: share}"


def person(number):
    """Of 240: 0-39 load twice, 100-139 meet an error, 200-219 wait five days to load. All sign up on day 0."""
    waits = 5 if 200 <= number < 220 else 1
    events = [(0, "signup"), (waits, "load")]
    events += [(2, "load")] if number < 40 else []
    events += [(3, "help")] if 100 <= number < 140 else []
    events += [(20, "share")] if shares(number) else []
    events += [(20, "greet")] if number < 30 or 40 <= number < 80 else []
    level = "" if number < 5 else "pro" if shares(number) else "free"
    return [Row(f"p{number}", BEGIN + day * DAY + number, event, level) for day, event in events]


def shares(number):
    """10 of the 40 who load twice, 8 of the 40 with the error, 130 of the other 160."""
    return number < 10 or 70 <= number < 100 or 100 <= number < 108 or number >= 140


# none of these can be compared at day 10: left by then, shared by then, and too late to be seen for ten days
DECIDED = [
    Row("gone", BEGIN, "signup"), Row("gone", BEGIN + 5 * DAY, "cancel"),
    Row("fast", BEGIN, "signup"), Row("fast", BEGIN + 5 * DAY, "share"),
    Row("late", BEGIN + 19 * DAY, "signup"),
]  # fmt: skip


@pytest.fixture(scope="module")
def log(tmp_path_factory):
    rows = [row for number in range(240) for row in person(number)]
    return stored(tmp_path_factory.mktemp("friction"), rows + DECIDED)


@pytest.fixture(scope="module")
def found(log):
    return wayline.friction(log, "small", SHARED, landmark="10d", errors={"help": "load"}).plain()


def candidate(found, name):
    return next(one for one in found["candidates"] if one["id"] == name)


def test_those_for_whom_all_was_decided_at_the_landmark_are_not_compared(found):
    assert (found["subjects"], found["succeeded"]) == (240, 148)


@pytest.mark.parametrize(
    ("name", "exposed", "value"),
    [
        ("repeat:load", 40, (10.5 * 62.5) / (30.5 * 138.5)),
        ("error:help", 40, (8.5 * 60.5) / (32.5 * 140.5)),
    ],
)
def test_a_candidate_with_less_success_is_friction(found, name, exposed, value):
    one = candidate(found, name)
    assert (one["exposed"], one["n"], one["reading"], one["discovery"]) == (exposed, 240, "friction", True)
    assert one["odds_ratio"]["value"] == pytest.approx(value)
    assert one["verb"].startswith("goes with")


def test_only_what_enough_met_is_in_the_family(found):
    assert found["family"] == found["discoveries"] == 2
    slow = candidate(found, "slow:sign-up>load")
    assert (slow["exposed"], slow["n"], slow["longer_than_seconds"]) == (20, 240, 86_400)
    assert (slow["reading"], slow["needs"], slow["show"]) == ("too few", "10 more exposed", "grey")
    assert slow["p"] is slow["q"] is slow["rank"] is None


def test_friction_comes_first_by_effect_and_exposure(found):
    ranks = [one["rank"] for one in found["candidates"][:2]]
    assert ranks == sorted(ranks, reverse=True)
    assert [one["id"] for one in found["candidates"][:2]] == ["error:help", "repeat:load"]


def test_a_loop_that_goes_with_success_is_helpful(log):
    """30 of 40 who load twice are greeted on day 20, and 40 of the other 200; `gone` has left, `fast` has loaded nothing."""
    one = candidate(wayline.friction(log, "small", "{event: greet}", landmark="10d").plain(), "repeat:load")
    assert one["odds_ratio"]["value"] == pytest.approx((30.5 * 160.5) / (10.5 * 40.5))
    assert (one["discovery"], one["reading"], one["rank"]) == (True, "helpful", None)


def test_a_declared_consequence_is_shown_and_has_no_rank(log):
    asked = {"landmark": "10d", "errors": {"help": "load"}, "consequences": ("error:help",)}
    one = candidate(wayline.friction(log, "small", SHARED, **asked).plain(), "error:help")
    assert (one["reading"], one["rank"], one["discovery"]) == ("consequence", None, True)


def test_repeats_without_a_landmark_are_refused(log):
    found = wayline.friction(log, "small", SHARED).plain()
    one = candidate(found, "repeat:load")
    assert (one["reading"], one["odds_ratio"], one["q"]) == ("refused", None, None)
    assert "landmark" in one["refused"]
    assert not [other for other in found["candidates"] if other["kind"] == "repeat" and other["reading"] != "refused"]


def test_not_to_leave_is_the_outcome_unless_another_is_named(log):
    """`gone` left on day 5: with a landmark on day 2 that is after it."""
    found = wayline.friction(log, "small", landmark="2d").plain()
    assert (found["subjects"], found["succeeded"]) == (242, 241)


def test_an_outcome_of_traits_compares_those_whose_level_is_known(log):
    """Five of the 240 have no level, nor has any of the decided three."""
    found = wayline.friction(log, "small", "{segment: {level: pro}}", landmark="10d").plain()
    assert (found["subjects"], found["succeeded"]) == (235, 143)


def test_the_state_that_was_reached_narrows_who_is_compared(log):
    found = wayline.friction(log, "small", SHARED, landmark="10d", reached="{event: help}").plain()
    assert (found["subjects"], found["succeeded"]) == (40, 8)


def test_everyone_with_the_same_outcome_is_told(log):
    found = wayline.friction(log, "small", landmark="10d").plain()
    assert found["discoveries"] == 0
    assert any("same outcome" in note for note in found["notes"])


@pytest.mark.parametrize(
    ("outcome", "asked", "kind", "says"),
    [
        ("{event: shares}", {}, NotFoundError, "share"),
        (SHARED, {"errors": {"helped": "load"}}, NotFoundError, "help"),
        (SHARED, {"errors": {"help": "loads"}}, NotFoundError, "load"),
        (SHARED, {"consequences": ("repeat:loads",)}, NotFoundError, "repeat:load"),
        (SHARED, {"clock": "day"}, NotFoundError, "day"),
        (SHARED, {"landmark": "ten"}, InputError, "7d"),
        (SHARED, {"landmark": "0d"}, InputError, "landmark"),
        ("{segment: {level: pro}}", {"asked": wayline.Asked(segment="level")}, InputError, "outcome"),
    ],
)
def test_what_cannot_be_met_is_refused_with_what_there_is(log, outcome, asked, kind, says):
    with pytest.raises(kind, match=says):
        wayline.friction(log, "small", outcome, **{"landmark": "10d", **asked})


def test_a_map_that_does_not_say_what_leaving_is_needs_an_outcome(tmp_path):
    workspace = stored(tmp_path, person(1), journey=MAP.replace("leaves: [{event: cancel}]\n", ""))
    with pytest.raises(InputError, match="leaving"):
        wayline.friction(workspace, "small", landmark="10d")
