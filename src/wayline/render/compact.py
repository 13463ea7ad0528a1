"""Intervals as short as a cell of the grid needs them."""

from __future__ import annotations

import re

_RANGE = re.compile(r"^([\d.,]+) to (?=\d)")


def compact(interval: str) -> str:
    """`4 to 6 days` as `4–6 days`, where the first part is a bare number."""
    return _RANGE.sub(r"\1–", interval)
