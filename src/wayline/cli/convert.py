"""Foreign map formats in and out. The suffix of the output says what is written; the export note says what was lost."""

from __future__ import annotations

import argparse

from wayline.cli.talk import Talk, safe
from wayline.workspace.converting import Conversion, convert


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", help="a map or persona in any format that can be read")
    parser.add_argument(
        "-o",
        dest="output",
        metavar="FILE",
        required=True,
        help="x.journey.yaml, x.persona.yaml, x.md, x.mmd, x.csv, x.long.csv",
    )


def run(args: argparse.Namespace, talk: Talk) -> int:
    done = convert(args.file, args.output)
    if not talk.as_json and not talk.quiet:
        for line in _export_note(done):
            talk.say(line)
    talk.answer(done.plain(), safe(f"Wrote {done.path} ({done.read_as} → {done.written_as})"))
    return 0


def _export_note(done: Conversion) -> list[str]:
    """A line for each thing that was lost, replaced or assumed."""
    lines = []
    for one in done.notes:
        where = f" ({one.where})" if one.where else ""
        place = f"line {one.line}: " if one.line else ""
        times = f" [{one.count} times]" if one.count > 1 else ""
        lines.append(f"{one.rule}: {place}{one.message}{where}{times}")
    return lines
