"""Importing: what is proposed, what is loaded, what is said, and that no row is ever lost."""

import gzip
import json
import os
import signal
import subprocess
import sys
import time

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from command_line import EVENTS, MAP, ROLES, a_map, environment, write

HEAD = "customer,when,what\n"


def totals(wayline):
    return {row["source"]: row["rows"] for row in wayline.done("sources", "--json").json["sources"]}


def test_same_file_twice_changes_nothing(wayline, trial):
    before = wayline.measured("trial")
    again = wayline.load("events.csv", EVENTS)
    assert (again["accepted"], again["skipped"], again["version"]) == (0, 14, 1)
    assert wayline.measured("trial") == before


def test_same_file_under_another_name_or_with_its_roles_is_known_by_its_rows(wayline, trial):
    again = wayline.load("copy.csv", EVENTS, "--source", "events")
    assert (again["accepted"], again["skipped"], again["version"]) == (0, 14, 1)
    again = wayline.load("events.csv", EVENTS, "--roles", "roles/events.roles.yaml")
    assert (again["accepted"], again["skipped"]) == (0, 14)


def test_a_grown_file_adds_only_its_new_rows(wayline, trial):
    grown = wayline.load("events.csv", EVENTS + "gil,2026-01-09T13:00:00Z,signup,pro\n")
    assert (grown["rows"], grown["accepted"], grown["skipped"], grown["version"]) == (15, 1, 14, 2)
    assert wayline.measured("trial")["subjects"] == 6
    assert totals(wayline) == {"events": 15}


def test_identical_rows_in_one_file_are_real(wayline, workspace):
    row = "ana,2026-01-01T09:00:00Z,signup\n"
    report = wayline.load(
        "e.csv", HEAD + row * 3 + "bob,2026-01-01T10:00:00Z,signup\nbob,2026-01-02T10:00:00Z,report\n"
    )
    assert (report["accepted"], report["identical"]) == (5, 2)
    write("maps/m.journey.yaml", a_map("signup"))
    assert wayline.measured("m")["elements"]["s0"]["touches"]["value"] == 4
    grown = wayline.load("e.csv", HEAD + row * 4 + "bob,2026-01-01T10:00:00Z,signup\nbob,2026-01-02T10:00:00Z,report\n")
    assert (grown["accepted"], grown["skipped"]) == (1, 5)


def test_strict_undoes_an_import_with_a_rejected_row(wayline, workspace):
    write("e.csv", EVENTS + "zoe,not a time,signup,pro\n")
    said = wayline("import", "e.csv", "--strict", "--json")
    assert said.status == 1
    assert said.json["files"][0]["rejected"] == 1
    assert said.json["version"] == 0
    assert "nothing was loaded" in said.err
    assert wayline.done("sources", "--json").json == {"sources": [], "version": 0}
    loaded = wayline.done("import", "e.csv", "--json").json
    assert (loaded["files"][0]["accepted"], loaded["files"][0]["rejected"], loaded["version"]) == (14, 1, 1)
    assert any("not a time" in json.dumps(finding) for finding in loaded["files"][0]["findings"])


def test_dry_run_writes_roles_that_the_next_import_uses(wayline, workspace):
    report = wayline.load("events.csv", EVENTS, "--dry-run")
    assert (report["accepted"], report["version"]) == (14, 0)
    roles = workspace / "roles" / "events.roles.yaml"
    text = roles.read_text()
    assert "person_id: customer" in text
    roles.write_text(text.replace("source: events", "source: corrected"))
    wayline.load("events.csv", EVENTS)
    assert totals(wayline) == {"corrected": 14}


UNSURE = "a,b,c\n1,x,0.5\n2,y,0.7\n3,x,0.1\n"


