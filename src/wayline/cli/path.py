"""What one subject did, in order; with --map each event names the steps it touches."""

from __future__ import annotations

import argparse

from wayline.cli.talk import Talk, table
from wayline.workspace.folder import open_workspace
from wayline.workspace.subjects import path


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("subject", metavar="SUBJECT")
    parser.add_argument("--map", default="", metavar="MAP")


def run(args: argparse.Namespace, talk: Talk) -> int:
    stops = path(open_workspace(args.workspace), args.subject, args.map)
    rows = [(stop.occurred_at, stop.event, stop.source, ", ".join(stop.elements)) for stop in stops]
    talk.answer(
        {"wayline": 1, "subject": args.subject, "events": [stop.plain() for stop in stops]},
        table(("when", "event", "source", "on the map"), rows) if rows else "No events.",
    )
    return 0
