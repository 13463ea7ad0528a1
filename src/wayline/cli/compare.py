"""The same numbers of two groups of customers, with intervals of the differences: two levels of a trait, or two periods; or two maps.

Differences are those of the group after --with less those of the first. A difference is called a discovery where it holds
at 5 % within the family of all that were tested (Benjamini and Hochberg).
"""

from __future__ import annotations

import argparse
from collections import Counter
from pathlib import Path

from wayline.cli.asking import add_narrowing, asked_without_segment
from wayline.cli.options import UsageError
from wayline.cli.talk import Talk, safe, table
from wayline.measures.changes import SCORES
from wayline.measures.differences import ComparedNumber
from wayline.render.paired_document import PairedPicture, check_paired
from wayline.views import comparison, words
from wayline.workspace.comparing import Compared, compare_periods, compare_segments
from wayline.workspace.folder import open_workspace
from wayline.workspace.pairing import compare_maps

_OVER_TIME = "converted_over_time"


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("map", metavar="MAP", help="a journey file, or a map's name in the workspace")
    parser.add_argument("--segment", default="", metavar="TRAIT=A", help="the first group: subjects with this level")
    parser.add_argument(
        "--period", default="", metavar="A..B", help="the first group: paths that begin from A to before B"
    )
    parser.add_argument("--with", dest="other", default="", metavar="TRAIT=B or C..D", help="the second group")
    parser.add_argument(
        "map_b",
        nargs="?",
        default="",
        metavar="OTHER",
        help="another map: both side by side, steps matched by their ids",
    )
    parser.add_argument(
        "-o",
        dest="output",
        default="",
        metavar="FILE",
        help="draw both on one grid; the suffix says the format: .html .svg .png .pdf .md",
    )
    parser.add_argument("--dark", action="store_true", help="light on dark (.svg, .png, .pdf)")
    add_narrowing(parser)


def run(args: argparse.Namespace, talk: Talk) -> int:
    drawing = Path(args.output) if args.output else None
    if drawing is not None:
        check_paired(drawing.suffix.lower(), dark=args.dark)
    if args.map_b:
        return _two_maps(args, talk, drawing)
    if bool(args.segment) == bool(args.period) or not args.other:
        raise UsageError(
            "a comparison needs two groups",
            hint="wayline compare MAP --segment TRAIT=A --with TRAIT=B, or wayline compare MAP --period A..B --with C..D; or wayline compare MAP OTHER",
        )
    workspace = open_workspace(args.workspace)
    talk.progress(f"measuring {args.map} twice")
    compare, first = (compare_segments, args.segment) if args.segment else (compare_periods, args.period)
    found = compare(workspace, args.map, first, args.other, asked_without_segment(args))
    drawn = _draw(found.picture(dark=args.dark), drawing)
    talk.answer({**found.plain(), **drawn}, "" if talk.as_json else f"Drew {drawing}" if drawing else _shown(found))
    return 0


def _two_maps(args: argparse.Namespace, talk: Talk, drawing: Path | None) -> int:
    if args.segment or args.period or args.other:
        raise UsageError(
            "two maps, or two groups of one", hint="wayline compare MAP OTHER has no --segment, --period and --with"
        )
    talk.progress(f"measuring {args.map} and {args.map_b}")
    found = compare_maps(open_workspace(args.workspace), args.map, args.map_b, asked_without_segment(args))
    drawn = _draw(found.picture(dark=args.dark), drawing)
    told = f"Drew {drawing}" if drawing else safe("\n".join(found.lines()))
    talk.answer({**found.plain(), **drawn}, told)
    return 0


def _draw(picture: PairedPicture, drawing: Path | None) -> dict[str, object]:
    """Write the picture where one is asked for; what the answer says of it."""
    return {"drawn": {"file": str(drawing), "notes": picture.save(drawing)}} if drawing is not None else {}


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
        _reading(number),
    )


def _reading(number: ComparedNumber) -> str:
    if number.is_discovery:
        return "discovery" if number.is_visible else "discovery, too small to be interesting"
    is_score = number.measure in SCORES and number.judged is not None
    return number.judged.says if is_score and number.judged and not number.judged.is_visible else ""


def _refusals(found: Compared) -> list[str]:
    reasons = Counter(number.refused for number in found.differences if number.refused)
    return ["", *(f"not compared: {count} ({reason})" for reason, count in reasons.most_common())] if reasons else []
