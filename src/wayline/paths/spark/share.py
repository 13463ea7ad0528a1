"""One task: the events of some subjects in, their path facts out. Runs on an executor and knows nothing of Spark."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

import duckdb
import pyarrow as pa

from wayline.bindings.sql_text import Plan, literal
from wayline.events.connection import in_memory
from wayline.paths.tables import as_table

EVENT, TRAIT, HISTORY = 0, 1, 2
LONG, TEXT = "BIGINT", "VARCHAR"
# what an event may bring; a map that does not ask for a column never moves it
EVENT_COLUMNS: Mapping[str, str] = {
    **dict.fromkeys(("arrival", "occurred_at", "subject", "person", "account", "object", "session"), LONG),
    **dict.fromkeys(("event", "source", "channel", "direction", "referrer", "campaign", "currency"), LONG),
    "amount": "DOUBLE",
    "properties": TEXT,
}
ALWAYS_SENT = ("arrival", "occurred_at", "subject", "event", "source")
# values of traits, beside the events: as people and accounts have them, and every value with the time from which it holds
TRAIT_COLUMNS: Mapping[str, str] = {
    "trait": TEXT,
    "kind": TEXT,
    "no": LONG,
    "value": TEXT,
    "valid_from": LONG,
    "arrival": LONG,
    "turn": LONG,
}
PART_ROWS = 1 << 20
PARTS = pa.schema([("name", pa.string()), ("rows", pa.binary())])


@dataclass(frozen=True)
class Share:
    """What every task is told: the plan from `log` on, the queries whose rows come back, and how much memory it may take.

    `columns` are those of events that are sent. `names`: the dictionaries, with columns as the table `names`.
    """

    plan: Plan
    returned: Mapping[str, str]
    columns: tuple[str, ...]
    names: pa.Table = field(repr=False)
    memory: str = "1GB"


def fold_share(share: Share, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """The facts of the rows of one task, as Arrow streams of named tables. No rows, no facts."""
    given = list(batches)
    if not sum(batch.num_rows for batch in given):
        return
    with tempfile.TemporaryDirectory(prefix="wayline-spark-") as spill, in_memory() as con:
        con.execute(f"SET threads = 1; SET memory_limit = {literal(share.memory)}")
        con.execute(f"SET temp_directory = {literal(spill)}")
        run_plan(con, share, pa.Table.from_batches(given))
        for name, query in share.returned.items():
            for batch in con.sql(query).to_arrow_reader(PART_ROWS):
                if batch.num_rows:
                    yield pa.RecordBatch.from_pydict({"name": [name], "rows": [_packed(batch)]}, schema=PARTS)


def run_plan(con: duckdb.DuckDBPyConnection, share: Share, rows: pa.Table) -> None:
    """Leave the tables of the plan in the session."""
    con.register("share_rows", rows)
    con.register("share_names", share.names)
    for name, sql in _given(rows.column_names).items():
        con.execute(f"CREATE OR REPLACE TEMP VIEW {name} AS {sql}")
    for query in share.plan.queries:
        as_table(con, query)


def no_rows(columns: Iterable[str]) -> pa.Table:
    """Rows of a share that has none."""
    kinds = {**EVENT_COLUMNS, **TRAIT_COLUMNS, "stage": "INTEGER"}
    types = {LONG: pa.int64(), TEXT: pa.string(), "DOUBLE": pa.float64(), "INTEGER": pa.int32()}
    return pa.table({name: pa.array([], types[kinds[name]]) for name in ("stage", *columns)})


def _given(there: list[str]) -> dict[str, str]:
    def cells(columns: Mapping[str, str]) -> str:
        return ", ".join(name if name in there else f"CAST(NULL AS {kind}) AS {name}" for name, kind in columns.items())

    return {
        "given_events": f"SELECT {cells(EVENT_COLUMNS)} FROM share_rows WHERE stage = {EVENT}",
        "given_traits": f"SELECT {cells(TRAIT_COLUMNS)} FROM share_rows WHERE stage = {TRAIT}",
        "given_history": f"SELECT {cells(TRAIT_COLUMNS)} FROM share_rows WHERE stage = {HISTORY}",
        "given_names": "SELECT * FROM share_names",
    }


def _packed(batch: pa.RecordBatch) -> bytes:
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, batch.schema, options=pa.ipc.IpcWriteOptions(compression="zstd")) as writer:
        writer.write_batch(batch)
    return bytes(sink.getvalue())


def unpacked(part: bytes) -> pa.Table:
    """The rows of a part that came back."""
    with pa.ipc.open_stream(part) as reader:
        return reader.read_all()
