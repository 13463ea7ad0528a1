"""The kinds of paths that the event log holds: how many come again when paths are drawn again, how common each is, and what sets it apart."""

from __future__ import annotations

import argparse

from wayline.cli.options import UsageError, add_log
from wayline.cli.talk import Talk, safe, table
from wayline.estimates.journey_types import MOST_TYPES
from wayline.views import words
from wayline.workspace.folder import open_workspace
from wayline.workspace.typing_paths import PathType, PathTypes, journey_types


def configure(parser: argparse.ArgumentParser) -> None:
    add_log(parser)
    parser.add_argument("--most", default=str(MOST_TYPES), metavar="K", help=f"try 2 to K types; at most {MOST_TYPES}")


def run(args: argparse.Namespace, talk: Talk) -> int:
    workspace = open_workspace(args.workspace)
    talk.progress("drawing paths again and again")
    found = journey_types(workspace, unit=args.unit, events=args.events, most=_number(args.most))
    talk.answer(found.plain(), "" if talk.as_json else _shown(found))
    return 0


def _number(text: str) -> int:
    if not text.isascii() or not text.isdecimal() or len(text) > 4:
        raise UsageError(f"--most {text}: expected a whole number such as 6")
    return int(text)


def _shown(found: PathTypes) -> str:
    _, many = words.nouns(found.unit)
    lines = [f"{words.number(found.paths)} paths of {many}"]
    if found.refused:
        return "\n".join([*lines, f"No types: {found.refused}."])
    for number, one in enumerate(found.types, start=1):
        lines += ["", *_type(number, one)]
    if found.other:
        lines += ["", f"Other: {words.number(found.other)} paths of no type that comes again."]
    rows = [(kinds, "too small a type" if stable < 0 else f"{stable:.2f}") for kinds, stable in found.tried.items()]
    return "\n".join([*lines, "", table(("types tried", "stability"), rows)])


def _type(number: int, one: PathType) -> list[str]:
    likely = words.between(one.low, one.high, "share")
    lines = [
        f"Type {number}: {words.percent(one.share)} of paths (likely {likely}; {words.number(one.paths)}), stability {one.stability:.2f}"
    ]
    lines += [f"  likeliest way: {safe(' → '.join(one.way))}"] if one.way else []
    lines += [
        f"  {safe(name)}: {words.percent(here)} here, {words.percent(rest)} elsewhere" for name, here, rest in one.apart
    ]
    return lines
