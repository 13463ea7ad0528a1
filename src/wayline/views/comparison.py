"""Two groups in words: what differs, by how much, and how sure that is."""

from __future__ import annotations

from collections.abc import Sequence

from wayline.maps import duration
from wayline.measures.differences import ComparedNumber
from wayline.views import words
from wayline.views.figures import label

_MORE = {"seconds": ("longer", "shorter")}


def named(number: ComparedNumber) -> str:
    """A measure's name on the page, with the time or the step it is taken at: `Moved on, over time (7 days)`."""
    name, _, at = number.measure.partition(":")
    return f"{label(name)} ({words.span(at)})" if at else label(name)


def differs(value: float, unit: str) -> str:
    """A difference with its sign, shares in points of a hundred: `+12 points`, `−3 h`."""
    sign = "+" if value > 0 else "−" if value < 0 else "±"
    return f"{sign}{_size(abs(value), unit)}"


def interval(number: ComparedNumber) -> str:
    """`−33 to −5 points`; empty where there is none."""
    if number.low is None or number.high is None:
        return ""
    first, last = differs(number.low, number.unit), differs(number.high, number.unit)
    if first == last:
        return f"about {first}"
    head, _, mark = first.rpartition(" ")
    return f"{head if head and mark == last.rpartition(' ')[2] else first} to {last}"


def shown(value: float | None, number: ComparedNumber) -> str:
    """One group's value."""
    return "–" if value is None else words.spoken(value, number.unit)


def sentence(number: ComparedNumber, names: Sequence[str]) -> str:
    """One difference that can be read without the table."""
    assert number.difference is not None
    more, less = _MORE.get(number.unit, ("more", "less"))
    size = _size(abs(number.difference), number.unit)
    way = f"{size} {more if number.difference > 0 else less}" if number.difference else "the same"
    told = [
        f"{_of(value, number)} for {name}" for value, name in zip((number.b, number.a), reversed(names), strict=True)
    ]
    chance = f", q {number.q:.2g}" if number.q is not None else ""
    likely = f" (likely {interval(number)}{chance})" if number.low is not None else ""
    return f"{number.element}, {named(number)}: {told[0]} against {told[1]}: {way}{likely}."


def _of(value: object, number: ComparedNumber) -> str:
    assert isinstance(value, dict)
    return f"{shown(value['value'], number)} of {words.number(value['n'])}"


def _size(value: float, unit: str) -> str:
    if unit == "share":
        points = f"{100 * value:.0f}" if value >= 0.1 else f"{100 * value:.1f}".removesuffix(".0")
        return f"{points} {'point' if points == '1' else 'points'}"
    if unit == "seconds":
        return duration.spoken(value)
    return words.number(round(value, 2 if value < 10 else 0))
