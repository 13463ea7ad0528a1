"""`wayline compare` and `wayline check` as a script uses them: answers, exit codes and refusals."""

import pytest

from command_line import MAP, write

SAYS = "first-import, Moved on within 7 days"


def log(level, people, imported, reported):
    """People who sign up; the first `imported` of them import a day later, the first `reported` report two days later."""
    rows = []
    for n in range(people):
        rows.append(f"{level}{n},2026-01-{1 + n % 9:02}T09:00:00Z,signup,{level}")
        if n < imported:
            rows.append(f"{level}{n},2026-01-{2 + n % 9:02}T09:00:00Z,import,{level}")
        if n < reported:
            rows.append(f"{level}{n},2026-01-{3 + n % 9:02}T09:00:00Z,report,{level}")
    return "\n".join(rows) + "\n"


@pytest.fixture
def plans(wayline, trial):
    """The map of the worked example with two plans: 80 of 100 pro and 100 of 200 free bring their data; 60 and 80 see a report."""
    wayline.done("sources", "remove", "events")
    late = "x,2026-03-01T00:00:00Z,import,none\n"
    wayline.load("more.csv", "customer,when,what,plan\n" + log("pro", 100, 80, 60) + log("free", 200, 100, 80) + late)
    return trial


def test_two_plans_compared(wayline, plans):
    found = wayline.done("compare", "trial", "--segment", "plan=pro", "--with", "plan=free", "--json").json
    assert [(group["name"], group["subjects"]) for group in found["groups"]] == [("plan=pro", 100), ("plan=free", 200)]
    [converted] = [d for d in found["differences"] if (d["element"], d["measure"]) == ("sign-up", "converted")]
    assert (converted["a"]["count"], converted["a"]["n"], converted["b"]["count"], converted["b"]["n"]) == (
        80,
        100,
        100,
        200,
    )
    assert round(converted["difference"], 4) == -0.3
    # Newcombe's method 10 by hand: Wilson 80/100 [0.7112, 0.8666], 100/200 [0.4314, 0.5686]
    assert (round(converted["low"], 3), round(converted["high"], 3)) == (-0.396, -0.188)
    assert converted["discovery"] is True
    assert found["family"] == sum(d["p"] is not None for d in found["differences"])
    shown = wayline.done("compare", "trial", "--segment", "plan=pro", "--with", "plan=free").out
    assert "sign-up, Moved on: 50 % of 200 for plan=free against 80 % of 100 for plan=pro: 30 points less" in shown


def test_two_periods_compared(wayline, plans):
    found = wayline.done(
        "compare", "trial", "--period", "2026-01-01..2026-01-05", "--with", "2026-01-05..2026-01-09", "--json"
    ).json
    assert found["by"] == "period"
    assert all(group["subjects"] > 100 for group in found["groups"])
    assert "watched for" in found["notes"][0]


REFUSED = (
    ((), "needs two groups"),
    (("--segment", "plan=pro"), "needs two groups"),
    (("--segment", "plan=pro", "--period", "2026-01-01..2026-01-02", "--with", "plan=free"), "needs two groups"),
    (("--segment", "plan=pro", "--with", "plan=pro"), "itself"),
    (("--segment", "plan=pro", "--with", "plan=fre"), "Did you mean 'free'"),
    (("--segment", "pla=pro", "--with", "plan=free"), "no trait 'pla'"),
    (("--period", "2026-01-01..2026-01-05", "--with", "2026-01-04..2026-01-09"), "overlap"),
    (("--period", "2026-01-01..2026-01-05", "--with", "2026-01-05..2026-01-09", "--since", "2026-01-01"), "--since"),
)


def test_comparisons_that_cannot_be_made(wayline, plans):
    for words, says in REFUSED:
        assert says in wayline.refused("compare", "trial", *words, "--json")


def promise(text):
    """The worked example with another promise of its second step."""
    write("maps/trial.journey.yaml", MAP.replace("{converted: {at_least: 0.6, within: 7d}}", text))


