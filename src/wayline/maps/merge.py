"""Two edits of one map joined: what each side changed since the base, and conflicts as values where both changed the same."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any, Literal

from wayline.maps.address import Part, address, key_part, name_of
from wayline.maps.change import Change
from wayline.maps.diff import diff
from wayline.maps.homes import Held, Home, Name, held_items
from wayline.maps.matching import canonical, identity, pairs
from wayline.maps.merge_order import Token, merged_order
from wayline.maps.plain import same, thaw

Reason = Literal["changed", "added", "removed", "moved", "order"]
Path = tuple[Any, ...]  # keys and tokens
_Clash = tuple[Path, Reason, Any, Any, Any]  # a conflict before its address in the document is known


class Absent(Enum):
    """The value of what is not there."""

    ABSENT = "absent"


ABSENT = Absent.ABSENT


@dataclass(frozen=True, slots=True)
class Conflict:
    """Something that both sides changed, each in another way. The merged document holds `ours`; `at` is its address there.

    Reasons: `changed` (both set it), `added` (both added it), `removed` (one removed what the other changed), `moved` (to two
    stages), `order` (within a list). `base`, `ours` and `theirs` are ABSENT where the thing is not there. Of a thing moved to
    two stages they are the addresses of the lists that hold it.
    """

    at: tuple[Part, ...]
    reason: Reason
    base: Any
    ours: Any
    theirs: Any

    def plain(self) -> dict[str, Any]:
        """The conflict as JSON-ready data; a side on which the thing is not there is left out."""
        sides = {"base": self.base, "ours": self.ours, "theirs": self.theirs}
        held = {name: thaw(value) for name, value in sides.items() if value is not ABSENT}
        return {"at": [thaw(part) for part in self.at], "reason": self.reason, **held}


@dataclass(frozen=True, slots=True)
class Merged:
    """The joined document, and what a person must settle. `changes` make ours the document."""

    document: Any
    conflicts: tuple[Conflict, ...]
    changes: tuple[Change, ...]

    @property
    def is_clean(self) -> bool:
        return not self.conflicts


def merge(base: Any, ours: Any, theirs: Any) -> Merged:
    """What both sides changed since `base`, in one document. Where they conflict, ours holds and a Conflict says so.

    The sides may be swapped: without conflicts the document is the same.

    >>> merge({"title": "a", "grade": "quick"}, {"title": "b", "grade": "quick"}, {"title": "a"}).document
    {'title': 'b'}
    """
    joining = _Joining(base, ours, theirs)
    document = joining.slot((), base, ours, theirs)
    found = [*joining.clashes, *joining.lost(document)]
    conflicts = tuple(Conflict(joining.address(path, document), *rest) for path, *rest in found)
    return Merged(document, conflicts, diff(ours, document))


class _Joining:
    """One merge: the clashes found so far, and where things that change their stage are at home."""

    def __init__(self, base: Any, ours: Any, theirs: Any) -> None:
        self.clashes: list[_Clash] = []
        self.orders: dict[Path, list[Token]] = {}
        self.names: dict[Path, Part] = {}
        self.held = tuple(held_items(side) for side in (base, ours, theirs))
        self.homes: dict[Name, Home | None] = {}
        for name in dict.fromkeys(name for side in self.held for name in side):
            there = tuple(side.get(name) for side in self.held)
            if len({one.home for one in there if one is not None}) > 1:
                self.homes[name] = self._home(name, *there)
        homes = [one.home for name in self.homes for side in self.held if (one := side.get(name))]
        self.busy = {_path(home)[:depth] for home in homes for depth in range(4)}

    def _home(self, name: Name, base: Held | None, ours: Held | None, theirs: Held | None) -> Home | None:
        was, here, there = (one.home if one else None for one in (base, ours, theirs))
        if there in (here, was):
            return here
        if here == was:
            return there
        at = (*_path(here or there or ()), ("#", name[1]))
        if here is None or there is None:
            self._conflict(at, "removed", *(one.value if one else ABSENT for one in (base, ours, theirs)))
        else:
            self._conflict(at, "moved", *(list(home) if home else ABSENT for home in (was, here, there)))
        return here

    def _conflict(self, at: Path, reason: Reason, base: Any, ours: Any, theirs: Any) -> None:
        self.clashes.append((at, reason, base, ours, theirs))

    # -- values --------------------------------------------------------------------------------------------------------

    def slot(self, at: Path, base: Any, ours: Any, theirs: Any) -> Any:
        """What stands at a place where each side may have something or nothing."""
        if ours is not ABSENT and theirs is not ABSENT:
            return self._value(at, base, ours, theirs)
        kept = theirs if ours is ABSENT else ours
        if kept is ABSENT:
            return ABSENT
        if base is ABSENT:
            return self._one_sided(at, kept)
        if same(self._stays(at, base), self._stays(at, kept)):
            return ABSENT
        self._conflict(at, "removed", base, ours, theirs)
        return ABSENT if ours is ABSENT else self._one_sided(at, ours)

    def _one_sided(self, at: Path, value: Any) -> Any:
        return self._value(at, value, value, value) if at in self.busy else value

    def _stays(self, at: Path, value: Any) -> Any:
        """A stage, or one of its lists, without what is at home in another stage."""
        if at not in self.busy or len(at) < 2:
            return value
        if isinstance(value, Mapping):
            return {key: self._stays((*at, key), item) for key, item in value.items()}
        if not isinstance(value, list) or len(at) != 3:
            return value
        return [
            item for item in value if self.homes.get((key_part(at[2]), str(identity(item))), _home(at)) == _home(at)
        ]

    def _value(self, at: Path, base: Any, ours: Any, theirs: Any) -> Any:
        if at not in self.busy:
            if same(ours, theirs) or same(base, theirs):
                return ours
            if same(base, ours):
                return theirs
        if isinstance(ours, Mapping) and isinstance(theirs, Mapping) and (base is ABSENT or isinstance(base, Mapping)):
            return self._mapping(at, {} if base is ABSENT else base, ours, theirs)
        if isinstance(ours, list) and isinstance(theirs, list) and not self._rewritten(base, ours, theirs):
            return self._list(at, _as_list(base), ours, theirs)
        self._conflict(at, "added" if base is ABSENT else "changed", base, ours, theirs)
        return ours

    def _mapping(self, at: Path, base: Any, ours: Any, theirs: Any) -> dict[str, Any]:
        found = {}
        for key in _all_keys(ours, theirs):
            value = self.slot((*at, key), *(side.get(key, ABSENT) for side in (base, ours, theirs)))
            if value is not ABSENT:
                found[key] = value
        return found

    @staticmethod
    def _rewritten(base: Any, ours: list[Any], theirs: list[Any]) -> bool:
        """Whether both sides put something else in the place of the same words or numbers."""
        sides = [_as_list(base), ours, theirs]
        if any(isinstance(item, Mapping | list) for side in sides for item in side):
            return False
        was, here, there = (Counter(canonical(item) for item in side) for side in sides)
        gone = (was - here) & (was - there)
        return bool(gone) and here != there and bool(here - was) and bool(there - was)

    # -- lists ---------------------------------------------------------------------------------------------------------

    def _list(self, at: Path, base: list[Any], ours: list[Any], theirs: list[Any]) -> list[Any]:
        sides = _tokens(base, ours, theirs)
        found: dict[Token, Any] = {}
        for token in dict.fromkeys(token for side in sides for token in side):
            self.names[*at, token] = _name(token, ((ours, sides[1]), (theirs, sides[2]), (base, sides[0])))
            value = self._item(at, token, *(side.get(token, ABSENT) for side in sides))
            if value is not ABSENT:
                found[token] = value
        order = merged_order(list(sides[0]), list(sides[1]), list(sides[2]), set(found))
        if order.disputed:
            self._conflict(at, "order", base, ours, theirs)
        self.orders[at] = list(order.tokens)
        return [found[token] for token in order.tokens]

    def _item(self, at: Path, token: Token, base: Any, ours: Any, theirs: Any) -> Any:
        name = (key_part(at[2]), str(token[1])) if len(at) == 3 and token[0] == "#" else None
        if name is None or name not in self.homes:
            return self.slot((*at, token), base, ours, theirs)
        if self.homes[name] != _home(at):
            return ABSENT
        was, here, there = (side[name].value if name in side else ABSENT for side in self.held)
        if here is ABSENT or there is ABSENT:
            return there if here is ABSENT else here
        return self._value((*at, token), was, here, there)

    # -- places --------------------------------------------------------------------------------------------------------

    def lost(self, document: Any) -> Iterator[_Clash]:
        """What changed its stage while the other side removed the stage it went to."""
        standing = held_items(document)
        for name, home in self.homes.items():
            if home is not None and name not in standing:
                was, here, there = (side[name].value if name in side else ABSENT for side in self.held)
                yield (*_path(home), ("#", name[1])), "removed", was, here, there

    def address(self, path: Path, document: Any) -> tuple[Part, ...]:
        """Keys and tokens as an address of the document; what is not there keeps the name it has where it is."""
        place: list[str | int] = []
        for depth, step in enumerate(path):
            order = self.orders.get(path[:depth], [])
            if isinstance(step, str):
                place.append(step)
            elif step in order:
                place.append(order.index(step))
            if len(place) <= depth or not _is_there(document, place):
                known = address(document, place[:depth])
                return (*known, *(self._named(path[: n + 1]) for n in range(depth, len(path))))
        return address(document, place)

    def _named(self, path: Path) -> Part:
        last = path[-1]
        if isinstance(last, str):
            return key_part(last)
        return f"#{last[1]}" if last[0] == "#" else self.names[path]


def _path(home: Home) -> Path:
    """The address of a list in a stage as keys and tokens."""
    return tuple(("#", str(part)[1:]) if depth == 1 else _key(str(part)) for depth, part in enumerate(home))


def _key(part: str) -> str:
    return part[1:] if part.startswith("##") else part


def _home(at: Path) -> Home:
    """Keys and tokens of a list in a stage as its address."""
    return (key_part(at[0]), f"#{at[1][1]}", key_part(at[2]))


def _is_there(document: Any, place: Sequence[str | int]) -> bool:
    """Whether keys and indexes lead to something; each index is known to be in its list."""
    for step in place:
        if isinstance(step, str) and not (isinstance(document, Mapping) and step in document):
            return False
        document = document[step]
    return True


def _as_list(base: Any) -> list[Any]:
    """A base that the sides made a list of: nothing, or the one value that stood for it."""
    if isinstance(base, list):
        return base
    return [] if base is ABSENT or base is None else [base]


def _all_keys(ours: Mapping[str, Any], theirs: Mapping[str, Any]) -> list[str]:
    """The keys of both, those of theirs behind the key that they follow there."""
    keys, place = list(ours), 0
    for key in theirs:
        if key not in ours:
            keys.insert(place, key)
        place = keys.index(key) + 1
    return keys


def _tokens(base: list[Any], ours: list[Any], theirs: list[Any]) -> tuple[dict[Token, Any], ...]:
    """Each side as token → item, in its order; the same thing has one token in all three."""
    known = _own_tokens(base, {})
    sides = [known]
    names = list(known)
    for side in (ours, theirs):
        paired = {there: names[here] for here, there in pairs(base, side)}
        sides.append(_own_tokens(side, paired))
    return tuple(sides)


def _own_tokens(items: list[Any], paired: dict[int, Token]) -> dict[Token, Any]:
    found: dict[Token, Any] = {}
    taken = set(paired.values())
    ids = Counter(identity(item) for item in items)
    for place, item in enumerate(items):
        token = paired.get(place)
        if token is None:
            own = identity(item)
            token = ("#", own) if own is not None and ids[own] == 1 else ("+", canonical(item))
            while token in taken or token in found:
                token = (*token, "again")
        found[token] = item
    return found


def _name(token: Token, sides: Sequence[tuple[list[Any], dict[Token, Any]]]) -> Part:
    """What an item is called on the first side that has it."""
    items, tokens = next((items, tokens) for items, tokens in sides if token in tokens)
    return name_of(items, list(tokens).index(token))
