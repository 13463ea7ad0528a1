"""Whether a map still holds: paths in windows by their start, each compared with the one before.

An alarm needs two things: transitions that changed by more than chance, and that it matters (lost coverage, a share on the map that
shifted). What changed before the map's last review counts no more. Status 0 if the map holds, 1 if it is stale, 3 if it cannot be told.
"""

from __future__ import annotations

import argparse
from dataclasses import replace

from wayline.cli.asking import add_narrowing, asked
from wayline.cli.talk import Talk, safe, table
from wayline.measures.stale.verdict import Change
from wayline.views import stale as words
from wayline.workspace.folder import open_workspace
from wayline.workspace.staleness import Staleness, stale, stale_settings

STATUS = {"stale": 1, "cannot tell": 3}


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("map", metavar="MAP", help="a journey file, or a map's name in the workspace")
    cut = parser.add_mutually_exclusive_group()
    cut.add_argument("--windows", type=int, metavar="N", help="so many windows of equally many paths; default 8")
    cut.add_argument("--every", metavar="SPAN", help="windows of this length: 30d")
    parser.add_argument(
        "--within",
        metavar="SPAN",
        help="look at so much of each path, `all` for finished logs; default: the time in which most paths are over",
    )
    add_narrowing(parser)
    parser.set_defaults(segment="")


def run(args: argparse.Namespace, talk: Talk) -> int:
    workspace = open_workspace(args.workspace)
    settings = stale_settings(workspace)
    if args.windows is not None:
        settings = replace(settings, windows=args.windows, every="")
    if args.every is not None:
        settings = replace(settings, every=args.every)
    if args.within is not None:
        settings = replace(settings, within=args.within)
    talk.progress(f"comparing windows of {args.map}")
    found = stale(workspace, args.map, asked(args), settings)
    talk.answer(found.plain(), "" if talk.as_json else safe(_shown(found)))
    return STATUS.get(found.verdict, 0)


def _shown(found: Staleness) -> str:
    lines = [f"{found.map_id}: {found.face}", *(f"note: {note}" for note in found.found.notes)]
    if found.found.changes:
        header = ("from", "paths", "p", "changed most", "reads", "because")
        lines += ["", table(header, [_row(found, change) for change in found.found.changes])]
    return "\n".join(lines)


def _row(found: Staleness, change: Change) -> tuple[object, ...]:
    reviewed = change.is_alarm and change not in found.found.alarms
    reads = "seen" if reviewed else "ALARM" if change.is_alarm else "changed" if change.transitions else "as before"
    return (
        words.day(change.second.since, found.zone),
        len(change.second),
        f"{change.gate.p:.3f}",
        words.named(found.found, change),
        reads,
        words.reason(change),
    )
