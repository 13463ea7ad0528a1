"""What a measuring returns: every number of a map, with where it comes from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from wayline.errors import InputError
from wayline.estimates.estimate import Estimate, plain_value
from wayline.measures.coverage.coverage import coverage
from wayline.measures.evaluate import Number, elements, evaluate
from wayline.measures.finished import finished
from wayline.measures.flows import flows
from wayline.measures.handoff_data import handoff_data
from wayline.measures.voice.evaluate import voice_levels, voice_numbers
from wayline.measures.written_time import written_time
from wayline.paths.facts import PathFacts

MOST_LEVELS = 1_000
Spoken = dict[str, dict[str, Estimate]]


@dataclass(frozen=True, slots=True)
class Part:
    """The numbers of all subjects, or of one level of the segment."""

    subjects: int
    whole: dict[str, Any]
    elements: dict[str, dict[str, Any]]
    flows: list[dict[str, Any]]
    coverage: dict[str, Any]

    def plain(self) -> dict[str, Any]:
        return {
            "subjects": self.subjects,
            "whole": self.whole,
            "elements": self.elements,
            "flows": self.flows,
            "coverage": self.coverage,
        }


@dataclass(frozen=True, slots=True)
class Measurement:
    """All numbers of a map at one moment; `plain()` is the JSON of `wayline measure --json`. `trend` and `hours` where they were asked for."""

    map_id: str
    as_of: str | None
    since: str | None
    until: str | None
    unassigned: int
    provenance: dict[str, str]
    all: Part
    segments: dict[str, Part] | None = None
    notes: tuple[str, ...] = field(default=())
    trend: dict[str, Any] | None = None
    hours: dict[str, Any] | None = None

    def plain(self) -> dict[str, Any]:
        whole = self.all.plain()
        found: dict[str, Any] = {
            "wayline": 1,
            "map": self.map_id,
            "as_of": self.as_of,
            "window": {"since": self.since, "until": self.until},
            "subjects": whole.pop("subjects"),
            "unassigned": self.unassigned,
            "provenance": self.provenance,
            **whole,
        }
        if self.segments is not None:
            found["segments"] = {level: part.plain() for level, part in self.segments.items()}
        beside = {"trend": self.trend, "hours": self.hours}
        found |= {name: one for name, one in beside.items() if one is not None}
        if self.notes:
            found["notes"] = list(self.notes)
        return found


def measurement(facts: PathFacts, provenance: dict[str, str], notes: tuple[str, ...] = ()) -> Measurement:
    """Every measure of the map from its path facts."""
    found = parts(facts, [None, *levels(facts)])
    return Measurement(
        map_id=facts.journey.id,
        as_of=written_time(facts.scope.as_of),
        since=written_time(facts.scope.since),
        until=written_time(facts.scope.until),
        unassigned=facts.unassigned,
        provenance=provenance,
        all=found[None],
        segments={level: part for level, part in found.items() if level is not None}
        if facts.question.segment
        else None,
        notes=notes,
    )


def parts(facts: PathFacts, chosen: Sequence[str | None]) -> dict[str | None, Part]:
    """The numbers of all subjects (None) and of chosen levels of the segment, each level for itself."""
    found, spoken = evaluate(facts, chosen), voice_numbers(facts, chosen)
    ended, walked, covered = finished(facts, chosen), flows(facts, chosen), coverage(facts, chosen)
    return {
        level: Part(
            ended[level].n,
            _whole(ended[level], spoken[level]),
            _elements(facts, level, found[level], spoken[level]),
            walked[level],
            covered[level],
        )
        for level in chosen
    }


def levels(facts: PathFacts) -> list[str]:
    """The levels of the segment, of paths and of answers. Raises InputError where there are too many to be looked at."""
    if not facts.question.segment:
        return []
    walked = {str(row[0]) for row in facts.rows("SELECT DISTINCT level FROM subject_facts")}
    found = sorted(walked.union(voice_levels(facts)))
    if len(found) > MOST_LEVELS:
        raise InputError(
            f"--segment {facts.question.segment}: {len(found):,} levels, of which {MOST_LEVELS:,} at most can be compared",
            hint="Choose a trait with fewer levels, or look at some of them with --where",
        )
    return found


def level_numbers(facts: PathFacts) -> dict[str, dict[str, Any]]:
    """Subjects and the numbers of elements at every level of the segment; empty where there are too many to be looked at.

    What one level may show is settled by the others: those that are few must not be reckoned from it and the whole.
    """
    rows = facts.con.execute("SELECT level, count(*) FROM subject_facts GROUP BY level").fetchall()
    sizes = {str(level): int(size) for level, size in rows}
    if len(sizes) > MOST_LEVELS:
        return {}
    found, spoken = evaluate(facts, sizes), voice_numbers(facts, sizes)
    return {
        level: {"subjects": size, "elements": _elements(facts, level, found[level], spoken[level])}
        for level, size in sizes.items()
    }


def _elements(
    facts: PathFacts, level: str | None, numbers: dict[str, dict[str, Number]], spoken: Spoken
) -> dict[str, dict[str, Any]]:
    plain = {element: {name: _plain(number) for name, number in found.items()} for element, found in numbers.items()}
    for element in elements(facts.journey):
        if element.kind == "handoff" and plain[element.id]["on_time"]["refused"] is None:
            plain[element.id]["on_time"]["data"] = handoff_data(facts, element.place, level)
    for owner, scores in spoken.items():
        if owner:
            plain.setdefault(owner, {}).update({name: _told(score) for name, score in scores.items()})
    return plain


def _whole(ended: Estimate, spoken: Spoken) -> dict[str, Any]:
    return {"finished": ended.plain()} | {name: _told(score) for name, score in spoken.get("", {}).items()}


def _told(score: Estimate) -> dict[str, Any]:
    """A score as JSON-ready data, the time of its last answer as ISO 8601."""
    found = score.plain()
    return found | {"last_answer": written_time(found["last_answer"])}


def _plain(number: Number) -> dict[str, Any]:
    return number.plain() if isinstance(number, Estimate) else plain_value(number)
