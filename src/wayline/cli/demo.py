"""Build the demo workspace from real study records of The Open University, measure its map and open the page in the browser."""

from __future__ import annotations

import argparse
import webbrowser

from wayline.cli.talk import Talk
from wayline.workspace.demonstrating import demo


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("dir", nargs="?", default="wayline-demo", metavar="DIR")
    parser.add_argument("--no-open", action="store_true", help="do not open a browser")


def run(args: argparse.Namespace, talk: Talk) -> int:
    page = demo(args.dir, tell=talk.progress)
    address = page.resolve().as_uri()
    talk.answer(
        {"workspace": str(page.parent), "page": str(page)},
        f"The demo is ready: {address}\nThe workspace is {page.parent}; try `wayline measure first-term --workspace {page.parent}`.",
    )
    if not args.no_open:
        webbrowser.open(address)
    return 0
