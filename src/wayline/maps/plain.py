"""Plain data: what a map document holds once it is read. Text, numbers, truth values, nothing, lists and mappings."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import Any

from wayline.errors import ChangeError

# As it is held by values that never change: lists are tuples, mappings are `Frozen`.
Plain = str | int | float | bool | None | tuple["Plain", ...] | Mapping[str, "Plain"]


class Frozen(Mapping[str, Plain]):
    """A mapping that never changes, keeps its order, and can be hashed."""

    __slots__ = ("_pairs",)

    def __init__(self, pairs: Mapping[str, Plain]) -> None:
        self._pairs = dict(pairs)

    def __getitem__(self, key: str) -> Plain:
        return self._pairs[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._pairs)

    def __len__(self) -> int:
        return len(self._pairs)

    def __hash__(self) -> int:
        return hash(frozenset(self._pairs.items()))

    def __repr__(self) -> str:
        return repr(self._pairs)


def freeze(value: Any) -> Plain:
    """The value with tuples for lists and `Frozen` for mappings. Raises ChangeError for what JSON cannot hold."""
    if isinstance(value, Mapping):
        return Frozen({_text_key(key): freeze(item) for key, item in value.items()})
    if isinstance(value, list | tuple):
        return tuple(freeze(item) for item in value)
    if isinstance(value, float) and not math.isfinite(value):
        raise ChangeError(f"{value} is no number that a map can hold; expected a finite number")
    if value is None or isinstance(value, str | bool | int | float):
        return value
    raise ChangeError(f"a {type(value).__name__} is no plain data; expected text, a number, a list or a mapping")


def _text_key(key: Any) -> str:
    if isinstance(key, str):
        return key
    raise ChangeError(f"{key!r} is no key that a map can hold; expected text", hint=f'Quote it: "{key}".')


def thaw(value: Any) -> Any:
    """The value as fresh lists and dicts, which the caller may change."""
    if isinstance(value, Mapping):
        return {key: thaw(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [thaw(item) for item in value]
    return value


def same(one: Any, other: Any) -> bool:
    """Whether both say the same: as `==`, but `true` is not 1, and a tuple is as good as a list. Key order is no matter."""
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        return one.keys() == other.keys() and all(same(item, other[key]) for key, item in one.items())
    if isinstance(one, list | tuple) and isinstance(other, list | tuple):
        return len(one) == len(other) and all(same(a, b) for a, b in zip(one, other, strict=True))
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    return bool(one == other)
