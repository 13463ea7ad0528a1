"""Two groups of one map compared: two levels of a trait, or two periods."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from wayline.errors import InputError, NotFoundError
from wayline.findings import nearest
from wayline.maps.duration import spoken
from wayline.maps.model import JourneyMap
from wayline.measures.differences import DISCOVERY, ComparedNumber, Group, differences, waits
from wayline.measures.measurement import level_numbers, parts
from wayline.measures.written_time import written_time
from wayline.paths.facts import PathFacts
from wayline.render.paired_document import PairedPicture
from wayline.workspace.folder import Workspace
from wayline.workspace.licence import notice
from wayline.workspace.measuring import Asked, opened
from wayline.workspace.moments import moment
from wayline.workspace.pairing import groups_on_the_grid
from wayline.workspace.smallest import smallest_changes

MICRO = 1_000_000
SAME_LENGTH = 1.1  # periods whose lengths differ by less than a tenth, as months do, count as equally long


@dataclass(frozen=True, slots=True)
class Side:
    """One group: its name as asked, how many subjects it has, and the time up to which its events count."""

    name: str
    subjects: int
    as_of: str | None

    def plain(self) -> dict[str, Any]:
        return {"name": self.name, "subjects": self.subjects, "as_of": self.as_of}


@dataclass(frozen=True, slots=True)
class Compared:
    """Two groups side by side; `plain()` is the JSON of `wayline compare --json`."""

    map_id: str
    unit: str
    by: str
    sides: tuple[Side, Side]
    differences: tuple[ComparedNumber, ...]
    notes: tuple[str, ...]
    journey: JourneyMap = field(repr=False)
    groups: tuple[Group, Group] = field(repr=False)
    licence: str = field(default="", repr=False)

    @property
    def family(self) -> int:
        """How many comparisons were tested together."""
        return sum(number.p is not None for number in self.differences)

    @property
    def discoveries(self) -> tuple[ComparedNumber, ...]:
        return tuple(number for number in self.differences if number.is_discovery)

    def plain(self) -> dict[str, Any]:
        return {
            "wayline": 1,
            "map": self.map_id,
            "by": self.by,
            "groups": [side.plain() for side in self.sides],
            "differences": [number.plain() for number in self.differences],
            "family": self.family,
            "discoveries": len(self.discoveries),
            "rate": DISCOVERY,
            "notes": list(self.notes),
        }

    def picture(self, *, dark: bool = False) -> PairedPicture:
        """Both groups on the grid of their map; numbers that rest on few are not in it."""
        until = [side.as_of for side in self.sides]
        grid = groups_on_the_grid(self.journey, self.by, self.groups, until, self.differences, self.notes)
        return PairedPicture(grid, dark=dark, notice=self.licence)

    def save(self, path: Path | str) -> list[str]:
        """Draw it as the format of the suffix; returns what that format could not hold. Raises InputError."""
        return self.picture().save(path)

    def _repr_html_(self) -> str:
        return self.picture()._repr_html_()


def compare_segments(workspace: Workspace, name: str, first: str, second: str, asked: Asked = Asked()) -> Compared:  # noqa: B008 (frozen)
    """Compare the subjects of two levels, each given as `TRAIT=LEVEL`; `asked` may narrow both.

    Raises InputError where the groups are the same or share subjects, NotFoundError for an unknown trait or level.
    """
    wanted = (_level(first, "--segment"), _level(second, "--with"))
    if asked.segment:
        raise InputError("a comparison has no further segment")
    if wanted[0] == wanted[1]:
        raise InputError(f"'{first}' cannot be compared with itself: the groups must not overlap")
    with opened(workspace.map(name), workspace.log.snapshot(), asked.known(workspace.zone)) as at:
        question = asked.question(workspace.zone)
        groups, sides, members = [], [], []
        facts: PathFacts | None = None
        trait_levels: dict[str, dict[str, Any]] = {}
        for text, (trait, level) in zip((first, second), wanted, strict=True):
            if facts is None or facts.question.segment != trait:
                facts = at.facts(replace(question, segment=trait))
                trait_levels = level_numbers(facts)
            members.append(_subjects(facts, trait, level))
            group = Group(text, parts(facts, [level])[level], waits(facts, level), level, trait_levels)
            groups.append(group)
            sides.append(Side(text, group.part.subjects, written_time(facts.scope.as_of)))
        if both := len(members[0] & members[1]):
            raise InputError(
                f"{both:,} subjects are in both groups, {first} and {second}; groups must not overlap",
                hint="Compare two levels of one trait, or keep the groups apart with --where",
            )
        found = differences(*groups, smallest=smallest_changes(workspace, at.journey))
        return _compared(workspace, at.journey, "segment", sides, found, (), groups)


def _level(text: str, option: str) -> tuple[str, str]:
    trait, sign, level = text.partition("=")
    if not (trait and sign and level):
        raise InputError(f"{option} '{text}' names no level", hint="Expected TRAIT=LEVEL, for example plan=pro")
    return trait, level


def _subjects(facts: PathFacts, trait: str, level: str) -> set[Any]:
    found = {
        row[0] for row in facts.con.execute("SELECT subject FROM subject_facts WHERE level = ?", [level]).fetchall()
    }
    if not found:
        ranked = facts.rows("SELECT level FROM subject_facts GROUP BY level ORDER BY count(*) DESC, level")
        known = [str(row[0]) for row in ranked]
        raise NotFoundError(
            f"nobody on the map has {trait}={level}.{nearest(level, known)}",
            hint=f"Levels of {trait}: {', '.join(known[:30]) or 'none'}{', …' if len(known) > 30 else ''}",
        )
    return found


@dataclass(frozen=True, slots=True)
class Period:
    """From `begin` to before `end`, in microseconds since the epoch; `text` as it was asked."""

    text: str
    begin: int
    end: int


def compare_periods(workspace: Workspace, name: str, first: str, second: str, asked: Asked = Asked()) -> Compared:  # noqa: B008 (frozen)
    """Compare the paths that began in two periods, each given as `A..B` with B exclusive.

    Both are watched for the same time after their end: what the earlier did later than that is left out. Raises InputError
    where the periods overlap or are none.
    """
    periods = (period(first, workspace.zone, "--period"), period(second, workspace.zone, "--with"))
    _keep_apart(asked, periods)
    with opened(workspace.map(name), workspace.log.snapshot(), asked.known(workspace.zone)) as at:
        question = asked.question(workspace.zone)
        planned = at.plan(question)
        if planned.timeless:
            raise InputError("the sources of this map have an order but no times: periods cannot be compared")
        latest = planned.scope.as_of or 0
        ends = [min(one.end, latest) for one in periods]
        watched = max(0, min(latest - end for end in ends))
        sides, groups = [], []
        for one, end in zip(periods, ends, strict=True):
            facts = at.facts(replace(question, since=one.begin, until=one.end, as_of=end + watched))
            group = Group(one.text, parts(facts, [None])[None], waits(facts, None))
            groups.append(group)
            sides.append(Side(one.text, group.part.subjects, written_time(end + watched)))
        lengths = [max(end - one.begin, 0) for one, end in zip(periods, ends, strict=True)]
        equal = max(lengths) <= SAME_LENGTH * min(lengths)
        notes = _watched(watched, (sides[0], sides[1]), equal=equal)
        found = differences(*groups, equally_watched=equal, smallest=smallest_changes(workspace, at.journey))
        return _compared(workspace, at.journey, "period", sides, found, notes, groups)


def _compared(  # noqa: PLR0917 (the parts of a comparison in their order)
    workspace: Workspace,
    journey: JourneyMap,
    by: str,
    sides: Sequence[Side],
    found: tuple[ComparedNumber, ...],
    notes: tuple[str, ...],
    groups: Sequence[Group],
) -> Compared:
    pair, both = (sides[0], sides[1]), (groups[0], groups[1])
    return Compared(journey.id, journey.unit, by, pair, found, notes, journey, both, notice(workspace))


def period(text: str, zone: str, option: str) -> Period:
    """A period given as `A..B`, B exclusive. Raises InputError."""
    begin, dots, end = text.partition("..")
    if not (begin and dots and end):
        raise InputError(
            f"{option} '{text}' is no period",
            hint="Expected A..B, for example 2026-01-01..2026-02-01; B is not part of it",
        )
    period = Period(text, moment(begin, zone, option), moment(end, zone, option))
    if period.begin >= period.end:
        raise InputError(f"{option} '{text}' ends before it begins")
    return period


def _keep_apart(asked: Asked, periods: tuple[Period, Period]) -> None:
    a, b = periods
    if asked.since or asked.until:
        raise InputError("--since and --until cannot be used with --period, which says the same")
    if asked.segment:
        raise InputError(
            "--segment cannot be used with --period", hint="Keep one level with --where '{segment: {plan: pro}}'"
        )
    if max(a.begin, b.begin) < min(a.end, b.end):
        raise InputError(
            f"the periods {a.text} and {b.text} overlap",
            hint="A path would be in both groups; the end is not part of a period",
        )


def _watched(watched: int, sides: tuple[Side, Side], *, equal: bool) -> tuple[str, ...]:
    until = " and ".join(f"{side.name} up to {side.as_of}" for side in sides)
    notes = [
        f"both periods are watched for {spoken(watched / MICRO)} after their end, so that neither had more time: {until}"
    ]
    if not equal:
        notes.append(
            "the periods differ in length by more than a tenth: numbers that grow with time are refused, "
            "and converted_over_time, which counts open paths as open, stands"
        )
    return tuple(notes)
