"""Erase a person or account everywhere: events, answers, traits, rejected rows and names; no byte stays. Later imports leave them out."""

from __future__ import annotations

import argparse

from wayline.cli.talk import Talk
from wayline.workspace.erasing import erase
from wayline.workspace.folder import open_workspace


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("subject", metavar="SUBJECT", help="the id of a person or account")


def run(args: argparse.Namespace, talk: Talk) -> int:
    found = erase(open_workspace(args.workspace), args.subject)
    rows = sum(found.rows.values())
    talk.answer(
        found.plain(),
        f"Erased a {found.kind}: {found.ids} id(s), {rows} row(s), {found.measurements} kept measurement(s).\n"
        f"The event log is at version {found.version}; versions before the erasure can no longer be read.",
    )
    return 0
