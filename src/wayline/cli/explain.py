"""A number explained: its definition in words and, with --sql, a statement for bare DuckDB in the workspace's folder.

ELEMENT is the id of a step, stage, window or handoff, or `whole` or `coverage`. The statement returns one row with the
columns `count` and `n`, equal to those of `wayline measure`.
"""

from __future__ import annotations

import argparse

from wayline.cli.asking import add_options, asked
from wayline.cli.talk import Talk, safe
from wayline.workspace.explaining import explain
from wayline.workspace.folder import open_workspace


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("map", metavar="MAP")
    parser.add_argument("element", metavar="ELEMENT")
    parser.add_argument("measure", metavar="MEASURE")
    parser.add_argument("--sql", action="store_true", help="print the SQL and nothing else")
    add_options(parser)


def run(args: argparse.Namespace, talk: Talk) -> int:
    found = explain(open_workspace(args.workspace), args.map, args.element, args.measure, asked(args))
    talk.answer({"says": found.says, "sql": found.sql}, found.sql if args.sql else f"{safe(found.says)}\n\n{found.sql}")
    return 0
