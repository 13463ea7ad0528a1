"""A promise and its verdict in one sentence."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wayline.maps.measure_names import TIMES
from wayline.maps.model import Expectation
from wayline.measures.promises import Judged
from wayline.views import words
from wayline.views.figures import label


def says(one: Judged, many: str, word: str = "promised") -> str:
    """`first-import, Moved on within 7 days: 71 % of 1,204 people, likely 68 to 74 %; promised at least 60 %: kept.`"""
    promise, number = one.promise, one.number
    within = f" within {words.span(promise.within)}" if promise.within else ""
    head = f"{one.element}, {label(promise.measure)}{within}"
    found = _found(promise, number, many)
    return f"{head}: {found}; {word} {promised(promise)}: {verdict(one, many)}."


def promised(promise: Expectation) -> str:
    """`at least 60 %`, `at most 3 days`, or both."""
    unit = _unit(promise)
    bounds = [("at least", promise.at_least), ("at most", promise.at_most)]
    return " and ".join(f"{word} {words.spoken(bound, unit)}" for word, bound in bounds if bound is not None)


def verdict(one: Judged, many: str) -> str:
    """`kept`, `broken`, or `cannot tell yet` with what would tell."""
    if one.verdict != "cannot tell":
        return one.verdict
    if one.number.get("refused") and one.more_needed is None:
        return "cannot be told"
    if one.more_needed is None:
        return "cannot tell: the number stands at what was promised"
    if one.more_needed == 0:
        return f"cannot tell yet; the {words.number(one.number.get('pending', 0))} still under way decide"
    return f"cannot tell yet; about {words.number(one.more_needed)} more {many} would tell"


def _found(promise: Expectation, number: Mapping[str, Any], many: str) -> str:
    if number.get("value") is None:
        return str(number.get("refused") or "nothing known")
    unit = _unit(promise)
    value = words.spoken(number["value"], unit)
    likely = _between(number.get("low"), number.get("high"), unit)
    pending = number.get("pending")
    waiting = f", {words.number(pending)} still under way" if pending else ""
    of = f" of {words.number(number['n'])} {many}" if unit == "share" else f" from {words.number(number['n'])} {many}"
    return f"{value}{of}{f', likely {likely}' if likely else ''}{waiting}"


def _between(low: float | None, high: float | None, unit: str) -> str:
    """To a tenth of a percent: a limit must not look as if it stood on the bound that it lies beside."""
    if unit != "share" or low is None or high is None:
        return words.between(low, high, unit)
    return f"{100 * low:.1f} to {100 * high:.1f} %"


def _unit(promise: Expectation) -> str:
    if promise.measure in TIMES:
        return "seconds"
    return "score" if promise.measure in ("nps", "ces", "rating", "emotion", "now", "touches") else "share"
