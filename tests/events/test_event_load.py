"""What a load adds, skips, corrects and counts."""

from event_files import Rows, chunk, event_row, events_file, events_of, incoming, load, md5, rows_of, table
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from wayline.events import stage
from wayline.events.log import EventLog

DAY = 86_400_000_000


def counts(report, no=0):
    file = report.files[no]
    return file.rows, file.accepted, file.rejected, file.skipped, file.identical


def rules(report, no=0):
    return {finding.rule: finding.count for finding in report.files[no].findings}


def test_a_first_load_keeps_every_row_and_makes_version_1(log):
    report = load(log, events_file(("ana", 2, "signup"), ("ben", 1, "signup")))
    assert (report.version, report.committed, counts(report)) == (1, True, (2, 2, 0, 0, 0))
    assert events_of(log) == [("ben", 1, "signup"), ("ana", 2, "signup")]


def test_equal_times_keep_the_order_of_the_files_and_rows(log):
    load(log, events_file(("b", 5, "x"), ("a", 5, "y"), ("c", 5, "x")), events_file(("d", 5, "z"), source="other"))
    assert [row[0] for row in events_of(log)] == ["b", "a", "c", "d"]
    assert rows_of(log, "SELECT arrival FROM {current} ORDER BY arrival") == [(0,), (1,), (2,), (3,)]


def test_loading_the_same_file_twice_adds_nothing_and_makes_no_version(log):
    file = events_file(("ana", 1, "signup"), ("ana", 1, "signup"))
    load(log, file)
    again = load(log, file)
    assert (again.version, again.committed, counts(again), rules(again)) == (
        1,
        False,
        (2, 0, 0, 2, 0),
        {"known-file": 1},
    )
    assert len(events_of(log)) == 2


def test_a_file_named_twice_in_one_load_is_loaded_once(log):
    report = load(log, events_file(("ana", 1, "signup")), events_file(("ana", 1, "signup")))
    assert (counts(report, 0), counts(report, 1)) == ((1, 1, 0, 0, 0), (1, 0, 0, 1, 0))


def test_a_file_that_grew_adds_only_its_new_rows(log):
    first = [("ana", 1, "signup"), ("ben", 2, "signup")]
    load(log, events_file(*first))
    grown = load(log, events_file(*first, ("cho", 0, "signup")))
    assert counts(grown) == (3, 1, 0, 2, 0)
    assert events_of(log) == [("cho", 0, "signup"), ("ana", 1, "signup"), ("ben", 2, "signup")]


def test_identical_rows_of_one_file_are_kept_and_counted(log):
    row = ("ana", 1, "view")
    report = load(log, events_file(row, row, ("ben", 1, "view"), row))
    assert counts(report) == (4, 4, 0, 0, 2)
    grown = load(log, events_file(row, row, ("ben", 1, "view"), row, row))
    assert counts(grown) == (5, 1, 0, 4, 3)
    assert len(events_of(log)) == 5


def test_the_same_row_from_another_source_is_another_event(log):
    load(log, events_file(("ana", 1, "view")))
    assert counts(load(log, events_file(("ana", 1, "view"), source="app"))) == (1, 1, 0, 0, 0)
    assert rows_of(log, "SELECT count(DISTINCT event_id) FROM {current}") == [(2,)]


def test_a_given_id_is_kept_as_it_is(log):
    load(log, events_file(("ana", 1, "view", {"event_id": "e-7"})))
    assert rows_of(log, "SELECT event_id FROM {current}") == [("e-7",)]


def test_a_row_with_a_loaded_id_and_other_content_replaces_it_in_its_place(log):
    load(log, events_file(("ana", 5, "view", {"event_id": "1"}), ("ben", 5, "view", {"event_id": "2"})))
    report = load(
        log,
        events_file(("ana", 5, "order", {"event_id": "1"}), ("ben", 5, "view", {"event_id": "2"})),
        received_at=2_000,
    )
    assert counts(report) == (2, 1, 0, 1, 0)
    assert rules(report) == {"corrected": 1}
    assert events_of(log) == [("ana", 5, "order"), ("ben", 5, "view")]
    assert rows_of(log, "SELECT arrival, load, received_at FROM {superseded}") == [(0, 2, 2_000)]