def test_an_unsure_proposal_stops_and_leaves_a_file_to_correct(wayline, workspace):
    write("odd.csv", UNSURE)
    said = wayline.refused("import", "odd.csv", "--json")
    roles = workspace / "roles" / "odd.roles.yaml"
    assert str(roles) in said
    assert "wayline: 1" in roles.read_text()
    assert "odd.roles.yaml" in wayline.refused("import", "odd.csv"), "as long as nobody touched it, it is not used"
    roles.write_text("wayline: 1\ntable: events\ncolumns: {person_id: b, position: a, event: c}\n")
    assert wayline.load("odd.csv", UNSURE)["accepted"] == 3


def test_a_corrected_proposal_is_used_even_with_its_first_line(wayline, workspace):
    write("odd.csv", UNSURE)
    wayline.refused("import", "odd.csv")
    roles = workspace / "roles" / "odd.roles.yaml"
    head = roles.read_text().partition("\n")[0]
    assert head.startswith("# Not sure")
    roles.write_text(f"{head}\nwayline: 1\ntable: events\ncolumns: {{person_id: b, position: a, event: c}}\n")
    assert wayline.load("odd.csv", UNSURE)["accepted"] == 3


def test_a_proposal_gives_way_to_a_file_with_other_columns(wayline, workspace):
    wayline.load("events.csv", EVENTS)
    other = wayline.load(
        "events.csv",
        "user_id,timestamp,event\n" + "".join(f"u{n % 4},2026-02-0{n + 1}T00:00:00Z,open\n" for n in range(8)),
    )
    assert other["accepted"] == 8
    (workspace / "roles" / "events.roles.yaml").write_text(
        "wayline: 1\ntable: events\ncolumns: {person_id: nobody, position: a, event: c}\n"
    )
    assert "nobody" in wayline.refused("import", "events.csv")


def test_several_files_make_one_version_or_none(wayline, workspace):
    write("a.csv", EVENTS)
    write("b.csv", EVENTS.replace("ana", "zoe"))
    report = wayline.done("import", "a.csv", "b.csv", "--json").json
    assert report["version"] == 1
    assert totals(wayline) == {"a": 14, "b": 14}
    write("c.csv", EVENTS.replace("ana", "yan"))
    wayline.refused("import", "c.csv", "missing.csv")
    assert totals(wayline) == {"a": 14, "b": 14}
    write("odd.csv", UNSURE)
    wayline.refused("import", "c.csv", "odd.csv")
    assert wayline.done("sources", "--json").json["version"] == 1


def test_source_and_zone_are_taken_from_the_command_line(wayline, workspace):
    text = HEAD + "".join(f"p{n % 3},2026-07-0{n + 1} 12:00:00,signup\n" for n in range(6))
    report = wayline.load("e.csv", text, "--source", "shop", "--zone", "America/Sao_Paulo")
    assert "Sao_Paulo" in json.dumps(report["findings"])
    listed = wayline.done("sources", "--json").json["sources"][0]
    assert (listed["source"], listed["from"]) == ("shop", "2026-07-01T15:00:00Z")
    wayline.load("e.csv", text, "--source", "other", "--zone", "Europe/Berlin")
    assert wayline.done("sources", "--json").json["sources"][1]["from"] == "2026-07-01T10:00:00Z"


def test_times_without_zone_take_the_workspaces_and_it_is_said(wayline, tmp_path):
    wayline.done("init", "berlin", "--zone", "Europe/Berlin")
    os.chdir("berlin")
    report = wayline.load("e.csv", HEAD + "".join(f"p{n % 3},2026-07-0{n + 1} 12:00:00,signup\n" for n in range(6)))
    assert "Europe/Berlin" in json.dumps(report["findings"])
    assert "workspace" in json.dumps(report["findings"])
    assert wayline.done("sources", "--json").json["sources"][0]["from"] == "2026-07-01T10:00:00Z"
    write("maps/m.journey.yaml", a_map("signup"))
    assert wayline.measured("m", "--since", "2026-07-03")["window"]["since"] == "2026-07-02T22:00:00Z"
    assert wayline.measured("m", "--since", "2026-07-01T12:00:00", "--until", "2026-07-02T12:00")["subjects"] == 1


