"""Measure a map on the events that stand behind it. The result is kept, so that `wayline changes` can say what moved."""

from __future__ import annotations

import argparse

from wayline.cli.asking import add_options, asked
from wayline.cli.talk import Talk
from wayline.render.text import table
from wayline.workspace.drawing import view
from wayline.workspace.folder import open_workspace
from wayline.workspace.keeping import keep
from wayline.workspace.measuring import measure


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("map", metavar="MAP", help="a journey file, or a map's name in the workspace")
    add_options(parser)


def run(args: argparse.Namespace, talk: Talk) -> int:
    workspace = open_workspace(args.workspace)
    question = asked(args)
    talk.progress(f"measuring {args.map}")
    found = measure(workspace, args.map, question)
    keep(workspace, found, question)
    talk.answer(found.plain(), "" if talk.as_json else table(view(workspace, args.map, question, found)))
    for note in found.notes:
        talk.say(f"note: {note}")
    return 0
