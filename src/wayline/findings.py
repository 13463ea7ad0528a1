"""What is wrong in a customer's data or map, as values: collected, counted and shown together, never thrown."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Literal

Severity = Literal["error", "warning", "info"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong or worth knowing. `rule` is a stable name; `line` and `column` count from 1, 0 = no place."""

    rule: str
    severity: Severity
    message: str
    where: str = ""
    line: int = 0
    column: int = 0
    count: int = 1
    examples: tuple[str, ...] = field(default=())

    def plain(self) -> dict[str, object]:
        """The finding as JSON-ready data; empty fields are left out."""
        shown: dict[str, object] = {"rule": self.rule, "severity": self.severity, "message": self.message}
        if self.where:
            shown["where"] = self.where
        if self.line:
            shown["line"] = self.line
            shown["column"] = self.column
        if self.count != 1:
            shown["count"] = self.count
        if self.examples:
            shown["examples"] = list(self.examples)
        return shown


def nearest(name: str, known: Iterable[str]) -> str:
    """`" Did you mean 'x'?"` for the closest known name, or an empty string."""
    close = get_close_matches(name, sorted(known), n=1, cutoff=0.6)
    return f" Did you mean '{close[0]}'?" if close else ""
