"""Intervals and reservations as short as a cell of the grid needs them."""

from __future__ import annotations

import re

from wayline.views.shape import Figure

_RANGE = re.compile(r"^([\d.,]+) to (?=\d)")


def compact(interval: str, value: str = "") -> str:
    """`4 to 6 days` as `4–6 days`, where the first part is a bare number; nothing where it only repeats the value."""
    return "" if interval in (value, f"about {value}") else _RANGE.sub(r"\1–", interval)


def few(figure: Figure) -> str:
    """What has to be said of a number that rests on few; empty where it rests on enough."""
    words = {"grey": "few", "inside": "not for sharing"}.get(figure["show"], "")
    return f"{words}: n = {figure['n']}" if words and figure["n"] is not None else words
