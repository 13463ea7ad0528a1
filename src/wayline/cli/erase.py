"""Erase a person or account everywhere: events, answers, traits, rejected rows and names; no byte stays. Later imports leave them out."""

from __future__ import annotations

import argparse
import time

from wayline.cli.talk import Talk
from wayline.workspace.folder import open_workspace


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("subject", metavar="SUBJECT", help="the id of a person or account")


def run(args: argparse.Namespace, talk: Talk) -> int:
    workspace = open_workspace(args.workspace)
    log = workspace.log
    log.erase(args.subject, received_at=time.time_ns() // 1000)
    version = log.snapshot().version
    talk.answer(
        {"erased": True, "version": version},
        f"Erased. The event log is at version {version}; versions before the erasure can no longer be read.",
    )
    return 0
