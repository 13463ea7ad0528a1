"""Spans of time as people write them in a map: `7d`, `48h`, `30m`, `2w`."""

from __future__ import annotations

import re

SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86400, "w": 604800}
_PATTERN = re.compile(r"^\s*(\d+(?:\.\d+)?)\s*([smhdw])\s*$")
FORM = "a number and a unit: 30m, 48h, 7d or 2w"


def seconds(text: str) -> float:
    """Seconds in a span such as `7d`. Raises ValueError that names the accepted form."""
    match = _PATTERN.match(text)
    if match is None:
        raise ValueError(f"'{text}' is not a span of time; expected {FORM}")
    return float(match[1]) * SECONDS[match[2]]


def spoken(value: float) -> str:
    """A span in the largest unit that reads well: `90 s`, `3.5 h`, `12 days`; decimals only below 20 of a unit."""
    for size, one, many in ((86400, "day", "days"), (3600, "h", "h"), (60, "min", "min")):
        if value >= size * (2 if size == 86400 else 1):
            amount = value / size
            shown = f"{amount:.1f}".removesuffix(".0") if amount < 20 else f"{amount:,.0f}"
            return f"{shown} {one if shown == '1' else many}"
    return f"{value:.0f} s"
