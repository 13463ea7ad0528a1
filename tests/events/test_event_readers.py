"""Many readers beside one writer: snapshots, the lock, what the SQL door gives, and what `check` sees."""

import json
import multiprocessing
import os
import threading

import pytest
from event_files import chunk, event_row, events_file, events_of, incoming, load, rows_of

from wayline.errors import WorkspaceError
from wayline.events import lock
from wayline.events.log import EventLog
from wayline.events.tables import TABLES


def test_an_empty_log_is_version_0_with_typed_empty_tables(log):
    snapshot = log.snapshot()
    assert (snapshot.version, snapshot.files, snapshot.loads(), log.sources()) == (0, {}, [], [])
    with snapshot.connect() as con:
        for table, columns in TABLES.items():
            found = con.execute(f"DESCRIBE FROM {snapshot.relation(table)}").fetchall()
            assert {row[0]: row[1] for row in found} == columns
            assert con.execute(f"FROM {snapshot.current(table, known_at=5)}").fetchall() == []
    assert not log.folder.exists()


def test_written_tables_have_the_stated_columns_and_types(log):
    more = {"amount": 1.5, "currency": "EUR", "session_id": "s"}
    load(log, incoming(chunk([("ana", 1, "view", more)], aliases=[{"row": 1, "person_id": "ana", "other_id": "b"}])))
    snapshot = log.snapshot()
    with snapshot.connect() as con:
        for table in snapshot.tables:
            found = con.execute(f"DESCRIBE FROM {snapshot.relation(table)}").fetchall()
            assert {row[0]: row[1] for row in found} == TABLES[table]


def test_a_snapshot_stays_as_it_is_while_others_load(log):
    load(log, events_file(("ana", 1, "view")))
    snapshot = log.snapshot()
    with snapshot.connect() as con:
        load(log, events_file(("ben", 2, "view")))
        assert con.execute(f"SELECT count(*) FROM {snapshot.relation('events')}").fetchall() == [(1,)]
    assert (snapshot.version, log.snapshot().version, len(events_of(log))) == (1, 2, 2)


def test_relations_can_be_told_from_a_folder(log, tmp_path, monkeypatch):
    load(log, events_file(("ana", 1, "view")))
    query = f"SELECT count(*) FROM {log.snapshot().relation('events', tmp_path)}"
    assert "read_parquet(['event-log/tables/events-1/" in query
    monkeypatch.chdir(tmp_path)
    with log.snapshot().connect() as con:
        assert con.execute(query).fetchall() == [(1,)]


@pytest.mark.parametrize("name", ["it's", "a[1]*?", "year=2026", "naïve {x} %s"])
def test_a_workspace_may_lie_in_a_folder_of_any_name(tmp_path, name):
    log = EventLog.open(tmp_path / name / "event-log")
    load(log, events_file(("ana", 1, "view")))
    load(log, events_file(("ana", 1, "view"), ("ben", 2, "view")))
    log.erase("ana")
    assert events_of(log) == [("ben", 2, "view")]


def test_a_table_that_is_none_is_a_key_error(log):
    with pytest.raises(KeyError):
        log.snapshot().relation("people")


def test_other_programs_can_read_the_delta_tables(log):
    from deltalake import DeltaTable

    load(log, events_file(("ana", 1, "view")))
    load(log, events_file(("ben", 2, "view")))
    state = log.snapshot().tables["events"]
    delta = DeltaTable(log.folder / "tables" / state.folder)
    assert (delta.version(), delta.to_pyarrow_table()["occurred_at"].to_pylist().sort()) == (state.delta, None)
    assert delta.metadata().configuration == {"delta.dataSkippingStatsColumns": "occurred_at,arrival"}


def test_the_delta_logs_hold_no_texts_of_the_rows(log):
    load(log, events_file(("annabel", 1, "viewing", {"event_id": "id-annabel"})))
    logs = [path.read_text() for path in log.folder.rglob("_delta_log/*.json")]
    assert logs
    assert not any("annabel" in text or "viewing" in text for text in logs)


def holding_the_lock(folder, ready, done):
    with lock.writing(folder):
        ready.set()
        done.wait()


