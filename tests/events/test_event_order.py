"""Files that come in order of time are written as they are read; the log is the one that the ordinary way makes."""

import os
from dataclasses import replace

import pyarrow.parquet as pq
import pytest
from event_files import Rows, event_row, events_file, events_of, incoming, load, rows_of, table
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from wayline.events import coder, instant, stage
from wayline.events.log import EventLog

TABLES = ("events", "names", "loads", "rejected", "superseded")


def was_written_in_passing(log):
    """Which parts of events Arrow wrote; DuckDB writes those of the ordinary way."""
    return [pq.read_metadata(path).created_by.startswith("parquet-cpp") for path in log.snapshot().files["events"]]


def all_of(log):
    """Every row of every table."""
    with log.snapshot().connect() as con:
        return {
            name: sorted(map(repr, con.execute(f"SELECT * FROM {log.snapshot().relation(name)}").fetchall()))
            for name in TABLES
        }


def read_once(file):
    """The same file as one that cannot be read again, which goes the ordinary way."""
    return replace(file, chunks=iter(list(file.chunks)))


def numbered(rows, cuts, *, bad=()):
    """Chunks of the rows, numbered through the file; after the rows `bad` comes one that is rejected."""
    chunks, no, taken = [], 0, 0
    for cut in [*sorted(cuts), len(rows)]:
        events, rejected = [], []
        for place in range(taken, max(cut, taken)):
            no += 1
            events.append(event_row(no, *rows[place]))
            if place in bad:
                no += 1
                rejected.append({"row": no, "line": no + 1, "rule": "bad-time", "message": "no time", "raw": "x"})
        taken = max(cut, taken)
        tables = {"events": table(stage.EVENTS, events)} if events else {}
        chunks.append(Rows(len(events) + len(rejected), tables, table(stage.REJECTED, rejected)))
    return chunks


def file_of(rows, cuts=(), *, bad=(), name="a.csv", source="shop"):
    return incoming(numbered(rows, cuts, bad=bad), file=name, source=source, content=f"{source}/{name}")


ROW = st.tuples(st.sampled_from(["ana", "ben", "cho", None]), st.integers(0, 6), st.sampled_from(["view", "order"]))
ROWS = st.lists(ROW, min_size=1, max_size=25)
CUTS = st.lists(st.integers(0, 25), max_size=3)


@settings(
    max_examples=int(os.environ.get("WAYLINE_EXAMPLES", "8")),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    rows=ROWS, cuts=CUTS, bad=st.sets(st.integers(0, 24), max_size=3), is_sorted=st.sampled_from([True, True, False]),
    shift=st.sampled_from([0, 3, 7]), more=st.one_of(st.none(), ROWS), is_same=st.booleans(),
)  # fmt: skip
def test_both_ways_make_the_same_log(tmp_path_factory, rows, cuts, bad, is_sorted, shift, more, is_same):
    def in_order(given_rows, later=0):
        moved = [(person, at + later, event) for person, at, event in given_rows]
        return sorted(moved, key=lambda row: row[1]) if is_sorted else moved

    later = more if more is not None else rows
    first = file_of(in_order(rows), [min(cut, len(rows)) for cut in cuts], bad=bad)
    second = file_of(in_order(later, shift), name="b.csv", source="shop" if is_same else "app")
    third = file_of(in_order(later, shift), name="c.csv", source="app")
    logs = [EventLog.open(tmp_path_factory.mktemp(name) / "log") for name in ("passing", "ordinary")]
    for log, as_given in zip(logs, (lambda file: file, read_once), strict=True):
        load(log, as_given(replace(first, chunks=list(first.chunks))), as_given(second))
        load(log, as_given(third), received_at=2_000)
    assert all_of(logs[0]) == all_of(logs[1])


