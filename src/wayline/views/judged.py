"""A difference between two numbers as one phrase, with how sure it is: `12 points fewer reach “Checkout” [−18, −6]`."""

from __future__ import annotations

from dataclasses import dataclass

from wayline.measures.differences import ComparedNumber
from wayline.views import comparison, suppress
from wayline.views.figures import label
from wayline.views.paired_shape import Way
from wayline.views.shape import Figure

_SHARES = {
    "reached": "reach", "converted": "move on from", "left": "leave at", "open": "are still open at", "repeats": "do again",
    "returns": "come back to", "skips": "skip", "skipped_for_good": "never come to", "hit": "are contacted in time:",
    "on_time": "are handed over in time:",
}  # fmt: skip
_WAITS = {"time_to_next": "before they go on from", "time_in_stage": "in", "time_to_value": "from the start to"}


@dataclass(frozen=True, slots=True)
class Judged:
    """`text` stands for itself. `way` is the direction where one can be seen; `sure` that it is more than chance allows."""

    text: str
    way: Way
    sure: bool = False


def judged(number: ComparedNumber, title: str, family: int) -> Judged:
    """The difference of two groups that share nobody, as tested in a family of so many comparisons."""
    if number.method == "count" and not number.refused:
        return Judged("a count: it grows with the group, so it is not compared", "unknown")
    if number.refused or number.difference is None:
        return Judged(f"not compared: {number.refused or 'not measured'}", "unknown")
    if number.low is None or number.high is None:
        return Judged(_phrase(number.difference, number.measure, number.unit, title), "unknown")
    few = " · few" if number.show == "grey" else ""
    if number.low <= 0 <= number.high:
        seen = max(number.difference - number.low, number.high - number.difference)
        return Judged(f"no visible change, could have seen ±{size(seen, number.unit)}{few}", "none")
    told = f"{_phrase(number.difference, number.measure, number.unit, title)} {_between(number)}{few}"
    way: Way = "higher" if number.difference > 0 else "lower"
    if number.is_discovery:
        return Judged(told, way, sure=True)
    return Judged(f"{told}, may be chance: one of {family} comparisons", way)


def beside(left: Figure, right: Figure, title: str) -> Judged:
    """The difference of two numbers of the same subjects: what it is, and no verdict."""
    if left["value"] is None or right["value"] is None:
        return Judged("", "unknown")
    difference = right["value"] - left["value"]
    if not difference:
        return Judged("the same", "none")
    way: Way = "higher" if difference > 0 else "lower"
    return Judged(_phrase(difference, right["measure"], right["unit"], title), way)


def withheld(left: Figure | None, right: Figure | None) -> Judged | None:
    """What stands in place of a difference of which one number may not be seen."""
    hidden = [one for one in (left, right) if one is not None and one["show"] == "withheld"]
    return Judged(f"hidden: {hidden[0]['reason'] or suppress.WITHHELD}", "unknown") if hidden else None


def _phrase(difference: float, measure: str, unit: str, title: str) -> str:
    told, name = size(abs(difference), unit), f"“{title}”"
    more = difference > 0
    if unit == "share" and measure in _SHARES:
        return f"{told} {'more' if more else 'fewer'} {_SHARES[measure]} {name}"
    if unit == "seconds":
        where = _WAITS.get(measure)
        return f"{told} {'longer' if more else 'shorter'} {where or f'({label(measure)}) at'} {name}"
    return f"{label(measure)} {told} {'higher' if more else 'lower'} at {name}"


def size(value: float, unit: str) -> str:
    """A difference without its sign: `12 points`, `3 h`."""
    return comparison.differs(value, unit).lstrip("+−±")


def _between(number: ComparedNumber) -> str:
    """`[−18, −6]`; spans keep their units."""
    assert number.low is not None
    assert number.high is not None
    ends = [comparison.differs(end, number.unit) for end in (number.low, number.high)]
    return f"[{', '.join(end.removesuffix('points').removesuffix('point').strip() for end in ends)}]"
