"""Whatever bytes come, a reader answers with rows or an InputError; what a writer wrote comes back cell by cell."""

import csv
import gzip
import io
import json
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from wayline.errors import InputError
from wayline.sources.opening import open_table
from wayline.sources.raw import DETECT, ReadOptions
from wayline.sources.records import Grammar

FUZZ = settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
PLACES = (parent / "shared" / "data" for parent in Path(__file__).resolve().parents)
DATA = next((place for place in PLACES if place.exists()), Path("absent"))


def read_through(path: Path, read: ReadOptions = DETECT) -> None:
    try:
        table = open_table(path, read)
        row = 1
        for batch in table.batches():
            assert batch.first_row == row
            assert batch.table.column_names == list(table.columns)
            assert len(batch.row_numbers()) == batch.table.num_rows
            row += batch.rows
    except InputError as error:
        assert error.message  # noqa: PT017


def messy_text() -> st.SearchStrategy[bytes]:
    pieces = st.sampled_from(
        [b",", b";", b'"', b'""', b"\n", b"\r\n", b"\r", b"a", b"1,5", b" ", b"\0", b"\xff", b"\xc3\xa9", b"{", b"["]
    )
    return st.lists(pieces, max_size=60).map(b"".join)


@FUZZ
@given(
    content=st.binary(max_size=400) | messy_text(), zipped=st.booleans(), name=st.sampled_from(["x", "x.json", "x.csv"])
)
def test_any_bytes_are_read_or_refused(tmp_path, content, zipped, name):
    path = tmp_path / name
    path.write_bytes(gzip.compress(content, 1) if zipped else content)
    read_through(path)


@FUZZ
@given(content=messy_text(), encoding=st.sampled_from(["utf-8", "cp1252", "utf-16", "utf-32-be", "shift_jis", "utf-7"]))
def test_any_bytes_in_a_declared_encoding_are_read_or_refused(tmp_path, content, encoding):
    path = tmp_path / "x.csv"
    path.write_bytes(content)
    read_through(path, ReadOptions(encoding=encoding, header="yes"))


def mutated(content: bytes, edits: list[tuple[float, bytes, int]]) -> bytes:
    for place, put, drop in edits:
        at = int(place * len(content))
        content = content[:at] + put + content[at + drop :]
    return content


EDITS = st.lists(st.tuples(st.floats(0, 0.999), st.binary(max_size=3), st.integers(0, 40)), min_size=1, max_size=4)
REAL = ["banking77/train.csv.gz", "sfo_survey/sfo_survey_2017.csv.gz", "airline_tweets/tweets_train.csv.gz"]


@pytest.mark.skipif(not DATA.exists(), reason="the shared data are not here")
@settings(FUZZ, max_examples=15)
@given(name=st.sampled_from(REAL), edits=EDITS, zipped=st.booleans())
def test_mutated_real_files_are_read_or_refused(tmp_path, name, edits, zipped):
    content = (DATA / name).read_bytes()
    plain = gzip.decompress(content)[:60_000]
    path = tmp_path / "x.csv"
    path.write_bytes(mutated(content, edits) if zipped else mutated(plain, edits))
    read_through(path)


@settings(FUZZ, max_examples=60)
@given(edits=EDITS)
def test_mutated_json_is_read_or_refused(tmp_path, edits):
    rows = [{"id": n, "text": f"é {n}", "more": {"a": [n, 1.5]}} for n in range(40)]
    for name, content in [("x.jsonl", "\n".join(map(json.dumps, rows))), ("x.json", json.dumps(rows, indent=1))]:
        path = tmp_path / name
        path.write_bytes(mutated(content.encode(), edits))
        read_through(path)


@settings(FUZZ, max_examples=60)
@given(edits=EDITS)
def test_mutated_parquet_is_read_or_refused(tmp_path, edits):
    table = pa.table({"id": range(300), "text": [f"t{n % 7}" for n in range(300)], "list": [[n] for n in range(300)]})
    sink = io.BytesIO()
    pq.write_table(table, sink)
    path = tmp_path / "x.parquet"
    path.write_bytes(mutated(sink.getvalue(), edits))
    read_through(path)


CELL = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), max_size=12) | st.sampled_from(
    ['"', '""', ',"', '"\n', "\r\n", "\n", "\r", "  ", ";|,\t", "007", "1,5", "'", "ä"]
)


