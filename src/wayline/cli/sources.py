"""What is loaded: rows, period, rejected rows, last load. `wayline sources remove NAME` takes a source out again."""

from __future__ import annotations

import argparse
from typing import Any

from wayline.cli.talk import Talk, table
from wayline.measures.written_time import written_time
from wayline.workspace.folder import open_workspace


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("verb", nargs="?", choices=("list", "remove"), default="list")
    parser.add_argument("name", nargs="?", metavar="NAME", help="with remove: the source")


def run(args: argparse.Namespace, talk: Talk) -> int:
    workspace = open_workspace(args.workspace)
    log = workspace.log
    if args.verb == "remove":
        if not args.name:
            talk.fail("which source? `wayline sources remove NAME`")
            return 2
        log.remove_source(args.name)
        version = log.snapshot().version
        talk.answer(
            {"removed": args.name, "version": version},
            f"Removed the source {args.name}. The event log is at version {version}.",
        )
        return 0
    rows = [_plain(row) for row in log.sources()]
    header = ("source", "table", "rows", "rejected", "from", "until", "loaded_at")
    shown = (
        table(header, [[row[name] for name in header] for row in rows])
        if rows
        else "Nothing is loaded yet: `wayline import FILE...`"
    )
    talk.answer({"sources": rows, "version": log.snapshot().version}, shown)
    return 0


def _plain(row: Any) -> dict[str, Any]:
    timed = row.clock == "time"
    return {
        "source": row.source,
        "table": row.table,
        "rows": row.rows,
        "rejected": row.rejected,
        "from": written_time(row.first) if timed else None,
        "until": written_time(row.last) if timed else None,
        "loaded_at": written_time(row.loaded_at),
    }
