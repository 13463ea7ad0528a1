"""A number under each fair choice of counting, on paths typed here."""

from small_logs import BEGIN, DAY, Row, stored

import wayline

MAP = """wayline: 1
map: small
title: Small
unit: person
stages:
  - id: all
    title: All
    steps:
      - {id: a, title: A, bind: {event: a}}
      - {id: b, title: B, bind: {event: b}}
"""


def test_ties_decide_what_the_order_of_arrival_does(tmp_path):
    """ana's two events have one time, in the order a, b; ben's b is later; cho has no b."""
    rows = [
        Row("ana", BEGIN, "a"),
        Row("ana", BEGIN, "b"),
        Row("ben", BEGIN + DAY, "a"),
        Row("ben", BEGIN + 2 * DAY, "b"),
    ]
    rows.append(Row("cho", BEGIN + 3 * DAY, "a"))
    found = wayline.robustness(stored(tmp_path, rows, journey=MAP), "small")["a", "converted"]
    assert (found.counted.count, found.counted.n) == (2, 3)
    assert {name: (one.count, one.n) for name, one in found.choices.items()} == {
        "last third": (0, 1), "ties reversed": (1, 3), "strict order": (1, 3),
    }  # fmt: skip
    assert found.counts == (1, 2)
    assert (found.low, found.high) == (0, 2 / 3)


def test_without_ties_only_the_last_third_differs(tmp_path):
    rows = [Row(f"p{n}", BEGIN + n * DAY, "a") for n in range(9)] + [Row("p8", BEGIN + 9 * DAY, "b")]
    found = wayline.robustness(stored(tmp_path, rows, journey=MAP), "small")["a", "converted"]
    assert {name: (one.count, one.n) for name, one in found.choices.items()} == {"last third": (1, 3)}
    assert found.counts == (1, 1)


def test_sessions_that_were_cut_are_cut_otherwise_too(tmp_path):
    """45 minutes between a and b: one session at a gap of an hour, two at half an hour."""
    rows = [Row("ana", BEGIN, "a"), Row("ana", BEGIN + DAY // 32, "b")]
    found = wayline.robustness(stored(tmp_path, rows, journey=MAP.replace("person", "session")), "small")[
        "a", "converted"
    ]
    assert {name: (one.count, one.n) for name, one in found.choices.items() if "gap" in name} == {
        "session gap 30 min": (0, 1), "session gap 120 min": (1, 1),
    }  # fmt: skip
