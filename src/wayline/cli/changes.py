"""What changed between the last two measurings of a map, and how small a change could have been seen."""

from __future__ import annotations

import argparse

from wayline.cli.talk import Talk, table
from wayline.measures.changes import SCORES, NumberChange
from wayline.views import words
from wayline.views.figures import label
from wayline.workspace.changing import Changes, changes
from wayline.workspace.folder import open_workspace


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("map", metavar="MAP")
    parser.add_argument("--all", action="store_true", help="also every number that did not change")


def run(args: argparse.Namespace, talk: Talk) -> int:
    found = changes(open_workspace(args.workspace), args.map)
    talk.answer(found.plain(), "" if talk.as_json else _shown(found, every=args.all))
    return 0


def _shown(found: Changes, *, every: bool) -> str:
    lines = [
        f"{found.map_id}: measured {found.earlier[:19]} and {found.later[:19]}; {found.compared} numbers with an interval compared",
        "",
    ]
    rest = [one for one in found.numbers if not one.has_moved and (every or _is_score_of_all(one))]
    lines += ["Changed:", _table(found.moved)] if found.moved else ["No visible change."]
    lines += (
        ["", "Not visibly changed:" if every else "Scores that did not visibly change:", _table(rest)] if rest else []
    )
    lines += [f"new on the map: {name}" for name in found.appeared]
    lines += [f"no longer on the map: {name}" for name in found.vanished]
    return "\n".join(lines)


def _is_score_of_all(one: NumberChange) -> bool:
    return one.measure in SCORES and not one.level


def _table(rows: tuple[NumberChange, ...] | list[NumberChange]) -> str:
    header = ("element", "measure", "was", "now", "n was", "n now", "")
    leveled = any(one.level for one in rows)
    listed = [((one.level or "all",) if leveled else ()) + _row(one) for one in rows]
    return table((("segment",) if leveled else ()) + header, listed)


def _row(one: NumberChange) -> tuple[str, ...]:
    name, _, at = one.measure.partition(":")
    unit = str(one.a["unit"])
    values = (words.spoken(number["value"], unit) for number in (one.a, one.b))
    counts = (words.number(number["n"]) for number in (one.a, one.b))
    return (one.element, f"{label(name)} ({at})" if at else label(name), *values, *counts, one.says)
