"""What holds for every change on every document."""

from __future__ import annotations

import copy
import json

from hypothesis import HealthCheck, given, settings

from map_strategies import edited
from wayline.maps.apply import apply, apply_all
from wayline.maps.change import parse_change
from wayline.maps.reverse import reverse
from wayline.maps.squash import squash

few = settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))


def _ordered(data: object) -> str:
    """The data with the order of its keys."""
    return json.dumps(data)


@few
@given(edited())
def test_a_reversed_change_brings_back_the_document_and_the_order_of_its_keys(drawn):
    data, changes = drawn
    for change in changes:
        assert _ordered(apply(apply(data, change), reverse(change))) == _ordered(data)


@few
@given(edited())
def test_applying_leaves_the_document_it_was_given_alone(drawn):
    data, changes = drawn
    before = copy.deepcopy(data)
    apply_all(data, changes)
    assert data == before


@few
@given(edited())
def test_a_change_comes_back_from_json_as_it_went(drawn):
    for change in drawn[1]:
        back = parse_change(json.loads(json.dumps(change.plain())))
        assert back == change
        assert hash(back) == hash(change)
        assert reverse(reverse(change)) == change


@few
@given(edited(most=8))
def test_squashed_changes_do_the_same_and_are_no_more(drawn):
    data, changes = drawn
    squashed = squash(changes)
    assert len(squashed) <= len(changes)
    assert apply_all(data, squashed) == apply_all(data, changes)


@few
@given(edited(most=6))
def test_squashed_changes_reverse_as_well(drawn):
    data, changes = drawn
    after = apply_all(data, squash(changes))
    assert apply_all(after, [reverse(change) for change in reversed(squash(changes))]) == data
