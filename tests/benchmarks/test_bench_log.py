"""The generated log is the same log everywhere, in each of its shapes."""

from __future__ import annotations

import numpy as np
import pytest
from benchmarks.generate import EVENTS, checksum, customer_ids, draw, shaped


@pytest.fixture(scope="module")
def drawn():
    return draw(10_000)


def test_the_seed_fixes_the_log(drawn):
    rows, channel, _ = drawn
    assert (len(rows.at), checksum(rows, channel)) == (10_921, "2d4455c8252ccc73")


def test_a_customer_has_no_two_events_at_one_time(drawn):
    rows, _, _ = drawn
    order = np.lexsort((rows.at, rows.customer))
    gaps, same = np.diff(rows.at[order]), np.diff(rows.customer[order]) == 0
    assert (gaps[same] > 0).all()


def test_the_giant_log_is_one_customer_whose_times_increase(drawn):
    giant = shaped(drawn[0], "giant")
    assert set(giant.customer.tolist()) == {0}
    assert (np.diff(giant.at) > 0).all()
    assert (giant.event == drawn[0].event).all()


def test_in_the_log_of_singles_each_event_has_a_customer_of_its_own(drawn):
    singles = shaped(drawn[0], "singles")
    assert len(set(singles.customer.tolist())) == len(drawn[0].at)


def test_ids_are_unique_and_of_eighteen_characters():
    ids = customer_ids(5_000)
    assert len(set(ids)) == 5_000
    assert {len(one) for one in ids} == {18}


def test_there_are_seventy_two_names():
    assert len(set(EVENTS)) == 72
