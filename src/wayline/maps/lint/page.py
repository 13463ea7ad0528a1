"""The reference page of the lint rules, made from the rules."""

from __future__ import annotations

from collections.abc import Iterator

from wayline.maps.lint.registry import RULES
from wayline.maps.lint.rule import Rule

_INTRODUCTION = """# Lint rules

`wayline lint MAP...` tells what makes a map wrong, unmeasurable or dishonest, with line and column, and how to mend it. It ends with exit
status 1 if any finding is an error, else with 0. Errors make a map wrong; warnings say what cannot be measured or trusted; infos say what a
better map has. The names are stable. A map that cannot be read at all is refused before lint, with every problem told.

How grave a rule is can be set for a workspace, in its `wayline.toml`: `error`, `warning`, `info` or `off`.

```toml
[lint]
no-owner = "error"             # no owner, no merge
title-not-in-first-person = "off"
```

A rule that does not exist is refused with the nearest name, so that a slip of the pen switches nothing off in silence.
"""


def lint_page() -> str:
    """All rules by severity."""
    return "\n".join(
        [_INTRODUCTION, *(_line for severity in ("error", "warning", "info") for _line in _section(severity))]
    )


def _section(severity: str) -> Iterator[str]:
    yield f"## {severity.capitalize()}s\n"
    yield "| rule | asks | because |"
    yield "|---|---|---|"
    yield from (_row(rule) for rule in RULES if rule.severity == severity)
    yield ""


def _row(rule: Rule) -> str:
    return f"| `{rule.name}` | {rule.asks} | {rule.why} |"
