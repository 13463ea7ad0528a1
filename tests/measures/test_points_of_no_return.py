"""Points of no return on a log typed here: who teaches, who judges, what is no rule, who is named, and when a window opens."""

import pytest
from small_logs import BEGIN, DAY, MAP, ROLES, Row, stored

import wayline
from wayline.errors import InputError, NotFoundError

SHARED = "{event: share}"
USUAL = wayline.RulesAsked(ends="30d")
PEOPLE = 400


def events_of(number, start):
    """The even report on day 2 and share on day 20, but for one in fifty; the odd stay idle, and one in fifty shares."""
    days = [(0, "signup")]
    if number % 2 == 0:
        days += [(1, "load"), (2, "report")]
    if (number % 2 == 0 and number % 100) or number % 100 == 1:
        days.append((20, "share"))
    level = "new" if start >= 150 and number % 4 == 3 else "old"
    return [Row(f"p{number}", BEGIN + (start + day) * DAY + number, event, level) for day, event in days]


def log_of(people=PEOPLE, apart=2, more=()):
    """Two people begin every day."""
    return [row for number in range(people) for row in events_of(number, number // apart)] + list(more)


@pytest.fixture(scope="module")
def log(tmp_path_factory):
    return stored(tmp_path_factory.mktemp("rules"), log_of())


@pytest.fixture(scope="module")
def found(log):
    return wayline.rules(log, "small", SHARED, USUAL).plain()


def rule_of(found, last, idle_days):
    return next(one for one in found["rules"] if (one["last_step"], one["idle_seconds"]) == (last, idle_days * 86_400))


def test_paths_that_were_over_teach_and_later_ones_judge(found):
    """Of 400 people 380 are over by the last day; 58 began within 30 days before the split."""
    assert found["learned"] + found["judged"] + found["left_out"]["not_over"] == 380
    assert found["left_out"]["not_over"] == 58
    assert found["learned"] == pytest.approx(2 * found["judged"], abs=4)
    assert found["refused"] is None


def test_who_signs_up_and_waits_is_lost(found):
    lost = found["lost"]
    assert lost["verdict"] == "kept"
    assert lost["precision"]["value"] > 0.95
    first = rule_of(found, "sign-up", 3)
    assert (first["calls"], first["milestones"], first["effort"]) == ("lost", [], 0)


def test_the_first_decided_state_is_the_point_of_no_return(found):
    """Nobody is called by a state that is entered later, and the lead is counted from the first."""
    called = [one for one in found["rules"] if one["calls"] == "lost" and one["precision"]["n"]]
    assert sum(one["precision"]["n"] for one in called) == found["lost"]["precision"]["n"]
    assert rule_of(found, "sign-up", 7)["precision"]["n"] == 0


def test_success_is_a_point_of_no_return_too(found):
    assert found["success"]["verdict"] in ("kept", "cannot tell")
    assert rule_of(found, "report", 0)["calls"] == "success"


def test_the_outcome_itself_is_no_step_of_a_rule(found):
    assert [one["step"] for one in found["rejected"]] == ["recommend"]
    assert "all" in found["rejected"][0]["why"]
    assert "recommend" not in {one["last_step"] for one in found["rules"]}


def test_how_often_a_rule_was_right_in_learning_is_never_told(found):
    assert set(found["rules"][0]) == {
        "last_step", "milestones", "effort", "idle_seconds", "calls", "learned_on", "restates_closure_after_seconds",
        "precision", "reach", "lead",
    }  # fmt: skip
    assert all(one["precision"]["n"] <= found["judged"] for one in found["rules"])


def test_who_is_under_way_and_has_passed_one_is_named(found):
    """Begun in the last 30 days, signed up, and idle for three days or more: the odd ones of the last 30 days."""
    names = {one["subject"] for one in found["now"]}
    assert names <= {f"p{number}" for number in range(340, 400)}
    assert {"p381", "p391"} <= names
    assert not any(int(name[1:]) % 2 == 0 for name in names)
    assert all(one["idle_seconds"] >= 3 * 86_400 for one in found["now"])


def test_a_level_that_did_not_teach_is_not_judged(log):
    asked = wayline.Asked(segment="level")
    how = wayline.RulesAsked(ends="30d", learn_until="2026-05-01")
    found, everybody = (wayline.rules(log, "small", SHARED, how, *more).plain() for more in ((asked,), ()))
    assert found["left_out"]["unseen_levels"] == {"new": 20}
    assert found["judged"] == everybody["judged"] - 20
    assert any("new (20)" in note for note in found["notes"])
    assert not any(one["subject"] in ("p383", "p387", "p391", "p395", "p399") for one in found["now"])


def test_hindsight_is_asked_for_and_said(log):
    how = wayline.RulesAsked(ends="30d", learn_until="2026-05-01", in_hindsight=True)
    found = wayline.rules(log, "small", SHARED, how).plain()
    assert found["left_out"]["not_over"] == 0
    assert any("hindsight" in note for note in found["notes"])


@pytest.fixture(scope="module")
def closing(tmp_path_factory):
    """Whoever is idle is cancelled on day 14, by the system."""
    closed = [Row(f"p{n}", BEGIN + (n // 2 + 14) * DAY + n, "cancel") for n in range(PEOPLE) if n % 2 and n % 100 != 1]
    return stored(tmp_path_factory.mktemp("closing"), log_of(more=closed))


def test_an_automatic_closure_is_flagged(closing):
    found = wayline.rules(closing, "small", "leave", USUAL).plain()
    assert rule_of(found, "sign-up", 3)["restates_closure_after_seconds"] == 14 * 86_400
    assert rule_of(found, "sign-up", 3)["lead"]["value"] == 11 * 86_400


def test_an_outcome_after_the_end_does_not_count_and_is_told(log):
    found = wayline.rules(log, "small", SHARED, wayline.RulesAsked(ends="10d")).plain()
    assert found["refused"].startswith("no time parts the paths") or "were lost" in found["refused"]
    assert any("a longer --ends" in note for note in found["notes"])


def test_few_paths_make_no_rule(tmp_path):
    log = stored(tmp_path / "w", log_of(people=40))
    found = wayline.rules(log, "small", SHARED, USUAL).plain()
    assert "30" in found["refused"]
    assert (found["rules"], found["now"], found["lost"]["verdict"]) == ([], [], "no rule")
    later = wayline.rules(log, "small", SHARED, wayline.RulesAsked(ends="5d", learn_until="2026-01-10")).plain()
    assert "needs" in later["refused"]


def test_an_outcome_that_nothing_foretells_has_no_rule(tmp_path):
    """Every third shares, whatever they did before."""
    rows = [row for row in log_of() if row.event != "share"]
    rows += [Row(f"p{n}", BEGIN + (n // 2 + 29) * DAY + n, "share", "old") for n in range(PEOPLE) if n % 3 == 0]
    how = wayline.RulesAsked(ends="30d", idle=("1d", "7d"))
    found = wayline.rules(stored(tmp_path / "w", rows), "small", SHARED, how).plain()
    assert found["lost"]["verdict"] == "no rule"
    assert 0.5 < found["lost"]["highest_lower_limit"] < 0.9
    assert found["now_refused"] == "there is no rule that calls a path lost"


@pytest.mark.parametrize(
    ("how", "outcome", "kind", "says"),
    [
        ({}, SHARED, InputError, "when a path is over"),
        ({"ends": "30d", "threshold": 0.4}, SHARED, InputError, "threshold"),
        ({"ends": "level"}, SHARED, InputError, "no number of days"),
        ({"ends": "30d", "clock": "day"}, SHARED, InputError, "no event has a number in 'day'"),
        ({"ends": "30d", "milestones": ("raport",)}, SHARED, NotFoundError, "no step 'raport'"),
        ({"ends": "30d", "idle": ("7d", "1d")}, SHARED, InputError, "rise"),
        ({"ends": "30d", "idle": ("soon",)}, SHARED, InputError, "--idle"),
        ({"ends": "30d", "learn_until": "soon"}, SHARED, InputError, "--learn-until"),
        ({"ends": "30d"}, "{event: shares}", NotFoundError, "no event is named 'shares'"),
    ],
)
def test_what_cannot_be_asked_is_refused(log, how, outcome, kind, says):
    with pytest.raises(kind, match=says):
        wayline.rules(log, "small", outcome, wayline.RulesAsked(**how))


@pytest.fixture(scope="module")
def leaving(tmp_path_factory):
    """Every fourth cancels within the first three days, and every fortieth in each five days after."""
    rows = [Row(f"p{n}", BEGIN + n // 20 * DAY, "signup") for n in range(800)]
    rows += [
        Row(f"p{n}", BEGIN + (n // 20 + (n % 3 if n % 4 == 0 else 4 + n % 37)) * DAY + 1, "cancel")
        for n in range(800)
        if n % 4 == 0 or n % 10 == 3
    ]
    rows.append(Row("p1", BEGIN + 90 * DAY, "load"))
    return stored(tmp_path_factory.mktemp("leaving"), rows)


def test_a_window_opens_where_leaving_is_more_frequent_than_later(leaving):
    proposed = wayline.contact_window(leaving, "small", "sign-up", period="1d")
    found = proposed.found
    assert (found.anchored, found.opens, found.closes, found.closed_by) == (800, 0, 3 * 86_400, "hazard")
    assert [hazard.n for _, hazard in found.periods[:2]] == [800, 733]
    assert proposed.yaml == (
        "windows:\n  - {id: sign-up-contact, after: sign-up, opens: 0d, closes: 3d, "
        'why: "proposed from the hazard of leaving; no experiment yet"}'
    )
    assert [window.id for window in proposed.existing] == ["call"]


def test_what_is_proposed_can_be_pasted_into_the_map(leaving):
    proposed = wayline.contact_window(leaving, "small", "sign-up", period="1d")
    window = proposed.yaml.split("\n")[1].strip()
    text = MAP.replace("    windows: [", f"    windows: [{window.removeprefix('- ')}, ", 1)
    assert [one.id for one in wayline.read_map(text).windows] == ["sign-up-contact", "call"]


def test_no_window_where_any_time_is_as_good(tmp_path):
    """Of 300 who begin on one day one in sixty of those still there cancels every day."""
    rows = [Row(f"p{n}", BEGIN, "signup") for n in range(300)]
    rows += [Row(f"p{n}", BEGIN + (1 + n % 60) * DAY, "cancel") for n in range(300)]
    proposed = wayline.contact_window(stored(tmp_path / "w", rows), "small", "sign-up")
    assert (proposed.found.opens, proposed.yaml) == (None, "")
    assert "any time is as good as another" in proposed.found.refused


def test_no_window_where_the_point_of_no_return_comes_first(log):
    """Sharing has its peak on day 20, and who shares is decided on day 1, with the first load."""
    asked = {"period": "5d", "how": USUAL}
    proposed = wayline.contact_window(log, "small", "sign-up", SHARED, reaction="1d", **asked).plain()
    assert proposed["point_of_no_return_seconds"] == 86_400
    assert proposed["opens_seconds"] is None
    assert "no time is left" in proposed["refused"]
    without = wayline.contact_window(log, "small", "sign-up", SHARED, period="5d").plain()
    assert (without["opens_seconds"], without["closed_by"]) == (15 * 86_400, "hazard")
    assert "without --ends" in without["point_refused"]


def test_a_window_closes_a_reaction_time_before_the_point_of_no_return(closing):
    """All who leave do so on day 14; they are lost from the third day without a step."""
    proposed = wayline.contact_window(closing, "small", "sign-up", period="15d", reaction="1d", how=USUAL).found
    assert (proposed.opens, proposed.closes, proposed.closed_by) == (0, 2 * 86_400, "point of no return")
    assert proposed.point == 3 * 86_400


def test_few_make_no_window(tmp_path):
    log = stored(tmp_path / "w", log_of(people=20))
    assert wayline.contact_window(log, "small", "sign-up", SHARED).found.refused == "20 paths came there; needs 10 more"


@pytest.mark.parametrize(
    ("step", "outcome", "spans", "kind", "says"),
    [
        ("sign-in", "leave", {}, NotFoundError, "no step 'sign-in'"),
        ("sign-up", "{segment: {level: new}}", {}, InputError, "has no time"),
        ("sign-up", "leave", {"period": "soon"}, InputError, "--period"),
        ("sign-up", "leave", {"period": "0d"}, InputError, "period of nothing"),
        ("sign-up", SHARED, {"period": "1s"}, InputError, "longer --period"),
    ],
)
def test_what_has_no_window_is_refused(log, step, outcome, spans, kind, says):
    with pytest.raises(kind, match=says):
        wayline.contact_window(log, "small", step, outcome, **spans)


def test_an_order_without_times_has_neither(tmp_path):
    workspace = wayline.init(tmp_path / "w")
    (workspace.folder / "maps" / "small.journey.yaml").write_text(MAP, encoding="utf-8")
    (tmp_path / "log.csv").write_text("person,at,event\np1,1,signup\np1,2,share\n", encoding="utf-8")
    roles = ROLES.replace("occurred_at: {column: at, unit: us}", "position: at").replace("traits: [level]\n", "")
    (tmp_path / "log.roles.yaml").write_text(roles, encoding="utf-8")
    wayline.import_files(workspace, [tmp_path / "log.csv"], roles=tmp_path / "log.roles.yaml")
    with pytest.raises(InputError, match="an order but no times"):
        wayline.rules(workspace, "small", SHARED, USUAL)
    with pytest.raises(InputError, match="an order but no times"):
        wayline.contact_window(workspace, "small", "sign-up", SHARED)
