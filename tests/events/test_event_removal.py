"""Taking a source out, and erasing a subject: nothing of it is left on the disk, and nothing else is lost."""

import pytest
from event_files import chunk, event_row, events_file, events_of, incoming, load, rows_of, table
from test_event_people import aliases, canonical_of, people, traits_of

from wayline.errors import NotFoundError
from wayline.events import stage


def bytes_that_hold(folder, *texts):
    """Files under the log that hold one of the texts: as raw bytes, in their name, or in a cell of a Parquet file."""
    import pyarrow.parquet as pq

    found = set()
    for path in folder.rglob("*"):
        content = [path.name, *(str(path.read_bytes())[2:-1].splitlines() if path.is_file() else [])]
        if path.suffix == ".parquet":
            parquet = pq.ParquetFile(path)
            content += [str(parquet.metadata.to_dict()), str(parquet.read().to_pylist())]
        found.update((path.name, text) for text in texts for line in content if text in line)
    return found


def test_a_source_taken_out_is_gone_from_every_table_and_the_disk(log):
    more = {"channel": "fax", "object_type": "fossil", "object_id": "trilobite", "event_id": "zz-1"}
    load(log, events_file(("annabel", 1, "view"), ("bertram", 2, "view")))
    bad = {"row": 3, "rule": "bad-time", "message": "no time", "raw": "wrong-raw"}
    load(
        log,
        incoming(
            chunk(
                [("bertram", 3, "call", more), ("clothilde", 4, "view", more | {"event_id": "zz-2"})], rejected=[bad]
            ),
            source="phone",
        ),
    )
    load(log, people(("clothilde", "plan", "platinum"), source="phone"), aliases(("bertram", "bert-2"), source="phone"))
    removal = log.remove_source("phone")
    assert removal.version == 4
    assert removal.rows == {"events": 2, "rejected": 1, "traits": 1, "aliases": 1, "loads": 3}
    assert events_of(log) == [("annabel", 1, "view"), ("bertram", 2, "view")]
    assert rows_of(log, "SELECT kind, no, name FROM {names} ORDER BY kind, no") == [
        ("event", 0, "view"),
        ("person", 0, "annabel"),
        ("person", 1, "bertram"),
        ("source", 0, "shop"),
    ]
    assert (
        bytes_that_hold(
            log.folder, "clothilde", "fax", "fossil", "trilobite", "zz-1", "wrong-raw", "platinum", "bert-2", "phone"
        )
        == set()
    )
    assert [row.source for row in log.sources()] == ["shop"]
    assert not any(finding.severity != "info" for finding in log.check())


def test_names_that_another_source_uses_as_well_stay(log):
    more = {"object_type": "order", "channel": "web"}
    load(log, events_file(("ana", 1, "view", more | {"object_id": "7"}), source="first"))
    load(log, events_file(("ana", 2, "view", more | {"object_id": "8"}), source="second"))
    log.remove_source("first")
    assert rows_of(log, "SELECT kind, no, name, parent FROM {names} ORDER BY kind") == [
        ("channel", 0, "web", None),
        ("event", 0, "view", None),
        ("object", 1, "8", 0),
        ("object_type", 0, "order", None),
        ("person", 0, "ana", None),
        ("source", 1, "second", None),
    ]
    log.erase("8")
    assert rows_of(log, "SELECT kind, name FROM {names} ORDER BY kind") == [("source", "second")]


def test_sources_tell_what_is_left_after_an_erasure(log):
    load(log, events_file(("ana", 1, "view"), ("ana", 2, "view"), ("ben", 3, "view"), ("cho", 4, "view")))
    log.erase("ana")
    (shop,) = log.sources()
    assert (shop.rows, shop.first, shop.last) == (2, 3, 4)
    (row,) = log.snapshot().loads()
    assert (row.rows, row.accepted, row.rejected, row.skipped) == (4, 2, 0, 2)


