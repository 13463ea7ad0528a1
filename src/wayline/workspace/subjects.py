"""Who stands behind a number, and what one subject did, event by event."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import duckdb

from wayline.bindings.match import FIRST_HANDOFF, FIRST_WINDOW, LEAVE
from wayline.errors import InputError, NotFoundError
from wayline.events.snapshot import Snapshot
from wayline.findings import nearest
from wayline.maps.model import JourneyMap
from wayline.measures.explain import define
from wayline.measures.kinds import Counted, Incidence, Measure, refusal
from wayline.measures.written_time import written_time
from wayline.paths.facts import Question
from wayline.workspace.folder import Workspace
from wayline.workspace.measuring import Asked, opened


@dataclass(frozen=True, slots=True)
class Behind:
    """The subjects that a number counts, by name."""

    map_id: str
    element: str
    measure: str
    subjects: tuple[str, ...]

    def plain(self) -> dict[str, Any]:
        return {
            "wayline": 1,
            "map": self.map_id,
            "element": self.element,
            "measure": self.measure,
            "count": len(self.subjects),
            "subjects": list(self.subjects),
        }


@dataclass(frozen=True, slots=True)
class Stop:
    """One event of a path. `elements` are the ids of what it touches on the map, `leave` for a leave."""

    occurred_at: str
    event: str
    source: str
    elements: tuple[str, ...]

    def plain(self) -> dict[str, Any]:
        return {
            "occurred_at": self.occurred_at,
            "event": self.event,
            "source": self.source,
            "elements": list(self.elements),
        }


def subjects(workspace: Workspace, name: str, element: str, measure: str = "reached", asked: Asked = Asked()) -> Behind:  # noqa: B008 (frozen)
    """Who is counted by a measure of an element. Raises NotFoundError that lists elements and measures."""
    with opened(workspace.map(name), workspace.log.snapshot(), asked.known(workspace.zone)) as at:
        known = define(at.journey)
        if element not in known or element in ("whole", "coverage"):
            listed = [each for each in known if each not in ("whole", "coverage")]
            raise NotFoundError(
                f"the map {at.journey.id} has no element '{element}'.{nearest(element, listed)}",
                hint=f"Elements: {', '.join(listed)}",
            )
        default = "reached" if "reached" in known[element] else next(iter(known[element]))
        chosen = default if measure == "reached" else measure
        if chosen not in known[element]:
            raise NotFoundError(
                f"'{measure}' is no measure of {element}.{nearest(measure, known[element])}",
                hint=f"Measures of {element}: {', '.join(known[element])}",
            )
        definition = known[element][chosen]
        if definition.measure is None or definition.element is None:
            raise NotFoundError(
                f"{chosen} of {element} counts answers, of which some are nobody's; it has no list of subjects"
            )
        where = definition.measure.facts[definition.element.kind]
        facts = at.facts(asked.question(workspace.zone))
        kind, place = definition.element.kind, definition.element.place
        if reason := refusal(definition.measure, at.journey, kind, place, timeless=facts.timeless):
            raise InputError(
                f"{chosen} of {element} is refused: {reason}", hint="Nobody stands behind a refused number"
            )
        rows = facts.con.execute(
            f"SELECT DISTINCT subject FROM {where.table} WHERE {where.key} = {definition.element.key} AND ({_counted(definition.measure)})"
        ).fetchall()
        names = subject_names(facts.con, at.snapshot, at.journey.unit, [row[0] for row in rows])
        return Behind(at.journey.id, element, chosen, tuple(sorted(names.values())))


def _counted(measure: Measure) -> str:
    if isinstance(measure, Counted):
        return f"({measure.among}) AND ({measure.counted})"
    return "first_end = 1" if isinstance(measure, Incidence) else "converted"


def subject_names(con: duckdb.DuckDBPyConnection, snapshot: Snapshot, unit: str, codes: list[int]) -> dict[int, str]:
    """Codes of subjects → their names; a session that was cut is named by its person and start."""
    kind = unit.partition(":")[0]
    con.execute("CREATE OR REPLACE TEMP TABLE wanted AS SELECT unnest(CAST(? AS BIGINT[])) AS no", [codes])
    rows = con.execute(
        f"SELECT w.no, n.name FROM wanted w JOIN {snapshot.relation('names')} n ON n.kind = ? AND n.no = w.no", [kind]
    ).fetchall()
    found = dict(rows)
    if any(code < 0 for code in codes):
        cut = con.execute(
            f"""SELECT w.no, coalesce(p.name, a.name, o.name, '?'), l.occurred_at FROM wanted w JOIN log l ON l.arrival = -1 - w.no
