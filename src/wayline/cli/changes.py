"""What moved beyond its interval between the last two measurings of a map."""

from __future__ import annotations

import argparse

from wayline.cli.talk import Talk, table
from wayline.workspace.folder import open_workspace
from wayline.workspace.keeping import Changes, changes


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("map", metavar="MAP")


def run(args: argparse.Namespace, talk: Talk) -> int:
    found = changes(open_workspace(args.workspace), args.map)
    talk.answer(found.plain(), _shown(found))
    return 0


def _shown(found: Changes) -> str:
    lines = [
        f"{found.map_id}: measured {found.earlier[:19]} and {found.later[:19]}; {found.compared} numbers with an interval compared"
    ]
    if found.moved:
        header = ("element", "measure", "was", "interval", "now", "unit", "n was", "n now")
        rows = [
            (
                m.element,
                m.measure,
                round(m.was, 4),
                f"{m.low:.4g} to {m.high:.4g}",
                round(m.now, 4),
                m.unit,
                m.n_was,
                m.n_now,
            )
            for m in found.moved
        ]
        lines.append(table(header, rows))
    else:
        lines.append("Nothing moved beyond its interval.")
    lines += [f"new on the map: {name}" for name in found.appeared] + [
        f"no longer on the map: {name}" for name in found.vanished
    ]
    return "\n".join(lines)
