"""Who answers and who never does: what became of both, and which levels stay silent (methods.md section 1, what silence could hide)."""

import pytest

from typed_voice import did, loaded, said
from wayline.files.journey import read_map
from wayline.measures.voice.silence import silence
from wayline.paths.facts import Question
from wayline.workspace.measuring import opened

MAP = """
wayline: 1
map: shop
title: Shop
leaves: [{event: cancel}]
stages: [{id: s, title: S, steps: [{id: look, title: Look, bind: {event: look}}, {id: pay, title: Pay, bind: {event: pay}}]}]
voice: [{kind: nps}]
"""


def found(answers, events, *, text=MAP, segment=""):
    log = loaded(answers, events, declared=("plan",))
    with opened(read_map(text, "shop"), log.snapshot()) as at:
        return silence(at.facts(Question(segment=segment)))


def crowd():
    """80 of 200 answer, 8 of them leave; of the 120 silent 42 leave. Of plan `free` 20 of 100 answer, of `pro` 60 of 100."""
    events, answers = [], []
    for number in range(200):
        who, speaks = f"c{number:03d}", number < 80
        plan = "pro" if number < 60 or 80 <= number < 120 else "free"
        events.append(did(who, 1, "look", plan=plan))
        if speaks:
            answers.append(said(who, 2, "nps", 9))
        if number < 8 or 80 <= number < 122:
            events.append(did(who, 3, "cancel"))
        elif number % 2:
            events.append(did(who, 3, "pay"))
    return answers, events


def test_what_became_of_those_who_answered_and_of_the_silent():
    """Newcombe's method 10 for 8 of 80 and 42 of 120: 0.25 [0.133, 0.351]."""
    told = found(*crowd())
    assert (told.response.count, told.response.n, told.refused) == (80, 200, None)
    left = told.fates[0]
    assert (left.answered.count, left.answered.n, left.silent.count, left.silent.n) == (8, 80, 42, 120)
    difference = left.judged.difference
    assert (difference.value, difference.low, difference.high) == pytest.approx((0.25, 0.133, 0.351), abs=2e-3)
    assert left.judged.says == "rose by 25 percentage points, likely 13 percentage points to 35 percentage points"


def test_a_level_that_answers_less_than_the_others_stays_silent():
    told = found(*crowd(), segment="plan")
    assert [(one.level, one.answered.count, one.answered.n, one.stays_silent) for one in told.levels] == [
        ("free", 20, 100, True), ("pro", 60, 100, False),
    ]  # fmt: skip
    assert told.levels[0].others == pytest.approx(0.6)


def test_where_all_answer_or_nobody_walks_nothing_is_compared():
    everybody = found([said("a", 2, "nps", 9)], [did("a", 1, "look", plan="pro")])
    assert (everybody.response.value, everybody.fates) == (1.0, ())
    assert found([said("a", 2, "nps", 9)], []).refused.startswith("nobody on the map is known")
    assert (
        found([], [did("a", 1, "look", plan="pro")], text=MAP.replace("voice: [{kind: nps}]", "")).refused
        == "the map asks for no answers"
    )
