"""Two edits joined: nothing is lost in silence, whoever comes first."""

from __future__ import annotations

import copy
from random import Random

import pytest

from map_strategies import document, edit
from wayline.errors import ChangeError
from wayline.maps.apply import apply, apply_all
from wayline.maps.matching import canonical
from wayline.maps.merge import merge
from wayline.maps.plain import same
from wayline.maps.reverse import reverse
from wayline.maps.settling import conflict_words, taking_theirs

BASE = {
    "map": "shop",
    "tags": ["a"],
    "stages": [
        {"id": "look", "title": "Look", "steps": [{"id": "find", "title": "I find it"}, {"id": "compare", "title": "I compare"}]},
        {"id": "buy", "title": "Buy", "steps": [{"id": "pay", "title": "I pay", "bind": {"event": "pay"}}]},
    ],
    "cards": [{"lane": "feeling", "step": "pay", "valence": -1}, {"lane": "pains", "step": "pay", "text": "Slow"}],
}  # fmt: skip


def edited(*edits):
    """The base after each function has changed it in place."""
    data = copy.deepcopy(BASE)
    for one in edits:
        one(data)
    return data


def retitle(stage, step, title):
    return lambda data: data["stages"][stage]["steps"][step].update(title=title)


def move_step(stage, step, to):
    return lambda data: data["stages"][to]["steps"].append(data["stages"][stage]["steps"].pop(step))


def add_card(**card):
    return lambda data: data["cards"].append(card)


def drop_stage(stage):
    return lambda data: data["stages"].pop(stage)


INDEPENDENT = [
    ("two steps get new titles", [retitle(0, 0, "I search")], [retitle(1, 0, "I check out")]),
    ("a step is moved and its title changed", [move_step(0, 1, 1)], [retitle(0, 1, "I weigh it")]),
    ("both add a card to one cell", [add_card(lane="pains", step="pay", text="Dear")], [add_card(lane="pains", step="pay", text="No invoice")]),
    ("two words in one list", [lambda data: data["tags"].append("b")], [lambda data: data["tags"].append("c")]),
    ("the order of the stages and a feeling", [lambda data: data["stages"].reverse()], [lambda data: data["cards"][0].update(valence=1)]),
    ("a new stage takes a step whose title changes", [lambda data: data["stages"].append({"id": "use", "steps": [data["stages"][0]["steps"].pop(1)]})], [retitle(0, 1, "I weigh it")]),
    ("a stage goes, and its step goes elsewhere with its new title", [move_step(1, 0, 0), drop_stage(1)], [retitle(1, 0, "I check out")]),
]  # fmt: skip


@pytest.mark.parametrize(("ours", "theirs"), [case[1:] for case in INDEPENDENT], ids=[case[0] for case in INDEPENDENT])
def test_independent_edits_are_both_in_the_document(ours, theirs):
    found = merge(BASE, edited(*ours), edited(*theirs))
    assert found.conflicts == ()
    expected = edited(*theirs, *ours)  # the edits of one side fit the document of the other
    assert loosely(found.document) == loosely(expected)
    assert found.document == merge(BASE, edited(*theirs), edited(*ours)).document
    assert apply_all(edited(*ours), found.changes) == found.document


def loosely(value):
    """The value without the order of its lists: two additions to one place may come in either."""
    if isinstance(value, dict):
        return {key: loosely(item) for key, item in value.items()}
    return sorted((loosely(item) for item in value), key=canonical) if isinstance(value, list) else value


