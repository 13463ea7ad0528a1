"""The difference of two maps as data for drawing."""

from __future__ import annotations

import json

import pytest

from wayline.views.difference import difference_view, reached_change

CHECKOUT = {"id": "checkout", "title": "Checkout", "bind": {"event": "pay"}}
BEFORE = {
    "map": "today",
    "title": "Today",
    "stages": [{"id": "buy", "steps": [{"id": "find", "title": "Find"}, {"id": "ask", "title": "Ask"}, CHECKOUT]}],
    "cards": [{"lane": "feeling", "step": "checkout", "valence": -1}],
}
AFTER = {
    "map": "better",
    "state": "future",
    "based_on": "today",
    "title": "Better",
    "stages": [{"id": "buy", "steps": [{"id": "find", "title": "Find"}, {**CHECKOUT, "bind": {"event": "paid"}, "goal": "Be sure"}, {"id": "verify"}]}],
    "cards": [{"lane": "feeling", "step": "checkout", "valence": 1}],
}  # fmt: skip


def reached(**counts):
    return {"elements": {step: {"reached": {"count": count, "refused": None}} for step, count in counts.items()}}


def view(*measurements, **options):
    return difference_view(BEFORE, AFTER, *measurements, **options)


def marks(found):
    return {(one["kind"], one["id"]): one["mark"] for one in found["elements"]}


def test_each_element_that_differs_has_one_mark():
    assert marks(view()) == {
        ("map", "better"): "changed",
        ("step", "ask"): "removed",
        ("step", "verify"): "added",
        ("step", "checkout"): "changed",
        ("card", ""): "changed",
    }


def test_a_removed_step_says_where_it_stood():
    gone = next(one for one in view()["elements"] if one["id"] == "ask")
    assert (gone["stage"], gone["follows"], gone["before"], gone["after"]) == ("buy", "find", 1, None)


def test_a_card_without_an_id_is_found_by_its_place_and_cell():
    card = view()["elements"][-1]
    assert (card["lane"], card["step"], card["after"], card["words"]) == (
        "feeling",
        "checkout",
        0,
        ["emotion at Checkout -1 → +1"],
    )


def test_with_both_measured_a_binding_says_how_many_customers_it_has():
    checkout = next(
        one for one in view(reached(checkout=100), reached(checkout=88))["elements"] if one["id"] == "checkout"
    )
    assert checkout["effect"] == "12 % fewer customers (100 → 88)"
    assert checkout["words"] == [
        "binding of Checkout changed: 12 % fewer customers (100 → 88); event pay → event paid",
        "goal of step Checkout: nothing → “Be sure”",
    ]


EFFECTS = [
    ((100, 88), {}, "12 % fewer customers (100 → 88)"),
    ((100, 150), {"unit": "object:order"}, "50 % more orders (100 → 150)"),
    ((100, 100), {}, "the same number of customers (100)"),
    ((100, 0), {}, "no customers instead of 100"),
    ((100, 95), {}, "the number of customers differs by too few to be told"),
    ((100, 95), {"inside": True}, "5 % fewer customers (100 → 95)"),
    ((9, 100), {}, "the number of customers differs by too few to be told"),
]


@pytest.mark.parametrize(("counts", "options", "told"), EFFECTS)
def test_no_difference_that_points_at_a_few_leaves_the_workspace(counts, options, told):
    assert reached_change("a", reached(a=counts[0]), reached(a=counts[1]), **options) == told


def test_it_is_json_and_equal_maps_are_the_same():
    assert json.loads(json.dumps(view())) == view()
    assert difference_view(BEFORE, BEFORE) == {
        "difference": 1,
        "before": {"id": "today", "title": "Today"},
        "after": {"id": "today", "title": "Today"},
        "same": True,
        "elements": [],
        "sentences": [],
    }
