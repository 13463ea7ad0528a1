"""A selector's conditions on one event, as SQL over the columns of the `log` query."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from fnmatch import fnmatchcase

from wayline.bindings.sql_text import literal, one_of
from wayline.maps.selector import Column, Condition, Scalar, Selector

OPERATORS = {"gt": ">", "gte": ">=", "lt": "<", "lte": "<="}
CODED = ("channel", "direction", "campaign", "referrer", "currency")


@dataclass(frozen=True, slots=True)
class Names:
    """The dictionaries of the event log: kind → name → code. Objects are left out, they may be as many as events."""

    codes: Mapping[str, Mapping[str, int]]

    def matching(self, kind: str, patterns: Sequence[str]) -> set[int]:
        """Codes of the names that equal a pattern or match it as a glob."""
        known = self.codes.get(kind, {})
        found = {known[pattern] for pattern in patterns if pattern in known}
        globs = [pattern for pattern in patterns if any(sign in pattern for sign in "*?[")]
        found |= {code for name, code in known.items() if any(fnmatchcase(name, glob) for glob in globs)}
        return found

    def size(self, kind: str) -> int:
        """One more than the greatest code of a kind."""
        return 1 + max(self.codes.get(kind, {}).values(), default=-1)

    def name(self, kind: str, code: int) -> str:
        """The name behind a code; KeyError where there is none."""
        for name, known in self.codes.get(kind, {}).items():
            if known == code:
                return name
        raise KeyError((kind, code))


def property_text(name: str) -> str:
    """SQL for a property of the row as text: under its own name, else along its dots, else the canonical column."""
    own = _pointer([name])
    choices = [f"json_extract_string(properties, {own})"]
    if "." in name:
        choices.append(f"json_extract_string(properties, {_pointer(name.split('.'))})")
    if name == "amount":
        choices.append("CAST(amount AS VARCHAR)")
    if name in CODED:
        choices.append(f"(SELECT any_value(n.name) FROM names n WHERE n.kind = {literal(name)} AND n.no = {name})")
    return choices[0] if len(choices) == 1 else f"coalesce({', '.join(choices)})"


def _pointer(parts: Sequence[str]) -> str:
    return literal("".join("/" + part.replace("~", "~0").replace("/", "~1") for part in parts))


def condition_text(text: str, condition: Condition) -> str:
    """SQL that is TRUE or FALSE: whether the text expression meets the condition."""
    parts = []
    if condition.any_of:
        parts.append("(" + " OR ".join(_equals(text, value) for value in condition.any_of) + ")")
    for operator, far in condition.bounds:
        parts.append(_bound(text, OPERATORS[operator], far))
    if condition.matches:
        parts.append(f"{text} GLOB {literal(condition.matches)}")
    if condition.absent:
        parts.append(f"coalesce({text}, '') = ''")
    return f"coalesce({' AND '.join(parts)}, FALSE)" if parts else "TRUE"


def _equals(text: str, value: Scalar) -> str:
    if isinstance(value, bool):
        return f"lower({text}) = {literal(str(value).lower())}"
    if isinstance(value, int | float):
        return f"(TRY_CAST({text} AS DOUBLE) = {literal(float(value))})"
    return f"{text} = {literal(value)}"


def _bound(text: str, operator: str, far: Scalar | Column) -> str:
    if isinstance(far, Column):
        return _columns(text, operator, property_text(far.name))
    if isinstance(far, int | float):
        return f"TRY_CAST({text} AS DOUBLE) {operator} {literal(float(far))}"
    if _is_time(far):
        return f"TRY_CAST({text} AS TIMESTAMP) {operator} TRY_CAST({literal(far)} AS TIMESTAMP)"
    return f"{text} {operator} {literal(far)}"


def _columns(left: str, operator: str, right: str) -> str:
    """Two cells of a row are compared as numbers, else as times, else as texts: whichever both of them are."""
    arms = []
    for kind in ("DOUBLE", "TIMESTAMP"):
        a, b = f"TRY_CAST({left} AS {kind})", f"TRY_CAST({right} AS {kind})"
        arms.append(f"WHEN {a} IS NOT NULL AND {b} IS NOT NULL THEN {a} {operator} {b}")
    return f"CASE {' '.join(arms)} ELSE {left} {operator} {right} END"


def _is_time(text: str) -> bool:
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True


def residual(selector: Selector, names: Names, trait_columns: Mapping[str, str]) -> str:
    """SQL for everything a selector asks of an event beside its name; `TRUE` where it asks nothing more.

    `trait_columns` gives for each trait of `segment` the SQL expression of its level at the event.
    """
    parts = [
        one_of(column, names.matching(column, patterns))
        for column, patterns in (
            ("channel", selector.channel),
            ("direction", selector.direction),
            ("source", selector.source),
        )
        if patterns
    ]
    parts += [condition_text(property_text(name), condition) for name, condition in selector.where.items()]
    parts += [condition_text(trait_columns[name], condition) for name, condition in selector.segment.items()]
    return " AND ".join(parts) if parts else "TRUE"


def event_codes(selector: Selector, names: Names) -> set[int]:
    """Codes of the event names that the selector lets through."""
    if selector.event:
        return names.matching("event", selector.event)
    return set(names.codes.get("event", {}).values())
