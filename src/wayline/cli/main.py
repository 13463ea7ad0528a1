"""`wayline`: finds the command, runs it, and turns what went wrong into one message and an exit code."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from importlib import import_module
from types import ModuleType

from wayline.cli.options import OptionParser, UsageError, add_common
from wayline.cli.talk import Talk
from wayline.errors import ProductError
from wayline.findings import nearest

COMMANDS = {
    "init": ("init_workspace", "make a workspace"),
    "import": ("import_data", "load files of events, voice, people or accounts"),
    "sources": ("sources", "what is loaded; take a source out again"),
    "erase": ("erase", "erase a person or account everywhere"),
    "templates": ("templates", "maps and personas to begin from"),
    "new": ("new", "begin a map"),
    "draft": ("draft", "propose a map from the events"),
    "types": ("path_types", "the kinds of paths there are, and what sets them apart"),
    "next": ("next_step", "what comes next on a path, and how well that can be foreseen"),
    "lint": ("lint", "what makes a map unmeasurable or dishonest"),
    "diff": ("diff", "what differs between two maps, by meaning"),
    "merge": ("merge", "join two edits of one map"),
    "measure": ("measure", "measure a map"),
    "changes": ("changes", "what moved since an earlier measuring"),
    "compare": ("compare", "the same numbers of two groups, with intervals of the differences"),
    "drivers": ("drivers", "which steps' ratings go with the overall score"),
    "silence": ("silence", "who answers, who never does, and what became of both"),
    "friction": ("friction", "repeats, long waits and errors, tested on an outcome"),
    "priorities": ("priorities", "what costs most, with how sure that order is"),
    "value": ("value", "what buyers are still worth, and how many renew"),
    "moments": ("moments", "what predicts an outcome, and on which rung of evidence"),
    "leaving": ("leaving", "when customers leave, and what goes with leaving sooner"),
    "score": ("score", "who may leave within a horizon, by a score judged back in time"),
    "plan": ("plan", "the locked plan of an experiment on what predicts"),
    "rules": ("rules", "states from which paths do not come back, and who stands there now"),
    "contact": ("contact", "a contact window proposed from the data"),
    "check": ("check", "test the promises of a map"),
    "stale": ("stale", "whether a map still holds, and since when not"),
    "watch": ("watch", "alert when a share leaves its baseline, replayed on the past first"),
    "waiting": ("waiting", "who has waited longer than the norm"),
    "explain": ("explain", "a number in words and in SQL"),
    "subjects": ("subjects", "who stands behind a number"),
    "path": ("path", "what one subject did"),
    "render": ("render", "draw a map to a file"),
    "convert": ("convert", "read and write the map formats of other tools"),
    "doctor": ("doctor", "versions, sizes, what is broken"),
    "upgrade": ("upgrade", "bring a workspace to this version"),
    "demo": ("demo", "build a workspace from real data and open it"),
}
TAKES_VALUE = ("--workspace",)
FLAGS = ("--help", "-h", "--version", "--json", "--quiet", "-q")
DEBUG = "WAYLINE_DEBUG"
INTERRUPTED = 130


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line; returns the exit code."""
    words = list(sys.argv[1:] if argv is None else argv)
    _write_any_text()
    name, rest = _command(words)
    talk = Talk(quiet="--quiet" in rest or "-q" in rest, as_json="--json" in rest)
    try:
        status = _no_command(rest) if name is None else _run(name, rest, talk)
        sys.stdout.flush()
    except BrokenPipeError:
        _close_output()
        return 0
    except (Exception, KeyboardInterrupt) as error:
        if os.environ.get(DEBUG):
            raise
        status = _failed(error, talk)
    if status == INTERRUPTED and argv is None:
        # Python would end by the signal instead where it met Ctrl-C while a compiled module was being imported.
        os._exit(INTERRUPTED)
    return status


def _run(name: str, rest: list[str], talk: Talk) -> int:
    if name not in COMMANDS:
        raise _unknown(name)
    module = import_module(f"wayline.cli.{COMMANDS[name][0]}")
    return int(module.run(_parser(name, module).parse_args(rest), talk))


def _parser(name: str, module: ModuleType) -> OptionParser:
    parser = OptionParser(prog=f"wayline {name}", description=module.__doc__)
    add_common(parser)
    module.configure(parser)
    return parser


def _failed(error: BaseException, talk: Talk) -> int:
    """One message for what went wrong, and the exit code."""
    kind = type(error).__name__
    if isinstance(error, ProductError):
        talk.fail(str(error))
        return error.exit_status
    if isinstance(error, KeyboardInterrupt) or _is_interrupt(error):
        talk.fail("interrupted; the event log is as it was before")
        return INTERRUPTED
    if isinstance(error, OSError):
        talk.fail(f"{error.strerror or error}{f': {error.filename}' if error.filename else ''}")
        _close_output()
    elif isinstance(error, MemoryError) or kind == "OutOfMemoryException":
        talk.fail(f"not enough memory for this\n{error}".strip())
    elif isinstance(error, RecursionError):
        talk.fail("the input is nested too deeply")
    else:
        talk.fail(f"this is a fault in Wayline, please report it: {kind}: {error}\n{DEBUG}=1 shows where it happened")
    return 2


def _is_interrupt(error: BaseException) -> bool:
    """DuckDB says in its own words that Ctrl-C stopped a query."""
    return type(error).__name__ == "InterruptException" or str(error) == "Query interrupted"


def _close_output() -> None:
    """Nothing more can be written: what is still waiting would fail again when Python ends."""
    try:
        sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


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


def _no_command(words: list[str]) -> int:
    if "--version" in words:
        # slow to import, and nothing else needs it
        print(f"wayline {import_module('importlib.metadata').version('wayline')}")
        return 0
    asks_help = "-h" in words or "--help" in words
    unknown = [word for word in words if word not in FLAGS and not word.startswith("--workspace")]
    if unknown and not asks_help:
        raise UsageError(
            f"unknown option {unknown[0]}.{nearest(unknown[0], (*FLAGS, '--workspace'))}", hint=_overview()
        )
    print(_overview(), file=sys.stdout if asks_help else sys.stderr)
    return 0 if asks_help else 2


def _overview() -> str:
    width = max(len(name) for name in COMMANDS)
    listed = "\n".join(f"  {name:<{width}}  {says}" for name, (_, says) in COMMANDS.items())
    return (
        "usage: wayline COMMAND [options]      wayline COMMAND --help      wayline --version\n\n"
        f"Customer journey maps, measured on what customers really did.\n\n{listed}\n\n"
        "Every command takes --workspace DIR, --json and --quiet."
    )


def _unknown(name: str) -> UsageError:
    return UsageError(
        f"there is no command '{name}'.{nearest(name, COMMANDS)}", hint=f"Commands: {', '.join(COMMANDS)}"
    )


def _write_any_text() -> None:
    """Customers' text may hold what a terminal's encoding has not: it is shown escaped, never a traceback."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")


if __name__ == "__main__":
    sys.exit(main())
