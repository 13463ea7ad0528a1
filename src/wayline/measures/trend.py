"""The trend of a map: its numbers once more for each period in which paths began, from the same path facts.

Formula: every share, count and median as defined, over the paths whose first touch lies in the period; scores over the answers given in it. All are as of the same moment, so paths that began late have had less time.

Example: of those who signed up in January 62 % brought their data, of those of February 55 %.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from wayline.bindings.voice import voiced
from wayline.estimates.counts import count_of
from wayline.estimates.estimate import Estimate
from wayline.estimates.wilson import share
from wayline.measures.coverage.coverage import DEVIATIONS
from wayline.measures.evaluate import evaluate
from wayline.measures.kinds import Incidence
from wayline.measures.periods import Period, periods
from wayline.measures.registry import MEASURES
from wayline.measures.voice.evaluate import voice_numbers
from wayline.paths.facts import PathFacts

_COVERAGE = {"paths": "planned", "paths_so_far": "planned_so_far", **dict.fromkeys(DEVIATIONS, "")}
# a curve over time has no one value whose trend could be drawn
_MEASURES = tuple(measure for measure in MEASURES if not isinstance(measure, Incidence))
_KEYS = ("value", "count", "n", "low", "high", "level", "method", "unit", "basis", "show", "refused")


def trend(facts: PathFacts, zone: str) -> dict[str, Any] | None:
    """`by` (day … year), `zone`, and `periods`, each with `from`, `until`, `running`, `subjects`, `whole`, `elements`, `coverage`.

    None where the sources have no times or all paths began within one day.
    """
    row = facts.con.execute("SELECT min(start_at), max(start_at) FROM subject_facts").fetchall()[0]
    if row[0] is None and voiced(facts.journey):
        # nobody walked: the answers alone have times
        row = facts.con.execute("SELECT min(occurred_at), max(occurred_at) FROM voice_answers").fetchall()[0]
    if facts.timeless or row[0] is None:
        return None
    unit, cut = periods(row[0], row[1], zone)
    if not cut:
        return None
    by_period = _by_period(facts, cut)
    names: list[str | None] = [str(number) for number in range(len(cut))]
    found, spoken = evaluate(by_period, names, _MEASURES), voice_numbers(by_period, names)
    paths = _paths(by_period)
    told = [
        _period(facts, period, paths.get(name or ""), {**_joined(found[name], spoken[name])})
        for name, period in zip(names, cut, strict=True)
    ]
    return {"by": unit, "zone": zone, "periods": told}


def _by_period(facts: PathFacts, cut: list[Period]) -> PathFacts:
    """The same facts, `level` now being the place of the period."""
    rows = ", ".join(f"('{number}', {period.since}, {period.until})" for number, period in enumerate(cut))
    facts.con.execute(
        "CREATE OR REPLACE TEMP TABLE periods AS SELECT name, CAST(since AS BIGINT) AS since, CAST(until AS BIGINT) AS until "
        f"FROM (VALUES {rows}) AS listed(name, since, until)"
    )
    facts.con.execute(
        "CREATE OR REPLACE TEMP TABLE begun AS SELECT s.subject, p.name AS period FROM subject_facts s "
        "JOIN periods p ON s.start_at >= p.since AND s.start_at < p.until"
    )
    return replace(facts, by_period=True)


def _joined(
    numbers: Mapping[str, Mapping[str, Any]], spoken: Mapping[str, Mapping[str, Estimate]]
) -> dict[str, dict[str, Any]]:
    return {name: {**numbers.get(name, {}), **spoken.get(name, {})} for name in (*numbers, *spoken)}


def _paths(facts: PathFacts) -> dict[str, dict[str, int]]:
    """Period → how many paths there are, have finished, and are of each kind that coverage counts."""
    columns = {name: sql or name for name, sql in _COVERAGE.items()} | {"finished": "at_end AND NOT has_left"}
    listed = ", ".join(f"count(*) FILTER ({sql})" for sql in columns.values())
    rows = facts.con.execute(
        f"SELECT level, count(*), {listed} FROM {facts.table('subject_facts')} GROUP BY level"
    ).fetchall()
    return {row[0]: dict(zip(("subjects", *columns), row[1:], strict=True)) for row in rows}


def _period(
    facts: PathFacts, period: Period, paths: Mapping[str, int] | None, numbers: dict[str, dict[str, Any]]
) -> dict[str, Any]:
    counted = paths or {}
    subjects = counted.get("subjects", 0)
    whole = {"finished": count_of(counted.get("finished", 0), n=subjects), **numbers.pop("", {})}
    ratios = {name: share(counted.get(name, 0), subjects) for name in _COVERAGE}
    return {
        "from": period.first.isoformat(),
        "until": period.after.isoformat(),
        "running": facts.scope.as_of is None or period.until > facts.scope.as_of,
        "subjects": subjects,
        "whole": _plain(whole),
        "elements": {name: _plain(of) for name, of in numbers.items()},
        "coverage": _plain(ratios),
    }


def _plain(numbers: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: _short(number.plain() if isinstance(number, Estimate) else number) for name, number in numbers.items()
    }


def _short(number: Mapping[str, Any]) -> dict[str, Any]:
    """The number without what stands beside it; of a measure with several numbers, each so."""
    if "value" not in number:
        return {name: _short(one) for name, one in number.items()}
    return {key: number[key] for key in _KEYS}
