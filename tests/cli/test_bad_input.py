"""Bad input: a clear message or a correct result; never a traceback, a wrong number or a lost row."""

import gzip
import json
import os
import resource
import subprocess
import sys

import duckdb
import pytest

from command_line import EVENTS, MAP, ROLES, a_map, environment, write

HEAD = "customer,when,what\n"
PLAIN = json.dumps(
    {
        "wayline": 1,
        "table": "events",
        "source": "s",
        "columns": {"person_id": "customer", "occurred_at": "when", "event": "what"},
    }
)


def load(wayline, text, *words):
    write("r.json", PLAIN)
    return wayline.load("e.csv", text, "--roles", "r.json", *words)


REFUSED = {
    "missing column": (EVENTS.replace("customer", "client"), "there is no column 'customer'"),
    "doubled column": (EVENTS.replace("plan", "what"), "more than once"),
    "empty file": ("", "empty"),
    "truncated gzip": (gzip.compress((HEAD + "ana,2026-01-01,buy\n" * 50_000).encode())[:-300], "e.csv"),
    "binary": (bytes(range(256)) * 40, ""),
    "NUL bytes only": (b"\0" * 4096, ""),
}


@pytest.mark.parametrize("case", REFUSED)
def test_files_that_cannot_be_loaded_say_why(wayline, workspace, case):
    content, expected = REFUSED[case]
    write("r.json", PLAIN)
    write("e.csv", content)
    assert expected in wayline.refused("import", "e.csv", "--roles", "r.json")
    assert wayline.done("sources", "--json").json["version"] == 0
    wayline.refused("import", "e.csv") if case != "missing column" else None


def test_a_header_without_rows_loads_nothing(wayline, workspace):
    report = load(wayline, HEAD)
    assert (report["rows"], report["accepted"]) == (0, 0)


def test_every_row_is_accounted_for(wayline, workspace):
    rows = [
        "ana,2026-01-01T09:00:00Z,a\n", "ana,2026-02-30,a\n", "ana,31/12/2026,a\n", "ana,yesterday,a\n", "ana,,a\n", "ana,2026-01-01T09:00:00Z,\n",
        ",2026-01-01T09:00:00Z,a\n", "ana,2026-01-01T09:00:00Z\n", "ana,2026-01-01T09:00:00Z,a,too,many\n", "ana,9999-12-31T23:59:59Z,a\n",
        "ana,0001-01-01,a\n", "ana,1e9,a\n", "ana,2026-01-01T25:00:00Z,a\n", '"unclosed,2026-01-01,a\n',
    ]  # fmt: skip
    text = HEAD + "".join(rows)
    report = load(wayline, text)
    assert report["rejected"] >= 6
    assert all(finding["message"] for finding in report["findings"])
    again = load(wayline, text + "zoe,2026-01-01,a\n")
    assert again["rows"] == again["accepted"] + again["rejected"] + again["skipped"]


def test_out_of_order_rows_and_ties_count_by_time_then_arrival(wayline, workspace):
    load(
        wayline,
        HEAD
        + "ana,2026-01-03T00:00:00Z,c\nana,2026-01-01T00:00:00Z,a\nana,2026-01-02T00:00:00Z,b\nbob,2026-01-01T00:00:00Z,b\nbob,2026-01-01T00:00:00Z,a\n",
    )
    write("maps/m.journey.yaml", a_map("a", "b", "c"))
    steps = wayline.measured("m")["elements"]
    assert (steps["s0"]["converted"]["count"], steps["s0"]["converted"]["n"], steps["s0"]["converted"]["tied"]) == (
        1,
        2,
        1,
    )
    assert steps["s0"]["time_to_next"]["value"] == 86_400


def test_one_giant_path(wayline, workspace):
    rows = "".join(
        f"ana,2026-01-{n // 43_200 + 1:02d}T{n // 1800 % 24:02d}:{n // 30 % 60:02d}:{n % 30 * 2:02d}Z,{'ab'[n % 2]}\n"
        for n in range(200_000)
    )
    report = load(wayline, HEAD + rows)
    assert report["accepted"] == 200_000
    write("maps/m.journey.yaml", a_map("a", "b"))
    found = wayline.measured("m")
    assert found["subjects"] == 1
    assert {(flow["from"], flow["to"]): flow["count"] for flow in found["flows"]} == {
        ("START", "s0"): 1, ("s0", "s1"): 100_000, ("s1", "s0"): 99_999, ("s1", "END"): 1,
    }  # fmt: skip