def test_a_correction_is_not_known_before_it_was_received(log):
    load(log, events_file(("ana", 5, "view", {"event_id": "1"})), received_at=1_000)
    load(log, events_file(("ana", 5, "order", {"event_id": "1"})), received_at=2_000)
    snapshot = log.snapshot()
    with snapshot.connect() as con:
        names = f"SELECT n.name FROM {{}} e JOIN {snapshot.relation('names')} n ON n.kind = 'event' AND n.no = e.event"
        before = con.execute(names.format(snapshot.current("events", known_at=1_999))).fetchall()
        after = con.execute(names.format(snapshot.current("events", known_at=2_000))).fetchall()
    assert (before, after) == ([("view",)], [("order",)])


def test_a_row_corrected_back_and_forth_holds_as_it_was_loaded_last(log):
    for event in ("view", "order", "view"):
        load(log, events_file(("ana", 5, event, {"event_id": "1"})), received_at=1_000)
    # the third file is the first one: its content was loaded already, and it is skipped whole
    assert events_of(log) == [("ana", 5, "order")]
    load(log, events_file(("ana", 5, "view", {"event_id": "1"}), content="exported again"))
    assert events_of(log) == [("ana", 5, "view")]


def test_of_two_rows_with_one_id_in_a_file_the_later_content_wins_at_the_place_of_the_first(log):
    report = load(
        log,
        events_file(
            ("ana", 5, "view", {"event_id": "1"}),
            ("ben", 5, "view", {"event_id": "2"}),
            ("ana", 5, "order", {"event_id": "1"}),
        ),
    )
    assert (counts(report), rules(report)) == ((3, 2, 0, 1, 0), {"same-id": 1})
    assert events_of(log) == [("ana", 5, "order"), ("ben", 5, "view")]


def test_an_equal_row_with_the_same_given_id_is_the_same_event(log):
    row = ("ana", 5, "view", {"event_id": "1"})
    report = load(log, events_file(row, row))
    assert (counts(report), rules(report)) == ((2, 1, 0, 1, 0), {})


def test_a_wide_row_is_skipped_if_all_its_events_are_known(log):
    def wide(no, person, **times):
        return [event_row(no, person, at, event) | {"k_in_row": k} for k, (event, at) in enumerate(times.items())]

    def wide_chunk(rows, events):
        return Rows(rows, {"events": table(stage.EVENTS, events)})

    first = incoming(wide_chunk(1, wide(1, "ana", buy=1, ship=2)))
    assert counts(load(log, first)) == (1, 1, 0, 0, 0)
    second = incoming(wide_chunk(2, wide(1, "ana", buy=1, ship=2) + wide(2, "ben", buy=1, ship=3)))
    assert counts(load(log, second)) == (2, 1, 0, 1, 0)
    assert len(events_of(log)) == 4


def test_rejected_rows_are_kept_with_their_reason(log):
    bad = {"row": 2, "line": 3, "rule": "bad-time", "message": "'soon' is no time", "raw": "ben,soon,view"}
    report = load(log, incoming(chunk([("ana", 1, "view")], rejected=[bad])))
    assert counts(report) == (2, 1, 1, 0, 0)
    assert rows_of(log, "SELECT row, line, rule, raw, load, received_at FROM {rejected}") == [
        (2, 3, "bad-time", "ben,soon,view", 1, 1_000)
    ]


def test_nothing_is_kept_where_the_caller_does_not_accept_the_report(log):
    report = load(log, events_file(("ana", 1, "view")), accept=lambda report: report.files[0].accepted > 1)
    assert (report.version, report.committed, counts(report)) == (0, False, (1, 1, 0, 0, 0))
    assert events_of(log) == []


