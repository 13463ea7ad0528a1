"""Who answers and who never does: what became of both, and which levels of a segment stay silent.

What silence could hide in a score stands beside it in `wayline measure`.
"""

from __future__ import annotations

import argparse

from wayline.cli.asking import add_options, asked
from wayline.cli.talk import Talk, safe, table
from wayline.estimates.estimate import Estimate
from wayline.views import words
from wayline.workspace.folder import open_workspace
from wayline.workspace.silent import SilenceFound, silence


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("map", metavar="MAP", help="a journey file, or a map's name in the workspace")
    add_options(parser)


def run(args: argparse.Namespace, talk: Talk) -> int:
    found = silence(open_workspace(args.workspace), args.map, asked(args))
    talk.answer(found.plain(), "" if talk.as_json else _shown(found))
    return 0


def _shown(found: SilenceFound) -> str:
    said = found.found
    if said.response is None:
        return f"{found.map_id}: cannot be told: {said.refused}."
    _, many = words.nouns(found.unit)
    lines = [f"{found.map_id}: of {words.number(said.response.n)} {many} {_share(said.response)} answered."]
    lines += [
        f"  {one.measure}: {_share(one.answered)} of those who answered, {_share(one.silent)} of the silent"
        + (f"; {one.judged.says}" if one.judged else "")
        for one in said.fates
    ]
    if said.levels:
        rows = [
            (
                safe(one.level) or "(none)",
                words.number(one.answered.n),
                _share(one.answered),
                "stays silent" if one.stays_silent else "",
            )
            for one in said.levels
        ]
        lines += ["", table(("level", many, "answered", ""), rows)]
    return "\n".join(lines)


def _share(one: Estimate) -> str:
    likely = words.between(one.low, one.high, "share")
    return f"{words.percent(one.value)} (likely {likely})" if one.value is not None else "–"
