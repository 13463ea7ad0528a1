"""What may leave the house. Everything that is drawn passes here first; a number that may not be seen is not in the view at all."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wayline.views.shape import Show

SMALLEST = 10  # the least number of subjects behind anything drawn
GREY = 30  # below this many subjects a share is shown with reserve
WITHHELD = f"fewer than {SMALLEST}"


def permit(figure: Mapping[str, Any]) -> tuple[Show, str]:
    """How a measured number may be shown, and the reason where it may not.

    Shares are judged by the `n` behind them, counts by their own size: a count from 1 to 9 points at people.
    """
    if figure.get("refused"):
        return "refused", str(figure["refused"])
    if figure.get("value") is None and "at" not in figure:
        return "refused", "not measured"
    show = figure.get("show") or by_size(figure.get("n"))
    if show == "hidden" or (figure.get("method") == "count" and is_small(figure.get("value"))):
        return "withheld", WITHHELD
    return ("grey" if show == "grey" else "normal"), ""


def by_size(n: int | None) -> str:
    """`hidden`, `grey` or `normal` for a number that does not say it itself."""
    if n is None:
        return "normal"
    return "hidden" if n < SMALLEST else "grey" if n < GREY else "normal"


def is_small(count: float | None) -> bool:
    """Whether a count would point at a few; none at all points at nobody."""
    return count is not None and 0 < count < SMALLEST


def at_least(count: int | None) -> int | None:
    """The count where it may be seen, else None."""
    return None if is_small(count) else count


def parts(counts: Mapping[str, int]) -> dict[str, int | None]:
    """The parts of a printed total. Where exactly one is small, the next larger one goes too, or subtraction would reveal it."""
    shown: dict[str, int | None] = {name: at_least(count) for name, count in counts.items()}
    hidden = [name for name, count in shown.items() if count is None]
    others = sorted((count, name) for name, count in shown.items() if count)
    if len(hidden) == 1 and others:
        shown[others[0][1]] = None
    return shown
