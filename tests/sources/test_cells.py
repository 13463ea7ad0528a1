"""What is told of whole columns changes no row: beside a row that spoils every such answer, each row reads as it does alone."""

import csv
import io

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from canonical_rows import canonical
from wayline.sources.cells import are_full, are_plain, wall_times

ROLES = "columns: {person_id: who, occurred_at: at, event: what, channel: via}"
COLUMNS = ("who", "at", "what", "via", "note")
# no cell is missing, some begin below the exclamation mark; the last row has an empty cell, a quote, and a time with an offset
SPOILS = {"who": "é", "at": "2026-02-03T10:00:00+02:00", "what": 'say "x"', "via": "", "note": '{"a": "\\"}'}
TIMES = ("2026-03-29 02:30", "2026-01-01T09:00:00", "2024-02-29 23:59:59.123456", "2026-10-25 02:30:00.5", "2026-13-01 00:00", "0999-01-01 00:00", "2025-02-29 10:00", "2026-01-01 24:00:00", "2026-01-01 23:59:60", "soon", "2026-01-01", "2026-01-01T09:00:00Z")  # fmt: skip
TEXTS = st.sampled_from(["ana", " ben", "a,b", "ü", "[x]", '{"k": 1}', "it's", "a\\b", 'q"q', "tab\there", "x\x1fy"])


def as_csv(rows):
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def as_parquet(rows):
    return pa.table({name: pa.array([row[name] or None for row in rows], pa.string()) for name in COLUMNS})


@pytest.mark.parametrize("written", [as_csv, as_parquet])
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rows=st.lists(
        st.fixed_dictionaries({name: st.sampled_from(TIMES) if name == "at" else TEXTS for name in COLUMNS}),
        min_size=1, max_size=4,
    )
)  # fmt: skip
def test_rows_read_the_same_beside_a_row_that_spoils_every_answer(tmp_path, written, rows):
    alone = canonical(tmp_path, written(rows), ROLES, zone="Europe/Berlin")
    beside = canonical(tmp_path, written([*rows, SPOILS]), ROLES, zone="Europe/Berlin")
    assert beside.accepted == alone.accepted + 1
    assert beside.tables["events"].to_pylist()[:-1] == alone.tables["events"].to_pylist()
    assert beside.rejected == alone.rejected


@pytest.mark.parametrize(
    ("cells", "full", "plain"),
    [
        (["a", "b"], True, True),
        (["a", ""], False, True),
        (["a", None], False, True),
        (["a", " b"], False, True),
        (["a", 'b"'], True, False),
        (["a", "b\\"], True, False),
        (["a", "b\n"], True, False),
        (["é", "\x7f"], True, True),
        ([], False, True),
    ],
)
def test_columns_that_are_full_and_plain(cells, full, plain):
    column = pa.array(["skipped\n", *cells], pa.string()).slice(1)
    assert (are_full(column), are_plain(column)) == (full, plain)


@pytest.mark.parametrize(
    ("cells", "micros"),
    [
        (["1970-01-01 00:00", "1970-01-01T00:00:01.5"], [0, 1_500_000]),
        (["1970-01-01 00:00", "1970-01-01"], None),
        (["1970-01-01 00:00Z"], None),
        (["1970-01-01 00:00:00."], None),
        (["1970-02-30 00:00"], None),
        (["0999-01-01 00:00"], None),
        (["1970-01-01 00:00", None], None),
    ],
)
def test_iso_times_without_offset(cells, micros):
    found = wall_times(pa.array(cells, pa.string()))
    assert (None if found is None else found.to_pylist()) == micros
