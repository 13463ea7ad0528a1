"""Options of every command that asks a map for numbers."""

from __future__ import annotations

import argparse
from dataclasses import replace

from wayline.workspace.measuring import Asked


def add_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--segment", default="", metavar="TRAIT", help="also by level of a trait")
    add_narrowing(parser)


def add_narrowing(parser: argparse.ArgumentParser) -> None:
    """The options that say which paths and events count."""
    parser.add_argument(
        "--where",
        default="",
        metavar="SELECTOR",
        help="keep subjects with a matching event or trait, as YAML: '{event: signup}'",
    )
    parser.add_argument(
        "--since",
        default="",
        metavar="T",
        help="paths that begin at T or later; a date is midnight in the workspace's zone",
    )
    parser.add_argument("--until", default="", metavar="T", help="paths that begin before T")
    parser.add_argument(
        "--as-of", default="", metavar="T", help="ignore events after T; default: the last event of the map's sources"
    )
    parser.add_argument("--known-at", default="", metavar="T", help="ignore what was received after T")


def asked(args: argparse.Namespace) -> Asked:
    return Asked(args.segment, args.where, args.since, args.until, args.as_of, args.known_at)


def asked_without_segment(args: argparse.Namespace) -> Asked:
    """What a command asks that takes its segment apart."""
    return replace(asked(args), segment="")
