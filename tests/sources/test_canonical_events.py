"""Rows of events in canonical form: keys, names, milestones, amounts, what is kept of a row, and what is rejected."""

import json
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from canonical_rows import canonical, utc
from wayline.errors import RolesError
from wayline.events.stage import EVENTS

TRIAL = """
customer,when,what,plan
ana,2026-01-01T09:00:00Z,signup,pro
ana,2026-01-02T09:00:00Z,import,pro
ben,2026-01-01T10:00:00Z,signup,free
"""
ROLES = "columns: {person_id: customer, occurred_at: when, event: what}\ntraits: [plan]"


def test_rows_become_events_with_everything_that_they_brought(tmp_path: Path) -> None:
    found = canonical(tmp_path, TRIAL, ROLES)
    assert (found.rows, found.accepted, found.rejected, found.findings) == (3, 3, [], {})
    first = found.first("events")
    assert list(first) == [*EVENTS.names, "own_id"]
    assert {name: value for name, value in first.items() if value is not None} == {
        "row": 1,
        "k_in_row": 0,
        "occurred_at": 1_767_258_000_000_000,
        "person_id": "ana",
        "event": "signup",
        "row_hash": first["row_hash"],
        "own_id": first["own_id"],
        "source_zone": "UTC",
        "properties": '{"customer":"ana","when":"2026-01-01T09:00:00Z","what":"signup","plan":"pro"}',
    }
    assert found.column("events", "row", "person_id", "event") == [
        (1, "ana", "signup"),
        (2, "ana", "import"),
        (3, "ben", "signup"),
    ]


def test_every_role_of_an_event_is_carried(tmp_path: Path) -> None:
    rows = (
        "p,a,s,o,t,e,id,c,d,r,k,m,u,got\nana,acme,s1,o1,2026-01-01,buy,7,web,inbound,ads,spring,12.50,EUR,2026-01-02\n"
    )
    roles = """columns: {person_id: p, account_id: a, session_id: s, object_id: o, object_type: order, occurred_at: t, event: e, event_id: id,
  channel: c, direction: d, referrer: r, campaign: k, amount: m, currency: u, received_at: got}"""
    event = canonical(tmp_path, rows, roles).first("events")
    known = (
        "person_id",
        "account_id",
        "session_id",
        "object_type",
        "object_id",
        "event",
        "event_id",
        "channel",
        "direction",
        "referrer",
        "campaign",
        "amount",
        "currency",
    )
    assert [event[name] for name in known] == [
        "ana",
        "acme",
        "s1",
        "order",
        "o1",
        "buy",
        "7",
        "web",
        "inbound",
        "ads",
        "spring",
        12.5,
        "EUR",
    ]
    assert utc(event["received_at"]) == "2026-01-02T00:00:00"


def test_columns_join_into_keys_and_names(tmp_path: Path) -> None:
    rows = "m,y,s,t,a,b\nAAA,2013J,100893,2026-01-01,submit,TMA\nBBB,,7,2026-01-01,open,\n"
    roles = "columns: {object_id: [m, y, s], object_type: enrolment, occurred_at: t, event: [a, b]}"
    found = canonical(tmp_path, rows, roles)
    assert found.column("events", "object_id", "object_type", "event") == [
        ("AAA-2013J-100893", "enrolment", "submit TMA"),
        (None, "enrolment", "open"),
    ]
    assert found.findings["no-key"] == 1


def test_an_object_type_may_be_a_column(tmp_path: Path) -> None:
    found = canonical(
        tmp_path,
        "o,kind,t\n1,order,2026-01-01\n2,case,2026-01-01",
        "columns: {object_id: o, object_type: kind, occurred_at: t, event: {literal: x}}",
    )
    assert found.column("events", "object_type") == ["order", "case"]


def test_keys_and_names_are_kept_exactly_as_given(tmp_path: Path) -> None:
    rows = 'p,t,e\n007,2026-01-01,"sign, ""up"""\n123456789012345678901,2026-01-01, x \ncafé,2026-01-01,Ünï'
    found = canonical(tmp_path, rows, "columns: {person_id: p, occurred_at: t, event: e}")
    assert found.column("events", "person_id", "event") == [
        ("007", 'sign, "up"'),
        ("123456789012345678901", " x "),
        ("café", "Ünï"),
    ]


def test_rows_without_a_key_are_kept_and_counted(tmp_path: Path) -> None:
    found = canonical(
        tmp_path,
        "p,s,t,e\n,,2026-01-01,a\n  ,,2026-01-01,a\n,s1,2026-01-01,a",
        "columns: {person_id: p, session_id: s, occurred_at: t, event: e}",
    )
    assert (found.accepted, found.findings["no-key"]) == (3, 2)
    assert found.column("events", "person_id", "session_id") == [(None, None), (None, None), (None, "s1")]


