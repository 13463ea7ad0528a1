"""A small faithful file of every format that is read, for the fuzzer: real in shape, made up in content."""

from __future__ import annotations

import datetime as dt
import gzip
import io
import json
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import xlsxwriter

ROWS = 60
START = dt.datetime(2026, 1, 1, 9, tzinfo=dt.UTC)
EVENTS = ("signup", "import", "report", "cancel")


def rows() -> list[dict[str, object]]:
    """An events table of everyday cells."""
    return [
        {
            "customer": f"c{n % 11:03}",
            "when": (START + dt.timedelta(hours=n)).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "what": EVENTS[n % 4],
            "plan": ("pro", "free", "")[n % 3],
            "amount": f"{n}.50",
            "note": ("", 'said "yes", twice', "é ü 漢 🙂", "two\nlines", "=1+1", "NULL")[n % 6],
        }
        for n in range(ROWS)
    ]


def delimited(delimiter: str, encoding: str) -> bytes:
    """The table as text, cells quoted where they need it."""
    quoted = [",".join(rows()[0]).replace(",", delimiter)]
    for row in rows():
        quoted.append(delimiter.join('"' + str(cell).replace('"', '""') + '"' for cell in row.values()))
    return "\n".join(quoted).encode(encoding, "replace")


def json_lines(listed: list[dict[str, object]]) -> bytes:
    """One object a line."""
    return "".join(json.dumps(row) + "\n" for row in listed).encode()


def xes() -> bytes:
    """A process log."""
    event = (
        '<event><string key="concept:name" value="{}"/><date key="time:timestamp" value="{}"/>'
        '<string key="lifecycle:transition" value="complete"/><int key="level" value="{}"/>'
        '<list key="tags"><values><string key="tag" value="a"/></values></list></event>'
    )
    traces = "".join(
        f'<trace><string key="concept:name" value="{case}"/><float key="amount" value="{case}.5"/>'
        + "".join(
            event.format(name, (START + dt.timedelta(days=case, hours=n)).isoformat(), n)
            for n, name in enumerate(EVENTS)
        )
        + "</trace>"
        for case in range(9)
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<log xes.version="1.0"><extension name="Concept" prefix="concept" uri="x"/>'
        f'<global scope="event"><string key="concept:name" value="U"/></global>{traces}</log>'
    ).encode()


def ocel() -> dict[str, object]:
    """An object-centric log as a document."""
    events = [
        {
            "id": f"e{n}",
            "type": EVENTS[n % 4],
            "time": (START + dt.timedelta(hours=n)).isoformat(),
            "attributes": [{"name": "by", "value": "card"}],
            "relationships": [{"objectId": f"o{n % 7}", "qualifier": "paid"}],
        }
        for n in range(30)
    ]
    things = [
        {"id": f"o{n}", "type": "order", "attributes": [{"name": "price", "time": START.isoformat(), "value": n}]}
        for n in range(7)
    ]
    return {"objectTypes": [{"name": "order"}], "eventTypes": [{"name": "pay"}], "objects": things, "events": events}


def workbook() -> bytes:
    """A sheet with a merged cell, a formula, dates and a second sheet."""
    sink = io.BytesIO()
    with xlsxwriter.Workbook(sink, {"in_memory": True}) as book:
        sheet = book.add_worksheet("events")
        day = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        for at, row in enumerate([list(rows()[0]), *(list(row.values()) for row in rows())]):
            for column, cell in enumerate(row):
                sheet.write_string(at, column, str(cell))
            if at:
                sheet.write_datetime(at, 6, START.replace(tzinfo=None) + dt.timedelta(hours=at), day)
                sheet.write_formula(at, 7, f"=ROW({at})", None, at)
        sheet.write(0, 6, "day")
        sheet.write(0, 7, "row")
        sheet.merge_range(3, 3, 6, 3, "pro")
        book.add_worksheet("notes").write(0, 0, "x")
    return sink.getvalue()


def parquet() -> bytes:
    """A table with types, a list and a struct."""
    plain = rows()
    table = pa.table(
        {
            **{name: [row[name] for row in plain] for name in ("customer", "what", "plan")},
            "when": pa.array([START + dt.timedelta(hours=n) for n in range(ROWS)], pa.timestamp("us", tz="UTC")),
            "amount": pa.array([n * 1.5 for n in range(ROWS)]),
            "tags": pa.array([[n, None] for n in range(ROWS)]),
            "more": pa.array([{"a": n, "b": "x"} for n in range(ROWS)]),
        }
    )
    sink = io.BytesIO()
    pq.write_table(table, sink)
    return sink.getvalue()


