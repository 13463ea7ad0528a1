"""Options as every command reads them: exact names, and one message with the nearest name where one is unknown."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import Any, NoReturn

from wayline.errors import ProductError
from wayline.findings import nearest


class UsageError(ProductError):
    """The command line asks for something that there is not."""

    code = "usage"


class OptionParser(argparse.ArgumentParser):
    """As argparse, but raises UsageError instead of ending the process. Options are not abbreviated: scripts rely on them."""

    def __init__(self, **options: Any) -> None:
        super().__init__(formatter_class=argparse.RawDescriptionHelpFormatter, allow_abbrev=False, **options)

    def parse_args(self, words: Sequence[str]) -> argparse.Namespace:  # type: ignore[override]
        found, unknown = self.parse_known_args(words)
        if unknown:
            raise UsageError(
                self._unknown(unknown[0]), hint=f"{self.format_usage().strip()}\n{self.prog} --help says more"
            )
        return found

    def error(self, message: str) -> NoReturn:
        raise UsageError(message, hint=f"{self.format_usage().strip()}\n{self.prog} --help says more")

    def _unknown(self, word: str) -> str:
        name = word.partition("=")[0]
        if not name.startswith("-"):
            return f"'{word}' is one word too many"
        return f"unknown option {name}.{nearest(name, self._option_string_actions)}"


def add_common(parser: argparse.ArgumentParser) -> None:
    """The options of every command."""
    parser.add_argument(
        "--workspace", metavar="DIR", help="the workspace; default: WAYLINE_WORKSPACE, else the nearest upwards"
    )
    parser.add_argument("--json", action="store_true", help="print one JSON document and nothing else")
    parser.add_argument("-q", "--quiet", action="store_true", help="no progress")


def add_many(parser: argparse.ArgumentParser, name: str, metavar: str, says: str) -> None:
    """An option that takes several values and may be given again."""
    parser.add_argument(name, nargs="+", action="extend", default=[], metavar=metavar, help=says)


def add_log(parser: argparse.ArgumentParser) -> None:
    """Whose paths, of which events: for commands that ask the event log alone."""
    parser.add_argument(
        "--unit",
        default="",
        metavar="U",
        help="whose paths: person, account, session or object:TYPE; default: proposed",
    )
    add_many(parser, "--events", "GLOB", "look at events of these names only")


def add_outcome(parser: argparse.ArgumentParser) -> None:
    """Which outcome, and who is compared: for commands that set what customers did against what became of them."""
    parser.add_argument(
        "--outcome", default="leave", metavar="SELECTOR", help="what success is, as YAML; `leave`: not to leave"
    )
    parser.add_argument("--landmark", default="", metavar="SPAN", help="exposure up to there, outcome after: 14d")
    parser.add_argument("--reached", default="", metavar="SELECTOR", help="the state that all compared have reached")
    parser.add_argument("--clock", default="", metavar="COLUMN", help="count days by this number of the events")


def add_keep(parser: argparse.ArgumentParser) -> None:
    """Whether pictures of the map show the answer from now on."""
    parser.add_argument("--keep", action="store_true", help="show the answer on the map wherever it is drawn")


def add_exposures(parser: argparse.ArgumentParser) -> None:
    """What may hinder customers besides repeats and waits, and what only seems to."""
    add_many(parser, "--errors", "EVENT=STEP", "error events and their steps")
    add_many(parser, "--consequence", "ID", "what follows from the outcome itself")


def exposures(args: argparse.Namespace) -> dict[str, Any]:
    """What `add_outcome` and `add_exposures` were given, as `friction` and `priorities` take it. Raises UsageError."""
    return {
        "landmark": args.landmark,
        "reached": args.reached,
        "clock": args.clock,
        "errors": errors_of_steps(args.errors),
        "consequences": args.consequence,
    }


def errors_of_steps(texts: Sequence[str]) -> dict[str, str]:
    """The event of each error with its step. Raises UsageError."""
    errors: dict[str, str] = {}
    for text in texts:
        event, sign, step = text.rpartition("=")
        if not (event and sign and step):
            raise UsageError(
                f"--errors '{text}' names no step", hint="Expected EVENT=STEP, for example card_refused=pay"
            )
        if event in errors:
            raise UsageError(f"--errors names '{event}' twice; an error belongs to one step")
        errors[event] = step
    return errors
