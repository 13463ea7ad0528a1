"""What the buyers of a map are still worth: how often they will buy again and what they will spend, from touches with an amount.

The forecast stands beside how it would have done on what came later. With --renews: how many renew where a step comes again every period.
"""

from __future__ import annotations

import argparse

from wayline.cli.asking import add_narrowing, asked_without_segment
from wayline.cli.options import UsageError
from wayline.cli.talk import Talk, safe, table
from wayline.views import worth
from wayline.workspace.folder import open_workspace
from wayline.workspace.valuing import renewals, value


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("map", metavar="MAP", help="a journey file, or a map's name in the workspace")
    parser.add_argument(
        "--ahead", default="", metavar="SPAN", help="how far to look; default: as far as was back-tested"
    )
    parser.add_argument("--currency", default="", metavar="CODE", help="of amounts that carry none; shown as assumed")
    parser.add_argument("--renews", default="", metavar="STEP", help="a step that comes again every period")
    parser.add_argument("--every", default="", metavar="SPAN", help="with --renews: the period, for example 365d")
    parser.add_argument("--periods", type=int, default=5, metavar="N", help="with --renews: how many more to foretell")
    add_narrowing(parser)
    parser.set_defaults(segment="")


def run(args: argparse.Namespace, talk: Talk) -> int:
    workspace, asked = open_workspace(args.workspace), asked_without_segment(args)
    if bool(args.renews) != bool(args.every):
        raise UsageError("--renews STEP and --every SPAN belong together")
    if args.renews:
        if args.ahead or args.currency:
            raise UsageError("--ahead and --currency are of purchases, --renews is of a step; ask for one of them")
        due = renewals(workspace, args.map, args.renews, args.every, asked, periods=args.periods)
        talk.answer(due.plain(), "" if talk.as_json else _renewing(due.plain()))
        return 0
    talk.progress(f"fitting the purchases of {args.map}")
    found = value(workspace, args.map, asked, ahead=args.ahead, currency=args.currency)
    talk.answer(
        found.plain(), "" if talk.as_json else "\n".join(safe(line) for line in worth.value_lines(found.plain()))
    )
    return 0


def _renewing(plain: dict[str, object]) -> str:
    lines, rows = worth.renewal_lines(plain)
    if rows:
        lines += ["", table(("renewal", "due", "still there", "curve", "likely"), rows)]
    return "\n".join(lines)
