"""What an import can be given: a file, or a table or query of a database. Each can be opened, named and told from what was loaded before."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

from wayline.errors import InputError
from wayline.sources.databases.address import Address, database_at
from wayline.sources.databases.opening import DatabaseTable, label_of, open_database
from wayline.sources.opening import open_table, recognised
from wayline.sources.raw import DETECT, RawTable, ReadOptions
from wayline.workspace.folder import Workspace
from wayline.workspace.role_files import SUFFIX, read_roles


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to read of a database: a table or a query, and the column that tells which rows are new."""

    table: str = ""
    query: str = ""
    incremental: str = ""

    def __bool__(self) -> bool:
        return bool(self.table or self.query or self.incremental)


WHATEVER = Wanted()


class Origin(Protocol):
    """Where rows come from. `path` names it: roles are found by its stem, reports say its name."""

    @property
    def path(self) -> Path: ...

    def open(self, read: ReadOptions) -> RawTable:
        """The rows as roles say that they are read."""
        ...

    def recognised(self) -> RawTable:
        """The rows where nobody has said yet how to read them."""
        ...

    def content(self, beside: str) -> str:
        """A digest of the rows and of `beside`; "" where only reading tells what there is."""
        ...


@dataclass(frozen=True, slots=True)
class FileOrigin:
    """A file of rows."""

    path: Path

    def open(self, read: ReadOptions) -> RawTable:
        return open_table(self.path, read)

    def recognised(self) -> RawTable:
        return recognised(self.path)

    def content(self, beside: str) -> str:
        digest = hashlib.sha256(beside.encode())
        try:
            with self.path.open("rb") as file:
                while block := file.read(1 << 20):
                    digest.update(block)
        except OSError as error:
            raise InputError(f"{self.path} cannot be read: {error.strerror}") from error
        return digest.hexdigest()


@dataclass(frozen=True, slots=True)
class DatabaseOrigin:
    """A table or query of a database."""

    address: Address
    wanted: Wanted
    path: Path

    def open(self, read: ReadOptions) -> DatabaseTable:
        wanted = self.wanted
        if wanted.table or wanted.query:
            read = replace(read, table=wanted.table, query=wanted.query)
        return open_database(
            self.address, replace(read, incremental=wanted.incremental or read.incremental), str(self.path)
        )

    def recognised(self) -> DatabaseTable:
        return self.open(DETECT)

    def content(self, beside: str) -> str:  # noqa: ARG002  # a database has no bytes to tell it by
        return ""


def origins(workspace: Workspace, given: Path | str, wanted: Wanted, source: str) -> list[Origin]:
    """What one argument stands for. A database alone stands for all that the workspace has roles for, else for the only table it has.

    Raises InputError.
    """
    address = database_at(str(given))
    if address is None:
        if wanted:
            raise InputError(
                f"{Path(given).name} is no database: --table, --query and --incremental are for databases",
                hint="A database is a file of SQLite or DuckDB, or postgresql://user@host/database.",
            )
        return [FileOrigin(Path(given))]
    if wanted.table and wanted.query:
        raise InputError("both --table and --query were given", hint="A query can read the table: say one of them.")
    known = [] if wanted.table or wanted.query or source else _known(workspace, address)
    labels = known or [label_of(address, ReadOptions(table=wanted.table), source)]
    return [DatabaseOrigin(address, wanted, Path(label)) for label in labels]


def _known(workspace: Workspace, address: Address) -> Sequence[str]:
    """Names of the roles files that were made for this database."""
    labels = []
    for path in sorted((workspace.folder / "roles").glob(f"*{SUFFIX}")):
        if "database" not in path.read_text(encoding="utf-8", errors="replace"):
            continue
        if any(roles.read.database == address.kept for roles in read_roles(path).tables):
            labels.append(path.name.removesuffix(SUFFIX))
    return labels
