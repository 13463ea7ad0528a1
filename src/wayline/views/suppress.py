"""What may leave the house. Everything that is drawn passes here first; a number that may not be seen is not in the view at all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from wayline.views import words
from wayline.views.shape import Show

SMALLEST = 10  # the least number of subjects behind anything that leaves
GREY = 30  # below this many subjects a share is shown with reserve
WITHHELD = f"fewer than {SMALLEST}"


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads: what they call the map's subjects, and whether they are inside the workspace and may see every count."""

    one: str
    many: str
    inside: bool = False

    def counted(self, count: int) -> str:
        """`1 person`, `1,204 people`."""
        return words.counted(count, self.one, self.many)

    def permit(self, number: Mapping[str, Any]) -> tuple[Show, str]:
        """How a measured number may be shown, and the reason where it may not.

        Shares are judged by the `n` behind them, counts by their own size: a count from 1 to 9 points at people.
        """
        if number.get("refused"):
            return "refused", str(number["refused"])
        if number.get("value") is None and "at" not in number:
            return "refused", "not measured"
        show = number.get("show") or by_size(number.get("n"))
        few = is_small(number.get("value" if number.get("method") == "count" else "n"))
        if show == "hidden" or few:
            return ("inside", "") if self.inside else ("withheld", f"{WITHHELD} {self.many}")
        return ("grey" if show == "grey" else "normal"), ""

    def conceals(self, count: float | None) -> bool:
        """Whether a count would point at a few, to somebody who must not know them."""
        return not self.inside and is_small(count)

    def at_least(self, count: int | None) -> int | None:
        """The count where it may be seen, else None."""
        return None if self.conceals(count) else count

    def parts(self, counts: Mapping[str, int]) -> dict[str, int | None]:
        """The parts of a printed total. Where the hidden ones together are few, the next larger goes too, or subtraction would reveal them."""
        shown: dict[str, int | None] = {name: self.at_least(count) for name, count in counts.items()}
        behind = sum(counts[name] for name, count in shown.items() if count is None)
        for count, name in sorted((count, name) for name, count in shown.items() if count):
            if not self.conceals(behind):
                break
            shown[name] = None
            behind += count
        return shown


def reader(unit: str, *, inside: bool = False) -> Reader:
    """The reader of a map of this unit."""
    return Reader(*words.nouns(unit), inside=inside)


def by_size(n: int | None) -> str:
    """`hidden`, `grey` or `normal` for a number that does not say it itself."""
    if n is None:
        return "normal"
    return "hidden" if n < SMALLEST else "grey" if n < GREY else "normal"


def is_small(count: float | None) -> bool:
    """Whether a count would point at a few; none at all points at nobody."""
    return count is not None and 0 < count < SMALLEST
