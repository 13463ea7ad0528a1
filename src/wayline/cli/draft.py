"""Propose a map from the events alone, a first draft for people to correct: its steps, their order, stages, connections and leaves, each with its reason."""

from __future__ import annotations

import argparse

from wayline.cli.options import UsageError, add_log
from wayline.cli.talk import Talk, safe
from wayline.workspace.drafting import Drafted, draft
from wayline.workspace.folder import open_workspace


def configure(parser: argparse.ArgumentParser) -> None:
    add_log(parser)
    parser.add_argument(
        "--steps", metavar="N", help="at most so many steps; default: while the next buys enough, 12 at most"
    )
    parser.add_argument("-o", dest="output", metavar="FILE", help="write the map there instead of to standard output")


def run(args: argparse.Namespace, talk: Talk) -> int:
    workspace = open_workspace(args.workspace)
    talk.progress("reading the event log")
    found = draft(workspace, unit=args.unit, events=args.events, steps=_number(args.steps), output=args.output)
    talk.answer(found.plain(), _said(found) if found.file else found.text.rstrip("\n"))
    for note in found.draft.notes:
        talk.say(f"note: {note}")
    return 0


def _number(text: str | None) -> int | None:
    if text is None:
        return None
    if not text.isascii() or not text.isdecimal() or len(text) > 4:
        raise UsageError(f"--steps {text}: expected a whole number such as 8")
    return int(text)


def _said(found: Drafted) -> str:
    draft = found.draft
    steps, connections = len(draft.steps), len(draft.plan.kinds)
    share = draft.in_time["paths_so_far"]["value"]
    later = draft.out_of_time["paths_so_far"]["value"] if draft.out_of_time else None
    explains = f"explains {share:.1%} of paths so far" if share is not None else "explains no path"
    judged = f", {later:.1%} out of time" if later is not None else ""
    return safe(
        f"Drafted {found.file}: unit {draft.unit}, {steps} steps, {connections} connections; {explains}{judged}.\n"
        f"Next: correct it, then `wayline lint {found.file}` and `wayline measure {found.file}`."
    )
