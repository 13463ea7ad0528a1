"""Expectations as a file says them: `{converted: {at_least: 0.6, within: 7d}, time_to_next: {at_most: 3d}}`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from wayline.files.cursor import Cursor, shown
from wayline.files.shape import SPAN, Key, Named, Optional, Record, Schema
from wayline.maps import duration
from wayline.maps.measure_names import SHARES, TIMES
from wayline.maps.model import Expectation


@dataclass(frozen=True, slots=True)
class _Limit:
    """A number, or a span of time that is read as seconds."""

    def read(self, at: Cursor) -> float | None:
        if isinstance(at.data, int | float) and not isinstance(at.data, bool):
            return float(at.data)
        if not isinstance(at.data, str):
            at.refuse("wrong-value", f"expected a number or a span of time, not {shown(at.data)}")
            return None
        text = SPAN.read(at)
        return duration.seconds(text) if text else None

    def empty(self) -> float | None:
        return None

    def schema(self, defs: dict[str, Schema]) -> Schema:
        return {"anyOf": [{"type": "number"}, SPAN.schema(defs) | {"type": "string"}]}


_BOUNDS = Record(
    "expectation",
    {
        "at_least": Key(Optional(_Limit()), "the interval must lie at or above this; 0.6 for 60 %", nullable=False),
        "at_most": Key(Optional(_Limit()), "the interval must lie at or below this", nullable=False),
        "within": Key(SPAN, "the time that subjects have for it, such as 7d", nullable=False),
    },
    means="Bounds of a measure that `wayline check` tests on its interval.",
    also={"anyOf": [{"required": ["at_least"]}, {"required": ["at_most"]}]},
)


@dataclass(frozen=True, slots=True)
class Promises:
    """Expectations by the name of their measure."""

    measures: tuple[str, ...]

    def read(self, at: Cursor) -> tuple[Expectation, ...]:
        bounds = self._named().read(at)
        return tuple(_promise(at.child(measure), measure, values) for measure, values in bounds.items())

    def empty(self) -> tuple[Expectation, ...]:
        return ()

    def schema(self, defs: dict[str, Schema]) -> Schema:
        return self._named().schema(defs)

    def _named(self) -> Named:
        return Named(_BOUNDS, least=1, names=self.measures)


def _promise(at: Cursor, measure: str, values: dict[str, Any]) -> Expectation:
    promise = Expectation(measure, **values)
    given = [bound for bound in (promise.at_least, promise.at_most) if bound is not None]
    if isinstance(at.data, dict) and not {"at_least", "at_most"} & at.data.keys():
        at.refuse("missing-key", "the expectation has no bound; say at_least or at_most")
    if len(given) == 2 and given[0] > given[1]:
        at.refuse("wrong-value", "at_least is larger than at_most")
    if measure in SHARES and any(not 0 <= bound <= 1 for bound in given):
        at.refuse("wrong-value", f"'{measure}' is a share between 0 and 1; write 0.6 for 60 %")
    if measure in TIMES and any(bound < 0 for bound in given):
        at.refuse("wrong-value", f"'{measure}' is a time and cannot be negative")
    return promise
