"""Moments of truth: what customers did by a landmark, tested on what came after, with the rung of evidence that each claim has.

Every event is tried as a milestone (so many times within so many days): one half of the subjects chooses, the other reports.
The steps of the map are tested as they stand, beside the team's votes (`milestone: {truth: true}`).
"""

from __future__ import annotations

import argparse

from wayline.cli.asking import add_options, asked
from wayline.cli.options import add_keep, add_many, add_outcome
from wayline.cli.talk import Talk, table
from wayline.maps.duration import spoken
from wayline.measures.moments.ladder import Moment
from wayline.measures.moments.moments import Moments
from wayline.views import truths, words
from wayline.workspace.claiming import keep_moments
from wayline.workspace.folder import open_workspace
from wayline.workspace.truths import Truths, moments

SHOWN = 15
DAY = 86_400
_HEADER = ("milestone", "reach", "success", "of others", "points", "likely", "held", "rung", "reading")


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("map", metavar="MAP", help="a journey file, or a map's name in the workspace")
    add_outcome(parser)
    parser.add_argument("--horizon", default="", metavar="SPAN", help="the outcome counts so long after the landmark")
    add_many(parser, "--windows", "SPAN", "spans to try: 1d 7d; none beyond the landmark")
    parser.add_argument(
        "--thresholds", nargs="+", action="extend", type=int, default=[], metavar="K", help="counts to try: 1 2 5"
    )
    add_many(parser, "--disguise", "EVENT", "events that are the outcome under another name")
    add_many(parser, "--good", "EVENT", "events that are a good experience")
    add_many(parser, "--bad", "EVENT", "events that are a bad experience")
    parser.add_argument(
        "--smallest", type=float, default=0.05, metavar="SHARE", help="the smallest interesting change; default 0.05"
    )
    add_keep(parser)
    add_options(parser)


def run(args: argparse.Namespace, talk: Talk) -> int:
    workspace = open_workspace(args.workspace)
    talk.progress(f"measuring {args.map}")
    found = moments(
        workspace,
        args.map,
        args.outcome,
        landmark=args.landmark,
        horizon=args.horizon,
        reached=args.reached,
        clock=args.clock,
        windows=args.windows,
        thresholds=args.thresholds,
        disguises=args.disguise,
        good=args.good,
        bad=args.bad,
        smallest=args.smallest,
        asked=asked(args),
    )
    if args.keep:
        keep_moments(workspace, found, asked(args))
        talk.say(f"Kept for pictures of {found.map_id}")
    talk.answer(found.plain(), "" if talk.as_json else _shown(found))
    return 0


def _shown(asked_for: Truths) -> str:
    found = asked_for.found
    _, many = words.nouns(asked_for.unit)
    lines = [
        f"{asked_for.map_id}: {found.people:,} {many} compared {spoken(asked_for.question.landmark * DAY)} after their start, "
    ]
    lines[0] += f"{found.succeeded:,} with the outcome later; one half chose, the other reports"
    lines += [f"note: {note}" for note in found.notes]
    lines += ["", f"{found.events.tried:,} combinations of event, count and days tried: {_claimed(found)}"]
    told = [moment for moment in found.events.moments if moment.rung > 1]
    lines += [f"  {truths.sentence(moment, many)}" for moment in told]
    lines += _tables(found, many)
    lines += [""] if found.rejected else []
    lines += [f"rejected {one.what}: {one.why}" for one in found.rejected]
    lines += truths.value_lines(found.values, many)
    if found.removable:
        lines += ["", truths.removable_line(found.removable, found.smallest)]
    if found.balance:
        lines += ["", *truths.balance_lines(found.balance, many)]
    return "\n".join(lines)


def _claimed(found: Moments) -> str:
    above = sum(moment.rung > 1 for moment in found.events.moments)
    return f"{above or 'no'} {'claim' if above == 1 else 'claims'} above 'goes with'"


def _tables(found: Moments, many: str) -> list[str]:
    lines: list[str] = []
    if found.steps:
        rows = [
            (f"{'* ' if step.voted else ''}{step.moment.milestone.what}", *_row(step.moment)[1:-1], step.verdict)
            for step in found.steps
        ]
        lines += ["", "steps of the map, touched by the landmark (* voted a moment of truth)"]
        voted = [step.moment for step in found.steps if step.voted and step.moment.rung]
        lines += [f"  {truths.sentence(moment, many)}" for moment in voted]
        lines.append(table(_HEADER, rows))
    rows = [_row(moment) for moment in found.events.moments[:SHOWN]]
    if rows:
        lines += ["", "the best milestone of each event", table(_HEADER, rows)]
    if len(found.events.moments) > SHOWN:
        lines.append(f"and {len(found.events.moments) - SHOWN} more: --json")
    return lines


def _row(moment: Moment) -> tuple[object, ...]:
    half = moment.held_out.plain()
    difference, held = moment.held_out.difference, moment.held_out.held_difference
    reading = f"too few: needs {moment.needs}" if moment.reading == "too few" else moment.reading
    return (
        truths.named(moment.milestone),
        _percent(half["reach"]),
        _percent(half["ppv"]),
        _percent(half["success_of_others"]),
        words.points(difference.value) if difference else "",
        truths.span(difference) if difference else "",
        f"{words.points(held.value)} {truths.span(held)}" if held else "",
        moment.rung or "",
        reading,
    )


def _percent(share: float | None) -> str:
    return "" if share is None else words.percent(share)
