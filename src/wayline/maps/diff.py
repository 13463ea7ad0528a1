"""What makes one version of a map the other, as changes: by id and by meaning, not by line."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from wayline.errors import ChangeError
from wayline.maps.address import Part, key_part, name_of
from wayline.maps.apply import apply, apply_all
from wayline.maps.change import Change
from wayline.maps.homes import Held, Home, Name, held_items, list_at
from wayline.maps.matching import Pair, identity, longest_in_order, pairs
from wayline.maps.plain import same
from wayline.maps.record import adding, moving, removing

_NAMING = frozenset({"id", "lane", "step", "stage", "from", "to"})
_MOST_NAMED = 100_000  # items times changes; in a longer list, items are addressed by position


def diff(before: Any, after: Any) -> tuple[Change, ...]:
    """The changes that, applied in order, make `before` say what `after` says. The order of keys is no difference.

    Things keep their identity: what has an id is changed in place or moved, also into another stage; cards without ids
    are known by what they say and where they stand. Equal documents give no change.

    >>> [change.plain() for change in diff({"title": "Trial"}, {"title": "My trial"})]
    [{'op': 'set', 'at': ['title'], 'value': 'My trial', 'was': 'Trial'}]
    """
    for way in (_with_moves, _in_place):
        try:
            changes = way(before, after)
            if same(apply_all(before, changes), after):
                return changes
        except ChangeError:  # a name that leads elsewhere once something else has changed; the next way asks for fewer
            continue
    return (Change("set", (), value=after, was=before),)


def _in_place(before: Any, after: Any) -> tuple[Change, ...]:
    return tuple(_differences(before, after))


def _with_moves(before: Any, after: Any) -> tuple[Change, ...]:
    """First the moves between stages, with the new stages that they need; then what differs in place."""
    changes: list[Change] = []
    current = before
    for change in _moves_home(before, after):
        current = apply(current, change)
        changes.append(change)
    return (*changes, *_differences(current, after))


# -- moves between stages ----------------------------------------------------------------------------------------------


def _moves_home(before: Any, after: Any) -> Iterator[Change]:
    old, new = held_items(before), held_items(after)
    movers = [name for name in new if name in old and old[name].home != new[name].home]
    current = before
    for change in _rooms(before, after, {new[name].home for name in movers}, set(old) & set(new)):
        current = apply(current, change)
        yield change
    for name in movers:
        change = _move_home(current, name, old[name], new[name].home, after)
        current = apply(current, change)
        yield change


def _rooms(before: Any, after: Any, homes: Iterable[Home], known: set[Name]) -> Iterator[Change]:
    """The lists that movers go to, where `before` has none: empty ones, in a new stage if need be."""
    current = before
    for home in sorted(homes, key=str):
        if isinstance(_there(current, home), list):
            continue
        holder, bare = _there(current, home[:-1]), _bare(list_holder(after, home), known)
        change = (
            adding(current, home, [])
            if isinstance(holder, Mapping)
            else adding(current, home[:-1], bare, _follower(_there(current, home[:1]), list_at(after, home[:1]), bare))
        )
        current = apply(current, change)
        yield change


def list_holder(data: Any, home: Home) -> Any:
    """The stage that holds the list."""
    return next(item for item in list_at(data, home[:1]) if identity(item) == str(home[1])[1:])


def _there(data: Any, home: Home) -> Any:
    try:
        return list_holder(data, home)[home[2]] if len(home) == 3 else _shorter(data, home)
    except (StopIteration, KeyError, ChangeError, AssertionError):
        return None


def _shorter(data: Any, home: Home) -> Any:
    return list_at(data, home) if len(home) == 1 else list_holder(data, home)


def _bare(holder: Mapping[str, Any], known: set[Name]) -> dict[str, Any]:
    """A new stage without what moves into it."""
    return {
        key: [item for item in value if (key, identity(item)) not in known] if isinstance(value, list) else value
        for key, value in holder.items()
    }


def _follower(items: Any, wanted: Sequence[Any], item: Any) -> Part | None:
    """The name of what will stand behind an item: the first of its later neighbours that is there already."""
    there = {identity(one) for one in items or ()} - {None}
    place = [identity(one) for one in wanted].index(identity(item))
    return next((f"#{identity(one)}" for one in wanted[place + 1 :] if identity(one) in there), None)


def _move_home(current: Any, name: Name, held: Held, home: Home, after: Any) -> Change:
    part = f"#{name[1]}"
    items = [item for item in list_at(current, home) if identity(item) != name[1]]
    return moving(current, (*held.home, part), (*home, part), _follower(items, list_at(after, home), held.value))


# -- in place ----------------------------------------------------------------------------------------------------------


def _differences(before: Any, after: Any) -> Iterator[Change]:
    """Changes below this value; its own place is the caller's."""
    if same(before, after):
        return
    if (
        isinstance(before, Mapping)
        and isinstance(after, Mapping)
        and (before.keys() & after.keys() or not before or not after)
    ):
        yield from _of_mappings(before, after)
    elif (
        isinstance(before, list)
        and isinstance(after, list)
        and ((row := _List(before, after)).paired or not before or not after)
    ):
        yield from row.changes()
    else:
        yield Change("set", (), value=after, was=before)