LEFT JOIN {snapshot.relation("names")} p ON p.kind = 'person' AND p.no = l.person
LEFT JOIN {snapshot.relation("names")} a ON a.kind = 'account' AND a.no = l.account
LEFT JOIN {snapshot.relation("names")} o ON o.kind = 'object' AND o.no = l.object WHERE w.no < 0"""
        ).fetchall()
        found |= {no: f"{owner} from {written_time(start)}" for no, owner, start in cut}
    return found


def path(workspace: Workspace, subject: str, map_name: str = "") -> list[Stop]:
    """What one subject did, in order. With a map its unit says what a subject is, and each event names what it touches.

    Without one the id is looked up among people, accounts, objects and sessions, in that order. Raises NotFoundError.
    """
    if map_name:
        return _path_on_map(workspace, subject, map_name)
    snapshot = workspace.log.snapshot()
    with snapshot.connect() as con:
        kind, code = _look_up(con, snapshot, subject, ("person", "account", "object", "session"))
        mine = f"{kind} IN ({', '.join(map(str, _same_person(con, snapshot, code) if kind == 'person' else [code]))})"
        clocks = {load.source: load.clock for load in snapshot.loads(con)}
        rows = con.execute(
            f"SELECT e.occurred_at, e.source, v.name, s.name FROM {snapshot.current('events')} e "
            f"JOIN {snapshot.relation('names')} v ON v.kind = 'event' AND v.no = e.event "
            f"JOIN {snapshot.relation('names')} s ON s.kind = 'source' AND s.no = e.source WHERE {mine} ORDER BY e.occurred_at, e.arrival"
        ).fetchall()
    return [Stop(_when(at, clocks.get(source, "time")), event, named, ()) for at, source, event, named in rows]


def _same_person(con: duckdb.DuckDBPyConnection, snapshot: Snapshot, code: int) -> list[int]:
    """The codes of all ids that are one person with this one."""
    rows = con.execute(
        f"SELECT person, arg_max(canonical, load) FROM {snapshot.relation('identities')} GROUP BY person"
    ).fetchall()
    canonical = dict(rows)
    root = canonical.get(code, code)
    return sorted({root, code, *(person for person, its_root in rows if its_root == root)})


def _look_up(
    con: duckdb.DuckDBPyConnection, snapshot: Snapshot, subject: str, kinds: tuple[str, ...]
) -> tuple[str, int]:
    names = snapshot.relation("names")
    found = con.execute(f"SELECT kind, no FROM {names} WHERE name = ?", [subject]).fetchall()
    for kind in kinds:
        for row in found:
            if row[0] == kind:
                return kind, row[1]
    near = con.execute(
        f"SELECT name FROM {names} WHERE kind IN ('person', 'account', 'object', 'session') ORDER BY levenshtein(name, ?) LIMIT 3",
        [subject],
    ).fetchall()
    raise NotFoundError(
        f"no {' or '.join(kinds)} is called '{subject}'",
        hint=f"Near: {', '.join(row[0] for row in near)}" if near else "The event log is empty",
    )


def _path_on_map(workspace: Workspace, subject: str, map_name: str) -> list[Stop]:
    with opened(workspace.map(map_name), workspace.log.snapshot()) as at:
        facts = at.facts(Question())
        kind = at.journey.unit.partition(":")[0]
        if kind == "session" and " from " in subject:
            raise InputError("a session that was cut from a person's events has no id of its own; ask for the person")
        _, code = _look_up(facts.con, at.snapshot, subject, (kind,))
        if kind == "person":
            joined = "joined" in {query.name for query in facts.plan.queries}
            canonical = (
                facts.con.execute("SELECT canonical FROM joined WHERE person = ?", [code]).fetchall() if joined else []
            )
            code = canonical[0][0] if canonical else code
        names = {no: name for name, no in at.stored.names.codes["source"].items()}
        rows = facts.con.execute(
            """SELECT w.occurred_at, w.event, w.source, list(t.element ORDER BY t.element) FROM walked w
LEFT JOIN touch_rows t ON t.arrival = w.arrival WHERE w.subject = ? GROUP BY w.occurred_at, w.arrival, w.event, w.source
ORDER BY w.occurred_at, w.arrival""",
            [code],
        ).fetchall()
        return [
            Stop(
                _when(when, at.stored.clocks.get(source, "time")),
                facts.event_names[event],
                names[source],
                _touched(at.journey, found),
            )
            for when, event, source, found in rows
        ]


def _touched(journey: JourneyMap, numbers: list[int | None]) -> tuple[str, ...]:
    named = []
    for number in numbers:
        if number is None:
            continue
        if number == LEAVE:
            named.append("leave")
        elif number >= FIRST_HANDOFF:
            named.append(journey.handoffs[number - FIRST_HANDOFF].id)
        elif number >= FIRST_WINDOW:
            named.append(journey.windows[number - FIRST_WINDOW].id)
        else:
            named.append(journey.steps[number].id)
    return tuple(named)


def _when(moment: int, clock: str) -> str:
    return f"position {moment / 1_000_000:g}" if clock == "position" else written_time(moment) or ""
