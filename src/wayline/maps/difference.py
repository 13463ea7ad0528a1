"""What differs between two versions of a map, in sentences that a person reads: by meaning, not by line."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from wayline.maps.elements import KINDS, Element, Elements, Kind
from wayline.maps.matching import longest_in_order, pairs
from wayline.maps.plain import same, thaw
from wayline.maps.wording import around_the_difference, label, quoted, signed, words

Mark = Literal["added", "removed", "changed", "moved"]
_CELL = ("lane", "step", "stage", "until")
_TEXTS = frozenset({"title", "text", "word", "goal", "description", "says", "why", "alt"})
_IN_ORDER: tuple[Kind, ...] = ("stage", "step", "lane")  # kinds whose order is seen on the map


@dataclass(frozen=True, slots=True)
class Sentence:
    """One difference. `id` is empty for what has none; then `was_place` and `now_place` say where it stands in its list, from 0.

    `key` is the key of the file that changed, empty where the element itself was added, removed or moved. `was` and `now`
    are its values, null where it is not there; of a move they are the ids of the stages.
    """

    text: str
    mark: Mark
    kind: Kind
    id: str = ""
    key: str = ""
    was: Any = None
    now: Any = None
    was_place: int | None = None
    now_place: int | None = None

    def plain(self) -> dict[str, Any]:
        """The sentence as JSON-ready data."""
        return {
            "text": self.text,
            "mark": self.mark,
            "kind": self.kind,
            "id": self.id,
            "key": self.key,
            "was": thaw(self.was),
            "now": thaw(self.now),
            "was_place": self.was_place,
            "now_place": self.now_place,
        }


def spoken(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[Sentence, ...]:
    """Every difference of two map documents in words; none for documents that say the same.

    >>> stage = {"id": "buy", "steps": [{"id": "verify", "title": "Verify"}]}
    >>> [one.text for one in spoken({"stages": [{"id": "buy"}]}, {"stages": [stage]})]
    ['step Verify added (stage Buy)']
    """
    told = _Telling(Elements(before), Elements(after))
    found = [sentence for kind in KINDS for sentence in told.of_kind(kind)]
    if not found and not same(before, after):
        found = [Sentence("written in another form: the same elements", "changed", "map")]
    return tuple(found)


class _Telling:
    def __init__(self, before: Elements, after: Elements) -> None:
        self.before, self.after = before, after

    def of_kind(self, kind: Kind) -> Iterator[Sentence]:
        old, new = self.before.of_kind(kind), self.after.of_kind(kind)
        # the map is one thing, whatever it is called
        paired = [(0, 0)] if kind == "map" else pairs([_item(one) for one in old], [_item(one) for one in new])
        gone = set(range(len(old))) - {here for here, _ in paired}
        come = set(range(len(new))) - {there for _, there in paired}
        for here in sorted(gone):
            yield self._gone(old[here])
        for there in sorted(come):
            yield self._come(new[there])
        both = [(old[here], new[there]) for here, there in paired]
        for was, now in both:
            yield from self._changed(was, now)
        yield from self._order(kind, both)

    def _gone(self, was: Element) -> Sentence:
        text = f"{was.name} removed{_said(was)}{_in_stage(was, self.before)}"
        return Sentence(text, "removed", was.kind, was.id, was=was.keys, was_place=was.place)

    def _come(self, now: Element) -> Sentence:
        text = f"{now.name} added{_said(now)}{_in_stage(now, self.after)}"
        return Sentence(text, "added", now.kind, now.id, now=now.keys, now_place=now.place)

    # -- changed -------------------------------------------------------------------------------------------------------

    def _changed(self, was: Element, now: Element) -> Iterator[Sentence]:
        if was.home != now.home:
            text = f"{now.name} moved from stage {self.before.title(was.home)} to stage {self.after.title(now.home)}"
            yield Sentence(text, "moved", now.kind, now.id, "", was.home, now.home, was.place, now.place)
        cell_keys = _CELL if now.kind == "card" else ()
        if any(not same(was.keys.get(key), now.keys.get(key)) for key in cell_keys):
            text = f"{was.title} moved to {now.title}{_said(now)}"
            yield Sentence(text, "moved", "card", now.id, "", _cell(was), _cell(now), was.place, now.place)
        for key in (*was.keys, *(key for key in now.keys if key not in was.keys)):
            if key not in cell_keys and not _equal(was.keys, now.keys, key):
                yield self._key(was, now, key)

    def _key(self, was: Element, now: Element, key: str) -> Sentence:
        old, new = was.keys.get(key), now.keys.get(key)
        text = _CHANGES.get((now.kind, key), _CHANGES.get(("", key), _plain_change))(now, key, old, new)
        return Sentence(text, "changed", now.kind, now.id, key, old, new, was.place, now.place)

    # -- order ---------------------------------------------------------------------------------------------------------

    def _order(self, kind: Kind, both: Sequence[tuple[Element, Element]]) -> Iterator[Sentence]:
        rows: dict[str, list[tuple[Element, Element]]] = defaultdict(list)
        for was, now in both:
            if was.home == now.home:
                rows[now.home].append((was, now))
        for row in rows.values():
            row.sort(key=lambda pair: pair[1].place)
            kept = longest_in_order([was.place for was, _ in row])
            moved = [pair for place, pair in enumerate(row) if place not in kept]
            if moved and kind not in _IN_ORDER:
                yield Sentence(f"{_many(kind)} in another order", "moved", kind)
            for was, now in moved if kind in _IN_ORDER else ():
                yield self._moved(was, now)

    def _moved(self, was: Element, now: Element) -> Sentence:
        row = [one for one in self.after.of_kind(now.kind) if one.home == now.home]
        behind = next((one for one in row if one.place == now.place - 1), None)
        text = f"{now.name} moved: now {f'after {behind.title}' if behind else 'first'}"
        return Sentence(text, "moved", now.kind, now.id, "", was.home, now.home, was.place, now.place)


def _item(element: Element) -> dict[str, Any]:
    return dict(element.keys)


def _cell(card: Element) -> dict[str, Any]:
    return {key: card.keys[key] for key in _CELL if key in card.keys}


def _equal(was: Mapping[str, Any], now: Mapping[str, Any], key: str) -> bool:
    return (key in was) == (key in now) and same(was.get(key), now.get(key))


def _many(kind: Kind) -> str:
    return {"success": "statements of success"}.get(kind, f"{kind}s")


def _said(element: Element) -> str:
    """What stands on a card: its words, else its feeling."""
    if element.kind == "success":
        return f": {words(element.keys.get('says') or dict(element.keys))}"
    if element.kind != "card":
        return ""
    held = element.keys
    said = [words(held[key]) for key in ("text", "word") if held.get(key)]
    feeling = [signed(held["valence"])] if held.get("valence") is not None else []
    return f": {', '.join([*feeling, *said])}" if feeling or said else ""


def _in_stage(element: Element, elements: Elements) -> str:
    return f" (stage {elements.title(element.home)})" if element.home else ""


def _plain_change(now: Element, key: str, old: Any, new: Any) -> str:
    of = "" if now.kind == "map" else f" of {now.name}"
    if isinstance(old, str) and isinstance(new, str):
        old, new = around_the_difference(old, new)
    shown = [quoted(value) if key in _TEXTS and isinstance(value, str) else words(value) for value in (old, new)]
    return f"{label(key)}{of}: {' → '.join(shown)}"


def _feeling(now: Element, key: str, old: Any, new: Any) -> str:  # noqa: ARG001 (one form for all changes)
    return f"{now.title} {signed(old)} → {signed(new)}"


def _binding(now: Element, key: str, old: Any, new: Any) -> str:  # noqa: ARG001
    return f"binding of {now.title} changed: {words(old)} → {words(new)}"


def _milestone(now: Element, key: str, old: Any, new: Any) -> str:
    if old is None or new is None:
        return f"{now.name} is {'now' if old is None else 'no longer'} a milestone"
    return _plain_change(now, key, old, new)


_CHANGES: dict[tuple[str, str], Any] = {
    ("card", "valence"): _feeling,
    ("", "bind"): _binding,
    ("step", "milestone"): _milestone,
}
