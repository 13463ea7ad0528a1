"""The plan of an experiment on a step that predicts an outcome, locked by a hash before it starts; and whether a plan still is what was locked.

`wayline moments MAP --keep` finds and keeps the claim. Only one on rung 3 ('predicts') earns an experiment.
"""

from __future__ import annotations

import argparse

from wayline.cli.options import UsageError
from wayline.cli.talk import Talk
from wayline.errors import WorkspaceError
from wayline.views.words import points
from wayline.workspace.folder import Workspace, open_workspace
from wayline.workspace.planning import PlanCheck, Planned, check_plan, plan


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("map", metavar="MAP|FILE", help="a map; with --check a plan")
    parser.add_argument("step", nargs="?", metavar="STEP", help="the step whose claim is put to the test")
    parser.add_argument("-o", dest="output", metavar="FILE", help="the file to write: first-order.plan.yaml")
    parser.add_argument("--treatment", default="", metavar="TEXT", help="what is done for those it is tried with")
    parser.add_argument("--start", default="", metavar="DATE", help="the first day of the experiment; it lies ahead")
    parser.add_argument(
        "--visible",
        type=float,
        metavar="SHARE",
        help="the difference it should be able to see; default: --smallest of the claim",
    )
    parser.add_argument("--per-arm", type=int, metavar="N", help="subjects in each arm, in place of --visible")
    parser.add_argument("--check", action="store_true", help="whether a plan still is what was locked")


def run(args: argparse.Namespace, talk: Talk) -> int:
    if args.check:
        return _check(args, talk)
    lacking = [
        name
        for name, value in (
            ("STEP", args.step),
            ("-o FILE", args.output),
            ("--treatment TEXT", args.treatment),
            ("--start DATE", args.start),
        )
        if not value
    ]
    if lacking:
        raise UsageError(f"a plan needs {' and '.join(lacking)}", hint='For example: wayline plan trial first-report --treatment "a call on day 3" --start 2026-02-01 -o report.plan.yaml')  # fmt: skip
    workspace = open_workspace(args.workspace)
    made = plan(workspace, args.map, args.step, args.output, treatment=args.treatment, start=args.start, visible=args.visible, per_arm=args.per_arm)  # fmt: skip
    talk.answer(made.plain(), _made(made))
    return 0


def _check(args: argparse.Namespace, talk: Talk) -> int:
    if args.step or args.output or args.start or args.treatment:
        raise UsageError("--check takes the file of a plan and nothing else", hint="For example: wayline plan --check report.plan.yaml")  # fmt: skip
    found = check_plan(_workspace(args.workspace), args.map)
    talk.answer(found.plain(), _checked(found))
    return 0 if found.holds else 1


def _workspace(asked: str | None) -> Workspace | None:
    """The workspace, where there is one: a hash can be tested anywhere."""
    try:
        return open_workspace(asked)
    except WorkspaceError:
        if asked:
            raise
        return None


def _made(made: Planned) -> str:
    content = made.plan
    lines = [f"Wrote {made.file}, locked before {content['start']}: {content['locked']['hash']}"]
    lines.append(
        f"{content['per_arm']:,} in each arm see a difference of {points(content['smallest_visible']).lstrip('+')} points "
        f"from {content['baseline'] * 100:.1f} %, four times in five; one look, at the planned end"
    )
    lines.append("Any edit breaks the hash. Keep the hash where others see it: in a commit, a ticket, a mail.")
    return "\n".join(lines)


def _checked(found: PlanCheck) -> str:
    if found.holds:
        return f"{found.plan['plan']} is what was locked: {found.plan['locked']['hash']}"
    return "\n".join([f"{found.plan['plan']} is not what was locked:", *(f"  {problem}" for problem in found.problems)])
