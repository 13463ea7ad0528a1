"""A study term as a team would draw it, and a measurement of it in the form of `wayline measure --json`. The figures are invented."""

from math import sqrt

from wayline.maps.model import (
    Card,
    Datum,
    Expectation,
    Handoff,
    JourneyMap,
    Lane,
    Milestone,
    Owner,
    Persona,
    Review,
    Scenario,
    Stage,
    Step,
    Success,
    Touchpoint,
    Window,
)
from wayline.maps.selector import Selector

DAY = 86400


def bound(*events):
    return (Selector(event=events),)


def touchpoint(channel, name="", kind="direct"):
    return (Touchpoint(channel=channel, name=name, kind=kind),)


STAGES = (
    Stage(
        id="settle", title="Settle in", goal="Know what is expected of me", team="student support", target="21d",
        done_when="first-assignment",
        steps=(
            Step(id="register", title="I register", touchpoints=touchpoint("website", "registration form"), bind=bound("register")),
            Step(id="first-visit", title="I look around the course site", touchpoints=touchpoint("website", "course site"), bind=bound("visit")),
            Step(id="welcome", title="I hear from my tutor", touchpoints=touchpoint("mail") + touchpoint("phone")),
            Step(id="first-assignment", title="I hand in my first assignment", goal="Find out whether I can do this",
                 touchpoints=touchpoint("website", "assignment box"), bind=bound("submit_TMA"),
                 milestone=Milestone(truth=True, why="first proof that it works"),
                 expect=(Expectation("converted", at_least=0.6, within="30d"),)),
        ),
        windows=(Window(id="welcome-call", title="Welcome call", team="student support", channel="phone", after="register",
                        opens="3d", closes="7d", why="before doubts settle", bind=bound("call")),),
        handoffs=(Handoff(id="to-tutor", title="Admissions hand over to the tutor", giver="admissions", receiver="tutor",
                          after="register", within="2d", data=(Datum("goals", "goals"), Datum("prior study", "prior"),
                                                               Datum("constraints", "constraints")), bind=bound("assigned")),),
    ),
    Stage(
        id="work", title="Work through", goal="Keep going beside my job", team="faculty",
        steps=(
            Step(id="forum", title="I ask in the forum", touchpoints=touchpoint("forum", kind="indirect"), bind=bound("forum")),
            Step(id="quiz", title="I take the mid-term quiz", touchpoints=touchpoint("app", "quiz"), bind=bound("submit_CMA"), milestone=Milestone()),
            Step(id="second-assignment", title="I hand in my second assignment", touchpoints=touchpoint("website", "assignment box"), bind=bound("submit_TMA_2")),
        ),
        windows=(Window(id="nudge", title="Nudge before the deadline", team="faculty", channel="mail", after="first-assignment", opens="20d", closes="28d", bind=bound("mail")),),
    ),
    Stage(
        id="finish", title="Finish", goal="Pass without failing my family", team="examinations",
        steps=(
            Step(id="exam", title="I sit the exam", touchpoints=touchpoint("exam centre", "on site"), bind=bound("exam")),
            Step(id="passed", title="I get my result", touchpoints=touchpoint("mail"), bind=bound("result"), milestone=Milestone(kind="value", why="the reason for it all")),
        ),
    ),
)  # fmt: skip

LANES = (
    Lane("doing", "action", "Doing"), Lane("thinking", "thought", "Thinking"), Lane("feeling", "emotion", "Feeling"),
    Lane("saying", "quote", "Saying"), Lane("pains", "pain", "Pains"), Lane("onstage", "onstage", "Tutor and staff", "onstage"),
    Lane("backstage", "backstage", "Faculty office", "backstage"), Lane("systems", "system", "Systems", "backstage"),
    Lane("support", "support", "Support processes", "support"), Lane("opportunities", "opportunity", "Opportunities", "backstage"),
)  # fmt: skip