def test_a_source_taken_out_can_be_loaded_again(log):
    file = events_file(("ana", 1, "view"), ("ana", 1, "view"))
    load(log, file)
    log.remove_source("shop")
    assert (log.snapshot().version, log.sources(), events_of(log)) == (2, [], [])
    report = load(log, file)
    assert (report.version, report.files[0].accepted) == (3, 2)
    # places and codes are never given twice
    assert rows_of(log, "SELECT arrival, person, load FROM {current} ORDER BY arrival") == [(2, 1, 2), (3, 1, 2)]


def test_an_unknown_source_is_refused_with_the_list_of_sources(log):
    load(log, events_file(("ana", 1, "view")))
    with pytest.raises(NotFoundError, match=r"no source 'shpo'. Did you mean 'shop'\?\nSources: shop"):
        log.remove_source("shpo")
    assert log.snapshot().version == 1


def test_a_correction_taken_out_leaves_what_another_source_brought(log):
    load(
        log,
        events_file(("ana", 5, "view", {"event_id": "1"})),
        events_file(("ana", 5, "view", {"event_id": "1"}), source="app"),
    )
    load(log, events_file(("ana", 5, "buy", {"event_id": "1"}), source="app"))
    log.remove_source("app")
    assert (events_of(log), rows_of(log, "FROM {superseded}")) == ([("ana", 5, "view")], [])


@pytest.fixture
def peopled(log):
    """Three people; annabel has two ids, an account, traits, a session and an order of her own, and a share in a common order."""
    own = {"object_type": "order", "object_id": "own-order", "session_id": "own-session", "account_id": "acme"}
    common = {"object_type": "order", "object_id": "common-order", "account_id": "acme"}
    bad = [
        {"row": 5, "rule": "bad-time", "message": "'x' is no time", "raw": "annabel,x,view"},
        {"row": 6, "rule": "bad-time", "message": "'y' is no time", "raw": "bertram,y,view"},
    ]
    rows = [
        ("annabel", 1, "view", own),
        ("mail-annabel", 2, "buy", common),
        ("bertram", 3, "buy", common),
        ("clothilde", 4, "view"),
    ]
    load(log, incoming(chunk(rows, rejected=bad)))
    load(
        log,
        people(("annabel", "nick", "bellissima"), ("bertram", "nick", "berti")),
        aliases(("annabel", "mail-annabel"), source="crm2"),
    )
    members = [
        {"row": 1, "person_id": "annabel", "account_id": "acme"},
        {"row": 2, "person_id": "bertram", "account_id": "acme"},
    ]
    said = {"row_hash": "h", "kind": "nps", "question": "q", "score": 1.0}
    voice = [
        {"row": 1, "person_id": "annabel", "text": "dreadful"} | said,
        {"row": 2, "person_id": "bertram", "text": "fine"} | said,
    ]
    load(log, incoming(chunk(members=members, voice=voice), source="survey", kind="voice"))
    return log


def test_an_erased_person_is_nowhere_on_the_disk(peopled):
    erasure = peopled.erase("mail-annabel", received_at=9_000)
    assert (erasure.version, erasure.kind, erasure.ids) == (4, "person", ("annabel", "mail-annabel"))
    assert erasure.rows == {"events": 2, "voice": 1, "traits": 1, "rejected": 1, "members": 1, "aliases": 1}
    assert bytes_that_hold(peopled.folder, "annabel", "own-order", "own-session", "bellissima", "dreadful") == set()
    assert events_of(peopled) == [("bertram", 3, "buy"), ("clothilde", 4, "view")]
    assert (traits_of(peopled), canonical_of(peopled)) == ([("bertram", "nick", "berti", None)], [])
    assert rows_of(peopled, "SELECT name FROM {names} WHERE kind IN ('object', 'account') ORDER BY 1") == [
        ("acme",),
        ("common-order",),
    ]
    assert rows_of(peopled, "SELECT raw FROM {rejected}") == [("bertram,y,view",)]
    assert not any(finding.severity != "info" for finding in peopled.check())


