"""Quotes of delimited text looked at in bulk: where they plainly open and close cells, no grammar has to be run."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def ordinary_end(block: bytes, delimiter: bytes, quote: bytes, end: int) -> tuple[int, bool] | None:
    """Where the whole records of `block[:end]` end, which begins with a record, and whether a quote is still open there.

    None where its quotes need the grammar. They do not if every first quote of a pair begins a cell, and every second one ends it
    or is doubled.
    """
    content = np.frombuffer(block, np.uint8, end)
    places = np.flatnonzero(content == quote[0])
    opening, closing = places[::2], places[1::2]
    if not _pair_up(content, opening, closing, delimiter):
        return None
    is_open = len(opening) > len(closing)
    upto = _start_of_last_cell(opening, closing) if is_open else end
    last = max(block.rfind(b"\n", 0, upto), block.rfind(b"\r", 0, upto))
    is_text = np.searchsorted(opening, last) > np.searchsorted(closing, last)
    if is_text or (is_open and last < 0):
        return None
    return last + 1, is_open


def _pair_up(
    content: NDArray[np.uint8], opening: NDArray[np.int64], closing: NDArray[np.int64], delimiter: bytes
) -> bool:
    around = np.zeros(256, np.bool_)
    around[list(delimiter + b"\r\n")] = True
    begins = around[content[np.maximum(opening - 1, 0)]] | (opening == 0)
    ends = around[content[np.minimum(closing + 1, len(content) - 1)]] | (closing == len(content) - 1)
    # a doubled quote is the second of one pair and the first of the next
    follows = len(opening) - 1
    doubled = closing[:follows] + 1 == opening[1:]
    begins[1:] |= doubled
    ends[:follows] |= doubled
    return bool(begins.all() and ends.all())


def _start_of_last_cell(opening: NDArray[np.int64], closing: NDArray[np.int64]) -> int:
    """Where the cell begins that the last quote opened, or went on with as a doubled one."""
    first_of_pair = np.ones(len(opening), np.bool_)
    first_of_pair[1:] = closing + 1 != opening[1:]
    return int(opening[np.flatnonzero(first_of_pair)[-1]])
