"""A table of a real PostgreSQL server comes as text, incrementally without losing or doubling rows, and every refusal says why."""

import pytest

from database_server import PASSWORD
from wayline.errors import InputError
from wayline.sources.databases.address import database_at
from wayline.sources.databases.opening import open_database
from wayline.sources.raw import ReadOptions


def opened(address, **read):
    return open_database(database_at(address), ReadOptions(**read), "x")


def rows(table):
    return [row for batch in table.batches() for row in batch.table.to_pylist()]


TYPES = {
    "a": ("integer", "7", "7"),
    "b": ("numeric", "12.50", "12.50"),
    "c": ("double precision", "0.1", "0.1"),
    "d": ("timestamptz", "'2026-01-01 12:00:00.5+02'", "2026-01-01 10:00:00.5+00"),
    "e": ("timestamp", "'2026-01-01 12:00'", "2026-01-01 12:00:00"),
    "f": ("date", "'2026-01-01'", "2026-01-01"),
    "g": ("jsonb", """'{"a": [1, null]}'""", '{"a": [1, null]}'),
    "h": ("integer[]", "'{1,NULL,3}'", "[1,null,3]"),
    "i": ("text[]", """'{"a,b",c}'""", '["a,b","c"]'),
    "j": ("mood", "'fine'", "fine"),
    "k": ("bytea", r"'\x00ff'", "AP8="),
    "l": ("uuid", "'6ba7b810-9dad-11d1-80b4-00c04fd430c8'", "6ba7b810-9dad-11d1-80b4-00c04fd430c8"),
    "m": ("boolean", "true", "true"),
    "n": ("text", "NULL", None),
    "o": ("text", "''", ""),
    "p": ("interval", "'1 day 2 hours'", "P1DT2H"),
    "q": ("pair", "ROW(1, 'x')", '{"x":1,"y":"x"}'),
    "r": ("timestamp", "'infinity'", "infinity"),
    "s": ("bigint", "9223372036854775807", "9223372036854775807"),
    "t": ("char(4)", "'ab'", "ab"),
}


def test_every_type_becomes_text_and_missing_is_not_empty(shop):
    con, address = shop
    con.execute("CREATE TYPE mood AS ENUM ('fine', 'bad')")
    con.execute("CREATE TYPE pair AS (x integer, y text)")
    con.execute(f"CREATE TABLE t ({', '.join(f'{name} {kind}' for name, (kind, _, _) in TYPES.items())})")
    con.execute(f"INSERT INTO t VALUES ({', '.join(value for _, value, _ in TYPES.values())})")
    assert rows(opened(address, table="t")) == [{name: text for name, (_, _, text) in TYPES.items()}]


def test_tables_are_found_by_schema_view_and_case_and_queries_by_themselves(shop):
    con, address = shop
    con.execute(
        'CREATE SCHEMA crm; CREATE TABLE crm."Deals %s" (id integer); INSERT INTO crm."Deals %s" VALUES (1), (2)'
    )
    con.execute('CREATE VIEW seen AS SELECT id * 10 AS id FROM crm."Deals %s"')
    assert rows(opened(address, table="crm.Deals %s")) == [{"id": "1"}, {"id": "2"}]
    assert rows(opened(address, table="SEEN")) == [{"id": "10"}, {"id": "20"}]
    query = "SELECT id, id % 2 AS odd FROM crm.\"Deals %s\" WHERE id::text LIKE '%' -- all of them;\n;"
    assert rows(opened(address, query=query)) == [{"id": "1", "odd": "1"}, {"id": "2", "odd": "0"}]


REFUSED = {
    "there is no table 'evnts'. Did you mean 'events'?": {"table": "evnts"},
    'column "nope" does not exist': {"query": "SELECT nope FROM events"},
    'syntax error at or near "form"': {"query": "SELECT * form events"},
    "cannot insert multiple commands": {"query": "SELECT 1) AS x; DELETE FROM events; SELECT * FROM (SELECT 1"},
    "the same column name more than once": {"query": "SELECT a.id, b.id FROM events a, events b"},
    "both a table and a query": {"table": "events", "query": "SELECT 1"},
    "there is no column 'idd'": {"table": "events", "incremental": "idd"},
    "say which one": {},
}


