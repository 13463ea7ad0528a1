"""SQL statements of one map share most of their parts; each part stands on a page once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

_BETWEEN, _LAST = "\n),\n", "\n)\n"


@dataclass(frozen=True, slots=True)
class Cut:
    """`parts` are numbers of shared parts, in order; `query` is what follows them."""

    parts: tuple[int, ...]
    query: str


class SqlParts:
    """Statements cut into shared parts. Joined as `whole` does it, they are what they were."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}

    @property
    def parts(self) -> list[str]:
        """Every part once, by number."""
        return list(self._numbers)

    def cut(self, sql: str) -> Cut:
        """The statement as parts and a last query; one that has no such parts is all query."""
        head, last, query = sql.rpartition(_LAST)
        if not last:
            return Cut((), sql)
        return Cut(tuple(self._number(part) for part in head.split(_BETWEEN)), query)

    def whole(self, cut: Cut) -> str:
        """The statement that was cut."""
        return joined([self.parts[number] for number in cut.parts], cut.query)

    def _number(self, part: str) -> int:
        return self._numbers.setdefault(part, len(self._numbers))


def joined(parts: Iterable[str], query: str) -> str:
    """Parts and query as one statement."""
    head = _BETWEEN.join(parts)
    return f"{head}{_LAST}{query}" if head else query
