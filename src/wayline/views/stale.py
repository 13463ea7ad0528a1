"""Whether a map still holds, in the sentence that stands on its face."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from wayline.measures.stale.stale import Stale
from wayline.measures.stale.verdict import COVERAGE, METRIC, Change, Shift
from wayline.views import words
from wayline.views.figures import label
from wayline.views.suppress import SMALLEST

_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def face(found: Stale, zone: str = "UTC") -> str:
    """`Valid until 14 March 2026; two transitions changed, pay → refused most; 11 % of people affected.`"""
    if found.verdict == "cannot tell":
        return "Whether the map still holds cannot be told: too few paths to compare."
    if found.first is None:
        return f"Valid up to {day(found.until, zone)}: nothing changed that matters." if found.until else ""
    alarm = found.first
    return f"Valid until {day(alarm.since, zone)}; {_what(found, alarm)}{_affected(found, alarm)}{_since_then(alarm, zone)}."


def reason(change: Change) -> str:
    """What carries an alarm: `coverage of paths 97 to 88 %`, `refused, Reached: 0 to 14 %`."""
    told = [_shift(shift) for shift in change.shifts[:3]] if METRIC in change.carried_by else []
    if COVERAGE in change.carried_by and change.coverage is not None:
        told.insert(0, f"paths on the map: {_sides(change.coverage.before, change.coverage.after)}")
    return "; ".join(told)


def named(found: Stale, change: Change) -> str:
    """The transition that changed most: `pay → refused`."""
    if not change.transitions:
        return ""
    one = change.transitions[0]
    return f"{found.step(one.origin)} → {found.step(one.target)}"


def day(moment: int | None, zone: str) -> str:
    """Microseconds since the epoch as a day in the zone: `14 March 2026`."""
    if moment is None:
        return ""
    when = datetime.fromtimestamp(moment // 1_000_000, UTC).astimezone(ZoneInfo(zone))
    return f"{when.day} {when:%B %Y}"


def _what(found: Stale, alarm: Change) -> str:
    number = len(alarm.transitions)
    many = _NUMBERS[number] if number < len(_NUMBERS) else str(number)
    most = named(found, alarm)
    return f"one transition changed, {most}" if number == 1 else f"{many} transitions changed, {most} most"


def _affected(found: Stale, alarm: Change) -> str:
    if alarm.affected is None:
        return ""
    _, of = alarm.affected.after
    if abs(alarm.affected.difference.value) * of < SMALLEST:
        return ""
    return f"; {words.percent(abs(alarm.affected.difference.value))} of {words.nouns(found.journey.unit)[1]} affected"


def _since_then(alarm: Change, zone: str) -> str:
    return f"; as before since {day(alarm.until, zone)}" if alarm.until is not None else ""


def _shift(shift: Shift) -> str:
    return f"{shift.element}, {label(shift.measure)}: {_sides(shift.moved.before, shift.moved.after)}"


def _sides(before: tuple[int, int], after: tuple[int, int]) -> str:
    return f"{words.percent(before[0] / before[1])} of {words.number(before[1])} before, {words.percent(after[0] / after[1])} of {words.number(after[1])} after"
