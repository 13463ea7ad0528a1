"""SQLite and DuckDB files: every type as text, missing apart from empty, and one sentence for what cannot be read."""

import json
import sqlite3
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from wayline.errors import InputError
from wayline.sources.databases.address import database_at
from wayline.sources.databases.opening import open_database
from wayline.sources.opening import recognised
from wayline.sources.propose import propose
from wayline.sources.raw import ReadOptions


def sqlite(path: Path, *statements: str) -> Path:
    con = sqlite3.connect(path)
    for statement in statements:
        con.execute(statement)
    con.commit()
    con.close()
    return path


def duck(path: Path, *statements: str) -> Path:
    with duckdb.connect(str(path)) as con:
        for statement in statements:
            con.execute(statement)
    return path


def opened(path, **read):
    return open_database(database_at(str(path)), ReadOptions(**read), "x")


def rows(table):
    return [row for batch in table.batches() for row in batch.table.to_pylist()]


def test_cells_of_sqlite_carry_their_own_types(tmp_path):
    path = sqlite(
        tmp_path / "a.db",
        "CREATE TABLE t (a, b, c, d, e, f, g)",
        "INSERT INTO t VALUES (9223372036854775807, 0.1, 12345.0, '007', '', NULL, x'00ff')",
        "INSERT INTO t VALUES ('seven', 1e300, -0.5, '{\"a\": 1}', ' ', 0, 'é')",
    )
    assert rows(opened(path)) == [
        {"a": "9223372036854775807", "b": "0.1", "c": "12345", "d": "007", "e": "", "f": None, "g": "AP8="},
        {"a": "seven", "b": "1e+300", "c": "-0.5", "d": '{"a": 1}', "e": " ", "f": "0", "g": "é"},
    ]


DUCK_TYPES = {
    "a": ("HUGEINT", "170141183460469231731687303715884105727", "170141183460469231731687303715884105727"),
    "b": ("DECIMAL(10,2)", "12.50", "12.50"),
    "c": ("DOUBLE", "12345", "12345"),
    "d": ("TIMESTAMPTZ", "'2026-01-01 12:00:00.5+02'", "2026-01-01 10:00:00.5+00"),
    "e": ("TIMESTAMP", "'2026-01-01 12:00'", "2026-01-01 12:00:00"),
    "f": ("DATE", "'2026-01-01'", "2026-01-01"),
    "g": ("JSON", """'{"a":1}'""", '{"a":1}'),
    "h": ("INTEGER[]", "[1, NULL]", "[1,null]"),
    "i": ("STRUCT(x INTEGER, y VARCHAR)", "{'x': 1, 'y': 'q'}", '{"x":1,"y":"q"}'),
    "j": ("ENUM('fine', 'bad')", "'fine'", "fine"),
    "k": ("BLOB", r"'\x00\xFF'::BLOB", "AP8="),
    "l": ("UUID", "'6ba7b810-9dad-11d1-80b4-00c04fd430c8'", "6ba7b810-9dad-11d1-80b4-00c04fd430c8"),
    "m": ("BOOLEAN", "true", "true"),
    "n": ("VARCHAR", "NULL", None),
    "o": ("VARCHAR", "''", ""),
    "p": ("MAP(VARCHAR, INTEGER)", "MAP {'a': 1}", '{"a":1}'),
}


def test_every_type_of_duckdb_becomes_text(tmp_path):
    path = duck(
        tmp_path / "a.duckdb",
        f"CREATE TABLE t ({', '.join(f'{name} {kind}' for name, (kind, _, _) in DUCK_TYPES.items())})",
        f"INSERT INTO t VALUES ({', '.join(value for _, value, _ in DUCK_TYPES.values())})",
    )
    assert rows(opened(path)) == [{name: text for name, (_, _, text) in DUCK_TYPES.items()}]


@pytest.mark.parametrize("make", [sqlite, duck])
def test_a_query_may_end_in_a_comment_and_tables_are_found_whatever_their_case(tmp_path, make):
    path = make(tmp_path / "a.db", 'CREATE TABLE "my Orders" (id INTEGER)', 'INSERT INTO "my Orders" VALUES (1), (2)')
    assert rows(opened(path, query='SELECT id AS "the id" FROM "my Orders" WHERE id > 1 -- later')) == [{"the id": "2"}]
    assert rows(opened(path, table="MY ORDERS")) == [{"id": "1"}, {"id": "2"}]


def test_duckdb_tables_in_schemas_and_names_with_dots(tmp_path):
    path = duck(
        tmp_path / "a.db",
        "CREATE SCHEMA crm",
        "CREATE TABLE crm.deals AS SELECT 1 AS id",
        'CREATE TABLE "crm.deals2" AS SELECT 2 AS id',
        "CREATE VIEW v AS SELECT 3 AS id",
    )
    assert [rows(opened(path, table=name))[0]["id"] for name in ("crm.deals", "crm.deals2", "v")] == ["1", "2", "3"]


