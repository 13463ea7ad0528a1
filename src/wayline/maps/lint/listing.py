"""How findings speak of many things in one line."""

from __future__ import annotations

from collections.abc import Sequence

_MOST = 5


def listed(names: Sequence[str]) -> str:
    """The names, quoted; of many only the first.

    >>> listed(["a", "b"])
    "'a', 'b'"
    """
    more = f" and {len(names) - _MOST} more" if len(names) > _MOST else ""
    return ", ".join(f"'{name}'" for name in names[:_MOST]) + more


def counted(number: int, noun: str) -> str:
    """`1 pain is`, `3 pains are`."""
    return f"{number} {noun} is" if number == 1 else f"{number} {noun}s are"


def shortened(text: str, longest: int = 60) -> str:
    """A text that fits into a message."""
    return text if len(text) <= longest else text[: longest - 1] + "…"
