"""Begin a map from a template or another map: maps/NAME.journey.yaml. In a terminal it asks the few questions that matter; else it never asks."""

from __future__ import annotations

import argparse

from wayline.cli.questions import ask, may_ask
from wayline.cli.talk import Talk, safe
from wayline.workspace.folder import find_workspace, open_workspace
from wayline.workspace.starting import Started, begin


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("name", metavar="NAME")
    parser.add_argument(
        "--template",
        default="blank",
        metavar="T",
        help="a name from `wayline templates`, a map of this workspace to copy, or a file (default: blank)",
    )
    parser.add_argument("-o", dest="output", metavar="FILE", help="another place than maps/NAME.journey.yaml")


def run(args: argparse.Namespace, talk: Talk) -> int:
    workspace = find_workspace(args.workspace) if args.output else open_workspace(args.workspace)
    beginning = begin(workspace, args.name, template=args.template, output=args.output)
    asks = beginning.origin.kind == "map" and may_ask(talk)
    started = beginning.write(ask(beginning.known()) if asks else None)
    plain = {"file": str(started.file), "kind": started.kind, "template": args.template}
    talk.answer(plain | {"personas": [str(path) for path in started.personas]}, safe(_shown(args.name, started)))
    return 0


def _shown(name: str, started: Started) -> str:
    made = "\n".join(f"Made {path}" for path in (started.file, *started.personas))
    if started.kind == "persona":
        return f"{made}\nNext: ask real customers, and name them under `evidence`; a map says `persona: {name}`."
    return (
        f"{made}\nNext: name the steps, bind them to events, then `wayline lint {name}` and `wayline measure {name}`."
    )