def test_sources_lists_and_takes_out(wayline, trial):
    wayline.load("more.csv", EVENTS.replace("ana", "zoe"), "--source", "more")
    listed = wayline.done("sources", "--json").json
    assert set(listed["sources"][0]) == {"source", "table", "rows", "rejected", "from", "until", "loaded_at"}
    assert (listed["sources"][0]["table"], listed["sources"][0]["from"], listed["sources"][0]["until"]) == (
        "events", "2026-01-01T09:00:00Z", "2026-01-09T12:00:00Z",
    )  # fmt: skip
    assert wayline.measured("trial")["subjects"] == 6
    wayline.done("sources", "remove", "more")
    assert totals(wayline) == {"events": 14}
    assert wayline.measured("trial")["subjects"] == 5
    assert "events" in wayline.refused("sources", "remove", "more")
    assert wayline.load("more.csv", EVENTS.replace("ana", "zoe"), "--source", "more")["accepted"] == 14


def test_corrected_rows_take_the_place_of_those_with_the_same_event_id(wayline, trial):
    head = "id,customer,when,what\n"
    roles = "wayline: 1\ntable: events\nsource: crm\ncolumns: {event_id: id, person_id: customer, occurred_at: when, event: what}\n"
    write("crm.yaml", roles)
    wayline.load(
        "crm1.csv",
        head + "e1,hal,2026-01-03T09:00:00Z,signup\ne2,hal,2026-01-04T09:00:00Z,import\n",
        "--roles",
        "crm.yaml",
    )
    time.sleep(0.01)
    between = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() + 1))
    time.sleep(1.2)
    fixed = wayline.load(
        "crm2.csv",
        head + "e1,hal,2026-01-03T09:00:00Z,signup\ne2,hal,2026-01-04T09:00:00Z,report\n",
        "--roles",
        "crm.yaml",
    )
    assert (fixed["accepted"], fixed["skipped"]) == (1, 1)
    found = wayline.measured("trial")
    assert (
        found["subjects"],
        found["elements"]["first-report"]["touches"]["value"],
        found["elements"]["first-import"]["touches"]["value"],
    ) == (6, 4, 4)
    known = wayline.measured("trial", "--known-at", between)
    assert known["elements"]["first-import"]["touches"]["value"] == 5
    assert wayline.measured("trial", "--known-at", "2000-01-01")["subjects"] == 0


# --- other forms of input, each holding the worked example ---

ROWS = [line.split(",") for line in EVENTS.splitlines()[1:]]


def as_json_lines():
    return "".join(json.dumps({"customer": c, "when": w, "what": e, "plan": p}) + "\n" for c, w, e, p in ROWS)


def as_parquet(path):
    columns = list(zip(*ROWS, strict=True))
    pq.write_table(pa.table(dict(zip(("customer", "when", "what", "plan"), columns, strict=True))), path)
    return path.read_bytes()


