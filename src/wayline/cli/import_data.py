"""Load files into the event log, as one version: all of them, or nothing.

Without --roles the roles in roles/NAME.roles.yaml are used; where there are none they are proposed from the content, used
if they are sure, and what was assumed is said. Where they are not, the proposal is written down and nothing is loaded.

A FILE may be a database: a file of SQLite or DuckDB, or postgresql://user@host/database. A password is taken from
PGPASSWORD, the password file or a service file. Without --table and --query all is read that was read of it before.
"""

from __future__ import annotations

import argparse

from wayline.cli.talk import Talk, safe, table
from wayline.sources.role_model import TABLES
from wayline.workspace.folder import open_workspace
from wayline.workspace.importing import Imported, import_files
from wayline.workspace.origins import Wanted


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("files", nargs="+", metavar="FILE")
    parser.add_argument("--roles", metavar="FILE", help="what the columns mean (NAME.roles.yaml)")
    parser.add_argument("--as", dest="table", choices=TABLES, default="", help="the table that the file holds")
    parser.add_argument(
        "--source", default="", metavar="NAME", help="the source's name; default: from the roles, else the file's name"
    )
    parser.add_argument("--zone", default="", help="zone of times that name none, for this import")
    parser.add_argument(
        "--table", dest="from_table", default="", metavar="NAME", help="which table of a database is read"
    )
    parser.add_argument("--query", default="", metavar="SQL", help="in place of --table: the rows of one SELECT")
    parser.add_argument(
        "--incremental", default="", metavar="COLUMN", help="read only rows from its greatest value on that was loaded"
    )
    parser.add_argument("--strict", action="store_true", help="a rejected row undoes the import, exit code 1")
    parser.add_argument("--dry-run", action="store_true", help="read everything, load nothing, write the roles file")


def run(args: argparse.Namespace, talk: Talk) -> int:
    found = import_files(
        open_workspace(args.workspace),
        args.files,
        roles=args.roles,
        table=args.table,
        source=args.source,
        zone=args.zone,
        strict=args.strict,
        dry_run=args.dry_run,
        wanted=Wanted(args.from_table, args.query, args.incremental),
        tell=talk.progress,
    )
    refused = args.strict and found.rejected > 0
    talk.answer(found.plain(), _shown(found, dry_run=args.dry_run, refused=refused))
    for path in found.proposed:
        talk.say(f"The roles that were used are in {path}")
    if refused:
        talk.fail(f"--strict: {found.rejected} row(s) rejected, so nothing was loaded")
        return 1
    return 0


def _shown(found: Imported, *, dry_run: bool, refused: bool) -> str:
    header = ("file", "source", "rows", "accepted", "rejected", "skipped", "identical")
    rows = [[getattr(file, name) for name in header] for file in found.files]
    lines = [table(header, rows)]
    for file in found.files:
        for finding in file.findings:
            count = f" ({finding.count:,} times)" if finding.count > 1 else ""
            lines.append(safe(f"{finding.severity:<7} {file.file}: {finding.message}{count}"))
            lines += [safe(f"          {example}") for example in finding.examples]
    if dry_run:
        lines.append("Dry run: nothing was loaded.")
    elif not refused:
        lines.append(f"The event log is at version {found.version}.")
    return "\n".join(lines)
