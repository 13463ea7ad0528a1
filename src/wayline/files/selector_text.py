"""Selectors as people write them in a map, a persona or behind `--where`: `{event: signup, where: {plan: pro}}`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from wayline.documents import read_documents
from wayline.errors import InputError
from wayline.files.cursor import Cursor, refusal, shown
from wayline.files.shape import SPAN, Key, ListOf, Name, Named, Number, Optional, Record, Schema, Shape
from wayline.maps import duration
from wayline.maps.selector import Column, Condition, Scalar, Selector, VoiceSelector, Within

BOUNDS = ("gt", "gte", "lt", "lte")


@dataclass(frozen=True, slots=True)
class _Value:
    """A scalar with its type: text, number or boolean."""

    def read(self, at: Cursor) -> Scalar:
        if isinstance(at.data, str | int | float):
            return at.data
        at.refuse("wrong-type", f"expected text, a number, true or false, not {shown(at.data)}")
        return ""

    def empty(self) -> Scalar:
        return ""

    def schema(self, defs: dict[str, Schema]) -> Schema:  # noqa: ARG002
        return {"type": ["string", "number", "boolean"]}


@dataclass(frozen=True, slots=True)
class _Bound:
    """The far side of a comparison: a value, or another column of the same event."""

    def read(self, at: Cursor) -> Scalar | Column:
        if isinstance(at.data, dict):
            return _COLUMN.read(at)  # type: ignore[no-any-return]
        return _Value().read(at)

    def empty(self) -> Scalar:
        return ""

    def schema(self, defs: dict[str, Schema]) -> Schema:
        return {"anyOf": [_Value().schema(defs), _COLUMN.schema(defs)]}


_COLUMN = Record(
    "column",
    {"column": Key(Name(), "another property of the same event", required=True)},
    build=lambda values: Column(values["column"]),
)


def _comparison(values: dict[str, Any]) -> Condition:
    bounds = tuple((name, values[name]) for name in BOUNDS if values[name] is not None)
    return Condition(bounds=bounds, matches=values["matches"])


_COMPARISON = Record(
    "condition",
    {
        "gt": Key(Optional(_Bound()), "greater than", nullable=False),
        "gte": Key(Optional(_Bound()), "greater than or equal", nullable=False),
        "lt": Key(Optional(_Bound()), "less than", nullable=False),
        "lte": Key(Optional(_Bound()), "less than or equal", nullable=False),
        "matches": Key(Name(), "a glob such as 'plan-*'", nullable=False),
    },
    build=_comparison,
    least=1,
)


@dataclass(frozen=True, slots=True)
class _Condition:
    """`value | [values] | {gte: 5, lt: 9} | {gt: {column: OTHER}} | {matches: GLOB} | null`."""

    def read(self, at: Cursor) -> Condition:
        if at.data is None:
            return Condition(absent=True)
        if isinstance(at.data, dict):
            return _COMPARISON.read(at)  # type: ignore[no-any-return]
        return Condition(any_of=_VALUES.read(at))

    def empty(self) -> Condition:
        return Condition()

    def schema(self, defs: dict[str, Schema]) -> Schema:
        defs["property"] = {
            "description": "A value, a list of values, a comparison, or null for a property that is missing or empty.",
            "anyOf": [*_VALUES.schema(defs)["anyOf"], _COMPARISON.schema(defs), {"type": "null"}],
        }
        return {"$ref": "#/$defs/property"}


_VALUES = ListOf(_Value(), single=True, least=1)
_NAMES = ListOf(Name(), single=True, least=1)
_WHERE = Named(_Condition(), least=1)

_WITHIN = Record(
    "limit",
    {
        "of": Key(Name(), "the id of a step", required=True),
        "at_most": Key(SPAN, "a span of time such as 7d", required=True),
    },
    build=lambda values: Within(values["of"], duration.seconds(values["at_most"]) if values["at_most"] else 0.0),
    means="After the subject's first touch of a step, and no later than this.",
)

SELECTOR = Record(
    "selector",
    {
        "event": Key(_NAMES, "a name of an event, a glob, or a list of them", nullable=False),
        "channel": Key(_NAMES, "a channel, a glob, or a list", nullable=False),
        "direction": Key(_NAMES, "inbound, outbound or internal, or a list", nullable=False),
        "source": Key(_NAMES, "a source, a glob, or a list", nullable=False),
        "where": Key(_WHERE, "what properties of the event must be", nullable=False),
        "nth": Key(Number(least=1, whole=True), "the nth match of a subject", nullable=False),
        "within": Key(Optional(_WITHIN), "no later than a span after the first touch of a step", nullable=False),
        "segment": Key(_WHERE, "the level of traits that must hold at the event", nullable=False),
    },
    build=lambda values: Selector(**values),
    means="Conditions on an event that must all hold.",
    least=1,
)

VOICE_SELECTOR = Record(
    "voice selector",
    {
        "kind": Key(_NAMES, "nps, csat, ces, rating, review, ticket, …, or a list", nullable=False),
        "question": Key(_NAMES, "a question, a glob, or a list", nullable=False),
        "source": Key(_NAMES, "a source, a glob, or a list", nullable=False),
        "where": Key(_WHERE, "what properties of the answer must be", nullable=False),
    },
    build=lambda values: VoiceSelector(**values),
    means="Which answers and texts belong to an element.",
    least=1,
)

SELECTORS = ListOf(SELECTOR, single=True)
VOICE_SELECTORS = ListOf(VOICE_SELECTOR, single=True)


def selector_from_text(text: str) -> Selector:
    """A selector as it is typed on a command line. Raises InputError that says what is wrong and where."""
    return _from_text(text, SELECTOR)  # type: ignore[no-any-return]


def selectors_from_text(text: str) -> tuple[Selector, ...]:
    """One selector or a list of them as typed on a command line. Raises InputError."""
    return _from_text(text, SELECTORS)  # type: ignore[no-any-return]


def _from_text(text: str, shape: Shape) -> Any:
    documents = read_documents(text, "selector", error=InputError)
    if len(documents) != 1:
        raise InputError("the selector is empty; write one such as {event: signup, where: {plan: pro}}")
    at = Cursor.top(documents[0])
    selector = shape.read(at)
    if at.problems:
        raise refusal(InputError, "selector", "selector", at.problems)
    return selector


def selector_plain(selector: Selector | VoiceSelector) -> dict[str, Any]:
    """The mapping that reads back as this selector: what a file or a change shows."""
    plain: dict[str, Any] = {}
    for name in ("event", "kind", "question", "channel", "direction", "source"):
        if values := getattr(selector, name, ()):
            plain[name] = _one_or_list(values)
    if selector.where:
        plain["where"] = {name: condition_plain(condition) for name, condition in selector.where.items()}
    if isinstance(selector, Selector):
        plain |= _event_conditions(selector)
    return plain


def _event_conditions(selector: Selector) -> dict[str, Any]:
    plain: dict[str, Any] = {}
    if selector.nth is not None:
        plain["nth"] = selector.nth
    if selector.within:
        plain["within"] = {"of": selector.within.of, "at_most": duration_text(selector.within.at_most)}
    if selector.segment:
        plain["segment"] = {name: condition_plain(condition) for name, condition in selector.segment.items()}
    return plain


def condition_plain(condition: Condition) -> Any:
    """A condition as it is written."""
    if condition.absent:
        return None
    if condition.any_of:
        return _one_or_list(condition.any_of)
    plain: dict[str, Any] = {
        name: {"column": bound.name} if isinstance(bound, Column) else bound for name, bound in condition.bounds
    }
    return plain | ({"matches": condition.matches} if condition.matches else {})


def duration_text(seconds: float) -> str:
    """The shortest span that says exactly this many seconds: `7d`, `36h`, `90m`."""
    for unit in ("d", "h", "m"):
        if seconds and seconds % duration.SECONDS[unit] == 0:
            return f"{seconds / duration.SECONDS[unit]:.0f}{unit}"
    return f"{seconds:f}".rstrip("0").rstrip(".") + "s"


def _one_or_list(values: tuple[Any, ...]) -> Any:
    return values[0] if len(values) == 1 else list(values)
