"""Which items of two versions of a list are the same thing: by id, else by what they say and where they stand."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from difflib import SequenceMatcher
from itertools import product
from typing import Any

from wayline.maps.plain import thaw

Pair = tuple[int, int]  # index before, index after
PLACE_KEYS = ("lane", "step", "stage", "until")
_CELL_KEYS = ("lane", "step", "stage", "from", "to")
_MOST_LIKENESSES = 900  # comparisons of texts in one cell; in a fuller one, cards pair in their order
_ALIKE = 0.3


def pairs(before: Sequence[Any], after: Sequence[Any]) -> list[Pair]:
    """(index before, index after) of the items that are the same thing, by index before.

    An `id` decides where both have one. Else: what is equal; then a card of the same words, in its cell or in another; then, in
    one cell, what is most alike.

    >>> pairs([{"id": "a"}, {"id": "b", "n": 1}], [{"id": "b", "n": 2}])
    [(1, 0)]
    """
    found = _Pairs(before, after)
    found.by(identity)
    found.by(canonical)
    found.by(_words_in_cell)
    found.by(_words_anywhere)
    found.in_cells()
    return sorted(found.chosen)


def identity(item: Any) -> str | None:
    """The id of an item, where it has one."""
    held = item.get("id") if isinstance(item, Mapping) else None
    return held if isinstance(held, str) else None


def canonical(value: Any) -> str:
    """One text for all values that are the same: whatever the order of their keys, 1 or 1.0.

    >>> canonical({"b": 1.0, "a": True}) == canonical({"a": True, "b": 1})
    True
    """
    return json.dumps(_by_value(thaw(value)), sort_keys=True)


def _by_value(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _by_value(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_by_value(item) for item in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _words_in_cell(item: Any) -> str | None:
    return f"{_cell(item)} {item['text']}" if isinstance(item, Mapping) and item.get("text") else None


def _words_anywhere(item: Any) -> str | None:
    """What a card says, without its cell: only for one whose text makes it known again."""
    if not isinstance(item, Mapping) or not item.get("text") or "lane" not in item:
        return None
    return canonical({key: value for key, value in item.items() if key not in (*PLACE_KEYS, "id")})


def _cell(item: Mapping[str, Any]) -> Hashable:
    return tuple(canonical(item.get(key)) for key in _CELL_KEYS)


class _Pairs:
    """Pairs found so far, and the indexes that are still alone."""

    def __init__(self, before: Sequence[Any], after: Sequence[Any]) -> None:
        self.before, self.after = before, after
        self.alone = (dict.fromkeys(range(len(before))), dict.fromkeys(range(len(after))))
        self.chosen: list[Pair] = []

    def by(self, key: Callable[[Any], str | None]) -> None:
        """Pair what has the same key: first with first, second with second. An id that stands twice means nothing."""
        ours, theirs = (self._groups(side, key) for side in (0, 1))
        for name in ours.keys() & theirs.keys():
            twice = len(ours[name]) > 1 or len(theirs[name]) > 1
            if not (key is identity and twice):
                self._choose(
                    [pair for pair in self._abreast(ours[name], theirs[name]) if key is identity or self._may(pair)]
                )

    def _abreast(self, ours: list[int], theirs: list[int]) -> list[Pair]:
        """Of equal things: those at one distance from the begin, else from the end; the rest in order."""
        if len(ours) == len(theirs):
            return list(zip(ours, theirs, strict=True))
        grown = len(self.after) - len(self.before)
        found: list[Pair] = []
        for by in (0, grown):
            found += [
                (i, i + by) for i in ours if i + by in theirs and not any(i == a or i + by == b for a, b in found)
            ]
        rest = [i for i in ours if all(i != a for a, _ in found)], [j for j in theirs if all(j != b for _, b in found)]
        return [*found, *zip(*rest, strict=False)]

    def _groups(self, side: int, key: Callable[[Any], str | None]) -> dict[str, list[int]]:
        items, found = (self.before, self.after)[side], defaultdict(list)
        for index in self.alone[side]:
            name = key(items[index])
            if name is not None:
                found[name].append(index)
        return found

    def in_cells(self) -> None:
        """Pair mappings of one cell, the most alike first."""
        ours, theirs = (
            self._groups(side, lambda item: str(_cell(item)) if isinstance(item, Mapping) else None) for side in (0, 1)
        )
        for name in ours.keys() & theirs.keys():
            self._choose(list(self._most_alike(ours[name], theirs[name])))

    def _most_alike(self, ours: list[int], theirs: list[int]) -> Iterable[Pair]:
        if len(ours) * len(theirs) > _MOST_LIKENESSES:
            yield from (pair for pair in zip(ours, theirs, strict=False) if self._may(pair))
            return
        may = [pair for pair in product(ours, theirs) if self._may(pair)]
        alone = len(ours) == len(theirs) == 1
        scored = sorted((-likeness(self.before[i], self.after[j]), abs(i - j), i, j) for i, j in may)
        taken: Counter[tuple[str, int]] = Counter()
        for score, _, i, j in scored:
            if (alone or -score >= _ALIKE) and not taken["b", i] and not taken["a", j]:
                taken.update([("b", i), ("a", j)])
                yield i, j

    def _may(self, pair: Pair) -> bool:
        """Two different ids are two different things."""
        return identity(self.before[pair[0]]) is None or identity(self.after[pair[1]]) is None

    def _choose(self, found: Iterable[Pair]) -> None:
        for i, j in found:
            self.chosen.append((i, j))
            del self.alone[0][i], self.alone[1][j]


def likeness(one: Mapping[str, Any], other: Mapping[str, Any]) -> float:
    """From 0 (nothing in common but the cell) to 1: the share of keys that say the same, texts by their letters."""
    keys = (one.keys() | other.keys()) - set(_CELL_KEYS) - {"id"}
    return sum(_alike(one.get(key), other.get(key)) for key in keys) / len(keys) if keys else 1.0


def _alike(one: Any, other: Any) -> float:
    if isinstance(one, str) and isinstance(other, str):
        return SequenceMatcher(None, one[:200], other[:200]).ratio()
    return float(canonical(one) == canonical(other))


def longest_in_order(numbers: Sequence[int]) -> set[int]:
    """The positions of a longest rising run of numbers, not all neighbours: what stays when the rest is moved.

    >>> sorted(longest_in_order([1, 2, 0, 3]))
    [0, 1, 3]
    """
    tails: list[int] = []  # position that ends the best run of each length
    came_from: list[int | None] = []
    for place, number in enumerate(numbers):
        length = _first_not_below(tails, numbers, number)
        came_from.append(tails[length - 1] if length else None)
        tails[length : length + 1] = [place]
    kept: set[int] = set()
    here = tails[-1] if tails else None
    while here is not None:
        kept.add(here)
        here = came_from[here]
    return kept


def _first_not_below(tails: Sequence[int], numbers: Sequence[int], number: int) -> int:
    low, high = 0, len(tails)
    while low < high:
        middle = (low + high) // 2
        low, high = (middle + 1, high) if numbers[tails[middle]] < number else (low, middle)
    return low
