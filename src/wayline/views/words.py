"""Numbers in words: shares, counts, spans of time, dates, and the nouns of the map's unit."""

from __future__ import annotations

from datetime import UTC, datetime

from wayline.maps import duration

_PEOPLE = {"person": ("person", "people"), "account": ("account", "accounts"), "session": ("session", "sessions")}


def nouns(unit: str) -> tuple[str, str]:
    """One and many of what the map follows: `person, people`; `object:order` gives `order, orders`."""
    if unit in _PEOPLE:
        return _PEOPLE[unit]
    kind = unit.partition(":")[2].replace("_", " ") or unit
    return kind, plural(kind)


def plural(word: str) -> str:
    """The English plural of a regular noun."""
    if word.endswith("y") and word[-2:-1] not in set("aeiou"):
        return word[:-1] + "ies"
    return word + ("es" if word.endswith(("s", "x", "ch", "sh")) else "s")


def counted(count: int, one: str, many: str) -> str:
    """`1 person`, `1,204 people`."""
    return f"{number(count)} {one if count == 1 else many}"


def number(value: float) -> str:
    """`1,204`, `3.5`; never an exponent."""
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,.1f}"


def percent(share: float) -> str:
    """A share as a whole percentage; `under 1 %` and `over 99 %` never pretend to be none or all."""
    if 0 < share <= 0.005:
        return "under 1 %"
    if 0.995 <= share < 1:
        return "over 99 %"
    return f"{share * 100:.0f} %"


def spoken(value: float, unit: str) -> str:
    """A value in its unit: shares as percentages, seconds as spans, the rest as numbers with a true minus sign."""
    if unit == "share":
        return percent(value)
    if unit == "seconds":
        return duration.spoken(value)
    # ratings lie close together on a short scale
    shown = f"{value:.2f}" if unit == "score" else number(round(value, 1))
    return shown.replace("-", "−")


def between(low: float | None, high: float | None, unit: str) -> str:
    """An interval in words, empty where there is none: `59 to 65 %`, `4 to 6 days`."""
    if low is None or high is None:
        return ""
    first, last = spoken(low, unit), spoken(high, unit)
    if first == last:
        return first if first.startswith(("under", "over")) else f"about {first}"
    head, _, mark = first.rpartition(" ")
    same_unit = head and mark == last.rpartition(" ")[2] and not head.startswith(("under", "over"))
    return f"{head if same_unit else first} to {last}"


def span(text: str) -> str:
    """A span as written in a map (`7d`) in words; what is no span comes back as it is."""
    try:
        return duration.spoken(duration.seconds(text))
    except ValueError:
        return text


def listed(parts: list[str], last: str = "and") -> str:
    """`a`, `a and b`, `a, b and c`."""
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} {last} {parts[-1]}"


def moment(text: str | None) -> str:
    """An ISO time as `9 January 2026, 12:00 UTC`, midnight as a day; what is no time comes back as it is."""
    if not text:
        return ""
    try:
        when = datetime.fromisoformat(text)
    except ValueError:
        return text
    day = f"{when.day} {when:%B %Y}"
    if (when.hour, when.minute, when.second) == (0, 0, 0):
        return day
    zone = " UTC" if when.tzinfo is not None and when.utcoffset() == UTC.utcoffset(None) else ""
    return f"{day}, {when:%H:%M}{zone}"


def capital(text: str) -> str:
    """The text with its first letter large."""
    return text[:1].upper() + text[1:]


def points(value: float) -> str:
    """A difference of shares in points, with its sign: `+11`, `−3.2`."""
    shown = f"{value * 100:+.0f}" if abs(value) >= 0.1 else f"{value * 100:+.1f}"
    return shown.replace("-", "−")