@pytest.mark.parametrize(
    "form",
    [
        "tsv",
        "gz",
        "jsonl",
        "json.gz",
        "parquet",
        "semicolon",
        "utf-16",
        "bom",
        "latin",
        "crlf",
        "quoted",
        "epoch",
        "epoch-ms",
        "spread-columns",
    ],
)
def test_every_form_of_the_same_rows_gives_the_same_numbers(wayline, workspace, form):
    seconds = [int(time.mktime(time.strptime(row[1], "%Y-%m-%dT%H:%M:%SZ"))) - time.timezone for row in ROWS]
    name, content = {
        "tsv": lambda: ("e.tsv", EVENTS.replace(",", "\t")),
        "gz": lambda: ("e.csv.gz", gzip.compress(EVENTS.encode())),
        "jsonl": lambda: ("e.jsonl", as_json_lines()),
        "json.gz": lambda: ("e.jsonl.gz", gzip.compress(as_json_lines().encode())),
        "parquet": lambda: ("e.parquet", as_parquet(workspace / "tmp.parquet")),
        "semicolon": lambda: ("e.csv", EVENTS.replace(",", ";")),
        "utf-16": lambda: ("e.csv", EVENTS.replace("ana", "änna").encode("utf-16")),
        "bom": lambda: ("e.csv", b"\xef\xbb\xbf" + EVENTS.encode()),
        "latin": lambda: ("e.csv", EVENTS.replace("ana", "ñandú").encode("latin-1")),
        "crlf": lambda: ("e.csv", EVENTS.replace("\n", "\r\n")),
        "quoted": lambda: ("e.csv", "\n".join(",".join(f'"{cell}"' for cell in line.split(",")) for line in EVENTS.splitlines())),
        "epoch": lambda: ("e.csv", "customer,timestamp,what,plan\n" + "".join(f"{r[0]},{s},{r[2]},{r[3]}\n" for r, s in zip(ROWS, seconds, strict=True))),
        "epoch-ms": lambda: ("e.csv", "customer,timestamp,what,plan\n" + "".join(f"{r[0]},{s}000,{r[2]},{r[3]}\n" for r, s in zip(ROWS, seconds, strict=True))),
        "spread-columns": lambda: ("e.csv", "what,x,when,customer,plan\n" + "".join(f"{r[2]},{n},{r[1]},{r[0]},{r[3]}\n" for n, r in enumerate(ROWS))),
    }[form]()  # fmt: skip
    write("maps/trial.journey.yaml", MAP)
    write(
        "r.yaml",
        ROLES.replace(
            'read: {delimiter: ",", encoding: utf-8, decimal: ".", dates: "%Y-%m-%dT%H:%M:%SZ", zone: UTC, missing: ["", "NULL"]}',
            "",
        ).replace(
            "occurred_at: when",
            {
                "epoch": "occurred_at: {column: timestamp, unit: s}",
                "epoch-ms": "occurred_at: {column: timestamp, unit: ms}",
            }.get(form, "occurred_at: when"),
        ),
    )
    report = wayline.load(name, content, "--roles", "r.yaml")
    assert (report["rows"], report["accepted"]) == (14, 14)
    found = wayline.measured("trial")
    assert found["as_of"] == "2026-01-09T12:00:00Z"
    assert found["elements"]["sign-up"]["time_to_next"]["value"] == 130_500
    assert found["coverage"]["events"]["count"] == 11
    assert len(wayline.done("subjects", "trial", "sign-up").out.split()) == 4


def roles_of(table, columns, **more):
    return json.dumps({"wayline": 1, "table": table, "source": "s", "columns": columns, **more})


def test_order_without_times_refuses_durations(wayline, workspace):
    write("r.yaml", roles_of("events", {"session_id": "visit", "position": "n", "event": "page"}))
    wayline.load("e.csv", "visit,n,page\nv1,1,a\nv1,2,b\nv2,2,b\nv2,1,a\nv3,1,b\n", "--roles", "r.yaml")
    write("maps/m.journey.yaml", a_map("a", "b", unit="session"))
    found = wayline.measured("m")
    assert found["subjects"] == 3
    steps = found["elements"]
    assert (steps["s0"]["converted"]["count"], steps["s0"]["converted"]["n"]) == (2, 2)
    assert steps["s0"]["time_to_next"]["value"] is None
    assert "no times" in steps["s0"]["time_to_next"]["refused"]
    assert wayline.done("sources", "--json").json["sources"][0]["from"] is None
    assert wayline.done("path", "v2", "--json").json["events"][0]["occurred_at"] == "position 1"


