"""Measure a map on the events that stand behind it. The result is kept, so that `wayline changes` can say what moved."""

from __future__ import annotations

import argparse

from wayline.cli.asking import add_options, asked
from wayline.cli.talk import Talk
from wayline.measures.measurement import Measurement
from wayline.render.text import table
from wayline.views.shape import MapView
from wayline.workspace.drawing import view
from wayline.workspace.folder import Workspace, open_workspace
from wayline.workspace.keeping import keep
from wayline.workspace.measuring import Asked, measure


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("map", metavar="MAP", help="a journey file, or a map's name in the workspace")
    add_options(parser)


def run(args: argparse.Namespace, talk: Talk) -> int:
    workspace = open_workspace(args.workspace)
    question = asked(args)
    talk.progress(f"measuring {args.map}")
    found = measure(workspace, args.map, question)
    unkept = _kept(workspace, found, question)
    talk.answer(
        found.plain(), "" if talk.as_json else _shown(view(workspace, args.map, question, found, inside=True), talk)
    )
    for note in (*found.notes, *unkept):
        talk.say(f"note: {note}")
    return 0


def _kept(workspace: Workspace, found: Measurement, asked: Asked) -> list[str]:
    """Keep the measurement. Where the folder cannot be written the numbers are still an answer, and a note says what is missing."""
    try:
        keep(workspace, found, asked)
    except OSError as error:
        return [f"the result was not kept for `wayline changes`: {error.strerror}"]
    return []


def _shown(view: MapView, talk: Talk) -> str:
    return table(view, columns=talk.columns(), colour=talk.colour()).rstrip("\n")
