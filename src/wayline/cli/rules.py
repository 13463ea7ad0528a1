"""Points of no return: states from which paths do not come back, learned on earlier paths and judged on later ones.

A state is the last step, the milestones so far, the effort so far and how long nothing has happened. How often a rule is right is
told by later paths alone; who has passed a point of no return by now is named as long as later paths bear the rules out.
"""

from __future__ import annotations

import argparse

from wayline.cli.asking import add_options, asked
from wayline.cli.options import add_many
from wayline.cli.talk import Talk, safe, table
from wayline.maps.duration import spoken
from wayline.measures.decisions.question import THRESHOLD
from wayline.measures.written_time import written_time
from wayline.views import decisions, words
from wayline.workspace.deciding import Ruled, RulesAsked, rules
from wayline.workspace.folder import open_workspace

_SHOWN = 15
_NAMED = 20


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("map", metavar="MAP", help="a journey file, or a map's name in the workspace")
    parser.add_argument(
        "--outcome", default="leave", metavar="SELECTOR", help="what success is, as YAML; `leave`: not to leave"
    )
    add_states(parser)
    parser.add_argument(
        "--learn-until", default="", metavar="T", help="paths that began before T learn, later ones judge"
    )
    parser.add_argument(
        "--in-hindsight", action="store_true", help="learn also from paths that were not over at that time"
    )
    add_options(parser)


def add_states(parser: argparse.ArgumentParser) -> None:
    """The options that say when a path is over and what its states are made of."""
    parser.add_argument(
        "--ends", default="", metavar="SPAN|TRAIT", help="when a path is over, from its start: 240d, or a trait in days"
    )
    parser.add_argument(
        "--threshold", type=float, default=THRESHOLD, metavar="SHARE", help="how sure a rule must be; default 0.9"
    )
    parser.add_argument("--clock", default="", metavar="COLUMN", help="count days by this number of the events")
    add_many(parser, "--milestones", "STEP", "steps whose set is part of a state; default: the map's milestones")
    add_many(parser, "--effort", "STEP", "steps that are counted as effort, up to 4; default: all but the first")
    add_many(parser, "--idle", "SPAN", "edges of idle time; default: 1h 1d 3d 7d 14d … 140d")
    add_many(parser, "--disguise", "STEP", "steps that are the outcome under another name")


def states_asked(args: argparse.Namespace, learn_until: str = "", *, in_hindsight: bool = False) -> RulesAsked:
    return RulesAsked(
        args.clock,
        args.ends,
        args.threshold,
        learn_until,
        in_hindsight,
        args.milestones,
        args.effort,
        args.idle,
        args.disguise,
    )


def run(args: argparse.Namespace, talk: Talk) -> int:
    workspace = open_workspace(args.workspace)
    talk.progress(f"learning from {args.map}")
    how = states_asked(args, args.learn_until, in_hindsight=args.in_hindsight)
    found = rules(workspace, args.map, args.outcome, how, asked(args))
    talk.answer(found.plain(), "" if talk.as_json else safe(_shown(found)))
    return 0


def _shown(told: Ruled) -> str:
    found = told.found
    _, many = words.nouns(told.unit)
    lines = []
    if found.refused:
        lines.append(f"{told.map_id}: no rule: {found.refused}.")
    else:
        lines.append(
            f"{told.map_id}: learned on {found.learned:,} {many} that were over, judged on {found.judged:,} "
            f"that began from {words.moment(written_time(found.split.at))}; threshold {found.threshold:g}"
        )
        lines += [f"  {decisions.side_line(found, side, many)}" for side in ("lost", "success")]
    if found.split.not_over:
        lines.append(
            f"note: {found.split.not_over:,} {many} had begun and were not over when rules would first have been used: they did not teach"
        )
    if found.split.unknown:
        lines.append(f"note: of {found.split.unknown:,} {many} the outcome or the end is not known")
    lines += [f"note: {note}" for note in found.notes]
    lines += [f"rejected {step}: {why}" for step, why in found.rejected.items()]
    if found.rules:
        lines += ["", _table(told)]
    return "\n".join([*lines, *_now(told, many)])


def _table(told: Ruled) -> str:
    rules = told.found.rules
    used = [one for one in enumerate(rules, start=1) if one[1].judged.precision.n]
    header = ("#", "rule", "calls", "right", "median lead", "")
    rows = [
        (
            number,
            decisions.sentence(rule, told.steps),
            rule.judged.precision.n,
            decisions.right(rule.judged) or "too few",
            decisions.ahead(rule.judged),
            decisions.closure_note(rule),
        )
        for number, rule in used[:_SHOWN]
    ]
    rest = len(rules) - len(rows)
    more = [
        f"and {words.counted(rest, 'state', 'states')} more that would decide, fewer later paths or none came there first: --json"
    ]
    return "\n".join([table(header, rows), *(more if rest else [])])


def _now(told: Ruled, many: str) -> list[str]:
    found = told.found
    if found.refused:
        return []
    if found.now_refused:
        return ["", f"Nobody is named: {found.now_refused}."]
    if not found.now:
        return ["", f"Nobody who is under way has passed a point of no return by {words.moment(told.as_of)}."]
    rows = [
        (
            told.names[one.subject],
            one.rule + 1,
            words.moment(written_time(one.since)),
            spoken(one.idle_seconds),
            "moved since" if one.moved else "",
        )
        for one in found.now[:_NAMED]
    ]
    lines = ["", f"past a point of no return and still under way: {len(found.now):,} {many}, the latest first"]
    lines.append(table(("subject", "rule", "since", "idle", ""), rows))
    if len(found.now) > _NAMED:
        lines.append(f"and {len(found.now) - _NAMED} more: --json has them all")
    return lines
