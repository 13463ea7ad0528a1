"""Watch a share day by day against its own baseline, within a budget of alerts.

A rule is first replayed on the past: when it would have alarmed, with the threshold that keeps the budget there. The replay ends with a code, and
`--on CODE` switches the rule on. Without a map, every rule that is on says what it raised: status 1 if an alert is open, else 0.
"""

from __future__ import annotations

import argparse

from wayline.cli.options import UsageError
from wayline.cli.talk import Talk, safe
from wayline.measures.watch.rule import BUDGET, Rule
from wayline.measures.watch.columns import MEASURES
from wayline.views import watch as words
from wayline.workspace.folder import open_workspace
from wayline.workspace.measuring import Asked
from wayline.workspace.watching import Watched, replay_watch, switch_on, watches


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "map", metavar="MAP", nargs="?", default="", help="a journey file, or a map's name in the workspace"
    )
    parser.add_argument("element", metavar="ELEMENT", nargs="?", default="", help="the id of a step or stage")
    parser.add_argument(
        "measure",
        metavar="MEASURE",
        nargs="?",
        default=MEASURES[0],
        help=f"one of {', '.join(MEASURES)}; default: {MEASURES[0]}",
    )
    parser.add_argument(
        "--budget",
        default=BUDGET,
        metavar="N/SPAN",
        help=f"alerts that may be raised a week, month, quarter or year; default {BUDGET}",
    )
    parser.add_argument(
        "--within",
        default="",
        metavar="SPAN",
        help="the time that subjects have; default: what 95 %% of those who do it need",
    )
    parser.add_argument(
        "--segment", default="", metavar="TRAIT", help="watch each level of a trait, all within one budget"
    )
    parser.add_argument(
        "--where", default="", metavar="SELECTOR", help="keep subjects with a matching event or trait, as YAML"
    )
    parser.add_argument("--as-of", default="", metavar="T", help="ignore events after T")
    parser.add_argument("--known-at", default="", metavar="T", help="ignore what was received after T")
    parser.add_argument("--on", default="", metavar="CODE", help="switch the rule on whose replay ended with this code")


def run(args: argparse.Namespace, talk: Talk) -> int:
    workspace = open_workspace(args.workspace)
    asked = Asked(as_of=args.as_of, known_at=args.known_at)
    if not args.map:
        found = watches(workspace, asked)
        plain = {"wayline": 1, "watches": [one.plain() for one in found]}
        talk.answer(plain, safe("\n".join(_lines(found)) or "No rule is on; wayline watch MAP ELEMENT replays one."))
        return int(any(alert.closed is None for one in found for alert in one.raised))
    if not args.element:
        raise UsageError("what shall be watched?", hint="wayline watch MAP ELEMENT [MEASURE]")
    rule = Rule(args.map, args.element, args.measure, args.budget, args.segment, args.where, args.within)
    talk.progress(f"replaying {args.element} of {args.map}")
    one = switch_on(workspace, rule, args.on) if args.on else replay_watch(workspace, rule, asked)
    talk.answer({"wayline": 1, "watches": [one.plain()]}, safe(_switched(one) if args.on else _replayed(one)))
    return 0


def _replayed(one: Watched) -> str:
    rule = one.rule
    lines = [
        f"{rule.element}, {rule.measure} within {one.spoken_seconds}: {words.summary(one.alerts, one.first, one.last)}."
    ]
    lines += [f"  {words.alert(alert, rule.element, rule.measure)}" for alert in one.alerts]
    if one.left_out:
        lines.append(f"note: too few subjects to watch: {', '.join(one.left_out)}")
    lines.append(f"Budget {rule.budget}. To switch it on: the same with --on {one.code}")
    return "\n".join(lines)


def _switched(one: Watched) -> str:
    assert one.since is not None
    return f"On: {one.rule.element}, {one.rule.measure}, for what comes after {words.day(one.since)}"


def _lines(found: list[Watched]) -> list[str]:
    lines = []
    for one in found:
        rule = one.rule
        head = f"{rule.map}, {rule.element}, {rule.measure}{f' by {rule.segment}' if rule.segment else ''}"
        lines.append(f"{head}: {len(one.raised)} raised up to {words.day(one.last)}")
        lines += [
            f"  {'' if alert.closed else 'OPEN '}{words.alert(alert, rule.element, rule.measure)}"
            for alert in one.raised
        ]
    return lines
