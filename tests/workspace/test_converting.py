"""`wayline convert` reads one format and writes another, says what was lost, and never leaves a traceback or half a file."""

import json

import pytest

from wayline.cli.main import main
from wayline.errors import InputError
from wayline.files.journey import load_map
from wayline.files.persona import load_persona
from wayline.workspace.converting import WRITTEN, convert

DIAGRAM = "journey\n title Tea\n section Make\n  Boil water: 3: Me\n  Pour: 5: Me, Cat\n"


@pytest.fixture
def diagram(tmp_path):
    path = tmp_path / "tea.mmd"
    path.write_text(DIAGRAM, encoding="utf-8")
    return path


def test_a_diagram_becomes_a_map_and_a_diagram_again(diagram, tmp_path):
    done = convert(diagram, tmp_path / "tea.journey.yaml")
    assert (done.read_as, done.written_as) == ("mermaid", "journey")
    journey = load_map(tmp_path / "tea.journey.yaml")
    assert (journey.id, journey.title, journey.persona, journey.overlays) == ("tea", "Tea", "me", ("cat",))
    convert(tmp_path / "tea.journey.yaml", tmp_path / "again.mmd")
    written = (tmp_path / "again.mmd").read_text(encoding="utf-8")
    assert [line.strip() for line in written.splitlines()] == [line.strip() for line in DIAGRAM.splitlines()]


@pytest.mark.parametrize("ending", [ending for ending in WRITTEN if "persona" not in ending])
def test_every_form_can_be_written_and_read_again(diagram, tmp_path, ending):
    convert(diagram, tmp_path / f"out{ending}")
    convert(tmp_path / f"out{ending}", tmp_path / "back.journey.yaml")
    back = load_map(tmp_path / "back.journey.yaml")
    assert [step.title for step in back.steps] == ["Boil water", "Pour"]


def test_a_persona_becomes_a_persona_file_by_its_content(tmp_path):
    page = tmp_path / "ann.md"
    page.write_text("# Persona: Ann\n\n## Goals\n\n- sleep\n", encoding="utf-8")
    assert convert(page, tmp_path / "ann.yaml").written_as == "persona"
    assert load_persona(tmp_path / "ann.yaml").goals == ("sleep",)
    with pytest.raises(InputError, match="holds a persona"):
        convert(page, tmp_path / "ann.journey.yaml")
    with pytest.raises(InputError, match="holds a persona"):
        convert(page, tmp_path / "ann.csv")


def test_the_persona_that_a_map_describes_can_be_had_alone(tmp_path):
    source = tmp_path / "m.yaml"
    text = "kind: cjm\nversion: '1.0'\nid: x\npersona: {name: Ann, description: Sleeps}\nphases: [{id: a, name: A}]\nactions: [{id: b, name: B, phase: a}]\n"
    source.write_text(text, encoding="utf-8")
    convert(source, tmp_path / "p.persona.yaml")
    assert load_persona(tmp_path / "p.persona.yaml").description == "Sleeps"


def test_the_command_says_what_was_lost_on_standard_error(diagram, tmp_path, capsys):
    assert main(["convert", str(diagram), "-o", str(tmp_path / "out.csv")]) == 0
    said = capsys.readouterr()
    assert said.out.startswith("Wrote ")
    assert "assumed: 'Me' takes part most often" in said.err


def test_the_json_holds_the_notes_and_standard_error_is_quiet(diagram, tmp_path, capsys):
    assert main(["convert", str(diagram), "-o", str(tmp_path / "out.yaml"), "--json"]) == 0
    said = capsys.readouterr()
    plain = json.loads(said.out)
    assert (plain["from"], plain["to"], said.err) == ("mermaid", "journey", "")
    assert {note["rule"] for note in plain["notes"]} == {"assumed"}


@pytest.mark.parametrize(
    "case",
    [
        ("a.mmd", DIAGRAM.encode(), "x.doc", "Written are"),
        ("a.doc", b"hello", "x.yaml", "Known: Wayline"),
        ("a.yaml", b"wayline: 1\nmap: m\nstagess: []\n", "x.mmd", "Did you mean 'stages'"),
        ("a.yaml", b"wayline: 2\nmap: m\n", "x.mmd", "version 1"),
        ("a.xml", b'<!DOCTYPE a><CJML version="2.0"/>', "x.yaml", "DOCTYPE"),
        ("a.mmd", DIAGRAM.encode(), "x.persona.yaml", "describes no persona"),
        ("a.mmd", DIAGRAM.encode(), "nowhere/x.yaml", "cannot write"),
    ],
)
def test_what_cannot_be_done_ends_with_status_2_and_one_message(tmp_path, capsys, case):
    name, content, output, says = case
    (tmp_path / name).write_bytes(content)
    assert main(["convert", str(tmp_path / name), "-o", str(tmp_path / output)]) == 2
    said = capsys.readouterr()
    assert says in said.err
    assert "Traceback" not in said.err
    assert not (tmp_path / output).exists()


def test_the_file_that_is_read_is_never_written_over(diagram):
    with pytest.raises(InputError, match="name another output"):
        convert(diagram, diagram)
    assert diagram.read_text(encoding="utf-8") == DIAGRAM


def test_a_file_that_is_not_there_is_told(tmp_path):
    with pytest.raises(InputError, match="cannot be read"):
        convert(tmp_path / "none.mmd", tmp_path / "x.yaml")
