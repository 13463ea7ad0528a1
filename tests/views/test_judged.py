"""A difference of two numbers as one phrase."""

import pytest

from wayline.measures.differences import ComparedNumber
from wayline.views.judged import judged


def number(measure="reached", unit="share", **said):
    given = {"difference": -0.12, "low": -0.18, "high": -0.06, "q": 0.001, "p": 0.001, "method": "newcombe"} | said
    return ComparedNumber("checkout", measure, {}, {}, unit, **given)


SAID = [
    (number(), "12 points fewer reach “Checkout” [−18, −6]", "lower", True),
    (number(q=0.2), "12 points fewer reach “Checkout” [−18, −6], may be chance: one of 60 comparisons", "lower", False),
    (number(difference=0.01, low=-0.03, high=0.05), "no visible change, could have seen ±4 points", "none", False),
    (
        number("left", difference=0.2, low=0.1, high=0.3),
        "20 points more leave at “Checkout” [+10, +30]",
        "higher",
        True,
    ),
    (
        number("time_to_next", "seconds", difference=7200, low=3600, high=10800),
        "2 h longer before they go on from “Checkout” [+1 h, +3 h]",
        "higher",
        True,
    ),
    (number("nps", "score", difference=-12, low=-20, high=-4), "NPS 12 lower at “Checkout” [−20, −4]", "lower", True),
    (number(show="grey"), "12 points fewer reach “Checkout” [−18, −6] · few", "lower", True),
    (number(refused="not bound"), "not compared: not bound", "unknown", False),
    (
        number("now", method="count"),
        "a count: it grows with the group, so it is not compared",
        "unknown",
        False,
    ),
]


@pytest.mark.parametrize(("given", "text", "way", "sure"), SAID)
def test_a_difference_is_said_in_words(given, text, way, sure):
    found = judged(given, "Checkout", 60)
    assert (found.text, found.way, found.sure) == (text, way, sure)
