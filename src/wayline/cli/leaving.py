"""When customers leave: of those still there, the share that leaves in each period after the first touch.

With --by, whether levels of traits leave alike (log-rank), and what goes with leaving sooner with the other traits held (Cox's
regression, hazard ratios). They say what goes together, not what would happen if a level changed.
"""

from __future__ import annotations

import argparse
from typing import Any

from wayline.cli.asking import add_narrowing, asked_without_segment
from wayline.cli.options import add_many
from wayline.cli.talk import Talk, safe, table
from wayline.maps.duration import spoken
from wayline.views import words
from wayline.workspace.folder import open_workspace
from wayline.workspace.leaving import leaving

_SHOWN = 24


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("map", metavar="MAP", help="a journey file, or a map's name in the workspace")
    parser.add_argument("--period", default="30d", metavar="SPAN", help="how long a period is; default 30d")
    add_many(parser, "--by", "TRAIT", "traits whose levels are set side by side")
    add_narrowing(parser)
    parser.set_defaults(segment="")


def run(args: argparse.Namespace, talk: Talk) -> int:
    talk.progress(f"measuring {args.map}")
    asked = asked_without_segment(args)
    found = leaving(open_workspace(args.workspace), args.map, period=args.period, by=args.by, asked=asked).plain()
    talk.answer(found, "" if talk.as_json else safe(_shown(found)))
    return 0


def _shown(plain: dict[str, Any]) -> str:
    _, many = words.nouns(plain["unit"])
    head = f"{plain['map']}, up to {plain['as_of']}: {words.number(plain['left'])} of {words.number(plain['subjects'])} {many} left"
    if plain["refused"]:
        return f"{head}\nCannot tell: {plain['refused']}."
    return "\n".join([head, "", _periods(plain), *_traits(plain), *_model(plain)])


def _periods(plain: dict[str, Any]) -> str:
    span = plain["period_seconds"]
    rows = [
        (
            f"{spoken((one['period'] - 1) * span) if one['period'] > 1 else 'the start'} on",
            f"{one['value']:.1%}",
            f"{one['low']:.1%} to {one['high']:.1%}",
            f"{one['count']:,} of {one['n']:,}",
        )
        for one in plain["periods"][:_SHOWN]
    ]
    shown = table((f"{spoken(span)} from", "leave", "likely", "of those there"), rows)
    rest = len(plain["periods"]) - _SHOWN
    return f"{shown}\nand {rest} more: --json has them all" if rest > 0 else shown


def _traits(plain: dict[str, Any]) -> list[str]:
    lines = []
    for one in plain["traits"]:
        told = one["refused"] or (
            f"log-rank χ² {one['chi_square']:,.1f} on {one['freedom']}, q {one['q']:.2g}: levels "
            f"{'do not leave alike' if one['q'] < 0.05 else 'show no visible difference'}"
        )
        rows = [(row["level"], row["subjects"], row["left"], f"{row['expected']:.1f}") for row in one["levels"]]
        lines += ["", f"{one['trait']}: {told}", table(("level", "there", "left", "if alike"), rows)]
    return lines


def _model(plain: dict[str, Any]) -> list[str]:
    model = plain["model"]
    if model is None:
        return []
    against = ", ".join(f"{trait} {level}" for trait, level in plain["against"].items())
    if model["refused"]:
        return ["", f"No hazard ratios: {model['refused']}."]
    rows = [
        (one["name"], f"{one['hazard_ratio']:.2f}", f"{one['low']:.2f} to {one['high']:.2f}", _reading(one))
        for one in model["terms"]
    ]
    head = f"Hazard ratios against {against}, with the other traits held (c-index {model['c_index']:.3f})"
    return ["", head, table(("level", "ratio", "likely", "reading"), rows)]


def _reading(term: dict[str, Any]) -> str:
    if term["low"] > 1:
        return "goes with leaving sooner"
    return "goes with leaving later" if term["high"] < 1 else "no visible difference"