CARDS = (
    Card("doing", "register", text="Compares modules, fills in the form late at night"),
    Card("doing", "first-visit", until="welcome", text="Clicks through the site, looks for dates and for people"),
    Card("doing", "first-assignment", text="Writes on two weekends"),
    Card("doing", stage="work", text="Studies in the gaps of the day: train, lunch, after bedtime"),
    Card("doing", "exam", text="Takes two days off to prepare"),
    Card("thinking", "register", text="Can I fit this beside my job?"),
    Card("thinking", "welcome", text="Does anybody know that I am here?"),
    Card("thinking", "quiz", text="I am behind already"),
    Card("feeling", "register", valence=1, word="hopeful"),
    Card("feeling", "first-visit", valence=0.5, word="curious"),
    Card("feeling", "welcome", valence=-0.5, word="unsure"),
    Card("feeling", "first-assignment", valence=-1.5, word="anxious"),
    Card("feeling", "forum", valence=0, word="calm"),
    Card("feeling", "quiz", valence=-1, word="frustrated"),
    Card("feeling", "second-assignment", valence=0.5, word="steady"),
    Card("feeling", "exam", valence=-1, word="tense"),
    Card("feeling", "passed", valence=2, word="proud"),
    Card("saying", "first-assignment", text="“I did not know it was due.”", basis="reported", evidence=("ticket:8812",)),
    Card("saying", "passed", text="“My kids saw me do it.”", basis="reported", evidence=("interview:3",)),
    Card("pains", "first-visit", text="Dates stand in four places", severity=2, basis="observed", evidence=("ticket:1", "ticket:2")),
    Card("pains", "first-assignment", text="The first deadline comes as a surprise", severity=3, evidence=("ticket:8812",)),
    Card("pains", "quiz", text="The quiz locks after one try", severity=1),
    Card("onstage", "welcome", text="The tutor writes a personal mail and calls those who do not answer"),
    Card("onstage", "second-assignment", text="Marks with comments within ten days"),
    Card("backstage", "register", until="welcome", text="Checks prior study, assigns a tutor group"),
    Card("systems", "register", text="Student record"),
    Card("systems", "first-visit", until="second-assignment", text="Course platform"),
    Card("systems", "exam", until="passed", text="Examination system"),
    Card("support", text="Disability services, fee office, library"),
    Card("opportunities", "first-assignment", text="One page with all dates, mailed a week before", owner="faculty", metric="left"),
)  # fmt: skip


def study_term():
    return JourneyMap(
        id="first-term",
        title="My first term",
        unit="person",
        persona="working-parent",
        scenario=Scenario("Studies beside a job", "registration", "final result", ("Feedback within ten days",)),
        success=(Success("I finish the module without failing my family", "reached", "passed", 0.6),),
        leaves=bound("unregister"),
        owner=Owner("student support", "ana@example.org"),
        review=Review("90d", ("release", "drift")),
        stages=STAGES,
        lanes=LANES,
        cards=CARDS,
    )


def working_parent():
    return Persona(
        id="working-parent",
        name="Maya, 38",
        job="Nurse, studies on the train",
        quote="I have two hours a day, and none of them is quiet.",
        hopes=("A degree by forty",),
        fears=("Failing in front of my children",),
        makes_smile="A comment that shows somebody read it",
    )


def share(count, n, **more):
    """A share with its Wilson interval and the show flag of the minimums."""
    z, value = 1.959964, count / n
    middle, half = value + z * z / (2 * n), z * sqrt(value * (1 - value) / n + z * z / (4 * n * n))
    low, high = (middle - half) / (1 + z * z / n), (middle + half) / (1 + z * z / n)
    show = "hidden" if n < 10 else "grey" if n < 30 else "normal"
    return {
        "value": value, "count": count, "n": n, "low": low, "high": high, "level": 0.95, "method": "wilson",
        "unit": "share", "basis": "measured", "missing": 0, "tied": 0, "show": show, "refused": None, **more,
    }  # fmt: skip


def plain_count(value):
    return {
        "value": value, "count": value, "n": value, "low": None, "high": None, "level": 0.95, "method": "count",
        "unit": "count", "basis": "measured", "missing": 0, "tied": 0, "show": "normal", "refused": None,
    }  # fmt: skip


