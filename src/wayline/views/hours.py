"""When in the day a step is touched: the share of its touches in each hour, hours of too few left out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wayline.views import suppress, words
from wayline.views.shape import HoursView
from wayline.views.suppress import Reader


def hours(measured: Mapping[str, Any] | None, zone: str, reader: Reader) -> HoursView | None:
    """The histogram of one step, or the reason why there is none; None where hours were not measured."""
    if measured is None:
        return None
    if measured["refused"]:
        return HoursView(shares=[], busiest=None, text=str(measured["refused"]))
    touches, kept = measured["touches"], _kept(measured, reader)
    total = sum(touches)
    shares = [count / total if kept[hour] else None for hour, count in enumerate(touches)]
    shown = [hour for hour, count in enumerate(touches) if kept[hour] and count]
    if not shown:
        return HoursView(shares=[], busiest=None, text=f"hidden: {suppress.WITHHELD} {reader.many} in every hour")
    busiest = max(shown, key=lambda hour: (touches[hour], -hour))
    share = words.percent(touches[busiest] / total)
    text = f"most between {busiest} and {busiest + 1} h, {zone} ({share} of {words.counted(total, 'touch', 'touches')})"
    if not all(kept):
        text += f"; hours of {suppress.WITHHELD} {reader.many} are left out"
    return HoursView(shares=shares, busiest=busiest, text=text)


def _kept(measured: Mapping[str, Any], reader: Reader) -> list[bool]:
    """Which hours may be seen. Where exactly one is hidden the next smallest goes too, since the total is printed."""
    kept = [not reader.conceals(count) for count in measured["subjects"]]
    if kept.count(False) == 1:
        others = [(count, hour) for hour, count in enumerate(measured["touches"]) if kept[hour] and count]
        if others:
            kept[min(others)[1]] = False
    return kept