def sqlite(folder: Path) -> bytes:
    """An events table, and the tables of an OCEL log in another file, see `ocel_tables`."""
    path = folder / "seed.sqlite"
    con = sqlite3.connect(path)
    con.execute("CREATE TABLE events (customer TEXT, happened TEXT, what TEXT, plan TEXT, amount REAL, note BLOB)")
    con.executemany("INSERT INTO events VALUES (?, ?, ?, ?, ?, ?)", [tuple(map(str, row.values())) for row in rows()])
    con.commit()
    con.close()
    return path.read_bytes()


def ocel_tables(folder: Path) -> bytes:
    """An OCEL 2.0 log as SQLite."""
    path = folder / "seed-ocel.sqlite"
    con = sqlite3.connect(path)
    con.executescript(
        "CREATE TABLE event (ocel_id TEXT, ocel_type TEXT); CREATE TABLE object (ocel_id TEXT, ocel_type TEXT);"
        "CREATE TABLE event_object (ocel_event_id TEXT, ocel_object_id TEXT, ocel_qualifier TEXT);"
        "CREATE TABLE event_map_type (ocel_type TEXT, ocel_type_map TEXT); CREATE TABLE object_map_type (ocel_type TEXT, ocel_type_map TEXT);"
        "CREATE TABLE event_Pay (ocel_id TEXT, ocel_time TEXT, by TEXT);"
        "CREATE TABLE object_Order (ocel_id TEXT, ocel_time TEXT, ocel_changed_field TEXT, price REAL);"
        "INSERT INTO event_map_type VALUES ('pay', 'Pay'); INSERT INTO object_map_type VALUES ('order', 'Order');"
    )
    for n in range(30):
        con.execute("INSERT INTO event VALUES (?, 'pay')", (f"e{n}",))
        con.execute("INSERT INTO event_Pay VALUES (?, ?, 'card')", (f"e{n}", f"2026-01-{n + 1:02} 10:00:00"))
        con.execute("INSERT INTO event_object VALUES (?, ?, 'paid')", (f"e{n}", f"o{n % 7}"))
    for n in range(7):
        con.execute("INSERT INTO object VALUES (?, 'order')", (f"o{n}",))
        con.execute("INSERT INTO object_Order VALUES (?, '1970-01-01 00:00:00', NULL, ?)", (f"o{n}", n * 10))
    con.commit()
    con.close()
    return path.read_bytes()


def duckdb_file(folder: Path) -> bytes:
    """An events table as DuckDB keeps it."""
    path = folder / "seed.duckdb"
    with duckdb.connect(str(path)) as con:
        con.execute(
            "CREATE TABLE events (customer VARCHAR, happened TIMESTAMPTZ, what VARCHAR, tags INTEGER[], amount DOUBLE)"
        )
        con.executemany(
            "INSERT INTO events VALUES (?, ?, ?, [1, NULL], ?)",
            [[row["customer"], row["when"], row["what"], row["amount"]] for row in rows()],
        )
    return path.read_bytes()


