"""How commands speak: the answer on standard output, progress and messages on standard error."""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from unicodedata import category, east_asian_width


@dataclass(slots=True)
class Talk:
    """One command's voice. `progress` lines vanish by themselves; with `as_json` the answer is one JSON document."""

    quiet: bool = False
    as_json: bool = False
    width: int = 0

    def answer(self, plain: Any, shown: str) -> None:
        """Print the answer: `plain` as JSON where that was asked for, else the readable form."""
        if self.width:
            self.progress("")
        print(json.dumps(plain, ensure_ascii=False, allow_nan=False) if self.as_json else shown)

    def columns(self) -> int:
        """How wide the answer may be."""
        return shutil.get_terminal_size((120, 40)).columns if sys.stdout.isatty() else 120

    def colour(self) -> bool:
        """Whether the answer may carry colours: only in a terminal, and not against NO_COLOR (https://no-color.org)."""
        return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"

    def say(self, text: str) -> None:
        """A message beside the answer."""
        self.progress("")
        print(safe(text), file=sys.stderr)

    def fail(self, text: str) -> None:
        """Say why the request was not met."""
        self.progress("")
        print(f"wayline: {safe(text)}", file=sys.stderr)

    def progress(self, text: str) -> None:
        """Overwrite the progress line; silent where standard error is no terminal."""
        if self.quiet or not sys.stderr.isatty():
            return
        shown = safe(text)[:100]
        print(f"\r{shown:<{self.width}}", end="\r" if not shown else "", file=sys.stderr, flush=True)
        self.width = len(shown)


def safe(text: str) -> str:
    """Text without control characters that would steer a terminal or turn its direction; line breaks and tabs stay."""
    if text.isprintable():
        return text
    return "".join(
        c if c in "\n\t" or category(c) not in ("Cc", "Cf", "Cs") or c in "\u200c\u200d" else f"\\u{ord(c):04x}"
        for c in text
    )


def _one_line(text: str) -> str:
    return safe(text).replace("\n", "\\n").replace("\t", " ")


def cells(text: str) -> int:
    """Columns that a text takes in a terminal."""
    return sum(0 if category(c) in ("Mn", "Me", "Cf") else 2 if east_asian_width(c) in "WF" else 1 for c in text)


def table(header: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """A plain table: numbers to the right, text to the left; a line break inside a cell is shown as `\\n`."""
    shown = [[_one_line("" if cell is None else str(cell)) for cell in row] for row in rows]
    right = [
        bool(rows) and all(isinstance(row[n], int | float) or row[n] is None for row in rows)
        for n in range(len(header))
    ]
    widths = [max(cells(line[n]) for line in [list(header), *shown]) for n in range(len(header))]
    lines = [_line(header, widths, right), "  ".join("─" * width for width in widths)]
    return "\n".join([*lines, *(_line(row, widths, right) for row in shown)])


def _line(row: Sequence[str], widths: Sequence[int], right: Sequence[bool]) -> str:
    padded = []
    for text, width, to_right in zip(row, widths, right, strict=True):
        space = " " * (width - cells(text))
        padded.append(space + text if to_right else text + space)
    return "  ".join(padded).rstrip()
