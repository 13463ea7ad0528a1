"""Who has waited longer than the norm at a step or stage, and for how long.

Norms are learned from all waits, with those still under way as censored: three in four have moved on (or left) by the first, nine in ten by the second.
"""

from __future__ import annotations

import argparse

from wayline.cli.asking import add_options, asked
from wayline.cli.talk import Talk, safe, table
from wayline.estimates.norms import Norm
from wayline.maps.duration import spoken
from wayline.measures.norms import Waits
from wayline.workspace.folder import open_workspace
from wayline.workspace.waiting import Waiting, waiting

_SHOWN = 20


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("map", metavar="MAP", help="a journey file, or a map's name in the workspace")
    parser.add_argument(
        "--at", default="", metavar="ELEMENT", help="only this step or stage, with the subjects beyond its norm"
    )
    parser.add_argument(
        "--reference", default="", metavar="A..B", help="learn the norms from who came there in this period"
    )
    add_options(parser)


def run(args: argparse.Namespace, talk: Talk) -> int:
    talk.progress(f"measuring {args.map}")
    found = waiting(open_workspace(args.workspace), args.map, at=args.at, reference=args.reference, asked=asked(args))
    talk.answer(found.plain(), "" if talk.as_json else safe(_shown(found, named=bool(args.at))))
    return 0


def _shown(found: Waiting, *, named: bool) -> str:
    header = ("element", "level", "target", "3 in 4 by", "9 in 10 by", "waiting", "behind", "stuck", "")
    lines = [f"{found.map_id}, up to {found.as_of}", table(header, [_row(one) for one in found.waits])]
    for one in found.waits if named else ():
        lines += [f"  {found.names[code]}: {spoken(wait)}" for code, wait in one.behind[:_SHOWN]]
        if len(one.behind) > _SHOWN:
            lines.append(f"  … and {len(one.behind) - _SHOWN} more: --json has them all")
    return "\n".join(lines)


def _row(one: Waits) -> tuple[object, ...]:
    return (
        one.element,
        one.level or "",
        spoken(one.target) if one.target is not None else "",
        *(_norm(norm) for norm in one.norms),
        len(one.waiting),
        "" if one.refused else len(one.behind),
        "" if one.refused else len(one.stuck),
        one.refused or "",
    )


def _norm(norm: Norm) -> str:
    if norm.value is None:
        return "–"
    likely = f" ({spoken(norm.low)} to {spoken(norm.high)})" if norm.low is not None and norm.high is not None else ""
    return f"{spoken(norm.value)}{likely}"
