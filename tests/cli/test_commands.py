"""Every command: what it answers, where it says it, and how it ends."""

import json
import os
import subprocess
import sys

import pytest

from command_line import EVENTS, MAP, a_map, environment, write

COMMANDS = (
    "init",
    "import",
    "sources",
    "erase",
    "templates",
    "new",
    "lint",
    "measure",
    "compare",
    "check",
    "changes",
    "explain",
    "subjects",
    "path",
    "render",
    "doctor",
    "upgrade",
    "demo",
)


def run(*words, cwd, stdin=None, **variables):
    """The installed command, in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "wayline.cli.main", *map(str, words)],
        cwd=cwd, env=environment(**variables), capture_output=True, text=True, check=False, stdin=stdin,
    )  # fmt: skip


def test_version_and_help(wayline):
    assert wayline.done("--version").out.startswith("wayline 0.")
    overview = wayline.done("--help").out
    assert all(f"  {name} " in overview for name in COMMANDS)
    assert wayline("").status == 2


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself(wayline, command):
    said = wayline.done(command, "--help")
    assert said.out.startswith(f"usage: wayline {command}")
    for option in ("--workspace", "--json", "--quiet"):
        assert option in said.out


def test_unknown_names_are_answered_with_the_nearest(wayline, trial):
    for words, meant in (
        (("mesure",), "measure"),
        (("measure", "trial", "--sgment", "plan"), "--segment"),
        (("--hlp",), "--help"),
        (("measure", "trail"), "trial"),
        (("measure", "trial", "--segment", "pla"), "plan"),
        (("explain", "trial", "sign-upp", "reached"), "sign-up"),
        (("explain", "trial", "sign-up", "reachd"), "reached"),
        (("subjects", "trial", "sign-upp"), "sign-up"),
        (("subjects", "trial", "sign-up", "--measure", "reachd"), "reached"),
        (("sources", "remove", "evnts"), "events"),
        (("erase", "anna"), "ana"),
        (("path", "anna"), "ana"),
        (("measure", "trial", "--where", "{evnt: signup}"), "event"),
    ):
        assert meant in wayline.refused(*words), words


def test_requests_that_cannot_be_met(wayline, trial):
    for words, expected in (
        (("measure",), "MAP"),
        (("measure", "trial", "trial"), "one word too many"),
        (("measure", "trial", "--since", "yesterday"), "ISO 8601"),
        (("measure", "trial", "--where", "{event: ["), "YAML"),
        (("measure", "nowhere.journey.yaml"), "no file"),
        (("import", "nowhere.csv"), "nowhere.csv"),
        (("import", "."), "folder"),
        (("import", "events.csv", "--as", "cats"), "people"),
        (("import", "events.csv", "--zone", "Mars/Olympus"), "time zone"),
        (("import", "events.csv", "--roles", "nowhere.yaml"), "nowhere.yaml"),
        (("render", "trial", "-o", "map.docx"), ".html"),
        (("render", "trial", "-o", "map.svg", "--tiled"), "only a PDF"),
        (("render", "trial", "-o", "map.pdf", "--tiled", "B5"), "A4"),
        (("render", "trial", "-o", "missing/map.html"), "missing"),
        (("render", "trial"), "-o"),
        (("new", "a/b"), "cannot name a map"),
        (("new", "trial"), "there already"),
        (("new", "x", "--template", "nope"), "template"),
        (("sources", "remove"), "which source"),
        (("init",), "already"),
        (("init", "z", "--zone", "Nowhere"), "time zone"),
        (("lint", "nope"), "no map"),
        (("changes", "trial"), "never measured"),
    ):
        said = wayline.refused(*words)
        assert expected in said, (words, said)


def test_workspace_is_found_upwards_by_option_and_by_variable(wayline, trial, tmp_path, monkeypatch):
    deep = trial / "maps" / "a" / "b"
    deep.mkdir(parents=True)
    os.chdir(deep)
    assert wayline.done("sources", "--json").json["version"] == 1
    os.chdir(tmp_path)
    assert "no workspace" in wayline.refused("sources")
    assert wayline.done("sources", "--json", "--workspace", "w").json["version"] == 1
    assert wayline.done("--workspace", "w", "sources", "--json").json["version"] == 1
    assert wayline.done(f"--workspace={trial}", "sources", "--json").json["version"] == 1
    monkeypatch.setenv("WAYLINE_WORKSPACE", str(trial))
    assert wayline.done("sources", "--json").json["version"] == 1
    assert "no workspace" in wayline.refused("sources", "--workspace", "elsewhere")


def test_json_is_one_document_and_nothing_else(wayline, trial):
    wayline.done("measure", "trial")
    wayline.done("measure", "trial")
    for words in (
        ("init", "another"), ("sources",), ("lint", "trial"), ("measure", "trial"), ("changes", "trial"), ("doctor",), ("upgrade",),
        ("explain", "trial", "start", "open"), ("explain", "trial", "start", "open", "--sql"), ("subjects", "trial", "start"), ("path", "ana"),
        ("path", "ana", "--map", "trial"), ("render", "trial", "-o", "map.html"), ("new", "fresh"), ("import", "events.csv"),
        ("import", "events.csv", "--dry-run"), ("erase", "ana"), ("sources", "remove", "events"),
    ):  # fmt: skip
        said = wayline(*words, "--json")
        assert said.status == 0, (words, said.err)
        assert isinstance(json.loads(said.out), dict)
        assert said.out.count("\n") == 1


def test_lint_says_where_and_ends_with_one_for_an_error(wayline, workspace):
    write("maps/bad.journey.yaml", "wayline: 1\nmap: bad\ntitle: Bad\nstagse: []\n")
    said = wayline("lint", "bad", "--json")
    assert said.status == 1
    finding = said.json["findings"][0]
    assert (finding["severity"], finding["line"], finding["column"]) == ("error", 4, 1)
    assert {"file", "rule", "message"} <= set(finding)
    assert "stages" in finding["message"]
    assert wayline("lint", "maps/bad.journey.yaml").status == 1
    write("maps/trial.journey.yaml", MAP)
    said = wayline.done("lint", "trial", "--json")
    assert all(finding["severity"] != "error" for finding in said.json["findings"])


def test_an_invalid_map_is_not_measured(wayline, trial):
    write("maps/bad.journey.yaml", MAP.replace("unit: person", "unit: cat"))
    said = wayline.refused("measure", "bad")
    assert "bad.journey.yaml:4" in said


def test_subjects_and_path_name_who_stands_behind_a_number(wayline, trial):
    assert wayline.done("subjects", "trial", "sign-up", "--json").json["subjects"] == ["ana", "ben", "cho", "dia"]
    assert wayline.done("subjects", "trial", "sign-up", "--measure", "left", "--json").json["subjects"] == ["ben"]
    assert wayline.done("subjects", "trial", "start", "--measure", "open").out.split() == ["dia", "eve"]
    assert wayline.done("subjects", "trial", "sign-up", "--measure", "now", "--json").json["count"] == 1
    walked = wayline.done("path", "ben", "--map", "trial", "--json").json["events"]
    assert [(stop["event"], stop["elements"]) for stop in walked] == [
        ("signup", ["sign-up"]),
        ("help", []),
        ("cancel", ["leave"]),
    ]
    assert [stop["event"] for stop in wayline.done("path", "fay", "--json").json["events"]] == ["help"]


def test_a_refused_number_has_nobody_behind_it(wayline, trial):
    assert "last step" in wayline.refused("subjects", "trial", "first-report", "--measure", "open")
    assert "last stage" in wayline.refused("subjects", "trial", "value", "--measure", "converted")


@pytest.mark.parametrize(("element", "measure", "names"), [
    ("start", "converted", "ana cho"), ("sign-up", "converted", "ana cho"), ("sign-up", "skips", "eve"), ("first-import", "skips", "cho"),
    ("sign-up", "skipped_for_good", "eve"), ("first-import", "repeats", "ana"), ("first-report", "returns", "cho"),
    ("first-import", "now", "eve"), ("sign-up", "time_to_next", "ana cho"), ("sign-up", "touches", "ana ben cho dia"),
])  # fmt: skip
def test_subjects_behind_each_measure(wayline, trial, element, measure, names):
    assert wayline.done("subjects", "trial", element, "--measure", measure).out.split() == names.split()


def test_changes_compares_with_an_earlier_measuring(wayline, trial):
    few = "".join(f"q{n},2026-01-03T09:00:00Z,signup,pro\n" for n in range(100))
    wayline.load("events.csv", EVENTS + few)
    wayline.done("measure", "trial")
    assert "nothing earlier" in wayline.refused("changes", "trial")
    more = "".join(f"p{n},2026-01-03T09:00:00Z,signup,pro\np{n},2026-01-03T10:00:00Z,import,pro\n" for n in range(400))
    wayline.load("more.csv", EVENTS.splitlines()[0] + "\n" + more)
    wayline.done("measure", "trial")
    found = wayline.done("changes", "trial", "--json").json
    moved = {(one["element"], one["measure"]): one for one in found["moved"]}
    converted = moved["sign-up", "converted"]
    assert (converted["n_was"], converted["n_now"]) == (104, 504)
    assert converted["difference"]["smallest"] == 0.02
    assert converted["difference"]["says"].startswith("rose by 78 percentage points, likely ")
    assert wayline.done("changes", "trial").out.startswith("trial: measured")


def test_a_change_that_the_workspace_calls_uninteresting_is_none(wayline, trial):
    few = "".join(f"q{n},2026-01-03T09:00:00Z,signup,pro\n" for n in range(100))
    wayline.load("events.csv", EVENTS + few)
    wayline.done("measure", "trial")
    more = "".join(f"p{n},2026-01-03T09:00:00Z,signup,pro\np{n},2026-01-03T10:00:00Z,import,pro\n" for n in range(400))
    wayline.load("more.csv", EVENTS.splitlines()[0] + "\n" + more)
    wayline.done("measure", "trial")
    settings = trial / "wayline.toml"
    settings.write_text(settings.read_text() + "\n[smallest_change]\nshare = 0.9\n")
    assert wayline.done("changes", "trial", "--json").json["moved"] == []
    settings.write_text(settings.read_text().replace("share = 0.9", "shares = 0.9"))
    assert "[smallest_change] has no kind 'shares'. Did you mean 'share'?" in wayline.refused("changes", "trial")


def test_terminal_table_shows_an_analyst_every_count_and_marks_it(wayline, trial):
    said = wayline.done("measure", "trial")
    row = next(line for line in said.out.splitlines() if line.startswith("  1 I sign up"))
    assert row.split()[4:6] == ["4", "*80"]
    assert "not for sharing" in said.out
    assert "\x1b" not in said.out
    assert "1 of 5" in said.out


def test_a_page_holds_no_small_number(wayline, trial):
    wayline.done("render", "trial", "-o", "map.html")
    page = (trial / "map.html").read_text(encoding="utf-8")
    assert "I sign up" in page
    assert "130500" not in page
    assert "36 h" not in page


def test_new_makes_a_map_that_lints(wayline, workspace):
    wayline.done("new", "first")
    said = wayline("lint", "first", "--json")
    assert said.status == 0
    assert "nothing-bound" in [one["rule"] for one in said.json["findings"] if one["severity"] == "warning"]
    wayline.done("new", "second", "-o", "elsewhere.journey.yaml")
    assert (workspace / "elsewhere.journey.yaml").is_file()
    assert wayline.measured("first")["subjects"] == 0


def test_doctor_finds_what_is_broken(wayline, trial):
    said = wayline.done("doctor")
    assert "Nothing is broken" in said.out
    assert "duckdb" in said.out
    write("maps/bad.journey.yaml", "nonsense: [")
    assert wayline("doctor").status == 1
    (trial / "maps" / "bad.journey.yaml").unlink()
    (trial / "event-log" / "current.json").write_text("{")
    assert "damaged" in wayline.refused("measure", "trial")
    said = wayline("doctor", "--json")
    assert said.status == 1
    assert said.json["findings"][0]["severity"] == "error"


def test_a_map_without_data_and_data_without_a_match(wayline, workspace):
    write("maps/m.journey.yaml", a_map("nothing-like-it"))
    found = wayline.measured("m")
    assert found["subjects"] == 0
    assert found["elements"]["s0"]["reached"]["refused"]
    wayline.load("events.csv", EVENTS)
    said = wayline.done("measure", "m", "--json")
    assert said.json["subjects"] == 0
    assert said.json["elements"]["s0"]["touches"]["value"] == 0
    assert "the binding of step s0 matches no event" in said.err


def test_real_processes_keep_streams_and_statuses_apart(trial):
    said = run("measure", "trial", "--json", cwd=trial)
    assert (said.returncode, json.loads(said.stdout)["subjects"], said.stderr) == (0, 5, "")
    said = run("measure", "nope", "--json", cwd=trial)
    assert (said.returncode, said.stdout) == (2, "")
    shell = f"{sys.executable} -m wayline.cli.main measure trial | head -1"
    piped = subprocess.run(
        ["sh", "-c", shell], cwd=trial, env=environment(), capture_output=True, text=True, check=False
    )
    assert (piped.stdout, piped.stderr) == ("My trial\n", "")


def test_text_that_the_terminal_cannot_show_is_escaped(wayline, workspace):
    wayline.load("events.csv", EVENTS.replace("ana", "an\u202ea\u2615"))
    said = run("path", "an\u202ea\u2615", cwd=workspace, PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    assert said.returncode == 0, said.stderr
    listed = wayline.done("path", "an\u202ea\u2615", "--json")
    assert listed.json["subject"] == "an\u202ea\u2615"
