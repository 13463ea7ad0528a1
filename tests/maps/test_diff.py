"""What makes one map the other: small, by identity, and always the whole of it."""

from __future__ import annotations

from random import Random

import pytest

from map_strategies import document, edit
from wayline.maps.apply import apply, apply_all
from wayline.maps.diff import diff
from wayline.maps.plain import same
from wayline.maps.reverse import reverse

STEP = {"id": "pay", "title": "I pay"}
FEELING = {"lane": "feeling", "step": "pay", "valence": -1}
SLOW = {"lane": "pains", "step": "pay", "text": "The page is slow"}
DEAR = {"lane": "pains", "step": "pay", "text": "It is more than I was told"}


def stages(**steps):
    return {"stages": [{"id": stage, "steps": held} for stage, held in steps.items()]}


CASES = [
    ("equal maps differ in nothing", {"title": "a", "n": 1}, {"n": 1.0, "title": "a"}, []),
    (
        "a step with another title is set in place",
        stages(buy=[STEP]),
        stages(buy=[{**STEP, "title": "I check out"}]),
        [{"op": "set", "at": ["stages", "#buy", "steps", "#pay", "title"], "value": "I check out", "was": "I pay"}],
    ),
    (
        "a step that changed its place is moved",
        stages(buy=[{"id": "a"}, {"id": "b"}, {"id": "c"}]),
        stages(buy=[{"id": "c"}, {"id": "a"}, {"id": "b"}]),
        [{"op": "move", "from": ["stages", "#buy", "steps", "#c"], "to": ["stages", "#buy", "steps", "#c"], "before": "#a"}],
    ),
    (
        "a step that changed its stage is moved, not written anew",
        stages(buy=[STEP, {"id": "b"}], use=[{"id": "c"}]),
        stages(buy=[{"id": "b"}], use=[STEP, {"id": "c"}]),
        [
            {
                "op": "move",
                "from": ["stages", "#buy", "steps", "#pay"],
                "to": ["stages", "#use", "steps", "#pay"],
                "before": "#c",
                "was_before": "#b",
            }
        ],
    ),
    (
        "a card without an id is known by its cell",
        {"cards": [FEELING, SLOW]},
        {"cards": [{**FEELING, "valence": 1}, SLOW]},
        [{"op": "set", "at": ["cards", {"lane": "feeling", "step": "pay"}, "valence"], "value": 1, "was": -1}],
    ),
    (
        "of two cards in one cell the one that is gone is removed",
        {"cards": [SLOW, DEAR]},
        {"cards": [DEAR]},
        [{"op": "remove", "at": ["cards", {"lane": "pains", "step": "pay"}], "was": SLOW, "before": {"lane": "pains", "step": "pay"}}],
    ),
    (
        "a card with the same words in another cell is the same card",
        {"cards": [FEELING, SLOW]},
        {"cards": [FEELING, {**SLOW, "step": "look"}]},
        [{"op": "set", "at": ["cards", 1, "step"], "value": "look", "was": "pay"}],
    ),
    (
        "a word more in a list is one addition",
        {"tags": ["a", "b"]},
        {"tags": ["a", "c", "b"]},
        [{"op": "add", "at": ["tags", 1], "value": "c"}],
    ),
]  # fmt: skip


@pytest.mark.parametrize(("before", "after", "changes"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_a_difference_is_as_small_as_a_person_would_say_it(before, after, changes):
    assert [change.plain() for change in diff(before, after)] == changes


def test_a_step_moves_into_a_stage_that_is_new_from_one_that_goes():
    before, after = stages(buy=[STEP, {"id": "b"}]), stages(use=[{"id": "c"}, {**STEP, "goal": "Be done"}])
    found = diff(before, after)
    assert [change.op for change in found] == ["add", "move", "add", "remove"]
    assert apply_all(before, found) == after


def test_applying_a_difference_gives_the_other_map_and_reversing_it_brings_the_first_back():
    """300 random maps, each edited up to four times or set beside another one."""
    for seed in range(300):
        rng = Random(seed)  # noqa: S311 no secret is drawn
        before = document(rng)
        after = document(rng) if seed % 4 == 0 else before
        for _ in range(rng.randrange(4) if seed % 4 else 0):
            after = apply(after, edit(rng, after))
        found = diff(before, after)
        assert same(apply_all(before, found), after), seed
        assert same(apply_all(after, [reverse(change) for change in reversed(found)]), before), seed
        assert diff(after, after) == ()


def test_a_map_of_two_thousand_cards_that_all_changed_is_told_apart_card_by_card():
    cards = [{"lane": "pains", "step": f"s{n % 60}", "text": f"pain {n}", "severity": 1} for n in range(2000)]
    before, after = {"cards": cards}, {"cards": [{**card, "severity": 2} for card in cards]}
    found = diff(before, after)
    assert len(found) == 2000
    assert {change.op for change in found} == {"set"}