def test_a_file_in_order_is_written_as_it_is_read(log):
    report = load(log, file_of([("ana", 1, "view"), ("ana", 1, "view"), ("ben", 2, "view")], [1, 2]))
    assert was_written_in_passing(log) == [True]
    assert [(file.rows, file.accepted, file.identical) for file in report.files] == [(3, 3, 1)]
    assert events_of(log) == [("ana", 1, "view"), ("ana", 1, "view"), ("ben", 2, "view")]


@pytest.mark.parametrize(
    ("rows", "cuts"),
    [
        ([("ana", 2, "view"), ("ben", 1, "view")], []),
        ([("ana", 2, "view"), ("ben", 3, "view"), ("ben", 1, "view")], [1]),
    ],
    ids=["at once", "later"],
)
def test_a_file_out_of_order_goes_the_ordinary_way(log, rows, cuts):
    load(log, file_of(rows, cuts))
    assert was_written_in_passing(log) == [False]
    assert events_of(log) == sorted(rows, key=lambda row: row[1])


def test_what_is_later_than_all_that_is_known_of_a_source_is_new(log):
    load(log, file_of([("ana", 1, "view")]))
    load(log, file_of([("ana", 2, "view"), ("ben", 2, "view")], name="b.csv"))
    assert was_written_in_passing(log) == [True, True]
    load(log, file_of([("ben", 2, "view"), ("ben", 3, "view")], name="c.csv"))
    assert was_written_in_passing(log) == [True, True, False]
    assert events_of(log) == [("ana", 1, "view"), ("ana", 2, "view"), ("ben", 2, "view"), ("ben", 3, "view")]


def test_a_source_that_is_read_otherwise_than_before_is_compared_row_by_row(log):
    load(log, file_of([("ana", 1, "view")]))
    load(log, replace(file_of([("ana", 2, "view")], name="b.csv"), zone="Europe/Berlin"))
    assert was_written_in_passing(log) == [True, False]


def test_rows_of_erased_subjects_are_left_out(log):
    load(log, file_of([("ana", 1, "view"), ("ben", 1, "view")]))
    log.erase("ana")
    load(log, file_of([("ana", 2, "view"), ("ben", 3, "view")], name="b.csv"))
    assert events_of(log) == [("ben", 1, "view"), ("ben", 3, "view")]


def test_more_names_than_are_held_go_the_ordinary_way(log, monkeypatch):
    monkeypatch.setattr(coder, "MOST_NAMES", 3)
    load(log, file_of([(f"p{no}", no, "view") for no in range(9)], [4]))
    assert was_written_in_passing(log) == [False]
    assert len(events_of(log)) == 9


def test_a_crowded_instant_goes_the_ordinary_way(log, monkeypatch):
    monkeypatch.setattr(instant, "MOST_ROWS", 3)
    load(log, file_of([(f"p{no}", 1, "view") for no in range(9)], [4]))
    assert was_written_in_passing(log) == [False]
    assert len(events_of(log)) == 9


def test_no_id_stands_in_the_statistics_of_a_part(log):
    load(log, events_file(("ana", 1, "view")))
    (path,) = log.snapshot().files["events"]
    group = pq.read_metadata(path).row_group(0)
    texts = [group.column(no) for no in range(group.num_columns) if group.column(no).physical_type == "BYTE_ARRAY"]
    assert [column.path_in_schema for column in texts if column.statistics is not None] == []


def test_a_part_is_bounded(log, monkeypatch):
    from wayline.events import part_writer

    monkeypatch.setattr(part_writer, "GROUP_ROWS", 4)
    monkeypatch.setattr(part_writer, "PART_ROWS", 8)
    load(log, file_of([("ana", no, "view") for no in range(20)], [3, 11]))
    assert [(part.rows, part.first, part.last) for part in log.snapshot().parts("events")] == [
        (8, 0, 7),
        (8, 8, 15),
        (4, 16, 19),
    ]
    assert rows_of(log, "SELECT arrival FROM {events} ORDER BY occurred_at") == [(no,) for no in range(20)]
