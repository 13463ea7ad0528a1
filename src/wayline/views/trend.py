"""The trend of every number: its value in each period in which paths began, in words and as points of a line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from wayline.maps.model import JourneyMap
from wayline.views import figures
from wayline.views.ends import without_other_ends
from wayline.views.segments import guard
from wayline.views.shape import Figure, TrendLine, TrendView
from wayline.views.suppress import Reader

_NOTE = "by the {by} in which paths began; later ones have had less time"
_WHOLE = ("whole", "coverage")


def trend(measured: Mapping[str, Any] | None, journey: JourneyMap, reader: Reader) -> TrendView | None:
    """The trends of all elements, of `whole` and of `coverage`; periods with too few subjects are gaps.

    Where one period of a number is hidden, the one on the next fewest goes too: the whole is printed beside them.
    """
    if not measured:
        return None
    periods = [
        {**period, "elements": without_other_ends(journey, period["elements"])} for period in measured["periods"]
    ]
    titles = {step.id: step.title or step.id for step in journey.steps}
    by = str(measured["by"])
    labels = _labels([date.fromisoformat(period["from"]) for period in periods], by)
    named = dict.fromkeys([*_WHOLE, *(name for period in periods for name in period["elements"])])
    elements = {
        name: _lines([_figures(name, period, reader, titles) for period in periods], labels, reader) for name in named
    }
    return TrendView(
        by=by,
        note=_NOTE.format(by=by),
        labels=labels,
        running=[bool(period["running"]) for period in periods],
        subjects=[_subjects(count, reader) for count in _counts(periods, reader)],
        elements={name: lines for name, lines in elements.items() if lines},
    )


def _counts(periods: Sequence[Mapping[str, Any]], reader: Reader) -> list[int | None]:
    return list(reader.parts({str(n): int(period["subjects"]) for n, period in enumerate(periods)}).values())


def _subjects(count: int | None, reader: Reader) -> str:
    return "hidden" if count is None else reader.counted(count) if count else f"no {reader.one}"


def _figures(name: str, period: Mapping[str, Any], reader: Reader, titles: Mapping[str, str]) -> dict[str, Figure]:
    numbers = period[name] if name in _WHOLE else period["elements"].get(name)
    return figures.figures(numbers, reader, titles)


def _lines(found: list[dict[str, Figure]], labels: Sequence[str], reader: Reader) -> dict[str, TrendLine]:
    guard(found, reader)
    lines = {}
    for measure in dict.fromkeys(name for period in found for name in period):
        points = [period.get(measure) for period in found]
        if sum(point is not None and point["value"] is not None for point in points) > 1:
            lines[measure] = _line(points, labels)
    return lines


def _line(points: Sequence[Figure | None], labels: Sequence[str]) -> TrendLine:
    told = [
        f"{label} {_said(point)}".replace(" ", "\N{NO-BREAK SPACE}")
        for label, point in zip(labels, points, strict=True)
    ]
    return TrendLine(
        values=[point["value"] if point else None for point in points],
        lows=[point["low"] if point else None for point in points],
        highs=[point["high"] if point else None for point in points],
        text=", ".join(told),
    )


def _said(point: Figure | None) -> str:
    if point is None or point["value"] is None:
        return "hidden" if point and point["show"] == "withheld" else "–"
    return point["text"]


def _labels(days: Sequence[date], by: str) -> list[str]:
    """`Oct 2013`, `Nov`, `Dec`, `Jan 2014`: the year where it changes."""
    found = []
    for number, day in enumerate(days):
        is_new = number == 0 or days[number - 1].year != day.year
        short = {"year": str(day.year), "quarter": f"Q{(day.month + 2) // 3}", "month": f"{day:%b}"}.get(
            by, f"{day.day} {day:%b}"
        )
        found.append(f"{short} {day.year}" if is_new and by != "year" else short)
    return found
