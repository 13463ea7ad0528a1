"""The few questions that matter for a new map, asked in a terminal: Enter skips one, and keeps what stands there."""

from __future__ import annotations

import sys
from dataclasses import fields
from unicodedata import category

from wayline.cli.talk import Talk, safe
from wayline.maps.prompts import SCOPE_PROMPTS
from wayline.workspace.starting import Answers


def may_ask(talk: Talk) -> bool:
    """Only where a person can answer: never in a script, a pipe, or with --quiet or --json."""
    return not (talk.quiet or talk.as_json) and sys.stdin.isatty() and sys.stderr.isatty()


def ask(known: Answers) -> Answers:
    """What a person says to each question; "" where it was skipped, and to all that follow the end of input."""
    print("A few questions, one at a time. Enter skips one and keeps what stands in brackets.", file=sys.stderr)
    said = {}
    for name in (field.name for field in fields(Answers)):
        stands = getattr(known, name)
        shown = f" [{safe(stands)}]" if stands else ""
        print(f"{SCOPE_PROMPTS[name]}{shown} ", end="", file=sys.stderr, flush=True)
        line = sys.stdin.readline()
        if not line:
            print(file=sys.stderr)
            break
        said[name] = _one_line(line)
    return Answers(**said)


def _one_line(line: str) -> str:
    """An answer without control characters, which arrow keys leave behind."""
    return "".join(c for c in line if category(c) not in ("Cc", "Cs")).strip()
