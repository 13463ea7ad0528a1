"""The days that a test of an assumed card is said to take, against the days it then takes."""

import numpy as np
from small_logs import BEGIN, DAY, Row, stored

import wayline

MAP = """wayline: 1
map: small
title: Small
unit: person
stages:
  - id: all
    title: All
    steps: [{id: a, title: A, bind: {event: a}}, {id: b, title: B, bind: {event: b}}, {id: c, title: C}]
cards:
  - {lane: thinking, step: a, text: Is it safe?}
  - {lane: doing, step: b, text: Calls a friend}
  - {lane: pains, step: c, text: It is slow, severity: 1}
"""


def test_the_days_stated_are_within_a_third_of_those_needed(tmp_path):
    """Ten people a day come to a, four to b, nobody to c. Asked on day 60, and replayed."""
    draw = np.random.default_rng(6)
    arrivals = {event: np.sort(draw.uniform(0, 120, 120 * rate)) for event, rate in (("a", 10), ("b", 4))}
    rows = [
        Row(f"{event}{n}", BEGIN + round(day * DAY), event)
        for event, days in arrivals.items()
        for n, day in enumerate(days)
    ]
    workspace = stored(tmp_path, rows, journey=MAP)
    found = wayline.assumed(workspace, "small", wayline.Asked(as_of="2026-03-02"))
    assert [(test.at, test.kind, test.n) for test in found] == [("a", "ask", 97), ("b", "bind", 97), ("c", "ask", 97)]
    for test in found[:2]:
        needed = arrivals[test.at][np.searchsorted(arrivals[test.at], 60) + test.n - 1] - 60
        assert abs(test.days - needed) <= needed / 3
    assert found[2].days is None
