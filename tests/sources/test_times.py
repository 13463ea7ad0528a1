"""Times of a roles file become instants: forms, zones, clock changes, and what is refused."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from canonical_rows import canonical
from wayline.errors import RolesError
from wayline.sources.zones import offsets, skipped_sql, utc_to_wall_sql, wall_to_utc, wall_to_utc_sql

PLAIN = "columns: {person_id: p, occurred_at: t, event: {literal: e}}"


def timed(moment: str, read: str = "{}") -> str:
    return f"read: {read}\ncolumns: {{person_id: p, occurred_at: {moment}, event: {{literal: e}}}}"


READ = [
    # cell, roles, zone, UTC, zone that is kept
    ("2026-01-31", PLAIN, "UTC", "2026-01-31T00:00:00", "UTC"),
    ("2026-01-31", PLAIN, "Asia/Tokyo", "2026-01-30T15:00:00", "Asia/Tokyo"),
    ("2026-01-31T09:00:00Z", PLAIN, "Asia/Tokyo", "2026-01-31T09:00:00", "UTC"),
    ("2026-01-31 09:00", PLAIN, "Europe/Berlin", "2026-01-31T08:00:00", "Europe/Berlin"),
    ("2026-07-31 09:00:00", PLAIN, "Europe/Berlin", "2026-07-31T07:00:00", "Europe/Berlin"),
    ("2026-07-31 09:00:00", PLAIN, "+05:30", "2026-07-31T03:30:00", "+05:30"),
    ("2026-01-31T09:00:00.5", PLAIN, "UTC", "2026-01-31T09:00:00.500000", "UTC"),
    ('"2026-01-31T09:00:00,25Z"', PLAIN, "UTC", "2026-01-31T09:00:00.250000", "UTC"),
    ("2026-01-31T09:00:00.123456789Z", PLAIN, "UTC", "2026-01-31T09:00:00.123456", "UTC"),
    ("2026-01-31T09:00:00+02", PLAIN, "UTC", "2026-01-31T07:00:00", "+02:00"),
    ("2026-01-31T09:00:00+0200", PLAIN, "UTC", "2026-01-31T07:00:00", "+02:00"),
    ("2026-01-31T09:00:00+02:00", PLAIN, "UTC", "2026-01-31T07:00:00", "+02:00"),
    ("2026-01-31 09:00:00 -0800", PLAIN, "UTC", "2026-01-31T17:00:00", "-08:00"),
    (" 2026-01-31 ", PLAIN, "UTC", "2026-01-31T00:00:00", "UTC"),
    ("1000-01-01", PLAIN, "UTC", "1000-01-01T00:00:00", "UTC"),
    ("9999-12-31", PLAIN, "UTC", "9999-12-31T00:00:00", "UTC"),
    ("2026-07-31", timed("t", "{zone: Asia/Tokyo}"), "Europe/Berlin", "2026-07-30T15:00:00", "Asia/Tokyo"),
    ("31/01/2026", timed("{column: t, format: '%d/%m/%Y'}"), "UTC", "2026-01-31T00:00:00", "UTC"),
    ("1.2.26 7:05", timed("t", "{dates: '%d.%m.%y %H:%M'}"), "UTC", "2026-02-01T07:05:00", "UTC"),
    (
        "01/31/2026 01:05:00 PM",
        timed("{column: t, format: '%m/%d/%Y %I:%M:%S %p'}", "{dates: '%d.%m.%Y'}"),
        "UTC",
        "2026-01-31T13:05:00",
        "UTC",
    ),
    (
        "10/Oct/2000:13:55:36 -0700",
        timed("{column: t, format: '%d/%b/%Y:%H:%M:%S %z'}"),
        "UTC",
        "2000-10-10T20:55:36",
        "-07:00",
    ),
    ("2026-01-31 09:00Z", timed("{column: t, format: '%Y-%m-%d %H:%M%z'}"), "UTC", "2026-01-31T09:00:00", "UTC"),
    ("1700000000", timed("{column: t, unit: s}"), "Asia/Tokyo", "2023-11-14T22:13:20", "UTC"),
    ("1700000000.25", timed("{column: t, unit: s}"), "UTC", "2023-11-14T22:13:20.250000", "UTC"),
    ("1700000000123", timed("{column: t, unit: ms}"), "UTC", "2023-11-14T22:13:20.123000", "UTC"),
    ("1700000000123456", timed("{column: t, unit: us}"), "UTC", "2023-11-14T22:13:20.123456", "UTC"),
    ("17", timed("{column: t, unit: day, from: 2013-02-01}"), "UTC", "2013-02-18T00:00:00", "UTC"),
    ("-62", timed("{column: t, unit: day, from: 2013-10-01}"), "UTC", "2013-07-31T00:00:00", "UTC"),
    ("0.5", timed("{column: t, unit: day, from: 2013-02-01}"), "UTC", "2013-02-01T12:00:00", "UTC"),
    # a day is the same hour on the next date, an hour is an hour: the clocks went forward on 2026-03-29
    ("1", timed("{column: t, unit: day, from: 2026-03-29}"), "Europe/Berlin", "2026-03-29T22:00:00", "Europe/Berlin"),
    ("24", timed("{column: t, unit: hour, from: 2026-03-29}"), "Europe/Berlin", "2026-03-29T23:00:00", "Europe/Berlin"),
    (
        "1",
        timed("{column: t, unit: week, from: 2026-03-25T10:00:00Z}"),
        "Europe/Berlin",
        "2026-04-01T09:00:00",
        "Europe/Berlin",
    ),
    ("2", timed("{column: t, unit: month, from: 2026-01-31}"), "Europe/Berlin", "2026-03-30T22:00:00", "Europe/Berlin"),
    ("90", timed("{column: t, unit: s, from: 2026-01-01}"), "UTC", "2026-01-01T00:01:30", "UTC"),
]


@pytest.mark.parametrize(("cell", "roles", "zone", "expected", "kept"), READ)
def test_a_cell_becomes_an_instant_and_keeps_its_zone(
    tmp_path: Path, cell: str, roles: str, zone: str, expected: str, kept: str
) -> None:
    found = canonical(tmp_path, f"p,t\nana,{cell}", roles, zone=zone)
    assert found.rejected == []
    assert (found.times(), found.column("events", "source_zone")) == ([expected], [kept])


BAD = [
    "2026-02-30", "2026-13-01", "0026-01-01", "0999-12-31", "2026-1-1", "26-01-01", "soon", "infinity", "epoch", "2026-01-31T25:00:00",
    "2026-01-31T09:61", "2026-01-31T09:00:61", "20260131", "1700000000", "2026-01-31T09:00:00 Europe/Berlin", "2026-01-31 (BC)",
    "2026-01-31T09", "10000-01-01", "31/01/2026",
]  # fmt: skip


def test_what_is_no_time_is_rejected_with_the_cell(tmp_path: Path) -> None:
    found = canonical(tmp_path, "p,t\n" + "\n".join(f"ana,{cell}" for cell in BAD), PLAIN)
    assert found.rules() == [(row, "bad-time") for row in range(1, len(BAD) + 1)]
    assert found.rejected[0] == {
        "row": 1,
        "line": 2,
        "rule": "bad-time",
        "message": "'2026-02-30' in column 't' is no time; expected ISO 8601 such as 2026-01-31 or 2026-01-31T09:00:00Z",
        "raw": '{"p":"ana","t":"2026-02-30"}',
    }


@pytest.mark.parametrize(
    ("cell", "moment"),
    [
        ("30/02/2026", "{column: t, format: '%d/%m/%Y'}"),
        ("2026-01-31", "{column: t, format: '%d/%m/%Y'}"),
        ("01/02/0026", "{column: t, format: '%d/%m/%Y'}"),
        ("x", "{column: t, unit: s}"),
        ("9" * 30, "{column: t, unit: s}"),
        ("9" * 17, "{column: t, unit: s}"),
        ("nan", "{column: t, unit: day, from: 2013-02-01}"),
        ("9999999", "{column: t, unit: day, from: 2013-02-01}"),
        ("99999999999", "{column: t, unit: month, from: 2013-02-01}"),
        ("99999999", "{column: t, unit: year, from: 2013-02-01}"),
        ("1.5", "{column: t, unit: month, from: 2013-02-01}"),
    ],
)
def test_what_does_not_fit_its_form_is_rejected(tmp_path: Path, cell: str, moment: str) -> None:
    assert canonical(tmp_path, f"p,t\nana,{cell}", timed(moment)).rules() == [(1, "bad-time")]


def test_an_empty_time_is_another_rule(tmp_path: Path) -> None:
    found = canonical(tmp_path, "p,t\nana,\nben,  \ncho,NULL", timed("t", "{missing: ['', 'NULL']}"))
    assert found.rules() == [(1, "no-time"), (2, "no-time"), (3, "no-time")]


def test_a_time_without_zone_is_said_to_take_the_workspaces(tmp_path: Path) -> None:
    found = canonical(
        tmp_path, "p,t\nana,2026-01-01\nben,2026-01-01T00:00:00Z\ncho,2026-01-02", PLAIN, zone="Europe/Berlin"
    )
    assert found.findings == {"assumed-zone": 2}
    assert (
        found.messages["assumed-zone"].message
        == "times in column 't' carry no zone; read in the workspace's, Europe/Berlin"
    )


def test_a_time_without_zone_is_said_to_take_that_of_the_roles(tmp_path: Path) -> None:
    found = canonical(tmp_path, "p,t\nana,2026-01-01", timed("t", "{zone: Asia/Tokyo}"), zone="Europe/Berlin")
    assert found.findings == {"zone": 1}
    assert found.messages["zone"].message == "times in column 't' carry no zone; read in Asia/Tokyo, as the roles say"


def test_a_time_that_the_clock_change_skips_moves_on_and_is_counted(tmp_path: Path) -> None:
    cells = ["2026-03-29 01:59:59", "2026-03-29 02:00:00", "2026-03-29 02:30:00", "2026-03-29 03:00:00"]
    found = canonical(tmp_path, "p,t\n" + "\n".join(f"ana,{cell}" for cell in cells), PLAIN, zone="Europe/Berlin")
    assert found.times() == ["2026-03-29T00:59:59", "2026-03-29T01:00:00", "2026-03-29T01:30:00", "2026-03-29T01:00:00"]
    assert found.findings == {"assumed-zone": 4, "skipped-time": 2}


def test_a_time_that_comes_twice_is_the_first(tmp_path: Path) -> None:
    cells = ["2026-10-25 01:59:59", "2026-10-25 02:00:00", "2026-10-25 02:59:59", "2026-10-25 03:00:00"]
    found = canonical(tmp_path, "p,t\n" + "\n".join(f"ana,{cell}" for cell in cells), PLAIN, zone="Europe/Berlin")
    assert found.times() == ["2026-10-24T23:59:59", "2026-10-25T00:00:00", "2026-10-25T00:59:59", "2026-10-25T02:00:00"]


def test_days_may_count_from_a_column(tmp_path: Path) -> None:
    roles = timed("{column: day, unit: day, from: {column: start}}")
    rows = "p,day,start\nana,1,2026-03-28\nben,1,2026-03-28T23:00:00Z\ncho,1,\ndia,1,soon\neve,,2026-03-28"
    found = canonical(tmp_path, rows, roles, zone="Europe/Berlin")
    assert found.times() == ["2026-03-28T23:00:00", "2026-03-29T22:00:00"]
    assert found.rules() == [(3, "bad-time"), (4, "bad-time"), (5, "no-time")]
    assert found.rejected[0]["message"] == "'1' in column 'day' is no time; expected a number (day) from start"


def test_typed_times_are_read_as_what_they_are(tmp_path: Path) -> None:
    table = pa.table(
        {
            "p": ["ana"],
            "naive": pa.array([1_767_258_000_000_000], pa.timestamp("us")),
            "zoned": pa.array([1_767_258_000_000], pa.timestamp("ms", tz="America/New_York")),
            "day": pa.array([20_454], pa.date32()),
            "epoch": pa.array([1_767_258_000], pa.int64()),
        }
    )
    seen = {}
    for column in ("naive", "zoned", "day", "{column: epoch, unit: s}"):
        found = canonical(tmp_path, table, timed(column), zone="Europe/Berlin")
        seen[column] = (*found.times(), *found.column("events", "source_zone"))
    assert seen == {
        "naive": ("2026-01-01T08:00:00", "Europe/Berlin"),
        "zoned": ("2026-01-01T09:00:00", "UTC"),
        "day": ("2025-12-31T23:00:00", "Europe/Berlin"),
        "{column: epoch, unit: s}": ("2026-01-01T09:00:00", "UTC"),
    }


def test_a_typed_number_without_unit_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RolesError, match="the column 't' holds numbers \\(int64\\), which are no times by themselves"):
        canonical(tmp_path, pa.table({"p": ["ana"], "t": [1]}), PLAIN)


def test_an_unknown_zone_of_the_workspace_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RolesError, match="there is no zone 'Mars/Base'"):
        canonical(tmp_path, "p,t\nana,2026-01-01", PLAIN, zone="Mars/Base")


EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
SPAN = (datetime(1950, 1, 1), datetime(2080, 1, 1))  # noqa: DTZ001 - wall-clock times
ZONES = [
    "Europe/Berlin",
    "America/Sao_Paulo",
    "Australia/Lord_Howe",
    "Africa/Casablanca",
    "Asia/Kathmandu",
    "Pacific/Apia",
    "UTC",
]


@given(st.sampled_from(ZONES), st.lists(st.datetimes(*SPAN), min_size=1, max_size=20))
@settings(max_examples=25, deadline=None)
def test_offsets_in_sql_agree_with_those_of_python(zone: str, moments: list[datetime]) -> None:
    walls = [(moment.replace(tzinfo=UTC) - EPOCH) // timedelta(microseconds=1) for moment in moments]
    table = offsets(zone, {moment.year for moment in moments})
    with duckdb.connect(":memory:") as con:
        listed = f"SELECT unnest({walls}::BIGINT[]) AS wall"
        found = con.sql(
            f"SELECT {wall_to_utc_sql('wall', table)}, {skipped_sql('wall', table)} FROM ({listed})"
        ).fetchall()
        back = con.sql(
            f"SELECT {utc_to_wall_sql('wall', table)} FROM (SELECT unnest({[utc for utc, _ in found]}::BIGINT[]) AS wall)"
        ).fetchall()
    assert [utc for utc, _ in found] == [wall_to_utc(wall, zone) for wall in walls]
    assert [wall == there for wall, (there,) in zip(walls, back, strict=True)] == [not skipped for _, skipped in found]
