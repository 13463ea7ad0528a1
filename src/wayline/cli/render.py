"""Draw a map to a file; the suffix says the format. With data in the event log it is drawn with its numbers."""

from __future__ import annotations

import argparse

from wayline.cli.asking import add_options, asked
from wayline.cli.talk import Talk
from wayline.views.filters import Filter
from wayline.workspace.drawing import render
from wayline.workspace.folder import open_workspace


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("map", metavar="MAP")
    parser.add_argument(
        "-o",
        dest="output",
        metavar="FILE",
        required=True,
        help="the suffix says the format: .html .svg .png .pdf .pptx .xlsx .md .mmd .csv",
    )
    parser.add_argument(
        "--tiled",
        nargs="?",
        const="A4",
        default="",
        metavar="PAPER",
        help="a PDF over pages of A4 or A3, stages, steps and lane names on each; default paper: A4",
    )
    parser.add_argument("--dark", action="store_true", help="light on dark (.svg, .png, .pdf, .pptx)")
    parser.add_argument("--face", default="map", metavar="NAME", help="map, blueprint, milestones or day")
    parser.add_argument("--lanes", nargs="+", default=(), metavar="LANE", help="only these lanes, by id")
    parser.add_argument("--stages", nargs="+", default=(), metavar="STAGE", help="only these stages, by id")
    parser.add_argument("--stale", action="store_true", help="say on its face whether the map still holds")
    add_options(parser)


def run(args: argparse.Namespace, talk: Talk) -> int:
    talk.progress(f"drawing {args.map}")
    drawn = render(
        open_workspace(args.workspace),
        args.map,
        args.output,
        asked(args),
        tiled=args.tiled.upper(),
        dark=args.dark,
        face=args.face,
        holds=args.stale,
        keep=Filter(lanes=tuple(args.lanes), stages=tuple(args.stages)),
    )
    talk.answer({"file": str(drawn.file), "notes": list(drawn.notes)}, f"Drew {drawn.file}")
    if drawn.notes and not (talk.as_json or talk.quiet):
        talk.say("Not in this file: " + "; ".join(drawn.notes) + ".")
    return 0
