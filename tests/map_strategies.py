"""Random map documents and random edits of them, for the laws that every change must keep.

They are drawn from one seed by plain `random`: hundreds of documents a second, and a failing seed is enough to see one again.
"""

from __future__ import annotations

from random import Random
from typing import Any

from hypothesis import strategies as st

from wayline.errors import ChangeError
from wayline.maps.address import address, key_part, value_at
from wayline.maps.apply import apply
from wayline.maps.change import Change
from wayline.maps.record import adding, moving, removing, setting

WORDS = (
    "a", "register", "I do it", "true", "12", "2013-02-01", "x: y", "a #b", "# c", "- d", "it's", 'say "so"', "ü", "",
    " e", "*f", "null", "one\ntwo: 2", "one\n\n  deep\n", "\nx", "a,b", "[c", "{d}", "? k", "| b", "tab\there", "end:", "00:30",
    "@f", "`g", "%h", "!t", "&a", "-", "~", "a ", "line\n", "\n", "a\r\nb", "😀", "0x1F", "1e3", ".5", "<<", "=",
)  # fmt: skip
KEYS = ("k", "event", "n", "on", "1", "a b", "x: y", "#h", "")
NUMBERS = (0, 7, -3, 0.5, -1.25, 1e21, 1e-7, 123456789012345678)


def _scalar(rng: Random) -> Any:
    return rng.choice([rng.choice(WORDS), rng.choice(WORDS), rng.choice(NUMBERS), rng.random() < 0.5, None])


def _leaf(rng: Random, depth: int = 2) -> Any:
    """What stands behind a key: a scalar, a short list, a small mapping, or those nested."""
    kind = rng.random()
    if depth == 0 or kind < 0.5:
        return _scalar(rng)
    if kind < 0.75:
        return [_leaf(rng, depth - 1) for _ in range(rng.randrange(3))]
    return {rng.choice(KEYS): _leaf(rng, depth - 1) for _ in range(rng.randrange(3))}


def _items(rng: Random, ids: list[str], *, deep: bool = True) -> list[dict[str, Any]]:
    drawn = []
    for identity in rng.sample(ids, rng.randrange(4)):
        item = {"id": identity, "title": rng.choice(WORDS)}
        item.update({key: _leaf(rng) for key in rng.sample(["goal", "bind", "target"], rng.randrange(3))})
        if deep and rng.random() < 0.6:
            item["steps"] = _items(rng, [f"{identity}-{n}" for n in "abc"], deep=False)
        drawn.append(item)
    return drawn


def _card(rng: Random) -> dict[str, Any]:
    card: dict[str, Any] = {"lane": rng.choice(["feeling", "pains"]), "step": rng.choice(["s1-a", "s2-b"])}
    if rng.random() < 0.5:
        card["text"] = rng.choice(WORDS)
    return card


def document(rng: Random) -> dict[str, Any]:
    """A map of up to three stages with steps and up to three cards, some of which are alike."""
    data: dict[str, Any] = {"wayline": 1, "map": rng.choice(WORDS)}
    data.update({key: _leaf(rng) for key in rng.sample(["title", "owner", "tags"], rng.randrange(3))})
    data["stages"] = _items(rng, ["s1", "s2", "s3", "s4"])
    if rng.random() < 0.7:
        data["cards"] = [_card(rng) for _ in range(rng.randrange(4))]
    return data


def places(data: Any, place: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    """All keys and indexes of a document, the whole one first."""
    found = [place]
    steps: Any = data if isinstance(data, dict) else range(len(data)) if isinstance(data, list) else ()
    for step in steps:
        found += places(data[step], (*place, step))
    return found


def edit(rng: Random, data: Any) -> Change:
    """A random change that fits the document."""
    while True:
        if not data:
            return Change("add", ("note",), value=_leaf(rng))
        try:
            change = rng.choice([_setting, _adding, _removing, _moving])(rng, data)
            apply(data, change)
        except ChangeError:
            continue
        return change


def _at(rng: Random, data: Any, place: tuple[str | int, ...]) -> tuple[Any, ...]:
    named = address(data, place)
    return (
        named
        if rng.random() < 0.7
        else tuple(p if isinstance(s, int) else n for s, n, p in zip(place, named, place, strict=True))
    )


def _inner(rng: Random, data: Any) -> tuple[str | int, ...]:
    return rng.choice(places(data)[1:])


def _container(rng: Random, data: Any) -> tuple[tuple[str | int, ...], Any]:
    there = [place for place in places(data) if isinstance(value_at(data, place), dict | list)]
    place = rng.choice(there)
    return place, value_at(data, place)


def _new_part(rng: Random, container: Any, value: Any) -> tuple[Any, Any]:
    """(part, before) of something new in the container."""
    if isinstance(container, dict):
        return key_part(rng.choice(["note", *KEYS])), rng.choice([None, *map(key_part, container)])
    if isinstance(value, dict) and isinstance(value.get("id"), str):
        return f"#{value['id']}", rng.choice([None, *range(len(container))])
    return rng.choice([-1, *range(len(container) + 1)]), None


def _setting(rng: Random, data: Any) -> Change:
    return setting(data, _at(rng, data, _inner(rng, data)), _leaf(rng))


def _adding(rng: Random, data: Any) -> Change:
    place, container = _container(rng, data)
    value = {"id": "new", "title": rng.choice(WORDS)} if rng.random() < 0.4 else _leaf(rng)
    part, before = _new_part(rng, container, value)
    return adding(data, (*_at(rng, data, place), part), value, before)


def _removing(rng: Random, data: Any) -> Change:
    return removing(data, _at(rng, data, _inner(rng, data)))


def _moving(rng: Random, data: Any) -> Change:
    place = _inner(rng, data)
    target, container = (place[:-1], value_at(data, place[:-1])) if rng.random() < 0.5 else _container(rng, data)
    part, before = _new_part(rng, container, value_at(data, place))
    return moving(data, _at(rng, data, place), (*_at(rng, data, target), part), before)


def edited(*, most: int = 1) -> st.SearchStrategy[tuple[dict[str, Any], list[Change]]]:
    """A document and up to `most` changes, each of which fits what the ones before it made."""
    return st.integers(0, 2**32).map(lambda seed: _edited(Random(seed), most))  # noqa: S311 no secret is drawn


def _edited(rng: Random, most: int) -> tuple[dict[str, Any], list[Change]]:
    data = document(rng)
    current, changes = data, []
    for _ in range(rng.randrange(most) + 1):
        changes.append(edit(rng, current))
        current = apply(current, changes[-1])
    return data, changes
