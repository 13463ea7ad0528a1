"""Tables of a real PostgreSQL server in the event log: what is new comes once, whatever happens on the way, and no password stays."""

import json
import logging
from pathlib import Path
from threading import Thread
from time import sleep

import pytest

from database_server import PASSWORD

EVENTS = """CREATE TABLE events (id bigint, customer text, what text, at timestamptz, updated_at timestamptz);
INSERT INTO events SELECT n, 'c' || n % 7, (ARRAY['signup', 'pay', 'leave'])[n % 3 + 1], timestamptz '2026-01-01Z' + n * interval '1 hour',
timestamptz '2026-02-01Z' + (n / 4) * interval '1 minute' FROM generate_series(0, {}) n"""
ROLES = """wayline: 1
table: events
source: shop
columns: {person_id: customer, occurred_at: at, event: what}
"""


@pytest.fixture
def loaded(wayline, workspace, shop):
    """200 events were loaded incrementally, with roles that have no id of their own."""
    con, address = shop
    con.execute(EVENTS.format(199))
    Path("r.yaml").write_text(ROLES)
    words = ("import", address, "--table", "events", "--roles", "r.yaml", "--incremental", "updated_at")
    assert counts(wayline(*words, "--json")) == [(200, 200, 0)]
    return con, words


def counts(said):
    assert said.status == 0, said.err
    return [(file["rows"], file["accepted"], file["skipped"]) for file in said.json["files"]]


def test_rows_at_the_boundary_are_neither_lost_nor_doubled(wayline, loaded):
    con, words = loaded
    # four rows share the greatest time; one more comes with it, one is the same as one that is there, one is later
    con.execute("INSERT INTO events SELECT 200, customer, what, at, updated_at FROM events WHERE id = 199")
    con.execute("INSERT INTO events SELECT * FROM events WHERE id = 199")
    con.execute(
        "INSERT INTO events SELECT 201, customer, what, at, updated_at + interval '1 s' FROM events WHERE id = 200"
    )
    assert counts(wayline(*words, "--json")) == [(7, 3, 4)]
    assert counts(wayline(*words, "--json")) == [(1, 0, 1)]
    assert wayline("sources", "--json").json["sources"][0]["rows"] == 203


def test_rows_without_the_column_are_counted_and_not_lost(wayline, loaded):
    con, words = loaded
    con.execute("INSERT INTO events VALUES (300, 'c1', 'pay', '2026-01-01Z', NULL)")
    said = wayline(*words, "--json")
    assert counts(said) == [(5, 1, 4)]
    found = {finding["rule"]: finding for finding in said.json["files"][0]["findings"]}
    assert "rows without updated_at" in found["incremental-empty"]["message"]
    assert counts(wayline(*words, "--json")) == [(5, 0, 5)]


@pytest.mark.parametrize(
    ("column", "value"),
    [("id", "500"), ("customer", "'zoe'"), ("at", "'2027-01-01Z'"), ("id::numeric / 3", "500"), ("at::date", "'2027-01-01'"), ("at::timestamp", "'2027-01-01'")],
)  # fmt: skip
def test_numbers_text_and_times_are_followed(wayline, workspace, shop, column, value):
    con, address = shop
    con.execute(EVENTS.format(50))
    Path("r.yaml").write_text(ROLES)
    query = f"SELECT customer, what, at, {column} AS mark FROM events"
    words = ("import", address, "--query", query, "--roles", "r.yaml", "--incremental", "mark", "--json")
    assert counts(wayline(*words)) == [(51, 51, 0)]
    plain = column.partition(":")[0]
    row = {"id": "7", "customer": "'c1'", "at": "'2026-06-01Z'"} | {plain: value}
    con.execute(
        f"INSERT INTO events (id, customer, what, at) VALUES ({row['id']}, {row['customer']}, 'pay', {row['at']})"
    )
    [(read, accepted, skipped)] = counts(wayline(*words))
    assert (accepted, read) == (1, skipped + 1)


