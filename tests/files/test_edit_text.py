"""A change written into a text concerns the lines it must, and no other byte."""

from __future__ import annotations

from difflib import SequenceMatcher
from pathlib import Path

import pytest

from wayline.documents import read_documents
from wayline.errors import ChangeError, EditError, InputError
from wayline.files.edit import edit
from wayline.maps.apply import apply
from wayline.maps.change import Change
from wayline.maps.record import adding, moving, removing, setting
from wayline.maps.reverse import reverse

FIXTURES = Path(__file__).parents[1] / "fixtures"


def _data(text: str):
    return read_documents(text)[0].data


def _set(text, at, value):
    return edit(text, [setting(_data(text), at, value)])


def _add(text, at, value, before=None):
    return edit(text, [adding(_data(text), at, value, before)])


def _remove(text, at):
    return edit(text, [removing(_data(text), at)])


def _move(text, at, to, before=None):
    return edit(text, [moving(_data(text), at, to, before)])


SET = {
    "a comment beside the value stays": ("title: Old   # note\n", ["title"], "New", "title: New   # note\n"),
    "quotes stay": ("t: 'it''s'\nu: \"a\"\n", ["t"], "it's not", "t: 'it''s not'\nu: \"a\"\n"),
    "CRLF stays": ("a: 1\r\nb: 2\r\n", ["a"], 3, "a: 3\r\nb: 2\r\n"),
    "a last line without a break stays one": ("a: 1\nb: 2", ["b"], 3, "a: 1\nb: 3"),
    "a byte-order mark stays": ("\ufeffa: 1\n", ["a"], 2, "\ufeffa: 2\n"),
    "an anchor that nothing shares stays": ("a: &x 1\n", ["a"], 2, "a: &x 2\n"),
    "an alias gives way to the value": ("a: &x 1\nb: *x\n", ["b"], 2, "a: &x 1\nb: 2\n"),
    "a document start stays": ("---\na: 1\n...\n", ["a"], 2, "---\na: 2\n...\n"),
    "inside a flow mapping": ("s: {id: x, title: y}  # c\n", ["s", "title"], "a, b", 's: {id: x, title: "a, b"}  # c\n'),
    "a key without a value": ("a:\nb:  # c\n", ["b"], "x", "a:\nb: x  # c\n"),
    "a flow key without a colon": ("s: {x, y: 1}\n", ["s", "x"], 2, "s: {x: 2, y: 1}\n"),
    "what looks like a number is quoted": ("a: x\n", ["a"], "007", 'a: "007"\n'),
    "what looks like a date is quoted": ("a: x\n", ["a"], "2013-02-01", 'a: "2013-02-01"\n'),
    "what looks like a truth value is quoted": ("a: x\n", ["a"], "no", 'a: "no"\n'),
    "what holds a colon is quoted": ("a: x\n", ["a"], "b: c", 'a: "b: c"\n'),
    "what holds a hash is quoted": ("a: x\n", ["a"], "b #c", 'a: "b #c"\n'),
    "a span of time is plain": ("a: x\n", ["a"], "21d", "a: 21d\n"),
    "lines become a literal block": ("a: x  # c\nb: 1\n", ["a"], "one\ntwo", "a: |-  # c\n  one\n  two\nb: 1\n"),
    "a literal block becomes a line": ("a: |\n  one\n  two\n\n# c\nb: 1\n", ["a"], "x", "a: x\n\n# c\nb: 1\n"),
    "a folded text on two lines": ("a: one\n  two  # c\nb: 1\n", ["a"], "x", "a: x  # c\nb: 1\n"),
    "a block list becomes a scalar": ("a: # c\n  - 1\n  - 2\nb: 1\n", ["a"], "x", "a: x # c\nb: 1\n"),
}  # fmt: skip


@pytest.mark.parametrize(("text", "at", "value", "expected"), SET.values(), ids=SET.keys())
def test_a_set_replaces_the_value_alone(text, at, value, expected):
    assert _set(text, at, value) == expected