def test_wide_tables_make_an_event_a_milestone(wayline, workspace):
    write(
        "r.yaml",
        roles_of(
            "events",
            {"object_id": "order", "object_type": "order"},
            milestones={"purchase": "bought", "ship": "shipped", "deliver": "delivered"},
        ),
    )
    report = wayline.load(
        "orders.csv",
        "order,bought,shipped,delivered\no1,2026-01-01,2026-01-02,2026-01-05\no2,2026-01-01,2026-01-01,\no3,2026-01-03,,\no4,,,\n",
        "--roles",
        "r.yaml",
    )
    assert report["rows"] == 4
    write("maps/m.journey.yaml", a_map("purchase", "ship", "deliver", unit="object:order"))
    steps = wayline.measured("m")["elements"]
    assert [steps[one]["touches"]["value"] for one in ("s0", "s1", "s2")] == [3, 2, 1]
    assert steps["s0"]["converted"]["count"] == 2
    assert steps["s0"]["time_to_next"]["value"] == 43_200


def test_relative_times_and_joined_keys(wayline, workspace):
    write("r.yaml", roles_of("events", {
        "object_id": ["module", "term", "student"], "object_type": "study", "occurred_at": {"column": "day", "unit": "day", "from": "2013-02-01"},
        "event": ["type", "action"],
    }))  # fmt: skip
    wayline.load(
        "e.csv",
        "module,term,student,day,type,action\nA,1,7,-10,exam,book\nA,1,7,0.5,exam,sit\nA,2,7,3,exam,book\n",
        "--roles",
        "r.yaml",
    )
    write("maps/m.journey.yaml", a_map("exam book", "exam sit", unit="object:study"))
    found = wayline.measured("m")
    assert found["subjects"] == 2
    assert found["elements"]["s0"]["time_to_next"]["value"] == 10.5 * 86_400
    assert wayline.done("sources", "--json").json["sources"][0]["from"] == "2013-01-22T00:00:00Z"


def test_units_account_session_and_unassigned(wayline, workspace):
    write("p.yaml", roles_of("people", {"person_id": "p", "account_id": "a"}, source="people"))
    wayline.load("people.csv", "p,a\nann,acme\nbob,acme\n", "--roles", "p.yaml")
    write("r.yaml", roles_of("events", {"person_id": "p", "occurred_at": "t", "event": "e"}))
    wayline.load(
        "e.csv",
        "p,t,e\nann,2026-01-01T10:00:00Z,buy\nbob,2026-01-01T10:30:00Z,use\nann,2026-01-01T12:00:00Z,use\ncid,2026-01-01T12:00:00Z,buy\n",
        "--roles", "r.yaml",
    )  # fmt: skip
    write("maps/acc.journey.yaml", a_map("buy", "use", unit="account", name="acc"))
    said = wayline.done("measure", "acc", "--json")
    assert (said.json["subjects"], said.json["unassigned"]) == (1, 1)
    assert said.json["elements"]["s0"]["time_to_next"]["value"] == 1800
    assert "account" in said.err
    write("maps/ses.journey.yaml", a_map("buy", "use", unit="session", name="ses"))
    said = wayline.done("measure", "ses", "--json")
    assert said.json["subjects"] == 4
    assert "60 minutes" in said.err


def test_ids_are_joined_and_the_match_rate_is_said(wayline, workspace):
    write("r.yaml", roles_of("events", {"person_id": "p", "occurred_at": "t", "event": "e"}))
    wayline.load(
        "e.csv",
        "p,t,e\nann@x.org,2026-01-01T10:00:00Z,buy\nc7,2026-01-02T10:00:00Z,use\nzed,2026-01-02T10:00:00Z,buy\n",
        "--roles",
        "r.yaml",
    )
    write("p.yaml", roles_of("people", {"person_id": "id"}, same_as={"person_id": ["email", "crm"]}, source="people"))
    report = wayline.load("people.csv", "id,email,crm\n1,ann@x.org,c7\n2,nobody@x.org,\n", "--roles", "p.yaml")
    assert "2 of 3 ids" in json.dumps(report["findings"])
    write("maps/m.journey.yaml", a_map("buy", "use"))
    found = wayline.measured("m")
    assert found["subjects"] == 2
    assert found["elements"]["s0"]["converted"]["count"] == 1
    assert len(wayline.done("path", "c7", "--json").json["events"]) == 2


