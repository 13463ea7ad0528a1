"""Which events stand behind an element, as data. Matching is done in `bindings`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

Scalar = str | int | float | bool


@dataclass(frozen=True, slots=True)
class Condition:
    """What one property must satisfy; every part that is given must hold.

    `any_of`: equals one of these. `bounds`: (`gt|gte|lt|lte`, number or text, or `{"column": NAME}` as `Column`).
    `matches`: a glob. `absent`: the property is missing or empty.
    """

    any_of: tuple[Scalar, ...] = ()
    bounds: tuple[tuple[str, Scalar | Column], ...] = ()
    matches: str = ""
    absent: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """Another property of the same event, as the far side of a comparison."""

    name: str


@dataclass(frozen=True, slots=True)
class Within:
    """No later than `at_most` seconds after the subject's first touch of the step `of`."""

    of: str
    at_most: float


@dataclass(frozen=True, slots=True)
class Selector:
    """Conditions on an event that must all hold. Names may be globs; an empty tuple asks nothing."""

    event: tuple[str, ...] = ()
    channel: tuple[str, ...] = ()
    direction: tuple[str, ...] = ()
    source: tuple[str, ...] = ()
    where: Mapping[str, Condition] = field(default_factory=dict)
    nth: int | None = None
    within: Within | None = None
    segment: Mapping[str, Condition] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class VoiceSelector:
    """Which answers and texts belong to an element."""

    kind: tuple[str, ...] = ()
    question: tuple[str, ...] = ()
    source: tuple[str, ...] = ()
    where: Mapping[str, Condition] = field(default_factory=dict)
