"""Test the promises of a map (`expect`) on what customers really did: kept, broken, or cannot tell yet.

Status 0 if every promise is kept, 1 if one is broken, 3 if none is broken and one cannot be told yet. What the map calls
success is judged too, and does not change the status.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from wayline.cli.asking import add_options, asked
from wayline.cli.talk import Talk, safe
from wayline.measures.assumptions import CardTest
from wayline.measures.promises import Judged
from wayline.workspace.assuming import assumed
from wayline.workspace.folder import open_workspace
from wayline.workspace.promising import Checked, check

STATUS = {"broken": 1, "cannot tell": 3}
_MARKS = {"kept": "✓", "broken": "✗", "cannot tell": "?"}


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("map", metavar="MAP", help="a journey file, or a map's name in the workspace")
    add_options(parser)
    parser.add_argument(
        "--assumed", action="store_true", help="instead: the cheapest test of every assumed card, the quickest first"
    )


def run(args: argparse.Namespace, talk: Talk) -> int:
    workspace = open_workspace(args.workspace)
    talk.progress(f"measuring {args.map}")
    if args.assumed:
        tests = assumed(workspace, args.map, asked(args))
        plain = {"wayline": 1, "map": workspace.map(args.map).id, "assumed": [test.plain() for test in tests]}
        talk.answer(
            plain, safe("\n".join(map(_test, tests)) or "The map assumes nothing that customers could confirm.")
        )
        return 0
    found = check(workspace, args.map, asked(args))
    talk.answer(found.plain(), "" if talk.as_json else safe(_shown(found)))
    return STATUS.get(found.verdict, 0)


def _shown(found: Checked) -> str:
    if not found.promises:
        lines = [f"{found.map_id}: the map makes no promise; a step or stage promises with `expect`"]
    else:
        lines = [f"{found.map_id}, up to {found.as_of or 'the end'}: {_summed(found.promises)}"]
    lines += _listed(found, found.promises)
    if found.success:
        lines += ["success:", *_listed(found, found.success, "aimed at")]
    for level, promises in (found.segments or {}).items():
        lines += [f"{level}:", *_listed(found, promises)]
    return "\n".join(lines)


def _test(test: CardTest) -> str:
    needed = f"{test.n} {'answers' if test.kind == 'ask' else 'subjects'} for ± {test.within:g}"
    when = f"{test.days:.0f} days at {test.per_day:.1f} a day" if test.days and test.per_day else "nobody comes by yet"
    whom = ", if everybody answers" if test.days and test.kind == "ask" else ""
    return f"{test.lane} at {test.at}: {test.what} ({needed}: {when}{whom})"


def _summed(promises: Sequence[Judged]) -> str:
    counted = [(sum(one.verdict == verdict for one in promises), verdict) for verdict in _MARKS]
    return ", ".join(f"{number} {verdict}" for number, verdict in counted if number)


def _listed(found: Checked, promises: Sequence[Judged], word: str = "promised") -> list[str]:
    return [f"  {_MARKS[one.verdict]} {found.says(one, word)}" for one in promises]
