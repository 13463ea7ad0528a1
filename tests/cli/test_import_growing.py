"""A table that grows is read from where the last load ended; what is remembered holds with the load, and only with it."""

import sqlite3

import pytest

from command_line import write

ROLES = """wayline: 1
table: events
source: shop
columns: {person_id: customer, occurred_at: at, event: what}
"""
WORDS = ("import", "shop.db", "--table", "events", "--roles", "r.yaml", "--incremental", "id")


def put(*rows):
    """(id, customer, event) as rows of the table."""
    con = sqlite3.connect("shop.db")
    con.execute("CREATE TABLE IF NOT EXISTS events (id, customer TEXT, what TEXT, at TEXT)")
    con.executemany("INSERT INTO events VALUES (?, ?, ?, '2026-01-01T00:00:00Z')", rows)
    con.commit()
    con.close()


@pytest.fixture
def grown(wayline, workspace):
    write("r.yaml", ROLES)
    put((1, "ana", "signup"), (2, "ben", "signup"), (2, "ben", "signup"))
    assert counts(wayline) == (3, 3, 0)


def counts(wayline, *words):
    said = wayline("import", *words, "--json") if words else wayline(*WORDS, "--json")
    assert said.status in {0, 1}, said.err
    [file] = said.json["files"]
    assert file["rows"] == file["accepted"] + file["rejected"] + file["skipped"]
    return file["rows"], file["accepted"], file["skipped"]


def test_identical_rows_at_the_boundary_are_counted_once_each(wayline, grown):
    put((2, "ben", "signup"), (3, "ana", "pay"))
    assert counts(wayline) == (4, 2, 2)
    assert counts(wayline) == (1, 0, 1)


def test_what_is_remembered_is_said(wayline, grown):
    put((3, "ana", "pay"))
    said = wayline.done(*WORDS).out
    assert "read from id = 2 on, up to 3" in said
    assert wayline.done("sources", "--json").json["sources"][0]["rows"] == 4


def test_an_import_that_is_undone_is_read_again(wayline, grown):
    put((3, "", None), (4, "ana", "pay"))
    assert wayline(*WORDS, "--strict").status == 1
    assert counts(wayline, *WORDS[1:], "--dry-run") == (4, 3, 0)
    assert counts(wayline) == (4, 1, 2)


def test_rows_that_were_rejected_at_the_boundary_count_once(wayline, grown):
    put((3, "", None))
    assert counts(wayline) == (3, 0, 2)
    assert counts(wayline) == (1, 0, 0)
    [source] = wayline.done("sources", "--json").json["sources"]
    assert (source["rows"], source["rejected"]) == (3, 1)


def test_with_other_roles_or_another_query_all_is_read_again(wayline, grown):
    write("r.yaml", ROLES.replace("event: what", "event: what, channel: what"))
    assert counts(wayline) == (3, 3, 0)
    write("r.yaml", ROLES)
    put((3, "ana", "pay"))
    query = ("shop.db", "--query", "SELECT * FROM events", "--roles", "r.yaml", "--incremental", "id")
    assert counts(wayline, *query)[0] == 4


def test_a_source_that_was_removed_is_read_from_the_beginning(wayline, grown):
    wayline.done("sources", "remove", "shop")
    assert counts(wayline) == (3, 3, 0)


def test_an_erased_subject_is_not_remembered_as_a_mark(wayline, workspace, grown):
    words = ("shop.db", "--table", "events", "--roles", "r.yaml", "--incremental", "customer")
    put((3, "zoe", "signup"))
    assert counts(wayline, *words) == (4, 1, 3)
    assert "zoe" in (workspace / "event-log/current.json").read_text()
    wayline.done("erase", "zoe")
    assert not [path for path in workspace.rglob("event-log/**/*") if path.is_file() and b"zoe" in path.read_bytes()]
    assert counts(wayline, *words) == (4, 0, 4)


@pytest.mark.parametrize(
    ("value", "says"), [("soon", "1 texts and 3 numbers, which have no order"), (b"x", "bytes, which have no order")]
)
def test_a_column_of_sqlite_must_be_of_one_kind(wayline, grown, value, says):
    put((value, "ana", "pay"))
    assert says in wayline.refused(*WORDS)


def test_all_that_a_database_gave_before_is_imported_again_as_one_version(wayline, workspace):
    put((1, "ana", "signup"), (2, "ben", "signup"))
    con = sqlite3.connect("shop.db")
    con.execute("CREATE TABLE people (customer TEXT, plan TEXT)")
    con.executemany("INSERT INTO people VALUES (?, ?)", [("ana", "pro"), ("ben", "free"), ("cho", "free")])
    con.commit()
    con.close()
    write(
        "roles/shop.events.roles.yaml",
        ROLES.replace("columns", "read: {database: shop.db, table: events, incremental: id}\ncolumns"),
    )
    write(
        "roles/shop.people.roles.yaml",
        "wayline: 1\ntable: people\nsource: crm\nread: {database: shop.db, table: people}\ncolumns: {person_id: customer}\n",
    )
    first = wayline.done("import", "shop.db", "--json").json
    assert [(file["source"], file["accepted"]) for file in first["files"]] == [("shop", 2), ("crm", 3)]
    put((3, "cho", "signup"))
    second = wayline.done("import", "sqlite:shop.db", "--json").json
    assert second["version"] == first["version"] + 1
    assert [(file["rows"], file["accepted"], file["skipped"]) for file in second["files"]] == [(2, 1, 1), (3, 0, 3)]


def test_options_of_databases_are_not_for_files(wayline, workspace):
    write("x.csv", "customer,when,what\nana,2026-01-01T00:00:00Z,signup\n")
    assert "x.csv is no database" in wayline.refused("import", "x.csv", "--table", "events")
    put((1, "ana", "signup"))
    assert "say one of them" in wayline.refused("import", "shop.db", "--table", "events", "--query", "SELECT 1")