ADD = {
    "an item like its siblings, in flow": (
        "lanes:\n  - {id: a, kind: text}  # c\n\n# end\n", ["lanes", "#b"], {"id": "b", "kind": "pain"}, None,
        "lanes:\n  - {id: a, kind: text}  # c\n  - {id: b, kind: pain}\n\n# end\n",
    ),
    "an item like its siblings, in block": (
        "s:\n- id: a\n  title: A\n", ["s", "#b"], {"id": "b", "title": "B"}, None, "s:\n- id: a\n  title: A\n- id: b\n  title: B\n",
    ),
    "in front of another, whose comment stays with it": (
        "s:\n  - id: a\n  # about b\n  - id: b\n", ["s", "#new"], {"id": "new"}, "#b", "s:\n  - id: a\n  - id: new\n  # about b\n  - id: b\n",
    ),
    "as the first": ("s:\n  # about a\n  - id: a\n", ["s", "#new"], {"id": "new"}, "#a", "s:\n  - id: new\n  # about a\n  - id: a\n"),
    "a list that is not there": (
        "map: x\nstages: []\n", ["cards", {"lane": "pains", "step": "a"}], {"lane": "pains", "step": "a"}, None,
        "map: x\nstages: []\ncards:\n  - {lane: pains, step: a}\n",
    ),
    "into an empty list": ("cards: []  # none\n", ["cards", -1], {"lane": "x"}, None, "cards:  # none\n  - {lane: x}\n"),
    "a list where nothing is": ("tags:\nx: 1\n", ["tags", -1], "a", None, "tags: [a]\nx: 1\n"),
    "into a flow list": ("tags: [a, b]\n", ["tags", 1], "new", None, "tags: [a, new, b]\n"),
    "at the end of a flow list with a last comma": ("tags: [a,]\n", ["tags", -1], "new", None, "tags: [a, new,]\n"),
    "into a flow list on lines": ("t: [\n  a,\n  b\n]\n", ["t", -1], "c", None, "t: [\n  a,\n  b,\n  c\n]\n"),
    "a key of a flow mapping": ("o: {team: a}\n", ["o", "member"], "m", None, "o: {team: a, member: m}\n"),
    "a key beside a dash": ("s:\n  - title: A\n", ["s", 0, "id"], "a", "title", "s:\n  - id: a\n    title: A\n"),
    "where the last line has no break": ("a: 1", ["b"], 2, None, "a: 1\nb: 2"),
    "with CRLF": ("a: 1\r\n", ["b"], ["x"], None, "a: 1\r\nb: [x]\r\n"),
    "below four spaces": ("a:\n    b: 1\n", ["a", "c"], {"d": "e\nf"}, None, "a:\n    b: 1\n    c:\n        d: |-\n            e\n            f\n"),
    "before a text that keeps its empty lines": ("a: |+\n  x\n\nb: 1\n", ["c"], 1, "b", "a: |+\n  x\n\nc: 1\nb: 1\n"),
}  # fmt: skip


@pytest.mark.parametrize(("text", "at", "value", "before", "expected"), ADD.values(), ids=ADD.keys())
def test_an_add_is_written_in_the_style_around_it(text, at, value, before, expected):
    assert _add(text, at, value, before) == expected


REMOVE = {
    "an item with the comment beside it": ("s:\n  - id: a  # c\n  - id: b\n", ["s", "#a"], "s:\n  - id: b\n"),
    "the last of a list": ("s:  # c\n  - id: a\nx: 1\n", ["s", "#a"], "s: []  # c\nx: 1\n"),
    "the last of a document": ("a: 1\n", ["a"], "{}\n"),
    "a comment of its own line stays": ("a: 1\n# about b\nb: 2\nc: 3\n", ["b"], "a: 1\n# about b\nc: 3\n"),
    "the first of a flow list": ("t: [a, b]\n", ["t", 0], "t: [b]\n"),
    "the last of a flow list": ("t: [a, b]\n", ["t", 1], "t: [a]\n"),
    "the only one of a flow list": ("t: [a,]\n", ["t", 0], "t: []\n"),
    "the key beside a dash": ("s:\n  - id: a\n    title: A\n", ["s", 0, "id"], "s:\n  - title: A\n"),
    "the last line, which has no break": ("a: 1\nb: 2", ["b"], "a: 1"),
    "the last line under a literal block": ("a: |\n  x\nb: 2", ["b"], "a: |\n  x\n"),
}


@pytest.mark.parametrize(("text", "at", "expected"), REMOVE.values(), ids=REMOVE.keys())
def test_a_remove_takes_its_lines_and_leaves_a_valid_document(text, at, expected):
    assert _remove(text, at) == expected


