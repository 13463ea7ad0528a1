"""What differs between two maps, by meaning: A and B are journey files, REV:path in a git repository, or maps' names in the workspace.

Without B: what a future map changes in the one that it is `based_on`. With data in the workspace a changed binding says how many
customers it has before and after."""

from __future__ import annotations

import argparse
from importlib import import_module
from pathlib import Path

from wayline.cli.options import UsageError
from wayline.cli.talk import Talk, safe
from wayline.maps.outline import outline
from wayline.workspace.versions import version


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("before", nargs="?", metavar="A", help="the earlier map, or a future one with `based_on`")
    parser.add_argument("after", nargs="?", metavar="B", help="the later map")
    parser.add_argument("--exit-code", action="store_true", help="exit with 1 if they differ")
    parser.add_argument(
        "-o",
        dest="output",
        default="",
        metavar="FILE",
        help="draw B with what differs marked on it; the suffix says the format: .html .svg .png .pdf .md",
    )
    parser.add_argument("--dark", action="store_true", help="light on dark (.svg, .png, .pdf)")
    parser.add_argument("--textconv", metavar="FILE", help="print one map in words, line by line, for git's own diff")


def run(args: argparse.Namespace, talk: Talk) -> int:
    if args.textconv is not None:
        lines = outline(version(args.textconv).document)
        talk.answer({"lines": lines}, safe("\n".join(lines)))
        return 0
    if args.before is None:
        raise UsageError("which maps?", hint="wayline diff A B; or wayline diff MAP for one that is based on another")
    # measuring is slow to import, and git asks for --textconv twice a file
    differing = import_module("wayline.workspace.differing")
    if args.output:
        import_module("wayline.render.paired_document").check_paired(Path(args.output).suffix.lower(), dark=args.dark)
    talk.progress("comparing")
    found = differing.diff_maps(args.before, args.after, args.workspace)
    answer, told = found.plain(), safe("\n".join(found.lines()) or "No difference in meaning.")
    if args.output:
        answer["drawn"] = {"file": args.output, "notes": found.picture(dark=args.dark).save(args.output)}
        told = f"Drew {args.output}"
    talk.answer(answer, told)
    return 1 if args.exit_code and found.changes else 0
