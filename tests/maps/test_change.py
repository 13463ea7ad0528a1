"""Changes, case by case: the same fixture is the contract for every other language."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from wayline.errors import ChangeError
from wayline.maps.address import address, locate
from wayline.maps.apply import apply, apply_all
from wayline.maps.change import Change, parse_change
from wayline.maps.record import adding, moving, removing, setting
from wayline.maps.reverse import reverse
from wayline.maps.squash import squash

FIXTURE = json.loads((Path(__file__).parents[1] / "fixtures" / "changes.json").read_text(encoding="utf-8"))
BEFORE = FIXTURE["before"]
CASES = [pytest.param(case, id=case["name"]) for case in FIXTURE["cases"]]


def _changes(given):
    return [parse_change(one) for one in given]


@pytest.mark.parametrize("case", CASES)
def test_the_fixture_says_what_comes_after(case):
    assert json.dumps(apply_all(BEFORE, _changes(case["changes"]))) == json.dumps(case["after"])


@pytest.mark.parametrize("case", CASES)
def test_the_fixture_says_the_way_back(case):
    assert [reverse(change).plain() for change in reversed(_changes(case["changes"]))] == case["reverse"]
    assert apply_all(case["after"], _changes(case["reverse"])) == BEFORE


@pytest.mark.parametrize("case", CASES)
def test_the_fixture_says_what_is_left_after_squashing(case):
    assert [change.plain() for change in squash(_changes(case["changes"]))] == case["squashed"]
    assert apply_all(BEFORE, _changes(case["squashed"])) == case["after"]


@pytest.mark.parametrize("case", [pytest.param(case, id=case["name"]) for case in FIXTURE["refused"]])
def test_the_fixture_says_what_is_refused(case):
    with pytest.raises(ChangeError):
        apply(BEFORE, parse_change(case["change"]))


def test_a_missing_target_names_the_nearest_one_and_those_there_are():
    with pytest.raises(ChangeError) as caught:
        apply(BEFORE, Change("set", ("stages", "#start", "steps", "#sign-upp", "title"), "x", "y"))
    assert caught.value.message == "stages › #start › steps › #sign-upp is not there. Did you mean 'sign-up'?"
    assert caught.value.hint == "Ids there: sign-up, first-import."


FORMS = {
    "no op": ({"at": ["title"]}, "no change; expected a mapping with op: add, remove, set, move"),
    "a key is missing": ({"op": "set", "at": ["title"], "value": 1}, "the change 'set' lacks 'was'"),
    "an unknown key": ({"op": "remove", "at": ["t"], "was": 1, "befor": "x"}, "no key 'befor'. Did you mean 'before'"),
    "no address": ({"op": "remove", "at": "title", "was": 1}, "'title' is no address"),
    "an empty address": ({"op": "remove", "at": [], "was": 1}, "the whole document cannot be the target of 'remove'"),
    "no part": ({"op": "remove", "at": [1.5], "was": 1}, "1.5 is no part of an address"),
    "nth alone": ({"op": "remove", "at": [{"nth": 1}], "was": 1}, "is no part of an address"),
}


@pytest.mark.parametrize(("given", "message"), FORMS.values(), ids=FORMS.keys())
def test_what_is_no_change_is_said(given, message):
    with pytest.raises(ChangeError) as caught:
        parse_change(given)
    assert message in caught.value.message


def test_a_change_keeps_what_it_was_given_when_that_is_changed_later():
    value = {"id": "x", "tags": ["a"]}
    change = Change("add", ("stages", "#x"), value)
    value["tags"].append("b")
    after = apply(BEFORE, change)
    after["stages"][-1]["tags"].append("c")
    assert change.plain()["value"] == {"id": "x", "tags": ["a"]}


def test_a_recorded_change_carries_what_was_there():
    steps = ["stages", "#start", "steps"]
    removed = removing(BEFORE, [*steps, "#sign-up"])
    assert removed.plain() == {
        "op": "remove",
        "at": [*steps, "#sign-up"],
        "was": {"id": "sign-up", "title": "I sign up"},
        "before": "#first-import",
    }
    assert moving(BEFORE, [*steps, "#sign-up"], [*steps, "#sign-up"]).was_before == "#first-import"
    assert setting(BEFORE, ["title"], "x").was == "My trial"


def test_what_is_added_to_a_list_that_is_not_there_brings_the_list():
    change = adding(BEFORE, ["lanes", "#doing"], {"id": "doing", "kind": "action"})
    assert change.plain() == {"op": "add", "at": ["lanes"], "value": [{"id": "doing", "kind": "action"}]}


def test_setting_below_what_is_not_there_brings_what_lacks():
    change = setting(BEFORE, ["owner", "team"], "care")
    assert change.plain() == {"op": "add", "at": ["owner"], "value": {"team": "care"}}


def test_an_address_goes_by_id_then_by_cell_then_by_index():
    assert address(BEFORE, ("cards", 2, "text")) == ("cards", "#c1", "text")
    assert address(BEFORE, ("cards", 1)) == ("cards", {"lane": "feeling", "step": "sign-up", "nth": 2})
    assert address({"tags": ["a"]}, ("tags", 0)) == ("tags", 0)
    assert address({"where": {"#no": 1}}, ("where", "#no")) == ("where", "##no")


def test_an_id_that_stands_twice_addresses_nothing():
    twice = {"stages": [{"id": "a"}, {"id": "a"}]}
    with pytest.raises(ChangeError, match="stands 2 times"):
        locate(twice, ["stages", "#a"])
    assert locate(twice, address(twice, ("stages", 1))) == ("stages", 1)


def test_a_card_that_is_dragged_to_another_step_is_set_by_its_index():
    """Its cell names it, and with the step its name changes; the index does not."""
    data = {"cards": [{"lane": "a", "step": "x"}, {"lane": "a", "step": "y"}, {"lane": "a", "step": "y"}]}
    change = setting(data, ["cards", {"lane": "a", "step": "y", "nth": 2}, "step"], "x")
    assert apply(apply(data, change), reverse(change)) == data