@pytest.mark.parametrize("steps", [0, 1, 300])
def test_maps_of_every_size_are_measured_drawn_and_shown(wayline, workspace, steps):
    load(
        wayline, HEAD + "".join(f"p{n % 7},2026-01-01T{n // 60:02d}:{n % 60:02d}:00Z,e{n % 301}\n" for n in range(900))
    )
    if steps:
        write("maps/m.journey.yaml", a_map(*[f"e{n}" for n in range(steps)]))
    else:
        write("maps/m.journey.yaml", "wayline: 1\nmap: m\ntitle: Nothing yet\nunit: person\nstages: []\n")
    found = wayline.measured("m")
    assert found["subjects"] == {0: 0, 1: 1, 300: 7}[steps]
    assert sum(flow["count"] for flow in found["flows"] if flow["from"] == "START") == found["subjects"]
    if steps < 300:
        wayline.done("measure", "m")
        wayline.done("render", "m", "-o", "m.html")


HOSTILE = [
    "<script>alert(1)</script>", "\"' onload=x <img src=x>", '=HYPERLINK("http://x")', "@SUM(1)", "-2+3", "ab\u202egnp.exe", "👩‍👩‍👧‍👦🏳️‍🌈", "two\nlines", "a\rb",
    "a\tb", "O'Brien; DROP TABLE events; --", 'say "hi"', "a\\nb\\", "{0} {x} %s %d ${y}", "a\u200bb\ufeffc", "x" * 5000, "\U0010ffff", "*/ -- /*", "NaN", "null", " ", "0",
]  # fmt: skip
# YAML holds no escape character, and in a glob a star means more than itself
BY_GLOB = {"\x1b[31mred\x1b[0m": "*31mred*", "a*[b]?": "a[*][[]b][?]"}


def quoted(text):
    return json.dumps(text, ensure_ascii=False)


def hostile_map():
    events = [*HOSTILE, *BY_GLOB.values()]
    events = ["[*]/ -- /[*]" if event == "*/ -- /*" else event for event in events]
    titles = [*HOSTILE, *BY_GLOB.values()]
    steps = "\n".join(
        f"      - {{id: s{n}, title: {quoted(title)}, bind: {{event: {quoted(event)}}}}}"
        for n, (title, event) in enumerate(zip(titles, events, strict=True))
    )
    title = quoted("".join(HOSTILE[:10]))
    return f"wayline: 1\nmap: m\ntitle: {title}\nunit: person\nstages:\n  - id: one\n    title: {title}\n    steps:\n{steps}\n"


def cell(text):
    return '"' + text.replace('"', '""') + '"'


def test_hostile_text_in_every_field(wayline, workspace):
    texts = [*HOSTILE, *BY_GLOB]
    kept = [text for text in texts if text.strip() not in ("", "null", "NaN")]
    rows = "".join(
        f"{cell(text)},2026-01-01T00:{n:02d}:00Z,{cell(text)},{cell(text)}\n" for n, text in enumerate(texts)
    )
    write("r.json", json.dumps(json.loads(PLAIN) | {"traits": ["plan"]}))
    write("maps/m.journey.yaml", hostile_map())
    report = wayline.load(
        "e.csv", "customer,when,what,plan\n" + rows + rows.replace("T00:", "T01:"), "--roles", "r.json"
    )
    assert report["rows"] == 2 * len(texts)
    found = wayline.measured("m", "--segment", "plan")
    for n, text in enumerate(texts):
        if text in kept:
            assert (text, found["elements"][f"s{n}"]["touches"]["value"]) == (text, 2)
            assert found["segments"][text]["subjects"] == 1
            assert wayline.done("subjects", "m", f"s{n}", "--json").json["subjects"] == [text] if n % 8 == 0 else True
    shown = wayline.done("measure", "m", "--segment", "plan").out + wayline.done("lint", "m").out
    shown += (
        wayline.done("subjects", "m", "one").out
        + wayline.done("path", HOSTILE[5], "--map", "m").out
        + wayline.done("path", "\x1b[31mred\x1b[0m").out
    )
    assert not {"\x1b", "\u202e", "\r"} & set(shown)
    wayline.done("render", "m", "-o", "m.html")
    page = (workspace / "m.html").read_text(encoding="utf-8")
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    where = f"{{segment: {{plan: [{', '.join(map(quoted, HOSTILE[:8]))}]}}}}"
    sql = wayline.done("explain", "m", "s0", "reached", "--sql", "--segment", "plan", "--where", where).out
    assert wayline.measured("m", "--where", where)["subjects"] == 8
    assert duckdb.sql(sql).fetchall() == [(1, 8)]
    for text in (HOSTILE[1], HOSTILE[7], HOSTILE[10]):
        assert wayline.done("erase", text, "--json").json["erased"] is True


def test_a_nul_in_a_cell_loses_no_row(wayline, workspace):
    report = load(wayline, (HEAD + "a\0b,2026-01-01,buy\nben,2026-01-02,b\0uy\n").encode())
    assert report["rows"] == 2


