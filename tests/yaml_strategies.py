"""Documents printed as people write YAML: comments, anchors, block and flow side by side, any quotes and line breaks."""

from __future__ import annotations

from random import Random
from typing import Any

from wayline.files.yaml_text import Layout, flow_text, is_plain, key_text, literal_text, quoted, scalar, takes_lines


class Printer:
    """Prints a document in a hand of its own, drawn once; every comment is another one."""

    def __init__(self, rng: Random) -> None:
        self.rng = rng
        self.layout = Layout(newline=rng.choice(["\n", "\r\n"]), indent=rng.choice([2, 2, 4]), dash=rng.choice([0, 2]))
        self.comments = 0
        self.anchors = 0
        self.in_literal = False

    def document(self, data: dict[str, Any]) -> str:
        head = f"# map{self.layout.newline}{self.layout.newline}" if self.rng.random() < 0.3 else ""
        body = self._block(data, 0)
        ends = [self.layout.newline] if self.in_literal else ["", self.layout.newline, self._note(0)]
        return head + body + self.rng.choice(ends)

    def _note(self, column: int) -> str:
        """A line break, with or without a comment beside or below the line."""
        newline, kind = self.layout.newline, self.rng.random()
        self.comments += 1
        if kind < 0.15 and not self.in_literal:
            return f"  # beside {self.comments}{newline}"
        if kind < 0.25:
            return f"{newline}{' ' * column}# above {self.comments}{newline}"
        return newline * 2 if kind < 0.3 else newline

    def _anchor(self) -> str:
        self.anchors += 1
        return f" &a{self.anchors}" if self.rng.random() < 0.05 else ""

    def _block(self, value: Any, column: int) -> str:
        if isinstance(value, dict):
            entries = [(f"{self._key(key)}:", held) for key, held in value.items()]
        else:
            entries = [("-", item) for item in value]
        shown = ""
        for lead, held in entries:
            shown += (self._note(column) + " " * column if shown else "") + lead
            shown += self._after(held, column, pair=isinstance(value, dict))
        return shown

    def _key(self, key: str) -> str:
        return quoted(key) if self.rng.random() < 0.1 else key_text(key)

    def _after(self, value: Any, column: int, *, pair: bool) -> str:
        anchor = self._anchor()
        if isinstance(value, dict | list) and value and self.rng.random() < 0.7:
            inner = column + (2 if not pair else self.layout.dash if isinstance(value, list) else self.layout.indent)
            if not pair and not anchor:
                return " " + self._block(value, inner)
            self.in_literal = False
            break_ = self._note(inner) if pair else self.layout.newline
            return f"{anchor}{break_}{' ' * inner}{self._block(value, inner)}"
        return f"{anchor} {self._line(value, column)}"

    def _line(self, value: Any, column: int) -> str:
        self.in_literal = takes_lines(value, self.layout) and self.rng.random() < 0.7
        if isinstance(value, dict | list):
            return self._flow(value, column)
        if self.in_literal:
            return literal_text(value, column + self.layout.indent, self.layout)
        if isinstance(value, str) and is_plain(value) and self.rng.random() < 0.3:
            return scalar(value, quote=self.rng.choice(["'", '"']))
        return scalar(value)

    def _flow(self, value: Any, column: int) -> str:
        if not value or self.rng.random() < 0.7:
            return flow_text(value)
        pairs = value.items() if isinstance(value, dict) else ((None, item) for item in value)
        shown = [(f"{key_text(key, flow=True)}: " if key is not None else "") + flow_text(held) for key, held in pairs]
        break_ = self.layout.newline + " " * (column + 4) if self.rng.random() < 0.5 else ""
        brackets = "{}" if isinstance(value, dict) else "[]"
        return (
            brackets[0] + break_ + ("," + (break_ or " ")).join(shown) + self.rng.choice(["", ",", " "]) + brackets[1]
        )
