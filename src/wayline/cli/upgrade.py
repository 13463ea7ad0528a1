"""Bring a workspace to this version of Wayline."""

from __future__ import annotations

import argparse

from wayline.cli.talk import Talk
from wayline.workspace.folder import VERSION, open_workspace


def configure(parser: argparse.ArgumentParser) -> None:
    """No options of its own."""


def run(args: argparse.Namespace, talk: Talk) -> int:
    workspace = open_workspace(args.workspace)
    log_version = workspace.log.snapshot().version
    talk.answer(
        {"workspace": VERSION, "upgraded": False, "version": log_version},
        f"{workspace.folder} is at format {VERSION}, the newest that this Wayline knows; nothing to do.",
    )
    return 0