@pytest.mark.parametrize("column", ["true", "ARRAY[1]", "'{}'::jsonb", "'\\x00'::bytea"])
def test_a_column_without_order_is_not_followed(wayline, workspace, shop, column):
    con, address = shop
    con.execute(EVENTS.format(5))
    Path("r.yaml").write_text(ROLES)
    query = f"SELECT customer, what, at, {column} AS mark FROM events"
    said = wayline("import", address, "--query", query, "--roles", "r.yaml", "--incremental", "mark")
    assert said.status == 2
    assert "whose values do not grow" in said.err


def test_infinity_is_no_mark(wayline, loaded):
    con, words = loaded
    con.execute("INSERT INTO events VALUES (400, 'c1', 'pay', '2026-01-01Z', 'infinity')")
    assert counts(wayline(*words, "--json")) == [(5, 1, 4)]
    con.execute("INSERT INTO events VALUES (401, 'c2', 'pay', '2026-01-01Z', '2026-03-01Z')")
    assert counts(wayline(*words, "--json")) == [(6, 1, 5)]


def test_a_server_that_goes_away_half_way_leaves_the_version_before(wayline, loaded):
    con, (_, address, *_) = loaded
    con.execute("DELETE FROM events; " + EVENTS.partition(";")[2].format(200_000))
    query = "SELECT *, CASE WHEN id = 150000 THEN pg_sleep(60)::text END AS slow FROM events ORDER BY id"
    words = ("import", address, "--query", query, "--roles", "r.yaml", "--incremental", "updated_at")

    def kill() -> None:
        asleep = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE wait_event = 'PgSleep' AND application_name = 'wayline'"
        while not con.execute(asleep).fetchall():
            sleep(0.02)

    killer = Thread(target=kill, daemon=True)
    killer.start()
    said = wayline(*words)
    killer.join(timeout=30)
    assert said.status == 2
    assert "after 110,000 rows: the connection was lost: terminating connection" in said.err
    assert "Nothing was loaded. Import again when it is back." in said.err
    assert wayline("sources", "--json").json["sources"][0]["rows"] == 200
    awake = (word.replace("pg_sleep(60)", "pg_sleep(0)") for word in words)
    assert counts(wayline(*awake, "--json")) == [(200_001, 200_001, 0)]


def test_a_password_stands_nowhere(wayline, workspace, shop, caplog):
    con, address = shop
    caplog.set_level(logging.DEBUG)
    con.execute(EVENTS.format(50))
    given = address.replace("owner@", f"owner:{PASSWORD.replace('/', '%2F').replace('@', '%40')}@")
    outputs = [wayline("import", given, "--table", name, "--incremental", "id") for name in ("events", "nope")]
    outputs.append(wayline("import", given.replace("pass", "past"), "--table", "events"))
    assert [said.status for said in outputs] == [0, 2, 2]
    said = "".join(one.out + one.err for one in outputs) + caplog.text
    kept = "".join(path.read_bytes().decode(errors="replace") for path in workspace.rglob("*") if path.is_file())
    for secret in (PASSWORD, PASSWORD.replace("/", "%2F").replace("@", "%40"), "s3cret", "past"):
        assert secret not in said
        assert secret not in kept
    assert "owner@127.0.0.1" in outputs[1].err


def test_the_next_import_needs_only_the_database(wayline, workspace, shop):
    con, address = shop
    con.execute(EVENTS.format(50))
    wayline.done("import", address, "--table", "events", "--incremental", "id")
    con.execute("INSERT INTO events SELECT 51, customer, what, at, updated_at FROM events WHERE id = 50")
    assert counts(wayline("import", address, "--json")) == [(2, 1, 1)]


def test_json_in_cells_stays_json_in_properties(wayline, workspace, shop):
    con, address = shop
    con.execute(EVENTS.format(5) + "; ALTER TABLE events ADD cart jsonb; UPDATE events SET cart = '{\"n\": [1, 2]}'")
    Path("r.yaml").write_text(ROLES)
    wayline.done("import", address, "--table", "events", "--roles", "r.yaml")
    import wayline as product

    snapshot = product.open_workspace(workspace).log.snapshot()
    with snapshot.connect() as log:
        [(text,)] = log.execute(f"SELECT DISTINCT properties->'cart' FROM {snapshot.relation('events')}").fetchall()
    assert json.loads(text) == {"n": [1, 2]}
