"""What makes maps unmeasurable or dishonest, each finding with its place and how to mend it. Exit code 1 if any is an error."""

from __future__ import annotations

import argparse
from pathlib import Path

from wayline.cli.talk import Talk, safe
from wayline.workspace.checking import lint
from wayline.workspace.folder import find_workspace, open_workspace


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("maps", nargs="+", metavar="MAP", help="a journey file, or a map's name in the workspace")


def run(args: argparse.Namespace, talk: Talk) -> int:
    paths = [
        Path(name) if Path(name).is_file() else open_workspace(args.workspace).map_path(name) for name in args.maps
    ]
    found = lint(paths, find_workspace(args.workspace))
    lines = [
        safe(f"{path}:{finding.line}:{finding.column}: {finding.severity}: {finding.message} [{finding.rule}]")
        for path, finding in found
    ]
    errors = sum(finding.severity == "error" for _, finding in found)
    lines.append(f"{len(found)} finding(s), {errors} error(s)" if found else "Nothing to say: fit to be measured.")
    plain = [
        {"file": str(path), "line": finding.line, "column": finding.column, **finding.plain()}
        for path, finding in found
    ]
    talk.answer({"findings": plain}, "\n".join(lines))
    return 1 if errors else 0
