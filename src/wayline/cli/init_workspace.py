"""Make a workspace: a folder with wayline.toml, maps/, personas/ and roles/; the event log grows in it with the first import."""

from __future__ import annotations

import argparse

from wayline.cli.talk import Talk
from wayline.workspace.folder import init


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("dir", nargs="?", default="", metavar="DIR", help="the folder; default: here")
    parser.add_argument(
        "--zone", default="UTC", help="time zone for times that name none, such as Europe/Berlin (default: UTC)"
    )


def run(args: argparse.Namespace, talk: Talk) -> int:
    workspace = init(args.dir or args.workspace or ".", zone=args.zone)
    talk.answer(
        {"workspace": str(workspace.folder)},
        f"Made a workspace in {workspace.folder}\nNext: `wayline import FILE...` loads events, `wayline new NAME` begins a map.",
    )
    return 0
