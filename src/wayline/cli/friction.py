"""What may hinder customers, tested on what came of it: repeats, long waits and errors, as one family.

Compared are those who reached the same state by the landmark; what happened up to there is set against the outcome after.
"""

from __future__ import annotations

import argparse

from wayline.cli.asking import add_options, asked
from wayline.cli.options import add_exposures, add_keep, add_many, add_outcome, exposures
from wayline.cli.talk import Talk, table
from wayline.estimates.odds_ratio import OddsRatio
from wayline.maps.duration import spoken
from wayline.measures.friction.candidates import Candidate
from wayline.measures.friction.drop_off import DropOffs
from wayline.measures.friction.further import Further
from wayline.views import truths, words
from wayline.workspace.claiming import keep_friction
from wayline.workspace.folder import open_workspace
from wayline.workspace.frictions import Frictions, friction

_HEADER = ("candidate", "exposed", "of", "odds ratio", "likely", "held", "q", "reading")


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("map", metavar="MAP", help="a journey file, or a map's name in the workspace")
    add_outcome(parser)
    add_exposures(parser)
    add_many(parser, "--also", "FAMILY", "further families, each for itself: returns, drop-off, contacts")
    add_many(parser, "--contacts", "EVENT", "events that are contacts")
    add_keep(parser)
    add_options(parser)


def run(args: argparse.Namespace, talk: Talk) -> int:
    workspace = open_workspace(args.workspace)
    hindering = exposures(args)
    talk.progress(f"measuring {args.map}")
    found = friction(
        workspace,
        args.map,
        args.outcome,
        **hindering,
        also=args.also,
        contacts=args.contacts,
        asked=asked(args),
    )
    if args.keep:
        keep_friction(workspace, found, asked(args))
        talk.say(f"Kept for pictures of {found.map_id}")
    talk.answer(found.plain(), "" if talk.as_json else _shown(found))
    return 0


def _shown(frictions: Frictions) -> str:
    found = frictions.found
    _, many = words.nouns(frictions.unit)
    number = len(found.discoveries)
    lines = [f"{frictions.map_id}: {found.people:,} {many} compared, {found.succeeded:,} with the outcome"]
    lines += [f"note: {note}" for note in found.notes]
    told = f"{number or 'no'} {'discovery' if number == 1 else 'discoveries'}"
    lines += ["", _family(len(found.family), told)]
    lines += [f"  {_sentence(candidate)}" for candidate in found.candidates if candidate.reading == "friction"]
    rows = [_row(candidate) for candidate in found.candidates if candidate.reading != "refused"]
    if rows:
        lines += ["", table(_HEADER, rows)]
    refusals = [candidate for candidate in found.candidates if candidate.reading == "refused"]
    if refusals:
        lines += ["", f"refused: {len(refusals)} ({refusals[0].refused})"]
    lines += truths.loop_lines(found.loops)
    lines += _further(found.further, many)
    return "\n".join(lines)


def _further(further: Further, many: str) -> list[str]:
    lines: list[str] = []
    for title, family in (("returns", further.returns), ("repeat contact", further.contacts)):
        rows = [_row(candidate) for candidate in family if candidate.reading != "refused"]
        if rows:
            lines += ["", f"{title}, a family of its own", table(_HEADER, rows)]
        elif family:
            lines += ["", f"{title}: refused ({family[0].refused})"]
    if further.repeat_contact:
        lines += ["", truths.contact_line(further.repeat_contact, many)]
    if further.drop_off:
        lines += ["", *_drop_off(further.drop_off)]
    return lines


def _drop_off(found: DropOffs) -> list[str]:
    header = ("step", "of", "left", "likely", "moved on", "still here", "more than elsewhere", "q", "reading")
    rows = [
        (
            one.step,
            one.n,
            words.percent(one.left),
            words.between(one.low, one.high, "share"),
            words.percent(one.moved),
            words.percent(one.still),
            f"{words.points(one.more.value)} {truths.span(one.more)}" if one.more else "",
            "" if one.q is None else f"{one.q:.2g}",
            one.reading,
        )
        for one in found.steps
    ]
    return [f"drop-off within {spoken(found.within_seconds)} of a step, a family of its own", table(header, rows)]


def _family(candidates: int, told: str) -> str:
    if not candidates:
        return "No candidate has 30 exposed and 30 unexposed: nothing was tested."
    return f"{candidates} {'candidate' if candidates == 1 else 'candidates, one family'}: {told} at 5 %"


def _sentence(candidate: Candidate) -> str:
    assert candidate.effect is not None
    verb = candidate.verb.replace("goes with", "goes with less success", 1)
    return f"{_named(candidate)} {verb}: odds ratio {candidate.effect.value:.2g} {_interval(candidate.effect)}"


def _named(candidate: Candidate) -> str:
    what = candidate.what
    if candidate.kind == "repeat":
        return f"{what[0]} again"
    if candidate.kind in ("return", "ping-pong"):
        return f"{what[0]} to {what[1]} and back"
    if candidate.longer_than_seconds is not None:
        return f"more than {spoken(candidate.longer_than_seconds)} from {what[0]} to {what[1]}"
    return f"{what[0]} at {what[1]}"


def _interval(effect: OddsRatio) -> str:
    return f"[{effect.low:.2g}, {effect.high:.2g}]"


def _row(candidate: Candidate) -> tuple[object, ...]:
    effect, held = candidate.effect, candidate.held
    grey = "" if candidate.in_family else "~"
    reading = candidate.reading
    return (
        candidate.id,
        candidate.exposed,
        candidate.n,
        f"{grey}{effect.value:.2g}" if effect else "",
        _interval(effect) if effect else "",
        f"{held.value:.2g} {_interval(held)}" if held else "",
        "" if candidate.q is None else f"{candidate.q:.2g}",
        f"{reading}: needs {candidate.needs}" if reading == "too few" else reading,
    )
