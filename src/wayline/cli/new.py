"""Begin a map: maps/NAME.journey.yaml with every key that matters, in the order in which a team thinks of it."""

from __future__ import annotations

import argparse

from wayline.cli.talk import Talk
from wayline.workspace.folder import open_workspace
from wayline.workspace.starting import new


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("name", metavar="NAME")
    parser.add_argument("--template", default="blank", metavar="T")
    parser.add_argument("-o", dest="output", metavar="FILE", help="another place than maps/NAME.journey.yaml")


def run(args: argparse.Namespace, talk: Talk) -> int:
    workspace = None if args.output else open_workspace(args.workspace)
    path = new(workspace, args.name, template=args.template, output=args.output)
    talk.answer(
        {"file": str(path)},
        f"Made {path}\nNext: name the steps, bind them to events, then `wayline lint {args.name}` and `wayline measure {args.name}`.",
    )
    return 0
