"""One order from two: items stand where the side that moved or added them put them."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass

from wayline.maps.matching import longest_in_order

Token = tuple[Hashable, ...]  # names one item in all three versions of a list
_START: Token = ("start",)


@dataclass(frozen=True, slots=True)
class Order:
    """The merged order, and what both sides moved to different places; there ours holds."""

    tokens: tuple[Token, ...]
    disputed: tuple[Token, ...] = ()


def merged_order(base: Sequence[Token], ours: Sequence[Token], theirs: Sequence[Token], kept: set[Token]) -> Order:
    """The kept tokens in the order that both sides want, as far as one is possible.

    What neither side moved is the spine, in the order of the base. The rest stands behind the item of the spine that it
    follows on its side. Where both sides put something into one gap, the smaller text comes first, whoever is asked first.
    """
    base, ours, theirs = ([token for token in side if token in kept] for side in (base, ours, theirs))
    common = [token for token in base if token in set(ours) & set(theirs)]
    moved_here, moved_there = _moved(common, ours), _moved(common, theirs)
    both = moved_here & moved_there
    spine = [token for token in common if token not in moved_here | moved_there]
    runs_here = _runs(ours, spine, set(ours) - set(spine) - (moved_there - both))
    runs_there = _runs(theirs, spine, set(theirs) - set(spine) - (moved_here - both))
    disputed = _apart(both, runs_here, runs_there)
    for run in runs_there.values():
        run[:] = [token for token in run if token not in disputed]
    return Order(tuple(_joined(spine, runs_here, runs_there)), tuple(sorted(disputed, key=_text)))


def _apart(both: set[Token], here: dict[Token, list[Token]], there: dict[Token, list[Token]]) -> set[Token]:
    """What both sides moved, each to another place."""
    places = [
        [(anchor, token) for anchor, run in side.items() for token in run if token in both] for side in (here, there)
    ]
    return {token for _, token in set(places[0]) ^ set(places[1])} or (set() if _same_order(*places) else both)


def _same_order(one: Sequence[tuple[Token, Token]], other: Sequence[tuple[Token, Token]]) -> bool:
    anchors = {anchor for anchor, _ in one}
    return all([t for a, t in one if a == anchor] == [t for a, t in other if a == anchor] for anchor in anchors)


def _moved(common: Sequence[Token], side: Sequence[Token]) -> set[Token]:
    """The fewest tokens whose move makes the order of the base that of the side."""
    rank = {token: place for place, token in enumerate(common)}
    shared = [token for token in side if token in rank]
    still = longest_in_order([rank[token] for token in shared])
    return {token for place, token in enumerate(shared) if place not in still}


def _runs(side: Sequence[Token], spine: Sequence[Token], inserted: set[Token]) -> dict[Token, list[Token]]:
    """Item of the spine → what this side put behind it."""
    found: dict[Token, list[Token]] = {}
    fixed, anchor = set(spine), _START
    for token in side:
        if token in fixed:
            anchor = token
        elif token in inserted:
            found.setdefault(anchor, []).append(token)
    return found


def _joined(spine: Sequence[Token], here: dict[Token, list[Token]], there: dict[Token, list[Token]]) -> Iterable[Token]:
    out: dict[Token, None] = {}
    for anchor in (_START, *spine):
        if anchor != _START:
            out[anchor] = None
        first, second = sorted((here.get(anchor, []), there.get(anchor, [])), key=lambda run: [_text(t) for t in run])
        out.update(dict.fromkeys([*first, *second]))
    return out


def _text(token: Token) -> str:
    return " ".join(str(part) for part in token)