DISPUTED = [
    ("both retitle a step", [retitle(1, 0, "I check out")], [retitle(1, 0, "I order")], "changed", ["stages", "#buy", "steps", "#pay", "title"]),
    ("one removes what the other changes", [drop_stage(1)], [retitle(1, 0, "I order")], "removed", ["stages", "#buy"]),
    ("one changes what the other removes", [retitle(1, 0, "I order")], [drop_stage(1)], "removed", ["stages", "#buy"]),
    ("both change a feeling", [lambda data: data["cards"][0].update(valence=1)], [lambda data: data["cards"][0].update(valence=2)], "changed", ["cards", {"lane": "feeling", "step": "pay"}, "valence"]),
    ("both put another word in the place of one", [lambda data: data.update(tags=["b"])], [lambda data: data.update(tags=["c"])], "changed", ["tags"]),
    ("both add the same key", [lambda data: data.update(grade="quick")], [lambda data: data.update(grade="workshop")], "added", ["grade"]),
    ("two new stages want one step", [lambda data: data["stages"].append({"id": "x", "steps": [data["stages"][0]["steps"].pop(1)]})], [lambda data: data["stages"].append({"id": "y", "steps": [data["stages"][0]["steps"].pop(1)]})], "moved", ["stages", "#x", "steps", "#compare"]),
    ("one moves what the other removes", [move_step(0, 1, 1)], [lambda data: data["stages"][0]["steps"].pop(1)], "removed", ["stages", "#buy", "steps", "#compare"]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("ours", "theirs", "reason", "at"), [case[1:] for case in DISPUTED], ids=[case[0] for case in DISPUTED]
)
def test_a_conflict_says_what_is_disputed_and_keeps_ours(ours, theirs, reason, at):
    mine, other = edited(*ours), edited(*theirs)
    found = merge(BASE, mine, other)
    assert [(one.reason, one.plain()["at"]) for one in found.conflicts] == [(reason, at)]
    assert merge(BASE, other, mine).conflicts != ()
    assert conflict_words(found.conflicts[0]).endswith("; ours was kept")
    settled = apply_all(found.document, taking_theirs(found.document, found.conflicts[0]))
    assert merge(BASE, settled, other).document == settled
    assert settled != found.document


def test_a_step_is_not_lost_where_the_stage_it_moves_to_is_removed():
    found = merge(BASE, edited(drop_stage(1)), edited(move_step(0, 1, 1)))
    assert [one.reason for one in found.conflicts] == ["removed", "removed"]
    assert {one.plain()["at"][-1] for one in found.conflicts} == {"#buy", "#compare"}


def test_an_item_that_both_move_to_different_places_stays_where_ours_put_it():
    base = {"lanes": [{"id": name} for name in "abcd"]}
    ours, theirs = ({"lanes": [{"id": name} for name in order]} for order in ("dabc", "adbc"))
    found = merge(base, ours, theirs)
    assert found.conflicts[0].reason == "order"
    assert found.document == ours
    assert apply_all(ours, taking_theirs(ours, found.conflicts[0])) == theirs


def test_one_thousand_random_pairs_of_edits():
    """Without a conflict the sides may be swapped; edits that do not disturb each other are both in, or told as a conflict."""
    clean = 0
    for seed in range(1000):
        rng = Random(seed)  # noqa: S311 no secret is drawn
        base = document(rng)
        changes = edit(rng, base), edit(rng, base)
        ours, theirs = (apply(base, change) for change in changes)
        found, swapped = merge(base, ours, theirs), merge(base, theirs, ours)
        assert found.is_clean == swapped.is_clean, seed
        assert same(apply_all(ours, found.changes), found.document), seed
        assert same(apply_all(found.document, [reverse(one) for one in reversed(found.changes)]), ours), seed
        if found.is_clean:
            clean += 1
            assert same(found.document, swapped.document), seed
            both = both_applied(base, *changes)
            assert both is None or loosely(found.document) == loosely(both), seed
    assert clean > 800


def both_applied(base, one, other):
    """The document after both changes, where each fits the document of the other and their order is no matter."""
    try:
        results = [apply(apply(base, first), then) for first, then in ((one, other), (other, one))]
    except ChangeError:
        return None
    return results[0] if same(*results) else None


def test_a_side_that_changed_nothing_leaves_the_other_as_it_is():
    for seed in range(200):
        rng = Random(seed)  # noqa: S311 no secret is drawn
        base = document(rng)
        changed = apply(base, edit(rng, base))
        for found in (merge(base, base, changed), merge(base, changed, base), merge(base, changed, changed)):
            assert found.is_clean, seed
            assert same(found.document, changed), seed