def trackers() -> Iterator[tuple[str, bytes]]:
    """Files of the programs that track customers."""
    times = [(n, START + dt.timedelta(hours=n)) for n in range(25)]
    segment = [
        {
            "type": ("track", "page", "identify")[n % 3], "event": EVENTS[n % 4], "name": "Home", "messageId": f"m{n}", "userId": f"u{n % 5}",
            "timestamp": at.isoformat(), "sentAt": at.isoformat(), "receivedAt": at.isoformat(), "originalTimestamp": at.isoformat(),
            "context": {"groupId": "acme", "campaign": {"name": "spring"}}, "properties": {"revenue": 19.9, "currency": "EUR"},
        }
        for n, at in times
    ]  # fmt: skip
    yield "segment.jsonl", json_lines(segment)
    yield "segment-batch.json", json.dumps({"batch": segment, "sentAt": START.isoformat()}, indent=1).encode()
    ga4 = [
        {
            "event_date": "20260101", "event_timestamp": str(int(at.timestamp() * 1e6)), "event_name": EVENTS[n % 4], "event_bundle_sequence_id": str(n),
            "user_pseudo_id": f"8.{n % 5}", "platform": "WEB", "ecommerce": {"purchase_revenue": 1.5},
            "event_params": [{"key": "ga_session_id", "value": {"int_value": "17"}}, {"key": "page_referrer", "value": {"string_value": "x"}}],
        }
        for n, at in times
    ]  # fmt: skip
    yield "ga4.jsonl", json_lines(ga4)
    posthog = [
        {
            "uuid": f"u{n}", "event": "$pageview", "distinct_id": f"p{n % 5}", "timestamp": at.isoformat(),
            "properties": {"$groups": {"company": "acme"}, "$session_id": "s1"},
        }
        for n, at in times
    ]  # fmt: skip
    yield "posthog.json", json.dumps({"results": posthog}).encode()
    cells = {
        "app_id": "shop", "platform": "web", "collector_tstamp": "2026-03-01 10:00:00.000", "event": "struct", "domain_userid": "d1",
        "domain_sessionid": "s1", "se_category": "cart", "se_action": "add", "derived_tstamp": "2026-03-01 09:59:55.000",
    }  # fmt: skip
    # a tool may lean on the product: the columns of this layout are many
    from wayline.sources.shapes.snowplow import COLUMNS  # noqa: PLC0415

    lines = ("\t".join((cells | {"event_id": f"e{n}"}).get(name, "") for name in COLUMNS) for n in range(25))
    yield "snowplow.tsv", ("\n".join(lines) + "\n").encode()


def desks() -> Iterator[tuple[str, bytes]]:
    """Files of billing, tickets and CRM."""
    stripe = [
        {
            "id": f"evt_{n}", "object": "event", "type": "invoice.paid", "created": 1767225600 + n, "livemode": n % 9 > 0, "pending_webhooks": 0,
            "data": {"object": {"object": "invoice", "id": f"in_{n}", "customer": "cus_1", "amount_paid": 1999, "currency": "usd"}},
        }
        for n in range(25)
    ]  # fmt: skip
    yield "stripe.json", json.dumps({"object": "list", "data": stripe}, indent=1).encode()
    tickets = [
        {
            "id": n, "requester_id": n % 5, "submitter_id": 9, "organization_id": 5, "status": "solved", "via": {"channel": "mail"},
            "created_at": "2026-03-01T08:00:00Z", "metric_set": {"solved_at": "2026-03-02T08:00:00Z"},
        }
        for n in range(25)
    ]  # fmt: skip
    yield "zendesk.json", json.dumps({"tickets": tickets, "count": 25}).encode()
    deals = "".join(f"o{n},a{n % 5},Big,Closed Won,100,2026-03-01,2026-01-05T08:00:00Z,true,true\n" for n in range(25))
    head = "Id,AccountId,Name,StageName,Amount,CloseDate,CreatedDate,IsClosed,IsWon\n"
    yield "salesforce.csv", (head + deals).encode()
    stages = "".join(f"{n % 7},stage {n % 3},2026-01-05T08:00:00Z,CRM\n" for n in range(25))
    yield "hubspot.csv", f"deal_id,value,date_entered,source\n{stages}".encode()
    engagements = [
        {
            "engagement": {"id": n, "type": "CALL", "timestamp": 1767225600000 + n},
            "associations": {"contactIds": [8], "companyIds": [1]},
        }
        for n in range(25)
    ]
    yield "hubspot.json", json.dumps({"results": engagements}).encode()


def seeds(folder: Path) -> Mapping[str, bytes]:
    """The files by name; `folder` is for those that only a library can write."""
    whole = rows()
    made: dict[str, Callable[[], bytes]] = {
        "comma.csv": lambda: delimited(",", "utf-8"),
        "semicolon.csv": lambda: delimited(";", "cp1252"),
        "wide.tsv": lambda: delimited("\t", "utf-16"),
        "packed.csv.gz": lambda: gzip.compress(delimited(",", "utf-8"), 1),
        "plain.jsonl": lambda: json_lines(whole),
        "list.json": lambda: json.dumps(whole, indent=1).encode(),
        "table.xlsx": workbook,
        "log.xes": xes,
        "log.xes.gz": lambda: gzip.compress(xes(), 1),
        "ocel.json": lambda: json.dumps(ocel(), indent=1).encode(),
        "table.parquet": parquet,
        "shop.sqlite": lambda: sqlite(folder),
        "ocel.sqlite": lambda: ocel_tables(folder),
        "shop.duckdb": lambda: duckdb_file(folder),
    }
    return {name: make() for name, make in made.items()} | dict(trackers()) | dict(desks())