def test_every_name_has_a_dense_code_of_its_kind_in_order_of_appearance(log):
    more = {"object_type": "order", "object_id": "7", "channel": "web"}
    load(log, events_file(("ben", 1, "view", more), ("ana", 2, "buy", more | {"object_type": "return"})))
    assert rows_of(log, "SELECT kind, no, name, parent FROM {names} ORDER BY kind, no") == [
        ("channel", 0, "web", None),
        ("event", 0, "view", None),
        ("event", 1, "buy", None),
        ("object", 0, "7", 0),
        ("object", 1, "7", 1),
        ("object_type", 0, "order", None),
        ("object_type", 1, "return", None),
        ("person", 0, "ben", None),
        ("person", 1, "ana", None),
        ("source", 0, "shop", None),
    ]
    load(log, events_file(("cho", 3, "buy"), ("ana", 4, "buy")))
    assert rows_of(log, "SELECT no, name FROM {names} WHERE kind = 'person' ORDER BY no") == [
        (0, "ben"),
        (1, "ana"),
        (2, "cho"),
    ]


def test_odd_names_stay_as_they_are(log):
    odd = ["it's", 'say "x"', "naïve 名", "", "a\nb", "%s {x}", "x" * 5_000]
    load(log, events_file(*((name, no, "view") for no, name in enumerate(odd))))
    assert [person for person, _, _ in events_of(log)] == odd


def test_received_at_of_a_row_goes_before_that_of_the_load(log):
    load(log, events_file(("ana", 1, "view", {"received_at": 77}), ("ana", 2, "view")), received_at=1_000)
    assert rows_of(log, "SELECT received_at FROM {current} ORDER BY arrival") == [(77,), (1_000,)]


def test_a_load_row_says_what_was_loaded(log):
    load(log, events_file(("ana", 5, "view"), ("ana", 3, "view"), file="a.csv", content="sha"))
    (row,) = log.snapshot().loads()
    assert (row.load, row.version, row.source_name, row.table, row.file, row.content) == (
        1,
        1,
        "shop",
        "events",
        "a.csv",
        "sha",
    )
    assert (row.rows, row.accepted, row.rejected, row.skipped, row.identical, row.clock, row.zone) == (
        2,
        2,
        0,
        0,
        0,
        "time",
        "UTC",
    )
    assert (row.traits, row.first, row.last, row.roles, row.received_at) == (("plan",), 3, 5, "{}", 1_000)


def test_parts_are_sorted_by_time_and_know_their_range(log):
    rows = [("p", (no * 7919) % 1000, "view") for no in range(1000)]
    load(log, incoming([chunk(rows[:400]), chunk(rows[400:])]))
    (part,) = log.snapshot().parts("events")
    assert (part.rows, part.first, part.last) == (1000, 0, 999)
    (path,) = log.snapshot().files["events"]
    with log.snapshot().connect() as con:
        times = con.execute(
            f"SELECT occurred_at, arrival FROM read_parquet('{path}', file_row_number = true) ORDER BY file_row_number"
        )
        found = times.fetchall()
    assert found == sorted(found)


def test_rows_that_a_reader_shuffled_arrive_in_the_order_of_the_file(log):
    shuffled = table(stage.EVENTS, [event_row(no, f"p{no}", 1, "view") for no in (3, 1, 2)])
    load(log, incoming(Rows(3, {"events": shuffled})))
    assert [person for person, _, _ in events_of(log)] == ["p1", "p2", "p3"]


ids_strategy = st.sampled_from([{}, {}, {"event_id": "i"}, {"event_id": "j"}])
row_strategy = st.tuples(st.sampled_from("abc"), st.integers(0, 3), st.sampled_from(["x", "y"]), ids_strategy)


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(row_strategy, min_size=1, max_size=12), cuts=st.lists(st.integers(0, 12), max_size=2))
def test_a_file_loaded_as_it_grows_gives_the_same_events_as_at_once(tmp_path_factory, rows, cuts):
    once = EventLog.open(tmp_path_factory.mktemp("once") / "log")
    load(once, events_file(*rows))
    grown = EventLog.open(tmp_path_factory.mktemp("grown") / "log")
    for cut in [*sorted(cuts), len(rows)]:
        load(grown, events_file(*rows[:cut], content=md5(cut)))
    load(grown, events_file(*rows, content="again"))
    ids = "SELECT event_id, occurred_at FROM {current} ORDER BY event_id"
    assert rows_of(grown, ids) == rows_of(once, ids)
    assert events_of(grown) == events_of(once)
