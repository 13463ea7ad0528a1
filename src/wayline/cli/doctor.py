"""Versions, sizes, what is broken and how to mend it. Exit code 1 if anything is broken."""

from __future__ import annotations

import argparse

from wayline.cli.talk import Talk, safe, table
from wayline.workspace.checking import doctor
from wayline.workspace.folder import open_workspace


def configure(parser: argparse.ArgumentParser) -> None:
    """No options of its own."""


def run(args: argparse.Namespace, talk: Talk) -> int:
    workspace = open_workspace(args.workspace)
    found = doctor(workspace)
    lines = [f"workspace {workspace.folder}", table(("part", "version"), list(found.versions.items()))]
    lines.append(table(("what", "size"), list(found.sizes.items())))
    lines += [safe(f"{finding.severity}: {finding.message} [{finding.rule}]") for finding in found.findings]
    lines.append("Something is broken." if found.is_broken else "Nothing is broken.")
    talk.answer(found.plain(), "\n".join(lines))
    return 1 if found.is_broken else 0
