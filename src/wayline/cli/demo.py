"""Build a demo workspace, measure its map and open the page in the browser. Without --map: study records of The Open University."""

from __future__ import annotations

import argparse
import webbrowser

from wayline.cli.talk import Talk
from wayline.demo.content import DEMOS, FIRST
from wayline.workspace.demonstrating import demo


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("dir", nargs="?", default="wayline-demo", metavar="DIR")
    parser.add_argument(
        "--map",
        default=FIRST,
        choices=list(DEMOS),
        dest="name",
        help="; ".join(f"{d.name}: {d.tells}" for d in DEMOS.values()),
    )
    parser.add_argument("--no-open", action="store_true", help="do not open a browser")


def run(args: argparse.Namespace, talk: Talk) -> int:
    page = demo(args.dir, name=args.name, tell=talk.progress)
    address = page.resolve().as_uri()
    talk.answer(
        {"workspace": str(page.parent), "page": str(page)},
        f"The demo is ready: {address}\nThe workspace is {page.parent}; try `wayline measure {args.name} --workspace {page.parent}`.",
    )
    if not args.no_open:
        webbrowser.open(address)
    return 0
