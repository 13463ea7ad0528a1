"""Who may leave, or not succeed, within a horizon: a chance for each active subject, by a score judged back in time.

It names nobody before its chances came true on earlier days, each judged by what was known on that day. A chance is a prediction:
it does not say that contact helps.
"""

from __future__ import annotations

import argparse
from typing import Any

from wayline.cli.asking import add_narrowing, asked_without_segment
from wayline.cli.options import add_many
from wayline.cli.talk import Talk, safe, table
from wayline.estimates.foretelling import METHODS
from wayline.views import chances, words
from wayline.workspace.folder import open_workspace
from wayline.workspace.scoring import score

_SHOWN = 20


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("map", metavar="MAP", help="a journey file, or a map's name in the workspace")
    parser.add_argument("--horizon", default="", metavar="SPAN", help="how far ahead: 30d; a score needs it")
    parser.add_argument(
        "--outcome", default="leave", metavar="SELECTOR", help="what success is, as YAML; `leave`: not to leave"
    )
    add_many(parser, "--traits", "TRAIT", "traits that the score may know, as they held on each day")
    parser.add_argument(
        "--active", default="", metavar="SPAN", help="score who had an event within; default: three horizons"
    )
    parser.add_argument("--method", choices=METHODS, default="logistic", help="boosting needs wayline[scores]")
    add_narrowing(parser)
    parser.set_defaults(segment="")


def run(args: argparse.Namespace, talk: Talk) -> int:
    talk.progress(f"judging a score of {args.map} back in time")
    found = score(
        open_workspace(args.workspace),
        args.map,
        args.outcome,
        horizon=args.horizon,
        active=args.active,
        method=args.method,
        traits=args.traits,
        asked=asked_without_segment(args),
    )
    talk.answer(found.plain(), "" if talk.as_json else safe(_shown(found.plain())))
    return 0


def _shown(plain: dict[str, Any]) -> str:
    lines = [f"{plain['map']}, {plain['as_of']}: {chances.foretold(plain)} (prediction)", chances.switch(plain)]
    if plain["back_test"]:
        test = plain["back_test"]
        lines += ["", *chances.tested(test)]
        lines.append(table(("foretold", "came", "likely", "chances"), chances.calibration_rows(test["quality"])))
    lines += [f"note: {note}" for note in plain["notes"]]
    lines += [f"not scored: {words.number(one['subjects'])} {one['why']}" for one in plain["left_out"]]
    if plain["switched_on"]:
        lines += ["", *_listed(plain)]
    return "\n".join(lines)


def _listed(plain: dict[str, Any]) -> list[str]:
    one, many = words.nouns(plain["unit"])
    found = plain["subjects"]
    rows = [
        (
            scored["subject"],
            f"{scored['chance']:.1%}",
            f"{scored['came_of_those_alike']['low']:.1%} to {scored['came_of_those_alike']['high']:.1%}",
            "; ".join(chances.reason(reason, plain["horizon_days"]) for reason in scored["goes_with"]),
        )
        for scored in found[:_SHOWN]
    ]
    head = f"{words.counted(len(found), one, many)} scored. Whether contact helps: {plain['experiment']}."
    lines = [head, table((one, "chance", "of those alike", "goes with it"), rows)] if rows else [head]
    if len(found) > _SHOWN:
        lines.append(f"and {len(found) - _SHOWN} more: --json has them all")
    return lines
