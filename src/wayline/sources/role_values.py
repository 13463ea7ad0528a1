"""Entries of a roles file as values, times, scales, questions, milestones and read options."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any

from wayline.sources.raw import ReadOptions
from wayline.sources.role_entry import Entry, read_if
from wayline.sources.role_model import JOINERS, KINDS, Cells, Either, Milestone, Moment, Question, Scale, Value, Word
from wayline.sources.time_pattern import pattern_problem
from wayline.sources.zones import zone_problem

EPOCHS = ("s", "ms", "us")
UNITS: Mapping[str, str] = MappingProxyType(
    {
        "us": "us", "ms": "ms", "s": "s", "second": "s", "seconds": "s", "m": "minute", "min": "minute", "minute": "minute",
        "minutes": "minute", "h": "hour", "hour": "hour", "hours": "hour", "d": "day", "day": "day", "days": "day",
        "w": "week", "week": "week", "weeks": "week", "month": "month", "months": "month", "year": "year", "years": "year",
    }
)  # fmt: skip
READ_OPTIONS = (
    "delimiter", "encoding", "decimal", "dates", "zone", "missing", "quote", "header", "sheet", "shape",
    "database", "table", "query", "incremental",
)  # fmt: skip

# Roles that may be a word as well as a column: the words that each may be.
_WORDS: Mapping[str, re.Pattern[str]] = MappingProxyType(
    {
        "object_type": re.compile(r".+", re.DOTALL),
        "kind": re.compile("|".join(KINDS)),
        "direction": re.compile("inbound|outbound|internal"),
        "currency": re.compile("[A-Z]{3}"),
        "language": re.compile("[a-z]{2}(-[A-Za-z]{2,4})?"),
        "solicited": re.compile("true|false", re.IGNORECASE),
        "scale_min": re.compile(r"[-+]?\d+(\.\d+)?"),
        "scale_max": re.compile(r"[-+]?\d+(\.\d+)?"),
    }
)


def read_value(entry: Entry, role: str) -> Value:
    """A column, a list of columns to join, `{literal: TEXT}`, or (for roles with words of their own) the word itself."""
    if isinstance(entry.value, dict):
        return _read_value_mapping(entry, role)
    if isinstance(entry.value, list):
        return _joined(entry, JOINERS.get(role, "-"))
    text = entry.text()
    return Either(text) if may_be_word(role, text) else Cells((text,))


def may_be_word(role: str, text: str) -> bool:
    """Whether a text stands for itself in this role where no column is called so."""
    words = _WORDS.get(role)
    return words is not None and words.fullmatch(text) is not None


def _read_value_mapping(entry: Entry, role: str) -> Value:
    entries = entry.mapping(("literal", "column", "columns", "join"))
    if len({"literal", "column", "columns"} & set(entries)) != 1:
        raise entry.refusal(f"{role}: say one of literal, column, columns")
    if "literal" in entries:
        return Word(entries["literal"].text())
    joiner = read_if(entries, "join", Entry.text, JOINERS.get(role, "-"))
    return _joined(entries.get("columns") or entries["column"], joiner)


def _joined(entry: Entry, joiner: str) -> Cells:
    names = entry.names()
    if not names:
        raise entry.refusal(f"{entry.name}: names no column")
    return Cells(names) if len(names) == 1 else Cells(names, joiner)


def read_moment(entry: Entry) -> Moment:
    """A column, or `{column, format, unit, from}`."""
    if not isinstance(entry.value, dict):
        return Moment(entry.text())
    entries = entry.mapping(("column", "format", "unit", "from"))
    if "column" not in entries:
        raise entry.refusal(f"{entry.name}: say which `column` holds the time")
    origin, origin_column = read_if(entries, "from", _read_origin, ("", ""))
    moment = Moment(
        entries["column"].text(),
        read_if(entries, "format", _read_pattern, ""),
        read_if(entries, "unit", _read_unit, ""),
        origin,
        origin_column,
    )
    _check_unit(entry, moment)
    return moment


def _read_origin(entry: Entry) -> tuple[str, str]:
    if isinstance(entry.value, dict):
        entries = entry.mapping(("column",))
        if not entries:
            raise entry.refusal("from: say a date or `{column: NAME}`")
        return "", entries["column"].text()
    text = entry.text()
    try:
        datetime.fromisoformat(text)
    except ValueError:
        raise entry.refusal(f"from: '{text}' is no date; expected 2013-02-01, or {{column: NAME}}") from None
    return text, ""


def _read_unit(entry: Entry) -> str:
    return UNITS[entry.one_of(tuple(UNITS))]


def _read_pattern(entry: Entry) -> str:
    pattern = entry.text()
    problem = pattern_problem(pattern)
    if problem:
        raise entry.refusal(f"{entry.name}: {problem}")
    return pattern


def _check_unit(entry: Entry, moment: Moment) -> None:
    is_relative = bool(moment.origin or moment.origin_column)
    if is_relative and not moment.unit:
        raise entry.refusal(f"{entry.name}: `from` needs a `unit`: day, hour, week, month, …")
    if moment.unit and not is_relative and moment.unit not in EPOCHS:
        raise entry.refusal(
            f"{entry.name}: the unit '{moment.unit}' needs `from`, a date or {{column: NAME}}; an epoch has s, ms or us"
        )
    if moment.unit and moment.format and not moment.origin_column:
        raise entry.refusal(f"{entry.name}: a number with a `unit` has no `format`")


def read_milestones(entry: Entry) -> tuple[Milestone, ...]:
    """`{EVENT: column}` in the order that breaks ties."""
    entries = entry.mapping()
    if not entries:
        raise entry.refusal("milestones: names no column")
    return tuple(Milestone(event, read_moment(child)) for event, child in entries.items())


def read_scale(entries: dict[str, Entry]) -> Scale:
    scale = Scale(
        read_if(entries, "min", lambda entry: entry.number(), None),
        read_if(entries, "max", lambda entry: entry.number(), None),
        read_if(entries, "no_answer", Entry.names, ()),
        read_if(entries, "reversed", Entry.flag, otherwise=False),
    )
    if scale.low is not None and scale.high is not None and scale.low >= scale.high:
        raise entries["max"].refusal(f"max: {scale.high:g} is not above min, {scale.low:g}")
    return scale


def read_questions(entry: Entry) -> tuple[Question, ...]:
    """`{COLUMN: {kind, min, max, no_answer, reversed, asks}}`."""
    return tuple(_read_question(child) for child in entry.mapping().values())


def _read_question(entry: Entry) -> Question:
    entries = entry.mapping(("kind", "min", "max", "no_answer", "reversed", "asks"))
    kind = read_if(entries, "kind", lambda kind: kind.one_of(KINDS), "rating")
    return Question(entry.name, kind, read_scale(entries), read_if(entries, "asks", Entry.text, ""))


def read_score(entry: Entry) -> tuple[Value, Scale]:
    """The column of the score in long form, and its scale if that is said with it."""
    if not isinstance(entry.value, dict):
        return read_value(entry, "score"), Scale()
    entries = entry.mapping(("column", "min", "max", "no_answer", "reversed"))
    if "column" not in entries:
        raise entry.refusal("score: say which `column` holds the score")
    return read_value(entries["column"], "score"), read_scale(entries)


def read_options(entry: Entry) -> ReadOptions:
    entries = entry.mapping(READ_OPTIONS)
    options: dict[str, Any] = {
        name: child.text() for name, child in entries.items() if name not in ("missing", "header", "dates", "zone")
    }
    if options.get("decimal", ".") not in (".", ","):
        raise entries["decimal"].refusal("decimal: expected '.' or ','")
    if "missing" in entries:
        options["missing"] = entries["missing"].names()
    if "header" in entries:
        options["header"] = _read_header(entries["header"])
    if "dates" in entries:
        options["dates"] = _read_pattern(entries["dates"])
    if "zone" in entries:
        options["zone"] = _read_zone(entries["zone"])
    return ReadOptions(**options)


def _read_header(entry: Entry) -> str:
    if isinstance(entry.value, bool):
        return "yes" if entry.value else "no"
    return entry.one_of(("yes", "no"))


def _read_zone(entry: Entry) -> str:
    zone = entry.text()
    problem = zone_problem(zone)
    if problem:
        raise entry.refusal(f"zone: {problem}")
    return zone
