"""Erasing: no byte of a person stays under the event log, not in decoded Parquet and not in kept measurements."""

import json

import pyarrow.parquet as pq

from command_line import EVENTS, MAP, write

ID = "anastasia-7f3q"
ROWS = EVENTS.replace("ana,", f"{ID},")


def bytes_left(folder, word):
    """Files under the event log that hold the word, as they are or after decoding their Parquet."""
    found = []
    for path in folder.rglob("*"):
        if path.is_file():
            raw = path.read_bytes()
            text = str(pq.read_table(path).to_pylist()) if raw[:4] == b"PAR1" else ""
            if word.encode() in raw or word.encode("utf-16-le") in raw or word in text or word in str(path):
                found.append(path)
    return found


def test_erasing_leaves_no_byte(wayline, workspace):
    write("maps/trial.journey.yaml", MAP)
    wayline.load("e.csv", ROWS + f"{ID},never,signup,pro\n", "--source", "shop")
    write(
        "p.json",
        json.dumps(
            {
                "wayline": 1,
                "table": "people",
                "source": "crm",
                "columns": {"person_id": "id"},
                "same_as": {"person_id": ["email"]},
            }
        ),
    )
    wayline.load(
        "people.csv", f"id,email,level\n{ID},{ID}@x.org,vip of {ID}\nben,ben@x.org,none\n", "--roles", "p.json"
    )
    wayline.done("measure", "trial", "--segment", "level")
    wayline.done("measure", "trial", "--where", f"{{where: {{customer: {ID}}}}}")
    log = workspace / "event-log"
    assert len(bytes_left(log, ID)) > 5
    before = wayline.measured("trial")
    said = wayline.done("erase", ID, "--json")
    assert said.json["erased"] is True
    assert bytes_left(log, ID) == []
    after = wayline.measured("trial")
    assert (before["subjects"], after["subjects"]) == (5, 4)
    assert ID not in wayline.done("subjects", "trial", "sign-up").out
    assert "erased before" in wayline.refused("erase", ID)
    again = wayline.load("e.csv", ROWS + "gil,2026-01-09T13:00:00Z,signup,pro\n", "--source", "shop")
    assert (again["accepted"], again["skipped"]) == (1, 14)
    assert bytes_left(log, ID) == []
    assert "Nothing is broken" in wayline.done("doctor").out


def test_erasing_any_joined_id_erases_the_person(wayline, workspace):
    write("maps/trial.journey.yaml", MAP)
    wayline.load("e.csv", ROWS, "--source", "shop")
    write(
        "p.json",
        json.dumps(
            {
                "wayline": 1,
                "table": "people",
                "source": "crm",
                "columns": {"person_id": "id"},
                "same_as": {"person_id": ["shop_id"]},
            }
        ),
    )
    wayline.load("people.csv", f"id,shop_id\ncrm-77,{ID}\n", "--roles", "p.json")
    wayline.done("erase", "crm-77")
    log = workspace / "event-log"
    assert bytes_left(log, ID) == bytes_left(log, "crm-77") == []
    assert wayline.measured("trial")["subjects"] == 4


def test_erasing_an_account(wayline, workspace):
    write(
        "r.json",
        json.dumps(
            {
                "wayline": 1,
                "table": "events",
                "source": "s",
                "columns": {"account_id": "firm", "person_id": "who", "occurred_at": "t", "event": "e"},
            }
        ),
    )
    wayline.load(
        "e.csv", "firm,who,t,e\nacme-corporation,ann,2026-01-01,buy\nother,bob,2026-01-01,buy\n", "--roles", "r.json"
    )
    wayline.done("erase", "acme-corporation")
    assert bytes_left(workspace / "event-log", "acme-corporation") == []
    assert [stop["event"] for stop in wayline.done("path", "bob", "--json").json["events"]] == ["buy"]
