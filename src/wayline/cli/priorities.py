"""What costs most a year: friction and drop-off in customers and in money, with how sure the order is.

The order comes with intervals, groups that cannot be told apart, and how likely each is among the first; costs overlap and do not add up.
"""

from __future__ import annotations

import argparse

from wayline.cli.asking import add_options, asked
from wayline.cli.options import add_exposures, add_outcome, exposures
from wayline.cli.talk import Talk, safe, table
from wayline.views import worth
from wayline.workspace.folder import open_workspace
from wayline.workspace.prioritizing import priorities


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("map", metavar="MAP", help="a journey file, or a map's name in the workspace")
    add_outcome(parser)
    add_exposures(parser)
    parser.add_argument(
        "--worth", default="", metavar="LOW..HIGH", help="of a customer kept; or `measured`: a year's expected spend"
    )
    parser.add_argument("--currency", default="", metavar="CODE", help="of --worth, or of amounts that carry none")
    parser.add_argument("--year", type=int, default=None, metavar="YEAR", help="of the prices in --worth")
    parser.add_argument("--inputs", default="", metavar="FILE", help="what was set by hand: effort, confidence, costs")
    parser.add_argument("--top", type=int, default=3, metavar="K", help="how likely among the first K; default: 3")
    add_options(parser)


def run(args: argparse.Namespace, talk: Talk) -> int:
    hindering = exposures(args)
    talk.progress(f"drawing the customers of {args.map} again and again")
    found = priorities(
        open_workspace(args.workspace),
        args.map,
        args.outcome,
        **hindering,
        worth=args.worth,
        currency=args.currency,
        year=args.year,
        inputs=args.inputs,
        top=args.top,
        asked=asked(args),
    )
    talk.answer(found.plain(), "" if talk.as_json else _shown(found.plain()))
    return 0


def _shown(plain: dict[str, object]) -> str:
    said = worth.priority_lines(plain)
    lines = [safe(line) for line in said.head]
    if said.rows:
        lines += ["", table(said.header, said.rows), ""]
    return "\n".join([*lines, *(safe(line) for line in said.notes)])
