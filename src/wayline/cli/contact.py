"""A contact window proposed from the data: when after a step the outcome comes more often than later on.

It opens with the first period whose hazard is above all that comes later, and closes where that ends, or a reaction time before
the point of no return. A window says when to be in touch, not that contact helps.
"""

from __future__ import annotations

import argparse

from wayline.cli.asking import add_options, asked
from wayline.cli.rules import add_states, states_asked
from wayline.cli.talk import Talk, safe, table
from wayline.maps.duration import spoken
from wayline.measures.decisions.window import FIELD_EXPERIMENT, NO_EXPERIMENT, Proposal
from wayline.views import decisions, words
from wayline.workspace.contacting import Contact, contact_window
from wayline.workspace.folder import open_workspace

_SHOWN = 20


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("map", metavar="MAP", help="a journey file, or a map's name in the workspace")
    parser.add_argument("step", metavar="STEP", help="the step after which the window opens")
    parser.add_argument(
        "--outcome", default="leave", metavar="SELECTOR", help="what may come: `leave`, or events as YAML"
    )
    parser.add_argument("--period", default="7d", metavar="SPAN", help="count the hazard by this span; default 7d")
    parser.add_argument(
        "--reaction", default="3d", metavar="SPAN", help="the time it takes to get in touch; default 3d"
    )
    add_states(parser)
    add_options(parser)


def run(args: argparse.Namespace, talk: Talk) -> int:
    workspace = open_workspace(args.workspace)
    talk.progress(f"measuring {args.map}")
    found = contact_window(
        workspace,
        args.map,
        args.step,
        args.outcome,
        period=args.period,
        reaction=args.reaction,
        how=states_asked(args),
        asked=asked(args),
    )
    talk.answer(found.plain(), "" if talk.as_json else safe(_shown(found)))
    return 0


def _shown(told: Contact) -> str:
    found = told.found
    _, many = words.nouns(told.unit)
    what = "left" if told.outcome.strip() == "leave" else "had the outcome"
    lines = [
        f"{told.map_id}: {words.number(found.anchored)} {many} came to {told.step}; up to {words.moment(told.as_of)}"
    ]
    lines.append(_verdict(found))
    lines.append(f"point of no return: {_point(found)}")
    lines += [f"note: {note}" for note in told.notes]
    lines += [f"the map has {one.id}: {words.span(one.opens)} to {words.span(one.closes)}" for one in told.existing]
    lines.append(f"{NO_EXPERIMENT}. {FIELD_EXPERIMENT}")
    if found.periods:
        lines += ["", _table(found, what)]
    if told.yaml:
        lines += ["", f"to put under stage {told.stage}, with `bind:` for what a contact is:", "", told.yaml]
    return "\n".join(lines)


def _verdict(found: Proposal) -> str:
    if found.opens is None or found.closes is None:
        return f"no window: {found.refused}."
    opens = f"opens {spoken(found.opens)} after it" if found.opens else "opens at once"
    ended = (
        "the hazard is as later on" if found.closed_by == "hazard" else "a reaction time before the point of no return"
    )
    return f"window: {opens}, closes {spoken(found.closes)} after it ({ended})"


def _point(found: Proposal) -> str:
    if found.point is None:
        return found.point_refused or "not known"
    return f"a quarter of those called on later paths have passed it {spoken(found.point)} after the step"


def _table(found: Proposal, what: str) -> str:
    header = ("period", "from", "to", "at risk", what, "hazard", "")
    rows = [
        (
            number,
            spoken((number - 1) * found.period),
            spoken(number * found.period),
            hazard.n,
            hazard.count,
            decisions.hazard(hazard),
            "window" if _within(found, number) else "",
        )
        for number, hazard in found.periods[:_SHOWN]
    ]
    lines = [table(header, rows)]
    if len(found.periods) > _SHOWN:
        lines.append(f"and {len(found.periods) - _SHOWN} more: --json")
    if found.later is not None:
        lines.append(f"later on: {decisions.hazard(found.later)}, of {found.later.n:,} periods lived through")
    return "\n".join(lines)


def _within(found: Proposal, number: int) -> bool:
    if found.opens is None or found.closes is None:
        return False
    return found.opens <= (number - 1) * found.period < found.closes