PROMISES = (
    ("{converted: {at_least: 0.6, within: 7d}}", "kept", 0),  # 140 of 181, one of them open
    ("{converted: {at_least: 0.9, within: 7d}}", "broken", 1),
    ("{converted: {at_least: 0.75, within: 7d}}", "cannot tell", 3),
    ("{converted: {at_most: 0.9, at_least: 0.7, within: 7d}}", "kept", 0),
    ("{time_to_next: {at_most: 2d}}", "kept", 0),  # all within a day
    ("{time_to_next: {at_most: 12h}}", "broken", 1),
    ("{left: {at_most: 0.05}}", "kept", 0),
    ("{touches: {at_least: 181}}", "kept", 0),
    ("{touches: {at_least: 182}}", "broken", 1),
    ("{reached: {at_least: 0.5, within: 3d}}", "cannot tell", 3),
)


def test_a_promise_is_kept_broken_or_cannot_be_told(wayline, plans):
    for expect, verdict, status in PROMISES:
        promise(expect)
        said = wayline("check", "trial", "--json")
        told = (said.status, said.json["verdict"], said.json["promises"][0]["verdict"])
        assert told == (status, verdict, verdict), expect


def test_how_many_more_would_tell(wayline, plans):
    promise("{converted: {at_least: 0.75, within: 7d}}")
    [one] = wayline("check", "trial", "--json").json["promises"]
    assert (one["element"], one["measure"], one["at_least"], one["within"]) == ("first-import", "converted", 0.75, "7d")
    assert one["number"]["n"] == 181
    assert 700 < one["more_needed"] < 850  # 140 of the 180 that are known, against 0.75
    assert "more people would tell" in one["says"]


def test_the_worked_example_cannot_be_told_from_three(wayline, trial):
    said = wayline("check", "trial", "--json")
    [one] = said.json["promises"]
    assert (said.status, one["verdict"], one["more_needed"], one["number"]["n"]) == (3, "cannot tell", 7, 3)
    assert SAYS in wayline("check", "trial").out


def test_a_map_without_promises_breaks_none(wayline, plans):
    write("maps/trial.journey.yaml", MAP.replace("        expect: {converted: {at_least: 0.6, within: 7d}}", ""))
    said = wayline.done("check", "trial", "--json")
    assert (said.json["promises"], said.json["verdict"]) == ([], "no promises")


def test_success_and_levels_are_judged_beside(wayline, plans):
    head = 'success: {says: "I see it", measure: reached, milestone: first-report, target: 0.9}\nstages:'
    write("maps/trial.journey.yaml", MAP.replace("stages:", head))
    found = wayline.done("check", "trial", "--segment", "plan", "--json").json
    assert [one["verdict"] for one in found["success"]] == ["broken"]
    assert set(found["segments"]) == {"pro", "free", "none"}
    assert found["segments"]["none"]["promises"][0]["verdict"] == "cannot tell"


def test_what_is_assumed_has_its_cheapest_test(wayline, plans):
    """300 sign-ups in nine days up to 9 January: 97 answers take three days, and a step that nobody reaches takes for ever."""
    cards = """cards:
  - {lane: pains, step: sign-up, text: The form is long, severity: 2}
  - {lane: feeling, step: sign-up, valence: 1, word: hopeful}
  - {lane: thinking, step: first-report, text: Is that all?, basis: reported, evidence: [interview:3]}
"""
    write("maps/trial.journey.yaml", MAP + cards)
    found = wayline.done("check", "trial", "--assumed", "--as-of", "2026-01-10", "--json").json["assumed"]
    assert [(one["lane"], one["kind"], one["n"]) for one in found] == [("feeling", "ask", 62), ("pains", "ask", 97)]
    assert 2.5 < found[1]["days"] < 3.1
    assert "does this hold for you: “The form is long”?" in wayline.done("check", "trial", "--assumed").out