def test_rows_of_an_erased_person_are_left_out_of_later_loads(peopled):
    peopled.erase("annabel")
    bad = {"row": 3, "rule": "bad-time", "message": "no time", "raw": '{"who": "annabel", "when": "x"}'}
    report = load(
        peopled, incoming(chunk([("annabel", 8, "view"), ("bertram", 9, "view")], rejected=[bad]), source="again")
    )
    file = report.files[0]
    assert (file.rows, file.accepted, file.rejected, file.skipped) == (3, 1, 1, 1)
    assert [(finding.rule, finding.count) for finding in file.findings] == [("erased", 1)]
    load(
        peopled,
        people(("annabel", "nick", "bellissima"), source="late"),
        aliases(("mail-annabel", "m-2"), source="late"),
    )
    assert bytes_that_hold(peopled.folder, "annabel", "bellissima") == set()
    with pytest.raises(NotFoundError, match="It was erased before"):
        peopled.erase("annabel")


def test_an_account_is_erased_with_its_events_and_leaves_its_people(peopled):
    erasure = peopled.erase("acme")
    assert (erasure.kind, erasure.rows) == ("account", {"events": 3, "members": 2})
    assert bytes_that_hold(peopled.folder, "acme") == set()
    assert events_of(peopled) == [("clothilde", 4, "view")]


def test_an_object_is_erased_under_its_type(peopled):
    erasure = peopled.erase("common-order")
    assert (erasure.kind, erasure.rows) == ("object", {"events": 2})
    more = {"object_type": "order", "object_id": "common-order"}
    again = load(
        peopled,
        events_file(("bertram", 7, "buy", more), ("bertram", 7, "buy", more | {"object_type": "return"}), source="x"),
    )
    assert (again.files[0].accepted, again.files[0].skipped) == (1, 1)


def test_an_unknown_subject_is_refused_with_ids_like_it(peopled):
    with pytest.raises(
        NotFoundError, match=r"No person, account, object or session has the id 'anabel'.\nNear it: annabel \(person\)"
    ):
        peopled.erase("anabel")
    assert peopled.snapshot().version == 3


def test_erasing_a_corrected_event_removes_all_its_versions(log):
    load(log, events_file(("annabel", 1, "view", {"event_id": "e"}), ("ben", 2, "view")))
    load(log, events_file(("ben", 1, "view", {"event_id": "e"})))
    log.erase("annabel")
    assert bytes_that_hold(log.folder, "annabel") == set()
    assert events_of(log) == [("ben", 1, "view"), ("ben", 2, "view")]


def test_erasing_one_version_of_an_event_does_not_bring_an_earlier_one_back(log):
    for person in ("cho", "annabel", "ben"):
        load(log, events_file((person, 1, "view", {"event_id": "e"})))
    log.erase("annabel")
    assert events_of(log) == [("ben", 1, "view")]
    log.erase("ben")
    assert events_of(log) == []


def test_parts_without_the_subject_are_taken_over_as_they_are(log):
    load(log, events_file(("ana", 1, "view")))
    before = log.snapshot().parts("events")
    load(log, events_file(("ben", 2, "view"), source="app"))
    log.erase("ben")
    assert log.snapshot().parts("events") == before


def test_a_wide_table_of_odd_ids_can_be_erased_one_by_one(log):
    odd = ["o'brien", '"quoted"\t%_\\']
    rows = table(stage.EVENTS, [event_row(no, name, no, "view") for no, name in enumerate(odd, 1)])
    load(log, incoming([type(chunk())(len(odd), {"events": rows})]))
    for name in odd:
        log.erase(name)
    assert (events_of(log), rows_of(log, "SELECT count(*) FROM {names} WHERE kind = 'person'")) == ([], [(0,)])
