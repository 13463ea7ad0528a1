"""One load: files are staged, coded and placed, and become one version of the event log, or nothing does."""

from __future__ import annotations

import json
from collections.abc import Sequence

import duckdb
import pyarrow as pa

from wayline.events.admit import code_events, events_query, number_event_repeats, place_events
from wayline.events.count import FileReport, count_files
from wayline.events.draft import Draft
from wayline.events.erased import view_staged
from wayline.events.identity import join_aliases
from wayline.events.lock import Progress
from wayline.events.names import append_names, code_names
from wayline.events.ordered import Ordered
from wayline.events.people import place_members, place_traits
from wayline.events.snapshot import Snapshot
from wayline.events.staging import Incoming, StagedFile, Staging
from wayline.events.tables import count
from wayline.events.voices import code_voice, number_voice_repeats, place_voice, voice_query
from wayline.findings import Finding

# table → the order of its rows where small parts are merged
_ORDERS = {
    "events": "occurred_at, arrival",
    "names": "load, kind, no",
    "loads": "load",
    "traits": "arrival",
    "rejected": "load, row",
}


class Load:
    """The steps of one load, on one DuckDB connection whose temporary tables are all that is kept in between."""

    def __init__(
        self, con: duckdb.DuckDBPyConnection, snapshot: Snapshot, draft: Draft, staging: Staging, received_at: int
    ) -> None:
        self.con = con
        self.snapshot = snapshot
        self.draft = draft
        self.staging = staging
        self.received_at = received_at
        self.first_load = draft.peek("load")
        self.ordered = Ordered(con, snapshot, draft, staging, received_at)
        self.names = (
            f"(SELECT kind, no, name, parent FROM {snapshot.relation('names')} UNION ALL SELECT * FROM passing_name)"
        )

    def run(self, incoming: Sequence[Incoming], progress: Progress | None) -> list[FileReport]:
        """Reads and writes all files; the draft holds the new version afterwards, or nothing where all was known."""
        known = {(row.source_name, row.content): row.rows for row in self.snapshot.loads()}
        reports: list[FileReport | None] = []
        self.ordered.plan(incoming)
        for one in incoming:
            rows = known.get((one.source, one.content)) if one.content else None
            reports.append(_skipped_whole(one, rows) if rows is not None else None)
            if rows is None:
                known[one.source, one.content] = self._read(one, progress).rows
                if one.bookmark:
                    self.draft.put_bookmark(one.source, one.bookmark_key, one.bookmark.reached)
        fresh = iter(self._write(progress) if self.staging.files else [])
        return [report or next(fresh) for report in reports]

    def _read(self, incoming: Incoming, progress: Progress | None) -> StagedFile:
        taken = self.ordered.add(incoming, progress)
        return taken if isinstance(taken, StagedFile) else self.staging.add(taken, progress=progress)

    def _write(self, progress: Progress | None) -> list[FileReport]:
        if progress:
            progress("coding")
        self.draft.take("arrival", self.staging.written, 0)
        self.ordered.coder.settle()
        view_staged(self.con, self.staging, self.snapshot.relation("erased"), self.draft.before.salt)
        self._name_files()
        code_names(self.con, self.staging, self.draft, self.names)
        every_event = self._place()
        reports = count_files(self.con, self.staging, self.names, every_event=every_event)
        if any(report.accepted or report.rejected for report in reports):
            if progress:
                progress("writing")
            self._append(reports, every_event=every_event)
        return reports

    def _name_files(self) -> None:
        """Makes `load_files(file_no, load, source, source_name, received_at)` and `code_source`."""
        files = self.staging.files
        names = list(dict.fromkeys(file.incoming.source for file in files))
        self.con.execute("CREATE TEMP TABLE used_source (name VARCHAR, place INTEGER)")
        self.con.executemany("INSERT INTO used_source VALUES (?, ?)", list(zip(names, range(len(names)), strict=True)))
        first = self.draft.peek("name:source", 0)
        self.con.execute(
            f"CREATE TEMP TABLE code_source AS SELECT u.name, NULL::INTEGER AS parent, coalesce(n.no,"
            f" {first} + row_number() OVER (PARTITION BY n.no IS NULL ORDER BY place) - 1)::INTEGER AS no, n.no IS NULL AS fresh"
            f" FROM used_source u LEFT JOIN (SELECT * FROM {self.names} WHERE kind = 'source') n USING (name)"
        )
        self.draft.take("name:source", self._count("code_source WHERE fresh"), 0)
        self.con.execute("CREATE TEMP TABLE load_file (file_no INTEGER, load INTEGER, source_name VARCHAR)")
        load = self.draft.take("load", len(files))
        rows = [(file.no, load + file.no, file.incoming.source) for file in files]
        self.con.executemany("INSERT INTO load_file VALUES (?, ?, ?)", rows)
        self.con.execute(
            f"CREATE TEMP TABLE load_files AS SELECT f.*, s.no AS source, {self.received_at} AS received_at"
            " FROM load_file f JOIN code_source s ON s.name = f.source_name"
        )

    def _place(self) -> bool:
        """Decides on every staged record; True if all events are new, which spares them a table of places."""
        con, snapshot, draft, filled = self.con, self.snapshot, self.draft, self.staging.rows
        every_event = self._has_only_new_events()
        if filled["events"]:
            number_event_repeats(con)
            code_events(con, self.staging, self.received_at)
            if not every_event:
                place_events(con, self._known_events(), draft.peek("arrival", 0))
        if filled["voice"]:
            number_voice_repeats(con)
            code_voice(con, self.staging, self.received_at)
            place_voice(con, snapshot.current("voice"), draft.peek("voice", 0))
        if filled["traits"]:
            place_traits(con, snapshot, self.received_at, draft.peek("trait", 0))
        if filled["members"]:
            place_members(con, snapshot, self.received_at)
        if filled["aliases"]:
            join_aliases(con, snapshot)
        return every_event

    def _known_events(self) -> str:
        """The events of the log, and those of this load that need no place any more."""
        written = self.staging.written_events()
        known = self.snapshot.current("events")
        return f"(SELECT * FROM {known} UNION ALL BY NAME SELECT * FROM {written})" if written else known

    def _has_only_new_events(self) -> bool:
        """Ids that we made ourselves differ within a file, and from those of every other source."""
        files = self.staging.files
        sources = {file.incoming.source for file in files}
        if all(file.parts is not None for file in files):
            return True
        if self.staging.filled("events", "event_id") or len(sources) < len(files):
            return False
        if self.snapshot.rows("erased"):
            return False
        return not self._count(f"{self.snapshot.relation('loads')} WHERE source IN (SELECT source FROM load_files)")

    def _append(self, reports: list[FileReport], *, every_event: bool) -> None:
        con, draft, filled = self.con, self.draft, self.staging.rows
        for table, order in _ORDERS.items():
            draft.compact(con, table, order)
        draft.place("events", [part for file in self.staging.files for part in file.parts or ()])
        if filled["events"]:
            self._append_events(every_event=every_event)
        if filled["voice"]:
            draft.take("voice", self._count("placed_voice WHERE NOT corrects"), 0)
            draft.append(con, "voice", voice_query())
        for stage in ("traits", "members", "aliases"):
            if filled[stage]:
                rows = draft.append(con, stage, self._loaded(f"SELECT * EXCLUDE (row) FROM placed_{stage}"))
                draft.take("trait", rows if stage == "traits" else 0, 0)
        if filled["aliases"]:
            draft.append(con, "identities", self._loaded("SELECT *, person AS pos FROM joined"))
        if filled["rejected"]:
            draft.append(con, "rejected", self._loaded("SELECT * FROM staged_rejected"))
        append_names(con, draft, self.first_load, self.received_at)
        self._append_loads(reports)

    def _append_events(self, *, every_event: bool) -> None:
        new = self.staging.rows["events"] if every_event else self._count("placed_events WHERE NOT corrects")
        self.draft.append(self.con, "events", events_query(self.draft.take("arrival", new, 0), every_event=every_event))
        if not every_event and self._count("placed_events WHERE corrects"):
            corrected = "SELECT file_no, arrival, pos FROM placed_events WHERE corrects"
            self.draft.append(self.con, "superseded", self._loaded(corrected))

    def _loaded(self, query: str) -> str:
        return f"SELECT q.*, f.load, f.received_at FROM ({query}) q JOIN load_files f USING (file_no) ORDER BY q.pos"

    def _append_loads(self, reports: list[FileReport]) -> None:
        rows = [
            {
                "file_no": file.no,
                "version": self.draft.version,
                "table": file.incoming.table,
                "file": file.incoming.file,
                "content": file.incoming.content,
                "rows": report.rows,
                "accepted": report.accepted,
                "rejected": report.rejected,
                "skipped": report.skipped,
                "identical": report.identical,
                "first": file.first,
                "last": file.last,
                "clock": file.incoming.clock,
                "zone": file.incoming.zone,
                "traits": json.dumps(list(file.incoming.traits), ensure_ascii=False),
                "roles": file.incoming.roles_json,
            }
            for file, report in zip(self.staging.files, reports, strict=True)
        ]
        loaded = pa.Table.from_pylist(rows)
        for place in (loaded.column_names.index(name) for name in ("first", "last")):
            loaded = loaded.set_column(place, loaded.column_names[place], loaded.column(place).cast(pa.int64()))
        self.con.register("load_rows", loaded)
        times = "SELECT file_no, occurred_at FROM staged_events UNION ALL SELECT file_no, occurred_at FROM staged_voice"
        self.draft.append(
            self.con,
            "loads",
            "SELECT r.*, f.load, f.source, f.source_name, f.received_at,"
            ' coalesce(t.first, r.first) AS "from", coalesce(t.last, r.last) AS "until" FROM load_rows r'
            " JOIN load_files f USING (file_no) LEFT JOIN (SELECT file_no, min(occurred_at) AS first, max(occurred_at) AS last"
            f" FROM ({times}) GROUP BY file_no) t USING (file_no) ORDER BY f.load",
        )
        self.con.unregister("load_rows")

    def _count(self, source: str) -> int:
        return count(self.con, source)


def _skipped_whole(incoming: Incoming, rows: int) -> FileReport:
    known = Finding(
        "known-file",
        "info",
        f"{incoming.file} was loaded before into source {incoming.source}: nothing is added.",
        incoming.file,
    )
    return FileReport(incoming.file, incoming.source, rows, 0, 0, rows, 0, (known,))