def below(at: Sequence[Part], changes: Iterable[Change]) -> tuple[Change, ...]:
    """The changes of something as changes of the document that holds it at an address."""
    return tuple(
        replace(change, at=(*at, *change.at), to=(*at, *change.to) if change.op == "move" else ()) for change in changes
    )


def _of_mappings(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Change]:
    current = dict(before)
    for key in [key for key in before if key not in after]:
        yield removing(current, (key_part(key),))
        del current[key]
    for key in after:
        if key in before:
            yield from below((key_part(key),), _differences(before[key], after[key]))
    wanted = list(after)
    for place, key in enumerate(wanted):
        if key not in current:
            behind = next((key_part(later) for later in wanted[place + 1 :] if later in current), None)
            change = adding(current, (key_part(key),), after[key], behind)
            yield change
            current = apply(current, change)


class _List:
    """Two versions of a list; `current` is what the changes so far have made of the first."""

    def __init__(self, before: list[Any], after: list[Any]) -> None:
        self.after = after
        self.paired: list[Pair] = pairs(before, after)
        self.current = list(before)
        self.targets: list[int | None] = [None] * len(before)  # where each item of `current` stands in `after`
        for here, there in self.paired:
            self.targets[here] = there
        self.named = len(before) * self._changes() <= _MOST_NAMED

    def _changes(self) -> int:
        """About how many changes there will be."""
        alone = len(self.current) + len(self.after) - 2 * len(self.paired)
        inside = sum(not same(self.current[here], self.after[there]) for here, there in self.paired)
        moved = len(self.paired) - len(longest_in_order([there for _, there in self.paired]))
        return alone + inside + moved

    def changes(self) -> Iterator[Change]:
        yield from self._inside(_without_names)
        yield from self._inside(_whole)
        yield from self._removals()
        yield from self._moves()
        yield from self._additions()

    def _inside(self, aimed: Callable[[Any, Any], Any]) -> Iterator[Change]:
        """What differs within the items. Names come last, for they are what items are addressed by."""
        for here, there in self.paired:
            now = self.current[here]
            aim = aimed(now, self.after[there])
            if not same(now, aim):
                yield from below((self._part(here, aim),), _differences(now, aim))
                self.current[here] = aim

    def _part(self, here: int, aim: Any) -> Part:
        """What the item is called; its position where the change takes that name away."""
        if not self.named:
            return here
        part = name_of(self.current, here)
        renamed = isinstance(part, Mapping) and not same(_names(self.current[here]), _names(aim))
        return here if renamed or (isinstance(part, str) and f"#{identity(aim)}" != part) else part

    def _removals(self) -> Iterator[Change]:
        for here in reversed(range(len(self.current))):
            if self.targets[here] is None:
                yield self._removal(here)
                del self.current[here], self.targets[here]

    def _removal(self, here: int) -> Change:
        if self.named:
            return removing(self.current, (name_of(self.current, here),))
        return Change("remove", (here,), was=self.current[here])

    def _moves(self) -> Iterator[Change]:
        order = [target for target in self.targets if target is not None]
        kept = longest_in_order(order)
        settled = {order[place] for place in kept}
        for target in sorted(set(order) - settled):
            here = self.targets.index(target)
            item = self.current[here]
            self._take(here)
            place = self._place(target, settled)
            yield self._move(item, here, place)
            self._put(place, item, target)
            settled.add(target)

    def _move(self, item: Any, here: int, place: int) -> Change:
        rest = self.current
        if not self.named:
            return Change("move", (here,), to=(place,))
        whole = [*rest[:here], item, *rest[here:]]
        to = name_of([*rest[:place], item, *rest[place:]], place)
        behind = name_of(rest, place) if place < len(rest) and not isinstance(to, int) else None
        return moving(whole, (name_of(whole, here),), (to,), behind)

    def _place(self, target: int, settled: set[int]) -> int:
        """Right behind the last settled item that comes before the target."""
        earlier = [
            n for n, there in enumerate(self.targets) if there is not None and there in settled and there < target
        ]
        return earlier[-1] + 1 if earlier else 0

    def _additions(self) -> Iterator[Change]:
        known = {there for _, there in self.paired}
        for place, item in enumerate(self.after):
            if place not in known:
                yield self._addition(item, place)
                self._put(place, item, place)

    def _addition(self, item: Any, place: int) -> Change:
        rest = self.current
        grown = [*rest[:place], item, *rest[place:]]
        part = name_of(grown, place) if self.named else place
        behind = name_of(rest, place) if place < len(rest) and not isinstance(part, int) else None
        return Change("add", (part,), value=item, before=behind)

    def _take(self, here: int) -> None:
        del self.current[here], self.targets[here]

    def _put(self, place: int, item: Any, target: int) -> None:
        self.current.insert(place, item)
        self.targets.insert(place, target)


def _without_names(now: Any, target: Any) -> Any:
    """The target as far as the item keeps what it is called."""
    if not isinstance(now, Mapping) or not isinstance(target, Mapping):
        return target
    return {key: value for key, value in target.items() if key not in _NAMING} | _names(now)


def _whole(_: Any, target: Any) -> Any:
    return target


def _names(item: Any) -> dict[str, Any]:
    return {key: value for key, value in item.items() if key in _NAMING} if isinstance(item, Mapping) else {}