@pytest.mark.parametrize("message", REFUSED)
def test_what_cannot_be_read_is_refused_in_one_sentence(shop, message):
    con, address = shop
    con.execute("CREATE TABLE events (id integer); CREATE TABLE other (id integer); INSERT INTO events VALUES (1)")
    with pytest.raises(InputError) as refused:
        rows(opened(address, **REFUSED[message]))
    assert message in str(refused.value)
    assert con.execute("SELECT count(*) FROM events").fetchone() == (1,)


def test_a_query_cannot_write(shop):
    con, address = shop
    con.execute("CREATE TABLE events (id integer)")
    con.execute("CREATE FUNCTION sly() RETURNS integer LANGUAGE sql AS 'INSERT INTO events VALUES (1) RETURNING id'")
    with pytest.raises(InputError, match="read-only transaction"):
        rows(opened(address, query="SELECT sly()"))
    assert con.execute("SELECT count(*) FROM events").fetchone() == (0,)


def test_a_table_that_may_not_be_read_is_not_offered(shop):
    con, address = shop
    con.execute("CREATE TABLE events (id integer); CREATE TABLE secret (id integer)")
    con.execute("DROP ROLE IF EXISTS guest")
    con.execute(f"CREATE ROLE guest LOGIN PASSWORD '{PASSWORD}'; GRANT SELECT ON events TO guest")
    address = address.replace("owner@", "guest@")
    assert opened(address).columns == ("id",)
    with pytest.raises(InputError, match="permission denied for table secret"):
        opened(address, query="SELECT * FROM secret")


WRONG = {
    "Connection refused": ("postgresql://owner@127.0.0.1:1/x", "does the server run"),
    "could not translate host name|Name or service not known|failed to resolve host": ("postgresql://owner@no.such.host.invalid/x", "address right"),
    'database "nope" does not exist': ("{}/nope", "After the host comes the name"),
    "password authentication failed": ("{}/postgres?password=wr0ng", "PGPASSWORD"),
}  # fmt: skip


@pytest.mark.parametrize("message", WRONG)
def test_a_server_that_cannot_be_reached_says_what_to_do(shop, message):
    address, hint = WRONG[message]
    with pytest.raises(InputError, match=message) as refused:
        opened(address.format(shop[1].rpartition("/")[0]), table="events")
    assert hint in str(refused.value)
    assert "wr0ng" not in str(refused.value)


def test_no_password_is_asked_for_where_it_belongs(shop, monkeypatch, tmp_path):
    con, address = shop
    con.execute("CREATE TABLE events (id integer)")
    monkeypatch.delenv("PGPASSWORD")
    monkeypatch.setenv("PGPASSFILE", str(tmp_path / "none"))
    with pytest.raises(InputError, match="no password supplied") as refused:
        opened(address, table="events")
    assert "PGPASSFILE" in str(refused.value)
    host, _, port = address.partition("@")[2].partition("/")[0].partition(":")
    kept = tmp_path / "pass"
    escaped = PASSWORD.replace("\\", "\\\\").replace(":", "\\:")
    kept.write_text(f"{host}:{port}:*:owner:{escaped}\n")
    kept.chmod(0o600)
    monkeypatch.setenv("PGPASSFILE", str(kept))
    assert opened(address, table="events").columns == ("id",)
    monkeypatch.delenv("PGPASSFILE")
    service = tmp_path / "services"
    service.write_text(
        f"[shop]\nhost={host}\nport={port}\nuser=owner\npassword={PASSWORD}\ndbname={address.rpartition('/')[2]}\n"
    )
    monkeypatch.setenv("PGSERVICEFILE", str(service))
    assert opened("postgresql:///?service=shop", table="events").columns == ("id",)


def test_memory_stays_flat(shop):
    con, address = shop
    con.execute("CREATE TABLE big AS SELECT n AS id, repeat('x', 2000) AS text FROM generate_series(1, 100000) n")
    sizes = [(batch.rows, batch.table.nbytes) for batch in opened(address, table="big").batches()]
    assert sum(size for size, _ in sizes) == 100_000
    assert max(size for _, size in sizes) < 64_000_000
