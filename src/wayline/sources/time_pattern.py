"""`strptime` patterns: which directives may stand in one, and the pattern as DuckDB reads it."""

from __future__ import annotations

import re

_DIRECTIVE = re.compile(r"%(-?.)", re.DOTALL)
_SHORT = {"%F": "%Y-%m-%d", "%T": "%H:%M:%S", "%D": "%m/%d/%y", "%R": "%H:%M"}
_KNOWN = frozenset("aAbBdmyYHIpMSfzj%")


def expanded(pattern: str) -> str:
    """The pattern with its short forms (`%F`, `%T`, `%D`, `%R`) and padding marks (`%-d`) written out."""
    for short, long in _SHORT.items():
        pattern = pattern.replace(short, long)
    return re.sub(r"%-([a-zA-Z])", r"%\1", pattern)


def pattern_problem(pattern: str) -> str:
    """What is wrong with a pattern as a pattern of a whole date, or an empty text."""
    directives = {found[1] for found in _DIRECTIVE.finditer(expanded(pattern))}
    unknown = sorted(directives - _KNOWN)
    if unknown:
        hint = "; for an epoch say `unit: s`" if unknown == ["s"] else ""
        return f"the pattern '{pattern}' has %{unknown[0]}, which cannot be read{hint}. Known: %{' %'.join(sorted(_KNOWN))}"
    if not directives & {"Y", "y"}:
        return f"the pattern '{pattern}' has no year (%Y)"
    if not directives & {"m", "b", "B", "j"}:
        return f"the pattern '{pattern}' has no month (%m)"
    return ""


def has_offset(pattern: str) -> bool:
    return "%z" in expanded(pattern)
