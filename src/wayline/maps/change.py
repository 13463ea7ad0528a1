"""An edit of a map as a value: add, remove, set or move. Everything that edits a map emits these and nothing else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, cast

from wayline.errors import ChangeError
from wayline.findings import nearest
from wayline.maps.address import Part
from wayline.maps.plain import Frozen, Plain, freeze, thaw

Op = Literal["add", "remove", "set", "move"]
# op -> the keys of its JSON form; those after the bar may be left out and are then null
_KEYS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "add": (("at", "value"), ("before",)),
    "remove": (("at", "was"), ("before",)),
    "set": (("at", "value", "was"), ()),
    "move": (("from", "to"), ("before", "was_before")),
}


@dataclass(frozen=True, slots=True)
class Change:
    """One edit. `at` is the address in the document before it; parts as in `maps.address`.

    - add: `value` comes to stand at `at`, in front of the neighbour `before` (None: at the end).
    - remove: `was`, which stands at `at` in front of `before`, goes.
    - set: `value` takes the place of `was` at `at`.
    - move: what stands at `at` in front of `was_before` is taken out and put in at `to` in front of `before`.

    `before` is a key of a mapping, or a part that means an item of the list. An address that ends in a number is the
    position itself, and `before` is then not looked at.

    >>> Change("set", ("title",), value="My trial", was="Trial").plain()
    {'op': 'set', 'at': ['title'], 'value': 'My trial', 'was': 'Trial'}
    """

    op: Op
    at: tuple[Part, ...]
    value: Plain = None
    was: Plain = None
    before: Part | None = None
    to: tuple[Part, ...] = ()
    was_before: Part | None = None

    def __post_init__(self) -> None:
        for name in ("at", "to"):
            object.__setattr__(self, name, tuple(_part(part) for part in getattr(self, name)))
        for name in ("before", "was_before"):
            given = getattr(self, name)
            object.__setattr__(self, name, None if given is None else _part(given))
        for name in ("value", "was"):
            object.__setattr__(self, name, freeze(getattr(self, name)))
        if not self.at and self.op != "set":
            raise ChangeError(f"the whole document cannot be the target of '{self.op}'; expected an address")

    def plain(self) -> dict[str, Any]:
        """The change as JSON-ready data; a `before` that is null is left out."""
        required, optional = _KEYS[self.op]
        shown: dict[str, Any] = {"op": self.op}
        shown.update({key: thaw(self._held(key)) for key in required})
        shown.update({key: thaw(self._held(key)) for key in optional if self._held(key) is not None})
        return shown

    def _held(self, key: str) -> Any:
        return self.at if key == "from" else getattr(self, key)


def parse_change(given: Any) -> Change:
    """The change that JSON-ready data says. Raises ChangeError that names the missing or unknown key.

    >>> parse_change({"op": "remove", "at": ["cards", 0], "was": "x"}).op
    'remove'
    """
    if not isinstance(given, Mapping) or given.get("op") not in _KEYS:
        raise ChangeError(f"{given!r} is no change; expected a mapping with op: {', '.join(_KEYS)}")
    op = cast(Op, given["op"])
    required, optional = _KEYS[op]
    _check_keys(op, given, required, optional)
    held = {("at" if key == "from" else key): value for key, value in given.items() if key != "op"}
    for name in {"at", "to"} & held.keys():
        held[name] = _parts(held[name])
    return Change(op, **held)


def _check_keys(op: str, given: Mapping[str, Any], required: Sequence[str], optional: Sequence[str]) -> None:
    for key in required:
        if key not in given:
            raise ChangeError(f"the change '{op}' lacks '{key}'", hint=f"It needs: {', '.join(required)}.")
    for key in given:
        if key not in ("op", *required, *optional):
            hint = f"'{op}' takes: {', '.join((*required, *optional))}."
            raise ChangeError(f"the change '{op}' has no key '{key}'.{nearest(key, (*required, *optional))}", hint=hint)


def _parts(given: Any) -> tuple[Any, ...]:
    if isinstance(given, list | tuple):
        return tuple(given)
    raise ChangeError(f"{given!r} is no address; expected a list of keys, #ids and indexes")


def _part(given: Any) -> Part:
    if isinstance(given, Mapping):
        part = cast(Frozen, freeze(given))
        nth = part.get("nth", 1)
        if len(part) > ("nth" in part) and isinstance(nth, int) and not isinstance(nth, bool) and nth > 0:
            return part
    elif isinstance(given, str) or (isinstance(given, int) and not isinstance(given, bool) and given >= -1):
        return given
    raise ChangeError(f"{given!r} is no part of an address; expected a key, '#id', an index, or keys with a value")