@st.composite
def tables(draw: st.DrawFn) -> list[list[str]]:
    width = draw(st.integers(2, 5))
    rows = draw(st.lists(st.lists(CELL, min_size=width, max_size=width), max_size=8))
    return [[f"name {n}" for n in range(width)], *rows]


DIALECTS = st.fixed_dictionaries(
    {
        "delimiter": st.sampled_from([",", ";", "\t", "|"]),
        "quoting": st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL, csv.QUOTE_NONNUMERIC]),
        "lineterminator": st.sampled_from(["\n", "\r\n", "\r"]),
    }
)


@settings(FUZZ, max_examples=150)
@given(
    table=tables(),
    dialect=DIALECTS,
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-be", "utf-32"]),
    zipped=st.booleans(),
)
def test_what_a_writer_wrote_comes_back_cell_by_cell(tmp_path, table, dialect, encoding, zipped):
    text = io.StringIO(newline="")
    if any(set("\r\n") & set(cell) for row in table for cell in row):
        dialect["quoting"] = csv.QUOTE_ALL  # Python 3.11 leaves a carriage return bare where lines end in \n
    csv.writer(text, **dialect).writerows(table)
    content = text.getvalue().encode(encoding)
    path = tmp_path / "x.csv"
    path.write_bytes(gzip.compress(content, 1) if zipped else content)
    opened = open_table(path, ReadOptions(delimiter=dialect["delimiter"], encoding=encoding, header="yes"))
    assert opened.columns == tuple(table[0])
    batches = list(opened.batches())
    assert [list(row.values()) for batch in batches for row in batch.table.to_pylist()] == table[1:]
    assert not any(batch.broken for batch in batches)


@settings(FUZZ, max_examples=60)
@given(
    rows=st.lists(st.lists(st.text("abc xyz", min_size=1, max_size=6), min_size=3, max_size=3), min_size=3, max_size=9),
    delimiter=st.sampled_from([",", ";", "\t", "|"]),
    encoding=st.sampled_from(["utf-8", "utf-16", "utf-16-le"]),
)
def test_delimiter_and_encoding_of_plain_tables_are_found(tmp_path, rows, delimiter, encoding):
    text = "\n".join(delimiter.join(row) for row in [["first", "second", "third"], *rows])
    path = tmp_path / "x.csv"
    path.write_bytes(text.encode(encoding))
    opened = open_table(path)
    assert opened.columns == ("first", "second", "third")
    assert [list(row.values()) for batch in opened.batches() for row in batch.table.to_pylist()] == rows


@FUZZ
@given(content=messy_text().map(lambda text: text.replace(b"\0", b"").replace(b"\xff", b"")))
def test_the_fast_way_and_the_exact_way_agree(tmp_path, content):
    """A row with a NUL byte at the end sends the whole block the exact way; the rows before it must not differ."""
    path = tmp_path / "x.csv"
    rows = []
    for ending in (b"", b"\n\0,\n"):
        path.write_bytes(b"h,k\n" + content + ending)
        opened = (
            open_table(path, ReadOptions(delimiter=",", header="yes", encoding="utf-8")) if content.strip() else None
        )
        rows.append(
            [
                *(row for batch in (opened.batches() if opened else ()) for row in batch.table.to_pylist()),
                *((row.row, row.raw) for batch in (opened.batches() if opened else ()) for row in batch.broken),
            ]
        )
    if content.count(b'"') % 2 == 0:
        assert rows[0] == [row for row in rows[1] if not (isinstance(row, tuple) and "\0" in row[1])]


@FUZZ
@given(content=messy_text(), cuts=st.lists(st.integers(1, 7), min_size=1, max_size=30))
def test_records_do_not_depend_on_where_blocks_end(content, cuts):
    grammar = Grammar(b",", b'"')
    whole = [record.cells for record in grammar.cut(content)]
    pieces, held, at = [], b"", 0
    for size in cuts:
        held += content[at : at + size]
        at += size
        end, _ = grammar.complete(held, last=False)
        pieces += [record.cells for record in grammar.cut(held[:end])]
        held = held[end:]
    held += content[at:]
    while held:
        end, _ = grammar.complete(held, last=True)
        pieces += [record.cells for record in grammar.cut(held[:end])]
        held = held[end:]
    assert pieces == whole
