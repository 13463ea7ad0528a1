"""Steps are one where the same comes before and after each and neither comes first; branches and pages are not."""

import numpy as np
from planted_paths import drafted


def shops(paths=600, seed=5):
    """Paths from a door through aisles that are left and entered at random, to a till: two aisles are the same, the third leads back to the door."""
    draw = np.random.default_rng(seed)
    follow = {
        "door": (("left", 0.45), ("right", 0.45), ("desk", 0.1)),
        "left": (("left", 0.2), ("right", 0.3), ("till", 0.3), ("desk", 0.2)),
        "right": (("left", 0.3), ("right", 0.2), ("till", 0.3), ("desk", 0.2)),
        "desk": (("door", 0.8), ("till", 0.2)),
        "till": (("pay", 1.0),),
    }
    found = []
    for _ in range(paths):
        path = ["door"]
        while path[-1] in follow:
            names, odds = zip(*follow[path[-1]], strict=True)
            path.append(names[int(draw.choice(len(names), p=odds))])
        found.append(path)
    return found


def test_names_with_the_same_neighbours_are_one_step():
    found = drafted(shops())
    assert {frozenset(step.act.events) for step in found.steps} == {
        frozenset({"door"}), frozenset({"left", "right"}), frozenset({"desk"}), frozenset({"till"}), frozenset({"pay"}),
    }  # fmt: skip
    step = next(step for step in found.steps if len(step.act.events) == 2)
    assert step.title in ("I come to left or right", "I come to right or left")
    assert step.act.why == "the same steps come before and after each, and neither comes first"
    assert sorted(step.act.bind) == ["left", "right"]


def test_ways_that_exclude_each_other_stay_two_steps():
    found = drafted([["door", "left", "pay"], ["door", "right", "pay"]] * 100)
    assert sorted(step.id for step in found.steps) == ["door", "left", "pay", "right"]


def test_what_keeps_an_order_stays_two_steps():
    found = drafted([["door", "left", "right", "left", "right", "pay"]] * 100)
    assert sorted(step.id for step in found.steps) == ["door", "left", "pay", "right"]


def test_pages_that_lead_elsewhere_stay_apart():
    """Each of six pages is followed mostly by the next: none stands in for another."""
    draw = np.random.default_rng(2)
    pages = [f"page {n}" for n in "abcdef"]
    found = []
    for _ in range(200):
        at, path = int(draw.integers(6)), []
        for _ in range(20):
            path.append(pages[at])
            at = (at + 1) % 6 if draw.random() < 0.5 else int(draw.integers(6))
        found.append(path)
    assert all(len(step.act.events) == 1 for step in drafted(found).steps)


def test_pages_without_an_end_have_neither_milestone_nor_last_step():
    """Readers stop at any page: each step leads on."""
    draw = np.random.default_rng(4)
    found = drafted([[f"page{int(n)}" for n in draw.zipf(1.5, 30) if n <= 5] for _ in range(200)])
    assert not found.plan.last
    assert not any(step.milestone for step in found.steps)


def test_a_late_last_step_at_which_paths_end_is_a_milestone():
    found = drafted([["open", "read", "read", "sign"]] * 150 + [["open", "read"]] * 50)
    assert {step.id: step.milestone for step in found.steps if step.milestone} == {
        "sign": "a late last step, at which most paths that have it end"
    }


def test_of_more_steps_than_fit_those_stay_that_explain_most():
    """Fourteen pages; two of them are in every path once, the others come again and again in turn."""
    draw = np.random.default_rng(6)
    paths = []
    for _ in range(200):
        at = int(draw.integers(12))
        pages = [f"page{(at + n) % 12}" for n in range(40)]
        pages.insert(int(draw.integers(1, 40)), "rare one")
        pages.insert(int(draw.integers(1, 40)), "rare two")
        paths.append(pages)
    found = drafted(paths)
    assert len(found.steps) == 12
    assert {step.act.events[0] for step in found.steps} == {f"page{n}" for n in range(12)}