REFUSED = [
    ({"table": "ordrs"}, r"there is no table 'ordrs'. Did you mean 'orders'\?\nTables: orders, other"),
    ({"query": "SELECT nope FROM orders"}, "nope"),
    ({"query": "SELECT * form orders"}, "syntax error"),
    ({"query": "DELETE FROM orders"}, "syntax error"),
    ({"query": "SELECT 1; SELECT 2"}, "syntax error"),
    ({"table": "orders", "incremental": "idd"}, r"no column 'idd'. Did you mean 'id'\?"),
    ({}, "it has 2 tables: say which one\n--table NAME, or --query SQL. Tables: orders, other"),
]


@pytest.mark.parametrize("make", [sqlite, duck])
@pytest.mark.parametrize(("read", "message"), REFUSED)
def test_what_cannot_be_read_is_refused_in_one_sentence(tmp_path, make, read, message):
    path = make(tmp_path / "a.db", "CREATE TABLE orders (id INTEGER)", "CREATE TABLE other (id INTEGER)")
    with pytest.raises(InputError, match=message):
        opened(path, **read)


def test_a_duckdb_file_that_another_process_writes_says_which_one(tmp_path):
    path = duck(tmp_path / "a.duckdb", "CREATE TABLE t (id INTEGER)")
    code = f"import duckdb, sys; con = duckdb.connect({str(path)!r}); print('open', flush=True); sys.stdin.read()"
    with subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout.readline() == b"open\n"
        with pytest.raises(InputError, match=rf"another process \(PID {other.pid}\) has it open for writing"):
            opened(path)
        other.stdin.close()
    table = opened(path)
    assert rows(table) == []
    duck(path, "INSERT INTO t VALUES (1)")  # nothing is held once the rows are read
    assert rows(table) == [{"id": "1"}]


def test_a_locked_or_damaged_sqlite_file_says_so(tmp_path):
    path = sqlite(tmp_path / "a.db", "CREATE TABLE t (id INTEGER)", "INSERT INTO t VALUES (1)")
    content = bytearray(path.read_bytes())
    content[4096:4196] = b"\xff" * 100
    (tmp_path / "bad.db").write_bytes(content)
    with pytest.raises(InputError, match=r"malformed.*\n.*restore it"):
        rows(opened(tmp_path / "bad.db", table="t"))
    with pytest.raises(InputError, match="is not there"):
        database_at(f"sqlite:///{tmp_path}/none.db")


def test_nothing_is_fetched_for_a_duckdb_query(tmp_path):
    path = duck(tmp_path / "a.duckdb", "CREATE TABLE t (id INTEGER)")
    with pytest.raises(InputError, match=r"extension.*\n.*Nothing is fetched"):
        opened(path, query="SELECT * FROM 'https://example.invalid/x.parquet'")


def test_rows_with_nul_characters_are_told_and_bytes_that_are_no_text_are_replaced(tmp_path):
    path = sqlite(
        tmp_path / "a.db", "CREATE TABLE t (id, text)", "INSERT INTO t VALUES (1, 'a'), (2, CAST(x'6100' AS TEXT)), (3, CAST(x'ff61' AS TEXT))"
    )  # fmt: skip
    [batch] = opened(path).batches()
    assert batch.table.to_pylist() == [{"id": "1", "text": "a"}, {"id": "3", "text": "\ufffda"}]
    assert [(row.row, row.rule) for row in batch.broken] == [(2, "nul-byte")]
    assert batch.row_numbers().to_pylist() == [1, 3]


ADDRESSES = {
    "postgresql://ann:s3cret@db.example:5433/shop?sslmode=require&password=also": (
        "shop", "postgresql://ann@db.example:5433/shop?sslmode=require", "postgresql://db.example:5433/shop?sslmode=require",
    ),
    "postgres://db.example/shop": ("shop", "postgresql://db.example/shop", "postgresql://db.example/shop"),
    "postgresql:///?service=crm": ("crm", "postgresql:///?service=crm", "postgresql:///?service=crm"),
    "postgresql://a:p@[::1]:5432,two.example:5433/x": (
        "x", "postgresql://a@[::1]:5432,two.example:5433/x", "postgresql://[::1]:5432,two.example:5433/x",
    ),
}  # fmt: skip


@pytest.mark.parametrize("given", ADDRESSES)
def test_an_address_is_shown_and_kept_without_its_password(given):
    address = database_at(given)
    assert (address.name, address.shown, address.kept) == ADDRESSES[given]
    assert "s3cret" not in repr(address)
    assert address.hushed("s3cret, also") == ("***, ***" if "s3cret" in given else "s3cret, also")


