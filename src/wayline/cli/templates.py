"""List the templates that `wayline new NAME --template T` begins a map or a persona from; with a name, show that file."""

from __future__ import annotations

import argparse

from wayline.cli.talk import Talk, table
from wayline.documents import read_documents
from wayline.workspace.starting import list_templates, template


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("name", nargs="?", default="", metavar="NAME", help="show this template")


def run(args: argparse.Namespace, talk: Talk) -> int:
    if args.name:
        found = template(args.name)
        text = found.text()
        talk.answer(found.plain() | {"text": text, "content": read_documents(text)[0].data}, text.rstrip("\n"))
        return 0
    known = list_templates()
    rows = [(one.name, one.kind, one.about) for one in known]
    shown = table(("template", "is a", "for"), rows)
    more = "`wayline templates NAME` shows one, `wayline new NAME --template T` begins with it."
    talk.answer({"templates": [one.plain() for one in known]}, f"{shown}\n{more}")
    return 0
