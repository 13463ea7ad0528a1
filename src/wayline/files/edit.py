"""Changes written into the text of a map or persona file: every byte that a change does not concern stays as it is.

The file belongs to the person who wrote it: comments, order, quotes, anchors and line breaks are theirs. An edit is tried
in the style of its surroundings, read again, and kept only if the text then says what the change says.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from wayline.documents import read_documents
from wayline.errors import EditError, ProductError
from wayline.files.splice import (
    Piece,
    Splice,
    Spot,
    add_splices,
    layout_of,
    moved_piece,
    remove_splices,
    set_splices,
    spliced,
    value_piece,
)
from wayline.files.yaml_spans import Node, spans
from wayline.files.yaml_text import Layout
from wayline.maps.address import Place, locate, part_key, spoken, value_at
from wayline.maps.apply import apply, insert_index
from wayline.maps.change import Change
from wayline.maps.plain import same, thaw

_BOM = "\ufeff"


def edit(text: str, changes: Iterable[Change]) -> str:
    """The text after every change, in order; without changes the very same text.

    Raises ChangeError where a change does not fit what the text says, InputError where the text is no valid YAML, and
    EditError where a change cannot be written without touching something else, such as a value that an alias shares.

    >>> edit("title: Trial  # draft\\n", [Change("set", ("title",), value="My trial", was="Trial")])
    'title: My trial  # draft\\n'
    """
    mark = _BOM if text.startswith(_BOM) else ""
    body, data = text.removeprefix(_BOM), None
    for change in changes:
        data = _data(body) if data is None else data
        body, data = _edited(body, data, change)
    return mark + body


def _edited(text: str, data: Any, change: Change) -> tuple[str, Any]:
    """The text after one change, and what it says."""
    after = apply(data, change)
    for literal in (True, False):
        for candidate in _CANDIDATES[change.op](text, data, after, change, literal):
            if _says(candidate, after):
                return candidate, after
    hint = "The text shares a value between places (& and *), or no edit can follow its layout; change it by hand."
    raise EditError(
        f"'{change.op}' of {spoken(change.at)} cannot be written without touching other parts of the file", hint=hint
    )


def _data(text: str) -> Any:
    documents = read_documents(text)
    if len(documents) != 1:
        raise EditError(f"the text holds {len(documents)} YAML documents; expected one")
    return documents[0].data


def _says(text: str, data: Any) -> bool:
    try:
        return same(_data(text), data)
    except ProductError:
        return False


class _Text:
    """A text with its spans, and the spots that addresses lead to."""

    def __init__(self, text: str, data: Any, *, literal: bool) -> None:
        self.text = text
        self.data = data
        self.root = spans(text)
        self.layout: Layout = layout_of(text, self.root, literal=literal)

    def spot(self, place: Sequence[str | int]) -> tuple[Spot, int]:
        """The spot at a place and how many steps lead to it: fewer than asked for where an alias stands on the way."""
        spot = Spot(self.root)
        for depth, step in enumerate(place):
            if spot.node.kind == "alias":
                return spot, depth
            spot = self._inside(spot.node, step)
        return spot, len(place)

    def _inside(self, node: Node, step: str | int) -> Spot:
        entry = node.entries[step] if isinstance(step, int) else next(e for e in node.entries if e.key == step)
        return Spot(entry.value, entry, node)

    def with_splices(self, splices: list[Splice]) -> str:
        return spliced(self.text, splices)

    def set(self, place: Sequence[str | int], value: Any) -> str:
        spot, _ = self.spot(place)
        return self.with_splices(set_splices(self.text, spot, value, self.layout))


def _set(text: str, data: Any, after: Any, change: Change, literal: bool) -> Iterator[str]:
    here = _Text(text, data, literal=literal)
    yield _set_at(here, locate(data, change.at), after)


def _set_at(here: _Text, place: Place, after: Any) -> str:
    """What stands at the place, or the alias on the way to it, gives way to what the document then holds there."""
    _, depth = here.spot(place)
    return here.set(place[:depth], value_at(after, place[:depth]))


def _add(text: str, data: Any, after: Any, change: Change, literal: bool) -> Iterator[str]:
    here = _Text(text, data, literal=literal)
    yield _put(here, change, after, lambda spot, key: _new_piece(here, spot, key, thaw(change.value)))


def _new_piece(here: _Text, spot: Spot, key: str | None, value: Any) -> Piece:
    return value_piece(key, value, spot.node.entries, here.layout, spot.key)


def _put(here: _Text, change: Change, after: Any, piece: Callable[[Spot, str | None], Piece]) -> str:
    """The text with an entry put where an add, or the second half of a move, says."""
    at = change.to if change.op == "move" else change.at
    place = locate(here.data, at[:-1])
    spot, depth = here.spot(place)
    if depth < len(place) or spot.node.kind == "alias":
        return here.set(place[:depth], value_at(after, place[:depth]))
    key, index = _position(value_at(here.data, place), at, change)
    return here.with_splices(add_splices(here.text, spot, index, piece(spot, key), here.layout))


def _position(container: Any, at: Sequence[Any], change: Change) -> tuple[str | None, int]:
    if not isinstance(container, Mapping):
        return None, insert_index(container, at, change.before)
    keys = list(container)
    index = len(keys) if change.before is None else keys.index(part_key(str(change.before)))
    return part_key(at[-1]), index


def _remove(text: str, data: Any, after: Any, change: Change, literal: bool) -> Iterator[str]:
    here = _Text(text, data, literal=literal)
    for keep_break in (False, True):
        yield _without(here, locate(data, change.at), after, keep_break=keep_break)


def _without(here: _Text, place: Place, after: Any, *, keep_break: bool = False) -> str:
    spot, depth = here.spot(place[:-1])
    if depth < len(place) - 1 or spot.node.kind == "alias":
        return here.set(place[:depth], value_at(after, place[:depth]))
    index = list(value_at(here.data, place[:-1])).index(place[-1]) if isinstance(place[-1], str) else place[-1]
    return here.with_splices(remove_splices(here.text, spot, index, here.layout, keep_break=keep_break))


def _move(text: str, data: Any, after: Any, change: Change, literal: bool) -> Iterator[str]:
    here = _Text(text, data, literal=literal)
    place = locate(data, change.at)
    value = value_at(data, place)
    taken = apply(data, Change("remove", change.at, was=value))
    rest = _without(here, place, taken)
    if not _says(rest, taken):
        return
    there = _Text(rest, taken, literal=literal)
    spot, depth = here.spot(place)
    if spot.parent is not None and spot.entry is not None and depth == len(place):
        parent, entry = spot.parent, spot.entry
        yield _put(there, change, after, lambda _, key: moved_piece(text, parent, entry, key))
    yield _put(there, change, after, lambda target, key: _new_piece(there, target, key, value))


_CANDIDATES: dict[str, Callable[[str, Any, Any, Change, bool], Iterator[str]]] = {
    "set": _set,
    "add": _add,
    "remove": _remove,
    "move": _move,
}
