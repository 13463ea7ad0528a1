"""The same numbers of two groups of customers, with intervals of the differences: two levels of a trait, or two periods.

Differences are those of the group after --with less those of the first. A difference is called a discovery where it holds
at 5 % within the family of all that were tested (Benjamini and Hochberg).
"""

from __future__ import annotations

import argparse
from collections import Counter

from wayline.cli.asking import add_narrowing, asked_without_segment
from wayline.cli.options import UsageError
from wayline.cli.talk import Talk, table
from wayline.measures.differences import ComparedNumber
from wayline.views import comparison, words
from wayline.workspace.comparing import Compared, compare_periods, compare_segments
from wayline.workspace.folder import open_workspace

_OVER_TIME = "converted_over_time"


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("map", metavar="MAP", help="a journey file, or a map's name in the workspace")
    parser.add_argument("--segment", default="", metavar="TRAIT=A", help="the first group: subjects with this level")
    parser.add_argument(
        "--period", default="", metavar="A..B", help="the first group: paths that begin from A to before B"
    )
    parser.add_argument("--with", dest="other", default="", metavar="TRAIT=B or C..D", help="the second group")
    add_narrowing(parser)


def run(args: argparse.Namespace, talk: Talk) -> int:
    if bool(args.segment) == bool(args.period) or not args.other:
        raise UsageError(
            "a comparison needs two groups",
            hint="wayline compare MAP --segment TRAIT=A --with TRAIT=B, or wayline compare MAP --period A..B --with C..D",
        )
    workspace = open_workspace(args.workspace)
    talk.progress(f"measuring {args.map} twice")
    compare, first = (compare_segments, args.segment) if args.segment else (compare_periods, args.period)
    found = compare(workspace, args.map, first, args.other, asked_without_segment(args))
    talk.answer(found.plain(), "" if talk.as_json else _shown(found))
    return 0


def _shown(found: Compared) -> str:
    names = [side.name for side in found.sides]
    _, many = words.nouns(found.unit)
    lines = [f"{found.map_id}: " + " and ".join(f"{side.name} ({side.subjects:,} {many})" for side in found.sides)]
    lines += [f"note: {note}" for note in found.notes]
    lines += ["", _told(found)]
    lines += [f"  {comparison.sentence(number, names)}" for number in found.discoveries]
    rows = [_row(number) for number in found.differences if _is_listed(number)]
    if rows:
        lines += ["", table(("element", "measure", *names, "difference", "likely", "q", ""), rows)]
        if any(number.show == "grey" for number in found.differences):
            lines.append("~ from fewer than 30 in a group")
    return "\n".join([*lines, *_refusals(found)])


def _told(found: Compared) -> str:
    number = len(found.discoveries)
    if not found.family:
        return "Nothing could be compared."
    tested = f"{found.family} comparisons, one family"
    return f"{tested}: {number or 'no'} {'discovery' if number == 1 else 'discoveries'} at 5 %" + (
        ":" if number else "."
    )


def _is_listed(number: ComparedNumber) -> bool:
    """Not what neither group does at all, and of the curves over time only what differs; all of it is in the JSON."""
    over_time = number.measure.startswith(_OVER_TIME)
    none = number.a.get("value") == number.b.get("value") == 0
    return number.difference is not None and not none and (not over_time or number.is_discovery)


def _row(number: ComparedNumber) -> tuple[str, ...]:
    assert number.difference is not None
    return (
        number.element,
        comparison.named(number),
        comparison.shown(number.a["value"], number),
        comparison.shown(number.b["value"], number),
        ("~" if number.show == "grey" else "") + comparison.differs(number.difference, number.unit),
        comparison.interval(number),
        "" if number.q is None else f"{number.q:.2g}",
        "discovery" if number.is_discovery else "",
    )


def _refusals(found: Compared) -> list[str]:
    reasons = Counter(number.refused for number in found.differences if number.refused)
    return ["", *(f"not compared: {count} ({reason})" for reason, count in reasons.most_common())] if reasons else []
