"""The data sets of `../shared/data` as workspaces, built through the product as a user would."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb
import pytest

import wayline
from wayline.paths.facts import PathFacts
from wayline.workspace.measuring import opened

HERE = Path(__file__).resolve().parent


def data_folder(name: str) -> Path:
    """The folder of a data set; the test is skipped where it is absent."""
    for parent in HERE.parents:
        folder = parent / "shared" / "data" / name
        if folder.is_dir():
            return folder
    pytest.skip(f"../shared/data/{name} is absent")


@dataclass(frozen=True)
class Loaded:
    """A workspace with a data set in its event log, and what the import said."""

    workspace: wayline.Workspace
    imported: wayline.Imported
    folder: Path
    answers: dict[Any, dict[str, Any]] = field(default_factory=dict, repr=False)

    def measured(self, name: str, **asked: str) -> dict[str, Any]:
        """The JSON of `wayline measure maps/NAME --json`; the same question is measured once."""
        question = (name, *sorted(asked.items()))
        if question not in self.answers:
            self.answers[question] = wayline.measure(self.workspace, map_file(name), wayline.Asked(**asked)).plain()
        return self.answers[question]

    def stored(self, query: str) -> list[tuple[Any, ...]]:
        """Rows of SQL over the event log's `{events}` and `{names}`, in which every row that was loaded stands."""
        snapshot = self.workspace.log.snapshot()
        with snapshot.connect() as con:
            text = query.format(events=snapshot.current("events"), names=snapshot.relation("names"))
            return con.execute(text).fetchall()

    @contextmanager
    def facts(self, name: str, **asked: str) -> Iterator[PathFacts]:
        """Path facts of a map, as tables in a DuckDB session."""
        question = wayline.Asked(**asked).question(self.workspace.zone)
        with opened(wayline.load_map(Path(map_file(name))), self.workspace.log.snapshot()) as at:
            yield at.facts(question)


def map_file(name: str) -> str:
    return str(HERE / "maps" / f"{name}.journey.yaml")


def load(folder: Path, data: str, files: tuple[str, ...], roles: str) -> Loaded:
    """A new workspace in `folder` with these files of a data set, read by `roles/ROLES.roles.yaml`."""
    source = data_folder(data)
    workspace = wayline.init(folder)
    imported = wayline.import_files(
        workspace, [source / file for file in files], roles=HERE / "roles" / f"{roles}.roles.yaml"
    )
    return Loaded(workspace, imported, source)


def counted(measurement: dict[str, Any], measure: str) -> dict[str, int]:
    """`count` of a measure for every element that has it."""
    return {
        element: numbers[measure]["count"]
        for element, numbers in measurement["elements"].items()
        if measure in numbers and numbers[measure].get("count") is not None
    }


def sql(loaded: Loaded, text: str) -> list[tuple[Any, ...]]:
    """Rows of plain SQL over the files of the data set: what the product never read for us."""
    with duckdb.connect(":memory:") as con:
        con.execute(f"SET file_search_path = '{loaded.folder}'")
        con.execute("SET TimeZone = 'UTC'")
        return con.execute(text).fetchall()
