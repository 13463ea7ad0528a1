"""Draw a map to a file; the suffix says the format. With data in the event log it is drawn with its numbers."""

from __future__ import annotations

import argparse

from wayline.cli.asking import add_options, asked
from wayline.cli.talk import Talk
from wayline.workspace.drawing import render
from wayline.workspace.folder import open_workspace


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("map", metavar="MAP")
    parser.add_argument("-o", dest="output", metavar="FILE", required=True, help="for example map.html")
    add_options(parser)


def run(args: argparse.Namespace, talk: Talk) -> int:
    talk.progress(f"drawing {args.map}")
    path = render(open_workspace(args.workspace), args.map, args.output, asked(args))
    talk.answer({"file": str(path)}, f"Drew {path}")
    return 0
