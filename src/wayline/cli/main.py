"""`wayline`: finds the command, runs it, and turns what went wrong into one message and an exit code."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from difflib import get_close_matches
from importlib import import_module
from importlib.metadata import version

from wayline.cli.talk import Talk
from wayline.errors import ProductError

COMMANDS = {
    "init": ("init_workspace", "make a workspace"),
    "import": ("import_data", "load files of events, voice, people or accounts"),
    "sources": ("sources", "what is loaded; take a source out again"),
    "erase": ("erase", "erase a person or account everywhere"),
    "new": ("new", "begin a map"),
    "lint": ("lint", "what makes a map unmeasurable or dishonest"),
    "measure": ("measure", "measure a map"),
    "changes": ("changes", "what moved since an earlier measuring"),
    "explain": ("explain", "a number in words and in SQL"),
    "subjects": ("subjects", "who stands behind a number"),
    "path": ("path", "what one subject did"),
    "render": ("render", "draw a map to a file"),
    "doctor": ("doctor", "versions, sizes, what is broken"),
    "upgrade": ("upgrade", "bring a workspace to this version"),
    "demo": ("demo", "build a workspace from real data and open it"),
}
LATER = ("compare", "check", "draft", "convert", "diff", "merge", "templates")
TAKES_VALUE = ("--workspace",)


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line; returns the exit code."""
    words = list(sys.argv[1:] if argv is None else argv)
    _write_any_text()
    name, rest = _command(words)
    if name is None:
        return _no_command(rest)
    talk = Talk(quiet="--quiet" in rest or "-q" in rest, as_json="--json" in rest)
    if name not in COMMANDS:
        return _unknown(name, talk)
    module = import_module(f"wayline.cli.{COMMANDS[name][0]}")
    parser = argparse.ArgumentParser(
        prog=f"wayline {name}", description=module.__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    _common(parser)
    module.configure(parser)
    try:
        return int(module.run(parser.parse_args(rest), talk))
    except ProductError as error:
        talk.fail(str(error))
        return error.exit_status
    except KeyboardInterrupt:
        talk.fail("interrupted; the event log is as it was before")
        return 130
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except (MemoryError, OSError) as error:
        talk.fail(f"{type(error).__name__}: {error}")
        return 2


def _command(words: list[str]) -> tuple[str | None, list[str]]:
    """The first word that is no option, and the rest without it."""
    skip = False
    for place, word in enumerate(words):
        if skip:
            skip = False
        elif word in TAKES_VALUE:
            skip = True
        elif not word.startswith("-"):
            return word, words[:place] + words[place + 1 :]
    return None, words


def _common(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--workspace", metavar="DIR", help="the workspace; default: WAYLINE_WORKSPACE, else the nearest upwards"
    )
    parser.add_argument("--json", action="store_true", help="print one JSON document and nothing else")
    parser.add_argument("-q", "--quiet", action="store_true", help="no progress")


def _no_command(words: list[str]) -> int:
    if "--version" in words:
        print(f"wayline {version('wayline')}")
        return 0
    if not words or "-h" in words or "--help" in words:
        print(_overview())
        return 0 if words else 2
    print(f"wayline: unknown option {words[0]}\n\n{_overview()}", file=sys.stderr)
    return 2


def _overview() -> str:
    width = max(len(name) for name in COMMANDS)
    listed = "\n".join(f"  {name:<{width}}  {says}" for name, (_, says) in COMMANDS.items())
    return (
        "usage: wayline COMMAND [options]      wayline COMMAND --help      wayline --version\n\n"
        f"Customer journey maps, measured on what customers really did.\n\n{listed}\n\n"
        "Every command takes --workspace DIR, --json and --quiet."
    )


def _unknown(name: str, talk: Talk) -> int:
    if name in LATER:
        talk.fail(f"`wayline {name}` is not in this version yet")
        return 2
    close = get_close_matches(name, COMMANDS, n=1)
    meant = f" Did you mean '{close[0]}'?" if close else ""
    talk.fail(f"there is no command '{name}'.{meant}\nCommands: {', '.join(COMMANDS)}")
    return 2


def _write_any_text() -> None:
    """Customers' text may hold what a terminal's encoding has not: it is shown escaped, never a traceback."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")


if __name__ == "__main__":
    sys.exit(main())
