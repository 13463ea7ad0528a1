"""Selectors as text."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wayline.errors import InputError
from wayline.files.selector_text import duration_text, selector_from_text, selector_plain, selectors_from_text
from wayline.maps.selector import Column, Condition, Selector, Within


@pytest.mark.parametrize(
    ("text", "selector"),
    [
        ("{event: signup}", Selector(event=("signup",))),
        ("{event: [a, 'b*'], nth: 1}", Selector(event=("a", "b*"), nth=1)),
        ("{event: 007}", Selector(event=("007",))),
        ("{event: 1.10}", Selector(event=("1.10",))),
        ("{event: yes}", Selector(event=("yes",))),
        ("{channel: phone, direction: outbound, source: crm}", Selector(channel=("phone",), direction=("outbound",), source=("crm",))),
        ("{where: {plan: pro}}", Selector(where={"plan": Condition(any_of=("pro",))})),
        ("{where: {plan: [pro, 2, true]}}", Selector(where={"plan": Condition(any_of=("pro", 2, True))})),
        ("{where: {n: {gte: 5, lt: 9}}}", Selector(where={"n": Condition(bounds=(("gte", 5), ("lt", 9)))})),
        ("{where: {n: {gt: {column: m}}}}", Selector(where={"n": Condition(bounds=(("gt", Column("m")),))})),
        ("{where: {n: {matches: 'a*'}}}", Selector(where={"n": Condition(matches="a*")})),
        ("{where: {n: null}}", Selector(where={"n": Condition(absent=True)})),
        ("{where: {n: }}", Selector(where={"n": Condition(absent=True)})),
        ("{event: a, within: {of: s, at_most: 36h}}", Selector(event=("a",), within=Within("s", 129600.0))),
        ("{event: a, segment: {plan: pro}}", Selector(event=("a",), segment={"plan": Condition(any_of=("pro",))})),
    ],
)  # fmt: skip
def test_a_selector_reads_and_writes_back_to_the_same_value(text, selector):
    assert selector_from_text(text) == selector
    assert (
        selector_from_text(repr(selector_plain(selector)).replace("None", "null").replace("True", "true")) == selector
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "the selector is empty"),
        ("{}", "the selector is empty"),
        ("{event: }", "expected a name"),
        ("{event: ''}", "expected a name"),
        ("{event: []}", "the list is empty"),
        ("{event: [null]}", "expected a name"),
        ("{event: {a: 1}}", "expected text, not a mapping"),
        ("{evnt: a}", "selector:1:2: unknown key 'evnt' in a selector. Did you mean 'event'?"),
        ("{where: }", "expected a mapping"),
        ("{where: {}}", "the mapping is empty"),
        ("{where: {a: {}}}", "the condition is empty"),
        ("{where: {a: {gte: null}}}", "selector:1:19: expected text, a number"),
        ("{where: {a: {equals: 1}}}", "unknown key 'equals' in a condition"),
        ("{where: {a: [null]}}", "expected text, a number"),
        ("{nth: 0}", "whole number of 1 or more"),
        ("{nth: 1.5}", "whole number"),
        ("{nth: true}", "whole number"),
        ("{within: {of: a}}", "the limit has no 'at_most'"),
        ("{within: {of: a, at_most: 5x}}", "'5x' is not a span of time; expected a number and a unit"),
        ("signup", "expected a selector (a mapping), not 'signup'"),
        ("[", "not valid YAML"),
        ("a: 1\n---\nb: 1", "one such as"),
    ],
)
def test_a_wrong_selector_says_what_is_wrong_and_where(text, said):
    with pytest.raises(InputError) as caught:
        selector_from_text(text)
    assert said in str(caught.value)


def test_several_problems_are_told_together():
    with pytest.raises(InputError) as caught:
        selector_from_text("{evnt: a, nth: 0}")
    assert len(caught.value.findings) == 2
    assert str(caught.value).splitlines()[0] == "not a valid selector: 2 problems"


def test_a_list_of_selectors_means_any_of_them():
    assert selectors_from_text("[{event: a}, {event: b}]") == (Selector(event=("a",)), Selector(event=("b",)))
    assert selectors_from_text("{event: a}") == (Selector(event=("a",)),)


@given(st.integers(0, 10**8))
@settings(max_examples=50, deadline=None)
def test_a_span_keeps_its_seconds(seconds):
    text = "{within: {of: a, at_most: " + duration_text(seconds) + "}}"
    assert selector_from_text(text).within == Within("a", float(seconds))
