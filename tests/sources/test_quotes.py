"""Quotes in bulk: whatever is told of a block is what the grammar finds cell by cell."""

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from wayline.sources.quotes import ordinary_end
from wayline.sources.records import Grammar

PIECES = st.sampled_from([b'"', b",", b"\n", b"\r\n", b"\r", b"a", b'"a"', b'"a,b"', b'"a""b"', b'"a\nb"', b'""'])


@settings(max_examples=400, deadline=None)
@given(block=st.lists(PIECES, min_size=1, max_size=14).map(b"".join))
def test_it_tells_what_the_grammar_finds(block):
    told = ordinary_end(block, b",", b'"', len(block))
    assume(told is not None)
    records, cells = Grammar(b",", b'"')._whole(block, len(block))
    is_open = block.startswith(b'"', cells) and not Grammar(b",", b'"')._quoted.match(block, cells)
    assert told == (records, is_open)


@pytest.mark.parametrize(
    ("block", "told"),
    [
        (b'"a","b"\n"c","d"\n', (16, False)),
        (b'"a","b"\n"c","d', (8, True)),
        (b'"a\nb",c\nd', (8, False)),
        (b'"a""b",c\n"d""', (9, True)),
        (b'5" pipe,a\n', None),
        (b'"a"b,c\n', None),
        (b'a\n"b\nc', (2, True)),
        (b'"b\nc', None),
    ],
)
def test_blocks(block, told):
    assert ordinary_end(block, b",", b'"', len(block)) == told