MOVE = {
    "with the comments inside it": (
        "s:\n  - id: a\n    # why\n    title: A  # c\n  - id: b\n", ["s", "#a"], ["s", "#a"], None,
        "s:\n  - id: b\n  - id: a\n    # why\n    title: A  # c\n",
    ),
    "into an empty list elsewhere, indented anew": (
        "x:\n- id: a\n  t: |\n    one\n  # in\n  u: 1\n- id: b\ny:\n    z: []\n", ["x", "#a"], ["y", "z", "#a"], None,
        "x:\n- id: b\ny:\n    z:\n    - id: a\n      t: |\n        one\n      # in\n      u: 1\n",
    ),
    "of a key is a new name": ("goal: x  # c\nb: 1\n", ["goal"], ["aim"], "b", "aim: x  # c\nb: 1\n"),
    "in a flow list": ("t: [a, 'b', c]\n", ["t", 1], ["t", 0], None, "t: ['b', a, c]\n"),
}  # fmt: skip


@pytest.mark.parametrize(("text", "at", "to", "before", "expected"), MOVE.values(), ids=MOVE.keys())
def test_a_move_takes_the_text_along(text, at, to, before, expected):
    assert _move(text, at, to, before) == expected


def test_without_changes_the_text_is_the_same_text():
    text = "\ufeff# c\r\na:   1 \r\n\r\n"
    assert edit(text, []) == text


def test_a_value_that_an_alias_shares_is_not_changed_for_both():
    with pytest.raises(EditError, match="cannot be written"):
        _set("a: &x {b: 1}\nc: *x\n", ["a", "b"], 2)


def test_a_change_inside_an_alias_writes_the_alias_out():
    assert _set("a: &x {b: 1}\nc: *x\n", ["c", "b"], 2) == "a: &x {b: 1}\nc: {b: 2}\n"


def test_a_change_that_does_not_fit_says_what_is_there():
    with pytest.raises(ChangeError, match="title is 'Trial', not 'x'"):
        edit("title: Trial\n", [Change("set", ("title",), "y", "x")])


def test_a_broken_text_is_an_input_error():
    with pytest.raises(InputError, match="not valid YAML"):
        edit("a: [\n", [Change("set", ("a",), 1, 2)])


def test_two_documents_are_refused():
    with pytest.raises(EditError, match="2 YAML documents"):
        edit("a: 1\n---\nb: 1\n", [Change("set", ("a",), 2, 1)])


@pytest.mark.parametrize("name", ["first-term", "trial"])
def test_every_value_of_a_real_map_can_be_set_on_one_line_and_back(name):
    text = (FIXTURES / f"{name}.journey.yaml").read_text(encoding="utf-8")
    data = _data(text)
    for at in _scalars(data):
        change = setting(data, at, "new: value")
        out = edit(text, [change])
        assert _data(out) == apply(data, change)
        assert _changed_lines(text, out) == (1, 1)
        assert _data(edit(out, [reverse(change)])) == data


def _scalars(data, place=()):
    if not isinstance(data, dict | list):
        return [place]
    steps = data if isinstance(data, dict) else range(len(data))
    return [found for step in steps if step != "id" for found in _scalars(data[step], (*place, step))]


def _changed_lines(before: str, after: str) -> tuple[int, int]:
    """Lines of the one hunk, before and after."""
    matcher = SequenceMatcher(None, before.splitlines(), after.splitlines(), autojunk=False)
    hunks = [(b - a, d - c) for tag, a, b, c, d in matcher.get_opcodes() if tag != "equal"]
    assert len(hunks) == 1
    return hunks[0]


def test_a_step_with_its_comments_moves_to_another_stage():
    text = (FIXTURES / "trial.journey.yaml").read_text(encoding="utf-8")
    steps = ["stages", "#value", "steps", "#first-import"]
    out = _move(text, ["stages", "#start", "steps", "#first-import"], steps, "#first-report")
    assert "# a promise that `wayline check` tests on the interval" in out
    assert sorted(out.splitlines()) == sorted(text.splitlines())
    assert [step["id"] for step in _data(out)["stages"][1]["steps"]] == ["first-import", "first-report"]
