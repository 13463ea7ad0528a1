"""Which events are read of a log that grew, and that the numbers are those of all of them."""

import pyarrow as pa
import pytest

import wayline
from wayline.errors import InputError
from wayline.events.log import EventLog
from wayline.events.stage import ALIASES, EVENTS, REJECTED
from wayline.events.staging import Incoming
from wayline.paths.fold import kept
from wayline.paths.fold.compiled import Entered
from wayline.paths.ready import is_ready
from wayline.workspace.erasing import erase

pytest.importorskip("numba")
# without machine code kernels run as plain Python: nobody waits for the compiler, and the numbers are the same
Entered.is_plain = not is_ready()

MAP = """wayline: 1
map: m
title: M
unit: person
leaves: [{event: gone}]
stages:
  - id: s
    title: S
    steps:
      - {id: a, title: A, bind: {event: a}}
      - {id: b, title: B, bind: {event: [b, "f.*"]}}
    windows: [{id: call, after: a, opens: 0d, closes: 20d, bind: {event: help}}]
"""
DAY = 86_400_000_000
FIRST = [(f"p{n}", n + k, name) for n in range(20) for k, name in enumerate(("a", "see", "b", "help"))]
ALL = "all events read: "


class Chunk:
    def __init__(self, tables):
        (self.rows,) = {table.num_rows for table in tables.values()}
        self.tables, self.rejected, self.findings = tables, REJECTED.empty_table(), ()


@pytest.fixture
def workspace(tmp_path, monkeypatch):
    """A workspace that was measured once."""
    monkeypatch.setenv("WAYLINE_KEEP", "1")
    monkeypatch.setenv("WAYLINE_ENGINE", "fold")
    found = wayline.init(tmp_path / "ws")
    (found.folder / "maps" / "m.journey.yaml").write_text(MAP)
    load(found, FIRST)
    assert read(found) == f"{ALL}nothing was kept for these bindings"
    return found


def load(workspace, events, source="shop"):
    rows = [
        {**dict.fromkeys(EVENTS.names), "row": place, "k_in_row": 0, "occurred_at": day * DAY, "person_id": person, "event": event,
         "event_id": more[0] if more else f"{person}-{day}-{event}", "row_hash": f"{place}", "source_zone": "UTC", "properties": "{}"}
        for place, (person, day, event, *more) in enumerate(events, 1)
    ]  # fmt: skip
    add(workspace, source, "events", {"events": pa.Table.from_pylist(rows, schema=EVENTS)}, repr(events))


def join(workspace, one, other):
    rows = pa.Table.from_pylist([{"row": 1, "person_id": one, "other_id": other}], schema=ALIASES)
    add(workspace, "ids", "people", {"aliases": rows}, one + other)


def add(workspace, source, table, tables, content):
    incoming = Incoming(source, table, "f.csv", content, "time", "UTC", (), "", [Chunk(tables)])
    EventLog.open(workspace.folder / "event-log").load([incoming], received_at=1)


def read(workspace, **asked):
    """What was read, after the numbers were compared with those of SQL over all events."""
    found = wayline.measure(workspace, "m", wayline.Asked(**asked)).plain()
    said = found.pop("provenance").get("read", "")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("WAYLINE_ENGINE", "sql")
        whole = wayline.measure(workspace, "m", wayline.Asked(**asked)).plain()
    del whole["provenance"]
    assert found == whole
    return said


def new(workspace, events, version, anew=0):
    whole = workspace.log.snapshot().rows("events")
    return f"{events} of {whole} events read, those after version {version}" + (
        f"; subjects read anew: {anew}" if anew else ""
    )


def files(workspace):
    return list((workspace.folder / "event-log" / "kept").glob("*.kept"))


def test_the_same_log_again_reads_no_event(workspace):
    assert read(workspace) == new(workspace, 0, 1)


def test_later_events_are_all_that_is_read(workspace):
    load(workspace, [("p1", 30, "b"), ("new", 31, "a"), ("p2", 32, "new name"), ("p3", 33, "f.x")])
    assert read(workspace) == new(workspace, 4, 1)


def test_open_paths_are_judged_at_the_new_end(workspace):
    load(workspace, [("new", 30, "a"), ("p1", 31, "see")])
    read(workspace)
    before = wayline.measure(workspace, "m").plain()["elements"]["call"]["hit"]
    load(workspace, [("p1", 300, "see")])
    assert read(workspace) == new(workspace, 1, 2)
    after = wayline.measure(workspace, "m").plain()["elements"]["call"]["hit"]
    assert (before["pending"], before["missed"]) == (1, 0)
    assert (after["pending"], after["missed"]) == (0, 1)