BOMBS = {
    "bomb": "a: &a [x,x,x,x,x,x,x,x,x]\n"
    + "\n".join(f"{chr(98 + n)}: &{chr(98 + n)} [{','.join(['*' + chr(97 + n)] * 9)}]" for n in range(9)),
    "tag": "wayline: 1\nmap: m\ntitle: !!python/object/apply:os.system ['touch hacked']\n",
    "deep": "[" * 500,
    "deep map": "a: {" * 300,
    "not text": b"\xff\xfe\x00wayline",
    "binary": bytes(range(256)),
    "list": "- a\n- b\n",
    "scalar": "just words",
    "empty": "",
    "two documents": "wayline: 1\nmap: a\n---\nwayline: 1\nmap: b\n",
    "doubled key": "wayline: 1\nmap: m\nmap: n\n",
    "wrong types": "wayline: [1]\nmap: {}\ntitle: 5\nstages: yes\nunit: [person]\n",
    "huge number": "wayline: 1e999\nmap: m\n",
    "tabs": "wayline: 1\n\tmap: m\n",
    "recursion": "wayline: 1\nmap: m\nstages: &s\n  - *s\n",
    "nul": "wayline: 1\nmap: a\0b\n",
}


@pytest.mark.parametrize("case", BOMBS)
def test_yaml_that_is_no_map_and_no_roles_is_refused(wayline, workspace, case):
    write("maps/bad.journey.yaml", BOMBS[case])
    write("bad.roles.yaml", BOMBS[case])
    write("events.csv", EVENTS)
    assert "bad.journey.yaml" in wayline.refused("measure", "bad")
    assert wayline("lint", "bad").status in {1, 2}
    assert "bad.roles.yaml" in wayline.refused("import", "events.csv", "--roles", "bad.roles.yaml")
    assert not (workspace / "hacked").exists()
    wayline.refused(
        "measure",
        "bad",
        "--where",
        BOMBS[case].decode("latin-1") if isinstance(BOMBS[case], bytes) else BOMBS[case] or "[]",
    )


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_cannot_be_written(wayline, trial):
    (trial / "event-log").chmod(0o500)
    write("more.csv", EVENTS.replace("ana", "zoe"))
    wayline.refused("import", "more.csv")
    assert wayline.measured("trial")["subjects"] == 5


@pytest.mark.parametrize("limit", [100_000])
def test_a_full_disk_leaves_the_version_before(wayline, trial, limit):
    write(
        "long.csv",
        HEAD
        + "".join(
            f"person-{n * 7919 % 99_991},2026-01-01T00:00:00.{n % 1000:03d}Z,event {n % 97}\n" for n in range(30_000)
        ),
    )
    write("r.json", PLAIN)
    before = wayline.measured("trial")
    said = subprocess.run(
        [sys.executable, "-m", "wayline.cli.main", "import", "long.csv", "--roles", "r.json"], cwd=trial, capture_output=True, text=True, check=False,
        env=environment(),
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)),
    )  # fmt: skip
    assert (said.returncode, said.stdout) == (2, ""), said.stderr
    assert "disk" in said.stderr
    assert "Traceback" not in said.stderr
    assert wayline.measured("trial") == before
    assert "Nothing is broken" in wayline.done("doctor").out
    assert wayline.done("import", "long.csv", "--roles", "r.json", "--json").json["version"] == 2


def test_roles_that_name_unknown_things_say_where(wayline, workspace):
    write("events.csv", EVENTS)
    for change, expected in (
        (("customer", "custmer"), "customer"),
        (("person_id", "persn_id"), "person_id"),
        (("table: events ", "table: evnts "), "events"),
        (("traits: [plan]", "traits: [pln]"), "plan"),
        (("source: shop", "sorce: shop"), "source"),
        (("UTC", "Mars/Olympus"), "Mars/Olympus"),
    ):
        write("shop.roles.yaml", ROLES.replace(*change))
        said = wayline.refused("import", "events.csv", "--roles", "shop.roles.yaml")
        assert expected in said, said


def test_maps_that_name_unknown_things_say_where(wayline, trial):
    for change, expected in (
        (("bind: {event: signup}", "bnd: {event: signup}"), "bind"),
        (("event: signup", "evnt: signup"), "event"),
        (("unit: person  ", "unit: persn  "), "person"),
        (("leaves:", "leafs:"), "leaves"),
        (("first-import\n", "sign-up\n"), "sign-up"),
        (("within: 7d", "within: soon"), "soon"),
        (("event: report", "event: report, nth: 0"), "whole number"),
        (("event: report", "event: report, within: {of: nowhere, at_most: 1d}"), "nowhere"),
    ):
        write("maps/t.journey.yaml", MAP.replace(*change))
        said = wayline.refused("measure", "t")
        assert "t.journey.yaml:" in said, said
        assert expected in said, said