def test_a_row_that_names_no_event_is_rejected(tmp_path: Path) -> None:
    found = canonical(
        tmp_path,
        "p,t,e\nana,2026-01-01,\nana,2026-01-01, \nana,2026-01-01,x",
        "columns: {person_id: p, occurred_at: t, event: e}",
    )
    assert found.rules() == [(1, "no-event"), (2, "no-event")]
    assert found.column("events", "row") == [3]


def test_a_position_is_an_order_without_zone(tmp_path: Path) -> None:
    rows = "s,step,page\na,1,news\na,2,\na,,tech\na,x,tech\na,2.5,tech"
    found = canonical(tmp_path, rows, "columns: {session_id: s, position: step, event: page}")
    assert found.column("events", "occurred_at", "source_zone") == [(1_000_000, None), (2_500_000, None)]
    assert found.rules() == [(2, "no-event"), (3, "no-position"), (4, "bad-position")]
    assert found.rejected[2]["message"] == "'x' in column 'step' is no position; expected a number"


WIDE = "{table: events, object_id: o, object_type: order, milestones: {buy: bought, ship: shipped, deliver: brought}"


def test_a_wide_row_makes_an_event_of_each_time_in_the_order_of_the_list(tmp_path: Path) -> None:
    rows = "o,bought,shipped,brought\n1,2026-01-01,2026-01-01,\n2,,,2026-01-03T05:00:00Z\n"
    found = canonical(tmp_path, rows, WIDE + "}", zone="Europe/Berlin")
    assert found.column("events", "row", "k_in_row", "object_id", "event", "source_zone") == [
        (1, 0, "1", "buy", "Europe/Berlin"),
        (1, 1, "1", "ship", "Europe/Berlin"),
        (2, 2, "2", "deliver", "UTC"),
    ]
    assert found.times() == ["2025-12-31T23:00:00", "2025-12-31T23:00:00", "2026-01-03T05:00:00"]
    assert len(set(found.column("events", "row_hash"))) == 3


def test_a_bad_milestone_is_left_out_and_only_a_row_without_a_good_one_is_rejected(tmp_path: Path) -> None:
    rows = "o,bought,shipped,brought\n1,2026-01-01,soon,\n2,soon,,\n3,,,\n"
    found = canonical(tmp_path, rows, WIDE + "}")
    assert found.column("events", "row", "event") == [(1, "buy")]
    assert found.rules() == [(2, "bad-time")]
    assert "'soon' in column 'bought' is no time" in found.rejected[0]["message"]
    assert (found.findings["bad-time"], found.findings["no-milestone"], found.accepted) == (1, 1, 2)
    assert found.messages["bad-time"].examples == ("soon",)


def test_the_given_id_of_a_wide_row_is_told_apart_by_milestone(tmp_path: Path) -> None:
    found = canonical(tmp_path, "o,bought,shipped,brought\n1,2026-01-01,2026-01-02,\n", WIDE + ", event_id: o}")
    assert found.column("events", "event_id") == ["1:buy", "1:ship"]


@pytest.mark.parametrize(
    ("cell", "decimal", "amount"),
    [
        ("12.50", ".", 12.5), ("-3", ".", -3.0), (" 7 ", ".", 7.0), ("1e3", ".", 1000.0), ('"12,50"', ",", 12.5), ('"1.234,50"', ",", 1234.5),
        ("1.234.567", ",", 1234567.0), ("12.5", ",", 12.5), ('"12,50"', ".", None), ("free", ".", None), ("nan", ".", None), ("inf", ".", None), ("0x1F", ".", None),
    ],
)  # fmt: skip
def test_amounts_are_numbers_with_the_decimal_mark_of_the_file(
    tmp_path: Path, cell: str, decimal: str, amount: float | None
) -> None:
    roles = f'read: {{delimiter: ",", decimal: "{decimal}"}}\ncolumns: {{person_id: p, occurred_at: t, event: {{literal: x}}, amount: m}}'
    found = canonical(tmp_path, f"p,t,m\nana,2026-01-01,{cell}\nben,2026-01-01,\n", roles)
    assert found.column("events", "amount") == [amount, None]
    assert found.findings.get("bad-amount", 0) == (amount is None)


def test_an_unreadable_time_of_receipt_is_no_reason_to_reject(tmp_path: Path) -> None:
    found = canonical(
        tmp_path,
        "p,t,got\nana,2026-01-01,soon\n",
        "columns: {person_id: p, occurred_at: t, received_at: got, event: {literal: x}}",
    )
    assert found.column("events", "received_at") == [None]
    assert found.findings["bad-received-at"] == 1


def test_properties_hold_the_whole_row_without_missing_and_dropped_cells(tmp_path: Path) -> None:
    rows = 'p,t,e,"a ""b""",note,mail\nana,2026-01-01,x,"line\nbreak \\ ""q""",NULL,a@x\nben,2026-01-01,x,,é,b@x'
    roles = "read: {missing: ['', 'NULL']}\ncolumns: {person_id: p, occurred_at: t, event: e}\ndrop: [mail]"
    found = canonical(tmp_path, rows, roles)
    assert [json.loads(text) for text in found.column("events", "properties")] == [
        {"p": "ana", "t": "2026-01-01", "e": "x", 'a "b"': 'line\nbreak \\ "q"'},
        {"p": "ben", "t": "2026-01-01", "e": "x", "note": "é"},
    ]


