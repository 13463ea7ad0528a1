"""The time columns of a batch together: which offsets they need, their SELECT lists, and what is to be said of their zones."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyarrow as pa

from wayline.sources.chunk import Notes
from wayline.sources.role_model import Moment
from wayline.sources.sheet import VIEW, Sheet, cell_says, quoted
from wayline.sources.times import Clock
from wayline.sources.zones import Offsets, offsets

if TYPE_CHECKING:
    import duckdb


@dataclass(frozen=True)
class Moments:
    """Clocks by the name of their columns in SQL, over one batch."""

    clocks: Mapping[str, Clock]
    table: Offsets
    zone: str
    is_assumed: bool

    def cells(self) -> list[str]:
        """First SELECT list: from the cells."""
        return [clock.columns(name, self.table)[0] for name, clock in self.clocks.items()]

    def micros(self) -> list[str]:
        """Second SELECT list: from the first."""
        return [clock.columns(name, self.table)[1] for name, clock in self.clocks.items()]

    def noted(self) -> list[str]:
        """Third SELECT list: what is kept of each time, `NAME_us`, `_from` (its zone), `_naive`, `_skipped`, `_bad` (the text of a bad cell)."""
        return [
            f"{name}_us, {self.zone_of(name)} AS {name}_from, {name}_naive, {name}_skipped, "
            f"CASE WHEN {name}_us IS NULL THEN {name}_text END AS {name}_bad"
            for name in self.clocks
        ]

    def zone_of(self, name: str) -> str:
        """SQL of the zone that a time came with or was read in."""
        return f"coalesce({name}_zone, {quoted(self.zone)})"

    def bad(self, name: str) -> str:
        """SQL of whether there is a cell that is no time."""
        return f"({name}_text IS NOT NULL AND {name}_us IS NULL)"

    def complaint(self, name: str) -> str:
        """SQL of what is wrong with the cell."""
        clock = self.clocks[name]
        column, expected = clock.moment.column, clock.expected
        origin = (
            f" from {clock.moment.origin or clock.moment.origin_column}"
            if clock.moment.unit and clock.moment.origin_column
            else ""
        )
        return cell_says(f"{name}_text", f" in column '{column}' is no time; expected {expected}{origin}")

    def say(self, accepted: pa.Table, notes: Notes) -> None:
        """Notes how many times took a zone that they did not bring, and how many fell into a clock change."""
        for name, clock in self.clocks.items():
            column = clock.moment.column
            if self.is_assumed:
                message = f"times in column '{column}' carry no zone; read in the workspace's, {self.zone}"
                notes.count("assumed-zone", "info", message, accepted[f"{name}_naive"])
            else:
                message = f"times in column '{column}' carry no zone; read in {self.zone}, as the roles say"
                notes.count("zone", "info", message, accepted[f"{name}_naive"])
            message = f"times in column '{column}' that the clock change in {self.zone} skips; moved on by the change"
            notes.count("skipped-time", "warning", message, accepted[f"{name}_skipped"])


def moments_of(con: duckdb.DuckDBPyConnection, sheet: Sheet, roles: Mapping[str, Moment], zone: str) -> Moments:
    """The clocks of a registered batch, with the offsets of the years that its cells name."""
    read_in = sheet.read.zone or zone
    clocks = {name: Clock(moment, sheet, read_in) for name, moment in roles.items()}
    return Moments(clocks, offsets(read_in, _years(con, clocks)), read_in, not sheet.read.zone)


def _years(con: duckdb.DuckDBPyConnection, clocks: Mapping[str, Clock]) -> set[int]:
    if not clocks:
        return set()
    listed = ", ".join(f"list(DISTINCT {clock.years()})" for clock in clocks.values())
    [found] = con.sql(f"SELECT {listed} FROM {VIEW}").fetchall()
    return {year for years in found for year in years or () if year is not None and 1000 <= year <= 9999}
