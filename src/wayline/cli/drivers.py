"""Which steps' ratings go with what people say of the whole: shares of what they explain, with intervals and groups that cannot be told apart.

They say what goes with the overall score, never what would happen if a step were rated better.
"""

from __future__ import annotations

import argparse

from wayline.cli.asking import add_narrowing, asked_without_segment
from wayline.cli.talk import Talk, safe, table
from wayline.measures.voice.drivers import OUTCOMES
from wayline.views import scores
from wayline.workspace.driving import drivers
from wayline.workspace.folder import open_workspace


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("map", metavar="MAP", help="a journey file, or a map's name in the workspace")
    parser.add_argument("--of", default="", metavar="SCORE", help=f"the score of the whole: {', '.join(OUTCOMES)}")
    parser.add_argument("--steps", nargs="+", action="extend", default=[], metavar="STEP", help="only these steps")
    parser.add_argument("--method", choices=("johnson", "lmg"), default="johnson", help="how the shares are made")
    add_narrowing(parser)
    parser.set_defaults(segment="")


def run(args: argparse.Namespace, talk: Talk) -> int:
    talk.progress(f"drawing the answers of {args.map} again and again")
    asked = asked_without_segment(args)
    found = drivers(
        open_workspace(args.workspace), args.map, asked, outcome=args.of, steps=args.steps, method=args.method
    )
    talk.answer(found.plain(), "" if talk.as_json else _shown(found.plain(), found.titles))
    return 0


def _shown(plain: dict[str, object], titles: dict[str, str]) -> str:
    found = scores.drivers(plain, titles)
    assert found is not None
    lines = [f"{plain['map']}: what goes with {found['outcome']}", safe(found["says"])]
    rows = [(row["group"] + 1, safe(row["title"]), row["text"], row["interval"]) for row in found["rows"]]
    if rows:
        lines += ["", table(("group", "part", "share", "likely"), rows), ""]
    return "\n".join([*lines, *map(safe, found["notes"])])
