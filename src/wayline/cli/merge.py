"""Join two edits of one map three ways. FILE gets what both changed since BASE, with comments and layout of OURS.

Where both changed the same thing in two ways, the value of OURS is written, the conflict is listed on standard error (with --json:
in the answer), and the exit code is 1."""

from __future__ import annotations

import argparse
from pathlib import Path

from wayline.cli.talk import Talk
from wayline.maps.settling import conflict_words
from wayline.workspace.merging import MergedFile, merge_files


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "base", metavar="BASE", type=Path, help="the version that both began with; empty if both added the map"
    )
    parser.add_argument("ours", metavar="OURS", type=Path, help="one edit; its comments and layout stay")
    parser.add_argument("theirs", metavar="THEIRS", type=Path, help="the other edit")
    parser.add_argument(
        "-o", dest="output", metavar="FILE", type=Path, required=True, help="where the joined map goes; may be OURS"
    )


def run(args: argparse.Namespace, talk: Talk) -> int:
    found = merge_files(args.base, args.ours, args.theirs, args.output)
    if not talk.as_json:
        for line in _to_settle(found):
            talk.say(line)
    talk.answer(found.plain(), _said(found))
    return 0 if found.is_clean else 1


def _to_settle(found: MergedFile) -> list[str]:
    return [
        *(f"conflict: {conflict_words(conflict)}" for conflict in found.merged.conflicts),
        *(f"conflict: both together: line {one.line}: {one.message}" for one in found.findings),
        *(f"note: {note}" for note in found.notes),
    ]


def _said(found: MergedFile) -> str:
    count = len(found.merged.conflicts) + len(found.findings)
    to_settle = f"; {count} conflict(s) to settle" if count else ""
    return f"Wrote {found.path}: {len(found.merged.changes)} change(s) of THEIRS{to_settle}"