@pytest.mark.parametrize(
    "given",
    ["postgresql://u:s3/cret@h/x", "postgresql://u:12/34@h/x", "postgresql://u:s3#cret@h/x", "postgresql://u:s3?cret@h/x", "postgresql://[::1/x"],
)  # fmt: skip
def test_an_address_cut_by_its_password_is_refused_without_showing_it(given):
    with pytest.raises(InputError, match=r"cannot be read\n.*%40") as refused:
        database_at(given)
    assert "cret" not in str(refused.value)


def test_paths_and_foreign_addresses(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    sqlite(Path("a.db"), "CREATE TABLE t (id INTEGER)")
    for given in ("a.db", "sqlite:a.db", "sqlite:///a.db", f"sqlite://{tmp_path}/a.db", f"sqlite:///{tmp_path}/a.db"):
        assert (database_at(given).engine, database_at(given).kept) == ("sqlite", "a.db")
    Path("x.csv").write_text("a,b\n1,2\n")
    assert database_at("x.csv") is None
    assert database_at("c:/none") is None
    with pytest.raises(InputError, match="mysql databases are not read"):
        database_at("mysql://u:secret@h/x")


OCEL = {
    "objectTypes": [{"name": "order"}],
    "eventTypes": [{"name": "pay it"}],
    "objects": [
        {
            "id": "o1",
            "type": "order",
            "attributes": [
                {"name": "price", "time": "1970-01-01 00:00:00", "value": "10"},
                {"name": "price", "time": "2024-06-01 00:00:00", "value": "12"},
            ],
        },
        {"id": "c1", "type": "customer"},
    ],
    "events": [
        {
            "id": f"e{month}",
            "type": "pay it",
            "time": f"2024-0{month}-01 00:00:00",
            "attributes": [{"name": "by", "value": "card"}],
            "relationships": [{"objectId": "o1", "qualifier": "paid"}, {"objectId": "c1", "qualifier": "payer"}],
        }
        for month in (3, 7)
    ]
    + [{"id": "e9", "type": "pay it", "time": "2024-09-01 00:00:00"}],
}
OCEL_TABLES = (
    "CREATE TABLE event (ocel_id TEXT, ocel_type TEXT)",
    "CREATE TABLE object (ocel_id TEXT, ocel_type TEXT)",
    "CREATE TABLE event_object (ocel_event_id TEXT, ocel_object_id TEXT, ocel_qualifier TEXT)",
    "CREATE TABLE object_object (ocel_source_id TEXT, ocel_target_id TEXT, ocel_qualifier TEXT)",
    "CREATE TABLE event_map_type (ocel_type TEXT, ocel_type_map TEXT)",
    "CREATE TABLE object_map_type (ocel_type TEXT, ocel_type_map TEXT)",
    'CREATE TABLE event_PayIt (ocel_id TEXT, ocel_time TIMESTAMP, "by" TEXT)',
    "CREATE TABLE object_Order (ocel_id TEXT, ocel_time TIMESTAMP, ocel_changed_field TEXT, price REAL)",
    "CREATE TABLE object_Customer (ocel_id TEXT, ocel_time TIMESTAMP, ocel_changed_field TEXT)",
    "INSERT INTO event_map_type VALUES ('pay it', 'PayIt')",
    "INSERT INTO object_map_type VALUES ('order', 'Order'), ('customer', 'Customer')",
    "INSERT INTO event VALUES ('e3', 'pay it'), ('e7', 'pay it'), ('e9', 'pay it')",
    "INSERT INTO event_PayIt VALUES ('e3', '2024-03-01 00:00:00', 'card'), ('e7', '2024-07-01 00:00:00', 'card'), ('e9', '2024-09-01 00:00:00', NULL)",
    "INSERT INTO object VALUES ('o1', 'order'), ('c1', 'customer')",
    "INSERT INTO object_Order VALUES ('o1', '1970-01-01 00:00:00', NULL, 10), ('o1', '2024-06-01 00:00:00', 'price', 12)",
    "INSERT INTO object_Customer VALUES ('c1', '1970-01-01 00:00:00', NULL)",
    "INSERT INTO event_object VALUES ('e3', 'o1', 'paid'), ('e3', 'c1', 'payer'), ('e7', 'o1', 'paid'), ('e7', 'c1', 'payer')",
)


def test_an_ocel_log_in_tables_is_the_same_as_in_json(tmp_path):
    tables = opened(sqlite(tmp_path / "log.sqlite", *OCEL_TABLES))
    (tmp_path / "log.json").write_text(json.dumps(OCEL))
    document = recognised(tmp_path / "log.json")
    assert tables.read.shape == document.read.shape == "ocel"
    assert set(tables.columns) == set(document.columns)
    filled = [
        [{name: cell for name, cell in row.items() if cell is not None} for row in rows(one)]
        for one in (tables, document)
    ]
    assert filled[0] == filled[1]
    assert propose(tables).sure
