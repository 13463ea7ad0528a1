"""A number however counted, in one line."""

from __future__ import annotations

from wayline.measures.robust import LAST_THIRD, Robust
from wayline.views import words
from wayline.views.figures import label


def says(element: str, measure: str, one: Robust) -> str:
    """`submit-cma, Moved on: 81.0 %, 80.5 to 81.0 % however counted (8,900 to 8,949 of 11,055); in the last third 80.2 %`"""
    unit = "seconds" if measure.startswith("time_") else "share"
    orders = [one.counted, *(count for name, count in one.choices.items() if name != LAST_THIRD)]
    low, high = min(count.value for count in orders), max(count.value for count in orders)
    least, most = one.counts
    counts = f" ({least:,} to {most:,} of {one.counted.n:,})" if unit == "share" and least < most else ""
    told = f"{_shown(one.counted.value, unit)}"
    told += (
        f", {_shown(low, unit)} to {_shown(high, unit)} however counted{counts}" if low < high else " however counted"
    )
    later = one.choices.get(LAST_THIRD)
    third = f"; in the last third {_shown(later.value, unit)}" if later else ""
    return f"{element}, {label(measure)}: {told}{third}"


def _shown(value: float, unit: str) -> str:
    return f"{100 * value:.1f} %" if unit == "share" else words.spoken(value, unit)
