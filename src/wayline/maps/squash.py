"""Fewer changes that do the same: what a person keeps of a minute of typing and dragging."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from wayline.maps.address import Part
from wayline.maps.apply import apply
from wayline.maps.change import Change
from wayline.maps.plain import same
from wayline.maps.reverse import named_after, reverse

Folded = tuple[Change, ...] | None


def squash(changes: Iterable[Change]) -> tuple[Change, ...]:
    """The changes with neighbours folded where two say the same as one; applying them gives an equal document.

    >>> squash([Change("set", ("title",), "b", "a"), Change("set", ("title",), "c", "b")])[0].plain()
    {'op': 'set', 'at': ['title'], 'value': 'c', 'was': 'a'}
    """
    kept: list[Change] = []
    for change in changes:
        _take(kept, change)
    return tuple(kept)


def _take(kept: list[Change], change: Change) -> None:
    """Appends one change, folding it with the last ones as long as they fold."""
    pending: tuple[Change, ...] = _worth(change)
    while pending and kept:
        folded = _fold(kept[-1], pending[0])
        if folded is None:
            break
        kept.pop()
        pending = folded
    kept.extend(pending)


def _worth(change: Change) -> tuple[Change, ...]:
    idle = change.op == "set" and same(change.value, change.was)
    return () if idle else (change,)


def _fold(first: Change, then: Change) -> Folded:
    """One change, or none, in place of two neighbours; None where they stay two."""
    for rule in (_same_target, _inside_the_new, _inside_the_old, _moved_twice):
        folded = rule(first, then)
        if folded is not None:
            return folded
    return None


def _target(change: Change) -> tuple[Part, ...]:
    """Where the target of a change stands after it."""
    if change.op == "move":
        return change.to
    return named_after(change) if change.op == "set" else change.at


def _same_target(first: Change, then: Change) -> Folded:
    if first.op not in ("add", "set") or then.at != _target(first):
        return None
    if then.op == "set":
        at = named_after(then) if first.op == "add" else first.at
        return _worth(replace(first, at=at, value=then.value))
    if then.op == "remove":
        return () if first.op == "add" else (replace(then, at=first.at, was=first.was),)
    if then.op == "move" and first.op == "add":
        return (replace(first, at=then.to, before=then.before),)
    return None


def _inside_the_new(first: Change, then: Change) -> Folded:
    """An edit inside what the first change brought is part of what it brought."""
    top = _target(first)
    if first.op not in ("add", "set") or not _is_below(then, top):
        return None
    value = apply(first.value, _relative(then, len(top)))
    folded = replace(first, value=value)
    if first.op == "add":
        folded = replace(folded, at=named_after(replace(folded, op="set", at=top)))
    return _worth(folded) if _keeps_name(first, folded) else None


def _keeps_name(first: Change, folded: Change) -> bool:
    """Keys that name an item without an id must not change, since their occurrence would."""
    part = _target(first)[-1] if _target(first) else ""
    return isinstance(part, str | int) or _target(folded)[-1] == part


def _inside_the_old(first: Change, then: Change) -> Folded:
    """An edit inside what the second change takes away was for nothing."""
    back = reverse(first)
    top = then.at
    if then.op not in ("remove", "set") or first.op == "move" or not _is_below(back, top):
        return None
    was = apply(then.was, _relative(back, len(top)))
    return _worth(replace(then, at=first.at[: len(top)], was=was))


def _moved_twice(first: Change, then: Change) -> Folded:
    if first.op != "move" or then.at != first.to:
        return None
    if then.op == "move":
        return (replace(first, to=then.to, before=then.before),)
    if then.op == "remove":
        return (replace(then, at=first.at, before=first.was_before),)
    return None


def _is_below(change: Change, top: Sequence[Part]) -> bool:
    addresses = (change.at, change.to) if change.op == "move" else (change.at,)
    return all(len(at) > len(top) and at[: len(top)] == tuple(top) for at in addresses)


def _relative(change: Change, depth: int) -> Change:
    return replace(change, at=change.at[depth:], to=change.to[depth:])
