"""A map as a foreign file is read: stages, steps, lanes and cards in the order in which they come, each with a free id."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from wayline.files.foreign.converted import Converted, Note, gathered, note, unreadable
from wayline.files.foreign.lane_names import kind_of, standard_lane_of
from wayline.files.foreign.naming import Ids, clean, language_of, one_line, slug, stem
from wayline.findings import Finding
from wayline.maps.model import LANE_KINDS, STANDARD_LANES

ACTORS = "Actors"
MOST_CARDS = 20_000
MOST_STEPS = 2_000


class MapDraft:
    """One map in the making. Empty values are left out of the document; a card without any content is none."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.notes: list[Finding] = []
        self.face: dict[str, Any] = {}
        self.stages: list[dict[str, Any]] = []
        self.cards: list[dict[str, Any]] = []
        self.connections: list[dict[str, str]] = []
        self._lanes: dict[str, dict[str, Any]] = {}
        self._by_name: dict[str, str] = {}
        self._ids = Ids()
        self._steps = 0

    def say(self, rule: Note, message: str, *, line: int = 0, where: str = "") -> None:
        """Note what was lost or assumed."""
        self.notes.append(note(rule, message, line=line, where=where))

    def set(self, **values: Any) -> None:
        """Keys of the map itself: title, description, persona, scenario, …"""
        self.face.update({key: _cleaned(value) for key, value in values.items()})

    def stage(self, title: str, *, name: str = "", **rest: Any) -> str:
        """A new stage on the right; returns its id. `name` is the wish for the id where it is not to follow the title."""
        told = one_line(title)
        made = {"id": self._ids.take(name or told, "stage"), "title": told, **_cleaned(rest)}
        self.stages.append(made)
        return str(made["id"])

    def step(self, title: str, *, stage: str = "", name: str = "", **rest: Any) -> str:
        """A new step at the right end of a stage, the last one where none is named; returns its id."""
        self._steps += 1
        if self._steps > MOST_STEPS:
            raise unreadable(self.path, f"more than {MOST_STEPS:,} steps; a map of that size cannot be read by anyone")
        told = one_line(title)
        made = {"id": self._ids.take(name or told, "step"), "title": told, **_cleaned(rest)}
        held = next((one for one in self.stages if one["id"] == stage), None) if stage else self.stages[-1]
        assert held is not None
        held.setdefault("steps", []).append(made)
        return str(made["id"])

    def lane(self, name: str, *, kind: str = "", side: str = "") -> str:
        """The lane that a label means: a standard one where the label is well known, else one of its own, declared once."""
        told = one_line(name)
        if told in self._by_name:
            return self._by_name[told]
        standard = "" if kind else standard_lane_of(told)
        if standard:
            self._lanes.setdefault(standard, {"id": standard, "kind": STANDARD_LANES[standard]})
            self._by_name[told] = standard
            return standard
        kind = kind or kind_of(told)
        made = {"id": self._ids.take(told, "lane"), "kind": kind, "title": told}
        if side and side != LANE_KINDS[kind]:
            made["side"] = side
        self._lanes[made["id"]] = made
        self._by_name[told] = made["id"]
        return made["id"]

    def card(self, lane: str, *, step: str = "", stage: str = "", **rest: Any) -> bool:
        """A card in a lane (by id) at a step or over a stage; says whether there was anything to put on it."""
        content = {key: value for key, value in _cleaned(rest).items() if key != "basis" or value != "assumed"}
        if not any(key not in ("until", "basis") for key in content):
            return False
        if len(self.cards) >= MOST_CARDS:
            raise unreadable(self.path, f"more than {MOST_CARDS:,} cards; split the file")
        place = {"step": step} if step else {"stage": stage}
        if lane in STANDARD_LANES:
            self._lanes.setdefault(lane, {"id": lane, "kind": STANDARD_LANES[lane]})
        self.cards.append({"lane": lane, **place, **content})
        return True

    def actors(self, tasks: Sequence[tuple[str, Sequence[str]]]) -> None:
        """Who takes part in which step: the most frequent becomes the persona, the others overlays, all stand in a lane."""
        counts = Counter(actor for _, actors in tasks for actor in actors)
        if not counts:
            return
        ids = {actor: slug(actor, f"actor-{n}") for n, actor in enumerate(counts, start=1)}
        first = max(counts, key=lambda actor: counts[actor])
        others = [ids[actor] for actor in counts if ids[actor] != ids[first]]
        self.set(persona=ids[first], overlays=list(dict.fromkeys(others)))
        lane = self.lane(ACTORS, kind="text")
        for step, actors in tasks:
            for actor in actors:
                self.card(lane, step=step, text=actor)
        rest = f"; the others ({len(set(others))}) became overlays" if others else ""
        self.say("assumed", f"'{one_line(first)}' takes part most often and became the persona{rest}")

    def converted(self, *, personas: Sequence[Mapping[str, Any]] = ()) -> Converted:
        """The document and the notes. Raises InputError where the file held no stage at all."""
        if not self.stages:
            raise unreadable(self.path, "nothing in it could be read as a stage of a map")
        title = one_line(self.face.pop("title", "")) or stem(self.path) or "Map"
        name = slug(stem(self.path), "") or slug(title, "imported-map")
        if name in ("start", "end", "map", "cards"):
            name = f"{name}-1"
        steps = (step for stage in self.stages for step in (stage, *stage.get("steps", [])))
        words = [
            title,
            *(str(one.get("title", "")) for one in steps),
            *(str(one.get("text", "")) for one in self.cards),
        ]
        language = language_of("".join(words)[:20_000])
        face = _cleaned({"language": language, **self.face})
        whole = {
            "wayline": 1, "map": name, "title": title, **face,
            "stages": self.stages, "lanes": list(self._lanes.values()), "cards": self.cards, "connections": self.connections,
        }  # fmt: skip
        document = {key: value for key, value in whole.items() if value not in ("", [], {}, None)}
        return Converted(document, gathered(self.notes), tuple(personas))


def _cleaned(values: Any) -> Any:
    """Plain data with clean text; empty values of mappings and lists are left out."""
    if isinstance(values, Mapping):
        kept = {key: _cleaned(value) for key, value in values.items()}
        return {key: value for key, value in kept.items() if value not in ("", [], {}, None)}
    if isinstance(values, list | tuple):
        return [one for one in (_cleaned(value) for value in values) if one not in ("", [], {}, None)]
    return clean(values) if isinstance(values, str) else values