def test_a_dropped_column_is_in_no_rejected_row(tmp_path: Path) -> None:
    found = canonical(
        tmp_path, "p,t,mail\nana,soon,a@x", "columns: {person_id: p, occurred_at: t, event: {literal: x}}\ndrop: [mail]"
    )
    assert found.rejected[0]["raw"] == '{"p":"ana","t":"soon"}'


def test_typed_cells_keep_their_types_in_properties_and_whole_ids_are_whole(tmp_path: Path) -> None:
    table = pa.table(
        {
            "p": [12345.0, None],
            "t": ["2026-01-01"] * 2,
            "n": [1, None],
            "ok": [True, None],
            "x": [0.5, float("nan")],
            "Id": ["a", "b"],
            "id": ["c", "d"],
        }
    )
    found = canonical(tmp_path, table, "columns: {person_id: p, occurred_at: t, event: Id}")
    assert found.column("events", "person_id", "event") == [("12345", "a"), (None, "b")]
    assert [json.loads(text) for text in found.column("events", "properties")] == [
        {"p": 12345.0, "t": "2026-01-01", "n": 1, "ok": True, "x": 0.5, "Id": "a", "id": "c"},
        {"t": "2026-01-01", "Id": "b", "id": "d"},
    ]


def test_nested_json_stays_json_in_properties(tmp_path: Path) -> None:
    rows = '{"p": "ana", "t": "2026-01-01", "context": {"page": {"path": "/x"}}, "tags": ["a"], "say": "{not json"}'
    found = canonical(tmp_path, rows, "columns: {person_id: p, occurred_at: t, event: {literal: x}}", suffix="jsonl")
    assert json.loads(found.column("events", "properties")[0]) == {
        "p": "ana",
        "t": "2026-01-01",
        "context": {"page": {"path": "/x"}},
        "tags": ["a"],
        "say": "{not json",
    }


def hashes(folder: Path, rows: str, more: str = "") -> list[str]:
    return canonical(folder, rows, "columns: {person_id: p, occurred_at: t, event: {literal: x}}" + more).column(
        "events", "row_hash"
    )


def test_equal_rows_have_equal_hashes_and_others_differ(tmp_path: Path) -> None:
    rows = "p,t,a,b\n1,2026-01-01,xy,z\n1,2026-01-01,x,yz\n1,2026-01-01,xy,z\n1,2026-01-01,,xyz\n1,2026-01-01,xyz,\n1,2026-01-01,2:xy,z\n"
    one, two, three, *rest = hashes(tmp_path, rows)
    assert one == three
    assert len({one, two, *rest}) == 5


def test_a_hash_depends_neither_on_the_order_of_columns_nor_on_roles(tmp_path: Path) -> None:
    plain = hashes(tmp_path, "p,t,a\n1,2026-01-01,x")
    assert hashes(tmp_path, "a,t,p\nx,2026-01-01,1") == plain
    assert hashes(tmp_path, "p,t,a\n1,2026-01-01,x", "\ndrop: [a]\nread: {missing: [x]}") == plain
    assert hashes(tmp_path, "p,t,b\n1,2026-01-01,x") != plain


def test_a_column_that_is_not_there_stops_before_the_first_row(tmp_path: Path) -> None:
    with pytest.raises(RolesError, match=r"there is no column 'whn'\. Did you mean 'when'\?"):
        canonical(tmp_path, TRIAL, "columns: {person_id: customer, occurred_at: whn, event: what}")


cells = st.sampled_from(
    ["", " ", "ana", "2026-01-01", "2026-02-30", "2026-01-01T10:00:00+02", "x;y", "'", "\\", "é", "NULL", "12", "-1.5"]
)


@given(st.lists(st.tuples(cells, cells, cells, cells), max_size=30))
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_row_is_accepted_or_rejected(tmp_path: Path, rows: list[tuple[str, str, str, str]]) -> None:
    text = "p;t;e;u\n" + "".join(";".join(f'"{cell}"' for cell in row) + "\n" for row in rows)
    read = 'read: {delimiter: ";", missing: ["", "NULL"]}\n'
    narrow = canonical(tmp_path, text, read + "columns: {person_id: p, occurred_at: t, event: e, amount: u}")
    wide = canonical(tmp_path, text, read + "columns: {person_id: p}\nmilestones: {a: t, b: u}")
    for found in (narrow, wide):
        assert found.rows == len(rows) == found.accepted + len(found.rejected)
        kept = set(found.column("events", "row"))
        refused = {row["row"] for row in found.rejected}
        assert not kept & refused
    assert sorted([*narrow.column("events", "row"), *(row["row"] for row in narrow.rejected)]) == list(
        range(1, len(rows) + 1)
    )
