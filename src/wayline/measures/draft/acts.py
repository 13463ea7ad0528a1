"""Names of events that are one act: families with a common beginning, and near-synonyms that come together."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from wayline.measures.draft.walk import Ints, Walk, portrait
from wayline.measures.draft.words import LOOKS, alike, is_asset, prefixes, tells_leaving, tokens

# names looked at one by one; rarer ones can be a step only as a family
LOOKED_AT = 60
RARE = 0.02
FAMILY = 0.05
FEWEST_RARE = 3
# a name in fewer paths than this goes with the rare ones of its family
ABSORBED = 0.20
# words of a name's beginning that are looked at
DEEPEST = 4
# a family in more of the paths than this is no act
WIDEST = 0.6
NEAR_PLACES = 0.25
EVENLY = 0.6
TOGETHER = 0.95
AT_ONCE = 60_000_000
MOST_LISTED = 40


@dataclass(frozen=True, slots=True)
class Act:
    """Names of events that are one step: `events` are the names, `bind` what a selector says (names and globs).

    `either`: what those are called that stand in for each other.
    """

    events: tuple[str, ...]
    bind: tuple[str, ...]
    why: str = ""
    either: tuple[str, ...] = ()

    @property
    def called(self) -> tuple[str, ...]:
        """What a title tells: the names of those that stand in for each other, else the one of the act."""
        return self.either or (self.name,)

    @property
    def name(self) -> str:
        """What the act is called: its only name, else the beginning that its names share, else the first."""
        if self.either or len(self.events) == 1:
            return self.either[0] if self.either else self.events[0]
        shared = next(
            (cut for cut in prefixes(self.events[0]) if all(name.startswith(cut) for name in self.events)), ""
        )
        return shared.rstrip("_-./: ") or self.events[0]


def acts_of(walk: Walk, names: Sequence[str]) -> tuple[list[Act], Ints]:
    """The acts, and for each name the number of its act (-1: too rare to be looked at).

    Names that tell of leaving stay on their own, so that they can be listed under `leaves`.
    """
    group = np.arange(len(names))
    why: dict[int, str] = {}
    seen = portrait(walk)
    _rare_families(walk, names, seen.paths, group, why)
    _even_families(walk, names, group, why)
    _synonyms(walk, names, group, why)
    return _named(walk, names, group, why)


def _join(group: Ints, members: Sequence[int], why: dict[int, str], reason: str) -> None:
    first = members[0]
    for member in members[1:]:
        group[group == group[member]] = group[first]
    why[int(group[first])] = reason


def _rare_families(walk: Walk, names: Sequence[str], paths: Ints, group: Ints, why: dict[int, str]) -> None:
    """Many rare names with a common beginning that together are not rare; the shortest such beginning that is not in most paths."""
    common = ABSORBED * walk.paths
    cuts = {
        n: list(reversed(prefixes(name)))[:DEEPEST]
        for n, name in enumerate(names)
        if paths[n] < common and not tells_leaving(name)
    }
    rare = {n for n in cuts if paths[n] < max(RARE * walk.paths, 2) and not is_asset(names[n])}
    grouped: set[int] = set()
    for level in range(DEEPEST):
        families: dict[str, list[int]] = {}
        for n, beginnings in cuts.items():
            if len(beginnings) > level and n not in grouped:
                families.setdefault(beginnings[level], []).append(n)
        families = {prefix: members for prefix, members in families.items() if len(rare & set(members)) >= FEWEST_RARE}
        for prefix, reached in _reached(walk, families, len(names)).items():
            if FAMILY * walk.paths <= reached <= WIDEST * walk.paths:
                members = families[prefix]
                grouped.update(members)
                _join(
                    group,
                    members,
                    why,
                    f"{len(members):,} names begin with {prefix!r}, {len(rare & set(members)):,} of them rare",
                )


def _reached(walk: Walk, families: dict[str, list[int]], names: int) -> dict[str, int]:
    """Paths that have any name of each family."""
    if not families:
        return {}
    family_of = np.full(names, -1)
    for number, members in enumerate(families.values()):
        family_of[members] = number
    told = walk.told_as(family_of, len(families))
    counts = np.bincount(told.act[told.first_touches()], minlength=len(families))
    return {prefix: int(count) for prefix, count in zip(families, counts, strict=True)}


def _even_families(walk: Walk, names: Sequence[str], group: Ints, why: dict[int, str]) -> None:
    """Names with the same first word that stand at the same place and follow each other as often one way as the other."""
    looked, told = _most_frequent(walk, names, group)
    place, follows = portrait(told).place, told.successions()
    for i, a in enumerate(looked):
        for j, b in enumerate(looked[:i]):
            if group[a] == group[b] or not _same_verb(names[a], names[b]):
                continue
            one, other = sorted((int(follows[i, j]), int(follows[j, i])))
            if abs(place[i] - place[j]) <= NEAR_PLACES and other >= 10 and one >= EVENLY * other:
                reason = f"same first word, and they follow each other either way ({one:,} and {other:,} times)"
                _join(group, [b, a], why, reason)


def _most_frequent(walk: Walk, names: Sequence[str], group: Ints) -> tuple[list[int], Walk]:
    paths = portrait(walk).paths
    alone = [n for n in np.argsort(-paths, kind="stable")[:LOOKED_AT] if group[n] == n and paths[n]]
    looked = [int(n) for n in alone if not tells_leaving(names[n]) and not is_asset(names[n])]
    act_of = np.full(len(names), -1)
    act_of[looked] = np.arange(len(looked))
    return looked, walk.told_as(act_of, max(len(looked), 1))


def _same_verb(one: str, other: str) -> bool:
    a, b = tokens(one), tokens(other)
    return len(a) > 1 and len(b) > 1 and a[0].lower() == b[0].lower() and a[0].lower() not in LOOKS


def _synonyms(walk: Walk, names: Sequence[str], group: Ints, why: dict[int, str]) -> None:
    """Two names alike in writing of which the second follows the first at once, and hardly ever stands elsewhere."""
    looked, told = _most_frequent(walk, names, group)
    if len(looked) < 2:
        return
    events, follows = np.bincount(told.act, minlength=told.kinds), told.successions()
    for i, j in np.argwhere(follows >= np.maximum(TOGETHER * np.maximum.outer(events, events), 2)):
        a, b = looked[i], looked[j]
        if i != j and group[a] != group[b] and alike(names[a], names[b]) and _gap(told, i, j) <= AT_ONCE:
            _join(group, [a, b], why, f"{names[b]!r} follows {names[a]!r} at once, {follows[i, j]:,} times")


def _gap(told: Walk, a: int, b: int) -> float:
    here = np.flatnonzero((told.act[:-1] == a) & (told.act[1:] == b) & ~told.firsts[1:])
    return float(np.median(told.at[here + 1] - told.at[here])) if len(here) else 0.0


def _named(walk: Walk, names: Sequence[str], group: Ints, why: dict[int, str]) -> tuple[list[Act], Ints]:
    numbers, group_of = np.unique(group, return_inverse=True)
    told = walk.told_as(group_of, len(numbers))
    paths = np.bincount(told.act[told.first_touches()], minlength=len(numbers))
    order = [int(n) for n in np.argsort(-paths, kind="stable") if paths[n] and not _is_asset(names, numbers[n], why)]
    kept = order[:LOOKED_AT] + [n for n in order[LOOKED_AT:] if tells_leaving(names[int(numbers[n])])]
    events = np.bincount(walk.act, minlength=len(names))
    members: dict[int, list[int]] = {}
    for name, number in enumerate(group_of):
        members.setdefault(int(number), []).append(name)
    found: list[Act] = []
    act_of = np.full(len(names), -1)
    for n in kept:
        act, covered = _act(names, sorted(members[n], key=lambda m: -events[m]), why.get(int(numbers[n]), ""))
        act_of[covered] = len(found)
        found.append(act)
    return found, act_of


def _is_asset(names: Sequence[str], number: int, why: dict[int, str]) -> bool:
    return int(number) not in why and is_asset(names[int(number)])


def _act(names: Sequence[str], members: list[int], why: str) -> tuple[Act, list[int]]:
    """The act of these names, and the names that its selector lets through: all, but for rare ones where it would be too long."""
    events = tuple(names[m] for m in members)
    if len(members) == 1:
        return Act(events, (exact(events[0]),), why), members
    beside = sorted(set(names) - set(events))
    sorted_events = sorted(events)
    patterns: dict[str, list[int]] = {}
    for m in members:
        patterns.setdefault(_pattern(names[m], sorted_events, beside), []).append(m)
    kept = list(patterns)[:MOST_LISTED]
    covered = [m for pattern in kept for m in patterns[pattern]]
    return Act(tuple(names[m] for m in covered), tuple(kept), why), covered


def _pattern(name: str, events: Sequence[str], beside: Sequence[str]) -> str:
    """The widest glob of a beginning of this name that lets through several of these names and none beside them; else the name.

    Both lists are sorted.
    """
    for cut in reversed(prefixes(name)):
        if not _beginning_with(cut, beside):
            return exact(cut) + "*" if _beginning_with(cut, events) > 1 else exact(name)
    return exact(name)


def _beginning_with(cut: str, names: Sequence[str]) -> int:
    """How many of sorted names have this beginning."""
    return bisect_left(names, cut + "\U0010ffff") - bisect_left(names, cut)


def exact(name: str) -> str:
    """The pattern that matches this name; the signs of a glob are taken as they are."""
    if any(sign in name for sign in "*?["):
        return "".join(f"[{sign}]" if sign in "*?[" else sign for sign in name)
    return name
