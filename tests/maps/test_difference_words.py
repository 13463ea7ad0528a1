"""What differs, as a person says it."""

from __future__ import annotations

from random import Random

import pytest

from map_strategies import document, edit
from wayline.maps.apply import apply
from wayline.maps.diff import diff
from wayline.maps.difference import spoken
from wayline.maps.outline import outline

PAY = {"id": "checkout", "title": "Checkout", "bind": {"event": "pay"}}
FEELING = {"lane": "feeling", "step": "checkout", "valence": -1, "word": "tense"}
BASE = {
    "map": "shop",
    "title": "I buy shoes",
    "stages": [
        {"id": "look", "title": "Look", "steps": [{"id": "find", "title": "Find"}, {"id": "compare", "title": "Compare"}]},
        {"id": "buy", "title": "Buy", "steps": [PAY]},
    ],
    "cards": [FEELING, {"lane": "pains", "step": "find", "text": "Too many results"}],
}  # fmt: skip


def with_stages(*stages):
    return {**BASE, "stages": list(stages)}


LOOK, BUY = BASE["stages"]
CASES = [
    ({**BASE, "cards": [{**FEELING, "valence": 1}, BASE["cards"][1]]}, ["emotion at Checkout -1 → +1"]),
    (with_stages(LOOK, {**BUY, "steps": [PAY, {"id": "verify", "title": "Verify"}]}), ["step Verify added (stage Buy)"]),
    (with_stages({**LOOK, "steps": LOOK["steps"][:1]}, BUY), ["step Compare removed (stage Look)"]),
    (with_stages(LOOK, {**BUY, "steps": [{**PAY, "bind": {"event": ["pay", "paid"]}}]}), ["binding of Checkout changed: event pay → event pay or paid"]),
    (with_stages(LOOK, {**BUY, "steps": [{**PAY, "milestone": {}}]}), ["step Checkout is now a milestone"]),
    (with_stages({**LOOK, "steps": LOOK["steps"][::-1]}, BUY), ["step Compare moved: now first"]),
    (with_stages(BUY, LOOK), ["stage Buy moved: now first"]),
    (
        with_stages({**LOOK, "steps": LOOK["steps"][:1]}, {**BUY, "steps": [LOOK["steps"][1], PAY]}),
        ["step Compare moved from stage Look to stage Buy"],
    ),
    ({**BASE, "title": "I buy"}, ["title: “I buy shoes” → “I buy”"]),
    ({**BASE, "owner": {"team": "shop"}}, ["owner: nothing → team shop"]),
    ({**BASE, "cards": [FEELING]}, ["pain at Find removed: “Too many results”"]),
    (
        {**BASE, "cards": [FEELING, {**BASE["cards"][1], "step": "compare"}]},
        ["pain at Find moved to pain at Compare: “Too many results”"],
    ),
    ({**BASE, "cards": BASE["cards"][::-1]}, ["cards in another order"]),
    ({**BASE, "success": [{"says": "It fits"}]}, ["success added: “It fits”"]),
    ({**BASE, "connections": []}, ["connections: nothing → none"]),
]  # fmt: skip


@pytest.mark.parametrize(("after", "told"), CASES, ids=[case[1][0] for case in CASES])
def test_a_difference_is_told_by_meaning(after, told):
    assert [sentence.text for sentence in spoken(BASE, after)] == told


def test_the_order_of_keys_and_equal_maps_are_no_difference():
    assert spoken(BASE, dict(reversed(BASE.items()))) == ()


def test_a_long_text_is_shown_from_where_it_parts():
    long = "word " * 60
    found = spoken({"description": f"{long}before the end"}, {"description": f"{long}after the end"})
    assert "before the end” →" in found[0].text
    assert "after the end”" in found[0].text


def test_something_is_told_exactly_where_something_changed():
    for seed in range(200):
        rng = Random(seed)  # noqa: S311 no secret is drawn
        before = document(rng)
        after = apply(before, edit(rng, before))
        if isinstance(after, dict):
            assert bool(spoken(before, after)) == bool(diff(before, after)), seed


def test_an_outline_changes_in_one_line_where_one_thing_changed():
    after = with_stages({**LOOK, "steps": [{"id": "find", "title": "Search"}, LOOK["steps"][1]]}, BUY)
    assert set(outline(BASE)) ^ set(outline(after)) == {"  title: Find", "  title: Search"}
    assert outline(BASE) == outline(dict(reversed(BASE.items())))
