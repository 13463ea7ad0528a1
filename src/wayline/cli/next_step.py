"""What comes next on a path, learned on earlier paths and judged on later ones, beside always saying the most frequent step."""

from __future__ import annotations

import argparse

from wayline.cli.options import add_log, add_many
from wayline.cli.talk import Talk, safe, table
from wayline.estimates.next_step import END
from wayline.views import words
from wayline.workspace.folder import open_workspace
from wayline.workspace.foreseeing import Foreseen, next_step


def configure(parser: argparse.ArgumentParser) -> None:
    add_log(parser)
    add_many(parser, "--after", "EVENT", "what comes after these, oldest first")


def run(args: argparse.Namespace, talk: Talk) -> int:
    workspace = open_workspace(args.workspace)
    talk.progress("learning what comes next")
    found = next_step(workspace, unit=args.unit, events=args.events, after=args.after)
    talk.answer(found.plain(), "" if talk.as_json else _shown(found, args.after))
    return 0


def _shown(found: Foreseen, past: list[str]) -> str:
    if found.refused:
        return f"Cannot tell: {found.refused}."
    assert found.right is not None
    assert found.naive is not None
    of = f"{words.number(found.predictions)} steps of the {words.number(found.judged)} later paths"
    steps = "1 step" if found.order == 1 else f"up to {found.order} steps"
    right, naive = f"{found.right:.1%}", f"{found.naive:.1%}"
    learned = f"Learned on {words.number(found.learned)} paths, looking back {steps}."
    lines = [f"{learned} Of {of} {right} were foreseen; always saying the most frequent one: {naive}."]
    if found.right <= found.naive:
        lines.append("Looking back does not help: what comes next cannot be foreseen from what came before.")
    if found.after is not None:
        told = "the end of the path" if found.after == END else f"“{found.after}”"
        lines.append(safe(f"After {' → '.join(past)}: {told}."))
    rows = [
        (
            safe(one.event),
            "end of the path" if one.follower == END else safe(one.follower),
            words.percent(one.paths / one.of),
            words.number(one.of),
        )
        for one in found.followers
    ]
    return "\n".join([*lines, "", table(("after", "most often comes", "of paths", "paths"), rows)])
