"""What holds for every change on every text, however it is laid out."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from map_strategies import document, places
from map_strategies import edit as some_edit
from wayline.documents import read_documents
from wayline.errors import EditError
from wayline.files.edit import edit
from wayline.files.write import write
from wayline.maps.address import locate, value_at
from wayline.maps.apply import apply
from yaml_strategies import Printer

seeds = st.integers(0, 2**32)
some = settings(max_examples=80, deadline=None)


def _drawn(seed):
    """(text, data, change) of a document printed in a hand of its own."""
    rng = Random(seed)  # noqa: S311 no secret is drawn
    data = document(rng)
    text = Printer(rng).document(data)
    return text, data, some_edit(rng, data)


def _read(text):
    return read_documents(text)[0].data


def _edited(text, change):
    """The edited text; None where the edit is refused, which is legal only beside an unfinished last line."""
    try:
        return edit(text, [change])
    except EditError:
        assert not text.endswith(("\n", "\r"))
        return None


@some
@given(seeds)
def test_the_edited_text_says_what_the_change_says(seed):
    text, data, change = _drawn(seed)
    assert _read(text) == data
    out = _edited(text, change)
    if out is not None:
        assert _read(out) == apply(data, change)
        assert list(_read(out)) == list(apply(data, change))


@some
@given(seeds)
def test_an_add_only_adds_and_a_remove_only_removes(seed):
    text, data, change = _drawn(seed)
    out = _edited(text, change)
    if out is None or change.op not in ("add", "remove") or _empties(data, change):
        return
    longer, shorter = (out, text) if change.op == "add" else (text, out)
    assert _shared(longer, shorter) == len(shorter)


def _empties(data, change):
    """Whether a list or mapping is empty before or after, and so is written in another way."""
    held = value_at(data, locate(data, change.at[:-1]))
    return len(held) == (change.op == "remove")


def _shared(one, other):
    """How many characters both have in common at the beginning and, beyond those, at the end."""
    head = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    ends = zip(one[head:][::-1], other[head:][::-1], strict=False)
    return head + next((n for n, (a, b) in enumerate(ends) if a != b), min(len(one), len(other)) - head)


@some
@given(seeds)
def test_a_change_is_one_hunk_and_a_move_two(seed):
    text, _, change = _drawn(seed)
    out = _edited(text, change)
    if out is not None:
        matcher = SequenceMatcher(None, text.splitlines(), out.splitlines(), autojunk=False)
        groups = len(list(matcher.get_grouped_opcodes(3)))
        assert groups <= (2 if change.op == "move" else 1)


@some
@given(seeds)
def test_comments_outside_what_is_changed_stay(seed):
    text, data, change = _drawn(seed)
    out = _edited(text, change)
    if out is None or change.op not in ("add", "set"):
        return
    inside = change.op == "set" and isinstance(value_at(data, locate(data, change.at)), dict | list)
    if not inside:
        assert re.findall(r"# \w+ \d+", out) == re.findall(r"# \w+ \d+", text)


@some
@given(seeds)
def test_a_whole_document_is_written_so_that_it_reads_the_same(seed):
    data = document(Random(seed))  # noqa: S311 no secret is drawn
    assert _read(write(data)) == data
    assert write(_read(write(data))) == write(data)


@pytest.mark.parametrize("seed", [873, 2175])
def test_layouts_that_were_hard(seed):
    text, data, change = _drawn(seed)
    assert places(_read(edit(text, [change]))) == places(apply(data, change))