def test_a_second_writer_waits_says_so_and_gives_up(log, monkeypatch):
    load(log, events_file(("ana", 1, "view")))
    monkeypatch.setattr(lock, "WAIT_SECONDS", 0.3)
    context = multiprocessing.get_context("spawn")
    ready, done, told = context.Event(), context.Event(), []
    writer = context.Process(target=holding_the_lock, args=(log.folder, ready, done))
    writer.start()
    assert ready.wait(30)
    with pytest.raises(WorkspaceError, match="Another process is importing"):
        load(log, events_file(("ben", 2, "view")), progress=told.append)
    assert (told, events_of(log)) == (["waiting for another process that is importing"], [("ana", 1, "view")])
    monkeypatch.setattr(lock, "WAIT_SECONDS", 30)
    threading.Timer(0.3, done.set).start()
    assert load(log, events_file(("ben", 2, "view"))).version == 2
    writer.join()


def test_sources_say_what_is_loaded(log):
    bad = {"row": 2, "rule": "bad-time", "message": "no time", "raw": "ben,x"}
    load(log, incoming(chunk([("ana", 5, "view")], rejected=[bad])), received_at=1_000)
    load(log, incoming(chunk([("ana", 5, "view"), ("cho", 9, "view")], rejected=[bad])), received_at=2_000)
    load(log, incoming(chunk([("ana", 1_000_000, "a")]), source="steps", clock="position"), received_at=3_000)
    shop, steps = log.sources()
    assert (shop.source, shop.table, shop.rows, shop.rejected) == ("shop", "events", 2, 1)
    assert (shop.first, shop.last, shop.loaded_at, shop.clock) == (5, 9, 2_000, "time")
    assert (steps.source, steps.rows, steps.first, steps.last, steps.clock) == ("steps", 1, None, None, "position")


def test_check_tells_what_is_broken(log):
    load(log, events_file(("ana", 1, "view")))
    assert [(finding.rule, finding.severity) for finding in log.check()] == [("table", "info")] * 3
    (events,) = log.snapshot().files["events"]
    (names,) = log.snapshot().files["names"]
    events.unlink()
    names.write_bytes(names.read_bytes()[:-10])
    broken = [finding for finding in log.check() if finding.severity == "error"]
    assert [(finding.rule, finding.where) for finding in broken] == [
        ("missing-file", str(events)),
        ("damaged-file", str(names)),
    ]


def test_a_damaged_pointer_is_said_and_nothing_is_written_over_it(log):
    load(log, events_file(("ana", 1, "view")))
    (log.folder / "current.json").write_text('{"format": 1')
    with pytest.raises(WorkspaceError, match=r"current.json is damaged"):
        load(log, events_file(("ben", 1, "view")))
    assert [finding.rule for finding in log.check()] == ["pointer-unreadable"]


def test_a_log_of_a_newer_wayline_is_refused(log):
    load(log, events_file(("ana", 1, "view")))
    path = log.folder / "current.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | {"format": 2}))
    with pytest.raises(
        WorkspaceError, match=r"written by a newer Wayline \(format 2; this one reads up to 1\)\.\nUpgrade Wayline"
    ):
        EventLog.open(log.folder)


def test_a_folder_that_cannot_be_written_is_said(tmp_path):
    (tmp_path / "event-log").write_text("a file")
    with pytest.raises(WorkspaceError, match="Cannot write"):
        load(EventLog(tmp_path / "event-log"), events_file(("ana", 1, "view")))


def test_spill_files_of_ended_readers_are_removed_by_the_next_writer(log):
    load(log, events_file(("ana", 1, "view")))
    ended, running = log.folder / "spill-999999999", log.folder / f"spill-{os.getppid()}"
    ended.mkdir()
    running.mkdir()
    load(log, events_file(("ben", 1, "view")))
    assert (ended.exists(), running.exists()) == (False, True)


def test_a_load_above_many_batches_keeps_the_order_of_time(log):
    rows = 60_000
    made = [event_row(no, f"p{no % 97}", (no * 7919) % 5_003, f"e{no % 13}") for no in range(1, rows + 1)]
    from event_files import Rows, table

    from wayline.events import stage

    chunks = [
        Rows(20_000, {"events": table(stage.EVENTS, made[start : start + 20_000])}) for start in range(0, rows, 20_000)
    ]
    report = load(log, incoming(chunks, content="x"))
    assert report.files[0].accepted == rows
    (path,) = log.snapshot().files["events"]
    assert rows_of(
        log,
        f"SELECT count(*) FILTER (WHERE (occurred_at, arrival) < before) FROM (SELECT *, lag((occurred_at, arrival)) OVER"
        f" (ORDER BY file_row_number) AS before FROM read_parquet('{path}', file_row_number = true))",
    ) == [(0,)]
    assert rows_of(
        log,
        "SELECT count(*) FROM {current} e JOIN {names} p ON p.kind = 'person' AND p.no = e.person WHERE"
        " p.name <> 'p' || ((e.arrival + 1) % 97)",
    ) == [(0,)]