def test_segments_windows_and_where_share_what_is_kept(workspace):
    for asked in ({"since": "1970-01-05"}, {"where": "{event: b}"}, {"segment": "channel"}):
        assert read(workspace, **asked) == new(workspace, 0, 1)
    assert len(files(workspace)) == 1


def test_of_a_subject_with_late_events_everything_is_read(workspace):
    load(workspace, [("p1", 2, "b"), ("p2", 40, "b")])
    assert read(workspace) == new(workspace, 2, 1, anew=1)


def test_two_ids_that_become_one_are_read_anew(workspace):
    join(workspace, "p1", "p2")
    assert read(workspace) == new(workspace, 0, 1, anew=2)


def test_a_correction_reads_whom_it_was_about_and_whom_it_is_about(workspace):
    load(workspace, [("p5", 3, "b", "p3-3-a")])
    assert read(workspace) == new(workspace, 1, 1, anew=2)


def test_where_many_change_everything_is_read(workspace):
    load(workspace, [(f"p{n}", 2, "help", f"late-{n}") for n in range(20)])
    assert read(workspace) == f"{ALL}20 subjects have late events, corrections or another id"


def test_changed_bindings_read_everything(workspace):
    path = workspace.folder / "maps" / "m.journey.yaml"
    path.write_text(MAP.replace("event: a}", "event: see}"))
    assert read(workspace) == f"{ALL}nothing was kept for these bindings"
    path.write_text(MAP)
    assert read(workspace) == new(workspace, 0, 1)


def test_another_title_is_no_other_binding(workspace):
    (workspace.folder / "maps" / "m.journey.yaml").write_text(MAP.replace("title: A", "title: Another"))
    assert read(workspace) == new(workspace, 0, 1)


def test_an_erased_person_is_in_nothing_that_is_kept(workspace):
    erase(workspace, "p7")
    assert files(workspace) == []
    assert read(workspace) == f"{ALL}nothing was kept for these bindings"


def test_a_removed_source_is_in_nothing_that_is_kept(workspace):
    load(workspace, [("p1", 30, "b")], source="crm")
    workspace.log.remove_source("crm")
    assert files(workspace) == []
    assert read(workspace) == f"{ALL}nothing was kept for these bindings"


def test_parts_that_were_merged_are_known_again(workspace):
    for number in range(40):
        load(workspace, [(f"p{number % 25}", 50 + number, "b")])
    assert len(workspace.log.snapshot().parts("events")) < 20
    assert read(workspace) == new(workspace, 40, 1)


def test_a_damaged_file_is_read_around(workspace):
    (path,) = (workspace.folder / "event-log" / "kept").glob("*.kept")
    path.write_bytes(path.read_bytes()[:-100])
    load(workspace, [("p1", 30, "b")])
    assert read(workspace) == f"{ALL}nothing was kept for these bindings"


def test_few_new_events_are_read_again_until_they_are_many(workspace, monkeypatch):
    monkeypatch.setattr(kept, "ANEW", 10)
    load(workspace, [("p1", 30, "b")])
    assert read(workspace) == read(workspace) == new(workspace, 1, 1)
    load(workspace, [(f"p{n}", 31, "b") for n in range(10)])
    assert read(workspace) == new(workspace, 11, 1)
    assert read(workspace) == new(workspace, 0, 3)


@pytest.mark.parametrize("unit", ["session", "account"])
def test_what_later_events_may_change_is_not_kept(workspace, unit):
    path = workspace.folder / "maps" / "m.journey.yaml"
    path.write_text(MAP.replace("unit: person", f"unit: {unit}"))
    said = {"session": "", "account": f"{ALL}nothing was kept for these bindings"}
    assert read(workspace) == said[unit]


def test_it_can_be_switched_off(workspace, monkeypatch):
    monkeypatch.setenv("WAYLINE_KEEP", "0")
    assert read(workspace) == ""
    monkeypatch.setenv("WAYLINE_KEEP", "")
    assert read(workspace) == "", "a small log is read at once"
    monkeypatch.setenv("WAYLINE_KEEP", "yes")
    with pytest.raises(InputError, match="WAYLINE_KEEP=yes: expected 0"):
        wayline.measure(workspace, "m")
