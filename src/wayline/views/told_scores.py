"""The sentences on top of a map of answers: what is rated lowest, where people differ most, what cannot be told."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from wayline.estimates.change import judge
from wayline.estimates.comparison import Comparison, adjusted
from wayline.maps.model import JourneyMap
from wayline.maps.smallest_change import smallest_change
from wayline.measures.differences import DISCOVERY, tested
from wayline.views import words
from wayline.views.shape import Gap, Saying
from wayline.views.suppress import Reader

Number = Mapping[str, Any]
SURE = 0.95
MOST_GROUPS = 12
_LEAST_LISTED, _MOST_LISTED = 0.02, 3


def signed(value: float) -> str:
    """`+0.83`, `−0.50`: hundredths, for feelings lie close together."""
    return f"{value:+.2f}".replace("-", "−")


def sayings(journey: JourneyMap, measured: Mapping[str, Any], gaps: Sequence[Gap], reader: Reader) -> list[Saying]:
    """Three sentences; `measured` is the measurement of answers alone, with its segments and trend where they were asked for."""
    titles = {step.id: step.title or step.id for step in journey.steps}
    return [_lowest(measured["elements"], titles), _apart(journey, measured, titles), _unknown(measured, gaps, reader)]


def _lowest(elements: Mapping[str, Any], titles: Mapping[str, str]) -> Saying:
    title = "What is rated lowest"
    felt = {name: elements[name]["emotion"] for name in titles if "emotion" in elements.get(name, {})}
    chances = {
        name: one["pooled"]["p_lowest"] for name, one in felt.items() if one.get("pooled") and one["value"] is not None
    }
    ranked = sorted(chances, key=lambda name: -chances[name])
    if not ranked:
        return Saying(
            kind="low", title=title, text="Cannot be told: fewer than four steps have answers enough.", step=""
        )
    first = ranked[0]
    if chances[first] >= SURE:
        text = f"“{titles[first]}”: {_felt(felt[first])}. That it is truly the lowest has a chance of {words.percent(chances[first])}."
        return Saying(kind="low", title=title, text=text, step=first)
    near = [name for name in ranked if chances[name] >= _LEAST_LISTED][:_MOST_LISTED]
    told = words.listed(
        [f"“{titles[name]}” ({_felt(felt[name])}; chance {words.percent(chances[name])})" for name in near], "or"
    )
    return Saying(kind="low", title=title, text=f"Cannot tell which: {told}.", step=first)


def _felt(number: Number) -> str:
    low, high = number.get("low"), number.get("high")
    likely = "" if low is None or high is None else f", likely {signed(low)} to {signed(high)}"
    return f"{signed(number['value'])} on a scale from −2 to +2{likely}"


@dataclass(frozen=True, slots=True)
class _Pair:
    """One number of two groups of people."""

    element: str
    measure: str
    groups: tuple[str, str]
    a: Number
    b: Number
    compared: Comparison


def _apart(journey: JourneyMap, measured: Mapping[str, Any], titles: Mapping[str, str]) -> Saying:
    """The widest difference between two levels of the segment, or two periods, among all that hold as one family."""
    title = "Where people differ most"
    parts = measured.get("segments") or _periods(measured.get("trend"))
    between = "segment" if measured.get("segments") else "period"
    groups = dict(sorted(parts.items(), key=lambda one: -one[1]["subjects"])[:MOST_GROUPS])
    if len(groups) < 2:
        text = "Cannot be told: these answers are not split. Measured with --segment or --trend they are."
        return Saying(kind="apart", title=title, text=text, step="")
    pairs = list(_pairs(groups, titles))
    q_values = adjusted([pair.compared.p for pair in pairs]) if pairs else []
    held = [
        pair
        for pair, q in zip(pairs, q_values, strict=True)
        if q <= DISCOVERY and _matters(pair, journey.smallest_change)
    ]
    if not held:
        text = f"No visible difference between any two {between}s, in {len(pairs)} comparisons as one family."
        return Saying(kind="apart", title=title, text=text, step="")
    widest = max(held, key=lambda pair: abs(pair.compared.difference.value))
    step = widest.element if widest.element in titles else ""
    others = f" {words.counted(len(held), 'difference', 'differences')} of {len(pairs)} between {between}s hold."
    return Saying(kind="apart", title=title, text=_differ(widest, titles) + others, step=step)


def _matters(pair: _Pair, declared: Mapping[str, float]) -> bool:
    smallest = smallest_change(pair.measure, str(pair.a["unit"]), pair.a["value"], declared)
    return judge(pair.compared.difference, smallest=smallest, n=(pair.a["n"], pair.b["n"])).is_visible


def _pairs(groups: Mapping[str, Mapping[str, Any]], titles: Mapping[str, str]) -> Iterator[_Pair]:
    """Emotion at every step, between every two groups whose number may be shown in full."""
    for first, second in combinations(sorted(groups), 2):
        for element in titles:
            sides = [groups[name]["elements"].get(element, {}).get("emotion") for name in (first, second)]
            a, b = sides
            if (
                a
                and b
                and all(one["show"] == "normal" and one["value"] is not None and one["n"] >= 30 for one in (a, b))
            ):
                compared = tested("emotion", a, b)
                if compared is not None:
                    yield _Pair(element, "emotion", (first, second), a, b, compared)


def _periods(trend: Mapping[str, Any] | None) -> dict[str, Mapping[str, Any]]:
    """The periods of a trend by their name."""
    by = str((trend or {}).get("by") or "")
    return {_called(str(period["from"]), by): period for period in (trend or {}).get("periods", ())}


def _called(day: str, by: str) -> str:
    """The name of a period by its first day: `2015`, `2015 Q1`, `2015-02`, `2015-02-09`."""
    if by == "quarter":
        return f"{day[:4]} Q{(int(day[5:7]) + 2) // 3}"
    return day[: {"year": 4, "month": 7}.get(by, 10)]


def _differ(pair: _Pair, titles: Mapping[str, str]) -> str:
    found = pair.compared.difference
    assert found.low is not None
    assert found.high is not None
    likely = f"{signed(found.low)} to {signed(found.high)}"
    sides = " and ".join(
        f"{signed(number['value'])} for {name}" for name, number in zip(pair.groups, (pair.a, pair.b), strict=True)
    )
    return f"“{titles[pair.element]}”: {sides}, a difference of {signed(found.value)} (likely {likely})."


def _unknown(measured: Mapping[str, Any], gaps: Sequence[Gap], reader: Reader) -> Saying:
    told = ["no event is bound, so what people did, how long they waited and who left is not known"]
    numbers = list((measured.get("whole") or {}).values())
    if numbers and not any(number.get("response") for number in numbers):
        told.append("nor is who was asked and stayed silent")
    hidden = sum(gap["count"] for gap in gaps if gap["kind"] == "withheld")
    if hidden:
        told.append(
            f"{words.counted(hidden, 'number is', 'numbers are')} hidden, too few {reader.many} stand behind them"
        )
    return Saying(kind="unknown", title="What we cannot tell", text=words.capital("; ".join(told)) + ".", step="")
