"""What is raised when a request cannot be met. One base, few kinds; each message says what is there, what was expected, what to do."""

from __future__ import annotations

from typing import Protocol


class Problem(Protocol):
    """What an error may carry one by one: a `wayline.findings.Finding`."""

    @property
    def rule(self) -> str: ...
    @property
    def message(self) -> str: ...
    @property
    def line(self) -> int: ...
    @property
    def column(self) -> int: ...
    def plain(self) -> dict[str, object]: ...


class ProductError(Exception):
    """The request cannot be met. `code` is stable and fit for scripts; `message` is written for the person who can act.

    `findings` holds the single problems where several were found in one file.
    """

    code = "cannot"
    exit_status = 2

    def __init__(self, message: str, *, hint: str = "", findings: tuple[Problem, ...] = ()) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.findings = findings

    def __str__(self) -> str:
        return f"{self.message}\n{self.hint}" if self.hint else self.message


class InputError(ProductError):
    """A file, option or value from outside is not what was expected."""

    code = "input"


class MapError(ProductError):
    """A journey or persona file is not a valid map. Carries every problem found, each with line and column."""

    code = "map"


class RolesError(ProductError):
    """The roles of a table's columns are missing, contradictory or name columns that are not there."""

    code = "roles"


class WorkspaceError(ProductError):
    """No workspace, a broken one, or one that another process is writing."""

    code = "workspace"


class NotFoundError(ProductError):
    """A name was asked for that does not exist; the message lists what does."""

    code = "not-found"


class ChangeError(ProductError):
    """A change does not fit the document: its place is not there, is taken or ambiguous, or holds something else."""

    code = "change"


class EditError(ProductError):
    """A change cannot be written into a text without touching what it does not change; the text is left alone."""

    code = "edit"