def wait(n, median, interval, spread, *, censored=0, survival=None):
    """A time in days: its median, the interval of it, and (q25, q75, p90)."""
    (low, high), (q25, q75, p90) = interval, spread
    return {
        "value": median * DAY, "count": n, "n": n, "low": low * DAY, "high": high * DAY, "level": 0.95,
        "method": "order statistics", "unit": "seconds", "basis": "measured", "missing": 0, "tied": 0, "show": "normal",
        "refused": None, "q25": q25 * DAY, "q75": q75 * DAY, "p90": p90 * DAY, "censored": censored,
        "survival_median": survival and survival * DAY,
    }  # fmt: skip


def refused(reason):
    return {
        "value": None, "count": None, "n": None, "low": None, "high": None, "level": 0.95, "method": "wilson",
        "unit": "share", "basis": "measured", "missing": 0, "tied": 0, "show": "normal", "refused": reason,
    }  # fmt: skip


def step(on_map, reached, moved, left, *, times, again=(0, 0), skipped=(0, 1), here=0, touches=0):
    """All measures of one step that has a next one."""
    return {
        "reached": share(reached, on_map),
        "converted": share(moved, reached),
        "left": share(left, reached),
        "open": share(reached - moved - left, reached),
        "time_to_next": times,
        "repeats": share(again[0], reached),
        "returns": share(again[1], reached),
        "skips": share(*skipped),
        "skipped_for_good": share(skipped[0] // 2, skipped[1]),
        "now": plain_count(here),
        "touches": plain_count(touches),
    }


def last(on_map, reached):
    closed = dict.fromkeys(("converted", "left", "open"), refused("last step"))
    return {"reached": share(reached, on_map), **closed, "repeats": share(0, reached), "now": plain_count(0), "touches": plain_count(reached)}  # fmt: skip


ON_MAP = 1276
ELEMENTS = {
    "register": step(ON_MAP, 1261, 1102, 96, times=wait(1102, 4.2, (3.9, 4.6), (1.5, 11, 24), censored=63, survival=5.1), here=63, touches=1261),
    "first-visit": step(ON_MAP, 1097, 0, 0, times=refused("not bound")) | {
        **dict.fromkeys(("converted", "left", "open", "time_to_next"), refused("no next step is bound")),
        "repeats": share(811, 1097), "returns": share(402, 1097), "skips": share(88, 1041), "now": plain_count(41), "touches": plain_count(9120)},
    "welcome": dict.fromkeys(("reached", "converted", "left", "open", "time_to_next"), refused("not bound")),
    "first-assignment": step(ON_MAP, 1021, 764, 171, times=wait(764, 23, (22, 25), (14, 34, 48), censored=86, survival=27), again=(58, 31), skipped=(22, 801), here=70, touches=1079)
    | {"time_to_value": wait(1021, 31, (30, 32), (24, 38, 52), censored=140, survival=34)},
    "forum": step(ON_MAP, 389, 341, 12, times=wait(341, 8, (7, 9), (3, 15, 29), censored=36, survival=9), again=(201, 144), skipped=(437, 744), here=36, touches=1544),
    "quiz": step(ON_MAP, 744, 622, 66, times=wait(622, 12, (11, 13), (7, 20, 31), censored=56, survival=14), again=(401, 88), skipped=(101, 655), here=44, touches=1301),
    "second-assignment": step(ON_MAP, 655, 521, 34, times=wait(521, 38, (36, 39), (30, 45, 58), censored=100, survival=41), again=(9, 7), skipped=(12, 528), here=100, touches=664),
    "exam": step(ON_MAP, 524, 511, 5, times=wait(511, 21, (21, 22), (19, 26, 30), censored=8, survival=21), skipped=(3, 511), here=8, touches=524),
    "passed": last(ON_MAP, 511),
    "settle": {"reached": share(1270, ON_MAP), "converted": share(801, 1270), "left": share(266, 1270), "open": share(203, 1270),
               "time_in_stage": wait(801, 44, (42, 46), (33, 58, 80), censored=203, survival=60), "now": plain_count(174)},
    "work": {"reached": share(803, ON_MAP), "converted": share(528, 803), "left": share(110, 803), "open": share(165, 803),
             "time_in_stage": wait(528, 71, (69, 74), (55, 88, 102), censored=165, survival=85), "now": plain_count(180)},
    "finish": {"reached": share(528, ON_MAP), **dict.fromkeys(("converted", "left", "open", "time_in_stage"), refused("last stage")), "now": plain_count(8)},
    "welcome-call": {"hit": share(402, 1180, early=61, late=311, missed=406, pending=52)},
    "nudge": {"hit": share(4, 8, early=0, late=1, missed=3, pending=0)},
    "to-tutor": {"on_time": share(910, 1211, late=244, missing=57, pending=12) | {"data": {"goals": share(690, 1154), "prior study": share(1109, 1154), "constraints": share(201, 1154)}}},
}  # fmt: skip


def flow(origin, target, count, total, days=None, **ends):
    return {"from": origin, "to": target, "count": count, "share": count / total, "median_seconds": days and days * DAY, **ends}  # fmt: skip


FLOWS = [
    flow("START", "register", 1249, 1276), flow("START", "first-visit", 27, 1276),
    flow("register", "first-visit", 1066, 1261, 3.4), flow("register", "first-assignment", 101, 1261, 30), flow("register", "END", 94, 1261, left=61, open=33, finished=0),
    flow("first-visit", "first-visit", 2100, 3300, 1.2), flow("first-visit", "first-assignment", 872, 3300, 18), flow("first-visit", "forum", 211, 3300, 6),
    flow("first-visit", "END", 112, 3300, left=104, open=8, finished=0), flow("first-visit", "exam", 4, 3300, 90),
    flow("first-assignment", "forum", 288, 1079, 9), flow("first-assignment", "quiz", 412, 1079, 21), flow("first-assignment", "first-visit", 181, 1079, 2),
    flow("first-assignment", "END", 160, 1079, left=98, open=62, finished=0), flow("first-assignment", "first-assignment", 38, 1079, 4),
    flow("forum", "quiz", 302, 620, 8), flow("forum", "first-assignment", 77, 620, 5), flow("forum", "forum", 160, 620, 2), flow("forum", "END", 44, 620, left=12, open=32, finished=0),
    flow("quiz", "second-assignment", 590, 1301, 12), flow("quiz", "forum", 121, 1301, 3), flow("quiz", "quiz", 480, 1301, 1), flow("quiz", "END", 110, 1301, left=66, open=44, finished=0),
    flow("second-assignment", "exam", 505, 664, 38), flow("second-assignment", "quiz", 41, 664, 3), flow("second-assignment", "END", 118, 664, left=18, open=100, finished=0),
    flow("exam", "passed", 511, 524, 21), flow("exam", "END", 13, 524, left=5, open=8, finished=0), flow("passed", "END", 511, 511, left=0, open=0, finished=511),
]  # fmt: skip


def measurement():
    return {
        "wayline": 1, "map": "first-term", "as_of": "2015-02-09T00:00:00Z", "window": {"since": "2014-09-01T00:00:00Z", "until": None},
        "subjects": ON_MAP, "unassigned": 14,
        "provenance": {"map": "sha256:9f2c41d07ab3e6", "events": "version 3", "wayline": "0.1.0"},
        "whole": {"finished": plain_count(511)},
        "elements": ELEMENTS, "flows": FLOWS,
        "coverage": {
            "events": {"value": 13980 / 17020, "count": 13980, "n": 17020}, "transitions": {"value": 4310 / 9400, "count": 4310, "n": 9400},
            "paths": share(188, 1340), "paths_so_far": share(391, 1340), "paths_later": share(101, 447),
            "deviations": {"ad_hoc": share(402, 1276), "repeats": share(877, 1276), "order_or_missing": share(733, 1276)},
            "ghosts": [{"event": "download_past_exam", "subjects": 640, "events": 2210}, {"event": "extension_request", "subjects": 213, "events": 251},
                       {"event": "fee_reminder", "subjects": 88, "events": 170}, {"event": "complaint", "subjects": 6, "events": 7}],
            "ambiguous": 0,
        },
    }  # fmt: skip
