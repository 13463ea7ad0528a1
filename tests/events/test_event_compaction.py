"""Many small loads leave few parts, and nobody who reads notices."""

import pytest
from event_files import events_file, events_of, load, rows_of

from wayline.events import draft


@pytest.fixture
def many_loads(log, monkeypatch):
    monkeypatch.setattr(draft, "MOST_SMALL", 3)
    for day in range(4):
        load(log, events_file(("ana", day, "view"), (f"p{day}", day, "order")))
    return log


def test_small_parts_are_merged_once_there_are_many(many_loads):
    before = rows_of(many_loads, "SELECT * FROM {events} ORDER BY arrival")
    load(many_loads, events_file(("ana", 9, "view")))
    assert [(part.rows, part.first, part.last) for part in many_loads.snapshot().parts("events")] == [
        (8, 0, 3),
        (1, 9, 9),
    ]
    assert rows_of(many_loads, "SELECT * FROM {events} WHERE occurred_at < 9 ORDER BY arrival") == before
    assert {finding.rule for finding in many_loads.check()} == {"table"}


def test_the_version_before_can_be_read_until_the_next(many_loads):
    snapshot = many_loads.snapshot()
    load(many_loads, events_file(("ana", 9, "view")))
    with snapshot.connect() as con:
        assert con.execute(f"SELECT count(*) FROM {snapshot.relation('events')}").fetchall() == [(8,)]
    load(many_loads, events_file(("ana", 10, "view")))
    assert not any(path.exists() for path in snapshot.files["events"])
    assert len(events_of(many_loads)) == 10


def test_after_merging_an_erased_subject_is_nowhere(many_loads):
    load(many_loads, events_file(("ana", 9, "view")))
    many_loads.erase("ana")
    assert [person for person, _, _ in events_of(many_loads)] == ["p0", "p1", "p2", "p3"]
    files = [path for path in many_loads.folder.rglob("*") if path.is_file()]
    assert not [path for path in files if b'"ana"' in path.read_bytes()]
    assert sorted(
        path.name.rsplit("-", 1)[0] for path in (many_loads.folder / "tables").iterdir() if "events" in path.name
    ) == ["events"]