def test_voice_in_long_and_wide_form_is_loaded(wayline, workspace):
    write(
        "v.yaml",
        roles_of(
            "voice",
            {"person_id": "p", "occurred_at": "t", "weight": "w"},
            questions={"NETPRO": {"kind": "nps", "min": 0, "max": 10, "no_answer": [98, 99]}},
        ),
    )
    report = wayline.load(
        "v.csv",
        "p,t,w,NETPRO\nann,2026-01-01T10:00:00Z,1.5,9\nbob,2026-01-01T10:00:00Z,1,98\ncid,2026-01-01T10:00:00Z,1,\n",
        "--roles",
        "v.yaml",
    )
    assert report["rows"] == 3
    listed = wayline.done("sources", "--json").json["sources"][0]
    assert listed["table"] == "voice"
    write(
        "l.yaml",
        roles_of("voice", {"person_id": "p", "occurred_at": "t", "kind": "ticket", "text": "says"}, source="tickets"),
    )
    assert wayline.load("l.csv", "p,t,says\nann,2026-01-01T10:00:00Z,hello\n", "--roles", "l.yaml")["accepted"] == 1


def test_as_decides_the_table(wayline, workspace):
    people = "person_id,plan,country\nann,pro,DE\nbob,free,FR\ncid,pro,DE\n"
    report = wayline.load("p.csv", people, "--as", "people")
    assert report["accepted"] == 3
    assert wayline.done("sources", "--json").json["sources"][0]["table"] == "people"
    wayline.load("events.csv", EVENTS)
    write("maps/trial.journey.yaml", MAP)


# --- two at once, and being stopped ---

LONG = HEAD + "".join(
    f"p{n % 5000},2026-01-{n % 28 + 1:02d}T{n % 24:02d}:{n % 60:02d}:00Z,e{n % 7}\n" for n in range(150_000)
)


def hear_interrupts():
    """Whoever runs the tests in the background of a shell has interrupts ignored; a command is to hear them."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def start(*words, cwd):
    return subprocess.Popen(
        [sys.executable, "-m", "wayline.cli.main", *words],
        cwd=cwd,
        env=environment(),
        preexec_fn=hear_interrupts,  # noqa: PLW1509 (no threads run here)
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_interrupting_an_import_leaves_the_version_before(wayline, trial):
    write("long.csv", LONG)
    before = wayline.measured("trial")
    process = start("import", "long.csv", cwd=trial)
    staging = trial / "event-log"
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline and not list(staging.glob("stag*")) and process.poll() is None:
        time.sleep(0.02)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert (process.returncode, out) == (130, ""), err
    assert "Traceback" not in err
    assert "as it was before" in err
    assert wayline.measured("trial") == before
    assert "Nothing is broken" in wayline.done("doctor").out
    report = wayline.done("import", "long.csv", "--json").json
    assert report["version"] == 2


def test_two_imports_at_once_and_a_reader_beside_them(wayline, trial):
    write("a.csv", LONG[: len(HEAD) + 200_000].rpartition("\n")[0] + "\n")
    write("b.csv", LONG[: len(HEAD) + 100_000].rpartition("\n")[0] + "\n")
    first, second = start("import", "a.csv", cwd=trial), start("import", "b.csv", cwd=trial)
    versions = set()
    while first.poll() is None or second.poll() is None:
        versions.add(wayline.measured("trial")["provenance"]["events"])
    errors = [process.communicate()[1] for process in (first, second)]
    assert (first.returncode, second.returncode) == (0, 0), errors
    assert wayline.done("sources", "--json").json["version"] == 3
    assert versions <= {"version 1", "version 2", "version 3"}
