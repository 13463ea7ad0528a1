"""Who stands behind a number: the subjects that a measure of an element counts."""

from __future__ import annotations

import argparse

from wayline.cli.asking import add_options, asked
from wayline.cli.talk import Talk, safe
from wayline.workspace.folder import open_workspace
from wayline.workspace.subjects import subjects


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("map", metavar="MAP")
    parser.add_argument("element", metavar="ELEMENT")
    parser.add_argument("--measure", default="reached", metavar="M", help="default: reached")
    add_options(parser)


def run(args: argparse.Namespace, talk: Talk) -> int:
    found = subjects(open_workspace(args.workspace), args.map, args.element, args.measure, asked(args))
    talk.answer(found.plain(), "\n".join(safe(name) for name in found.subjects))
    talk.say(f"{len(found.subjects)} subject(s) behind {found.measure} of {found.element}")
    return 0
