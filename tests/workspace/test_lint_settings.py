"""`[lint]` in wayline.toml says how grave a rule is in this workspace."""

import pytest

from wayline.errors import WorkspaceError
from wayline.workspace.checking import doctor, lint
from wayline.workspace.folder import init, open_workspace


@pytest.fixture
def folder(tmp_path):
    init(tmp_path / "w")
    (tmp_path / "w" / "maps" / "m.journey.yaml").write_text("wayline: 1\nmap: m\npersona: nobody\n")
    return tmp_path / "w"


def found(folder, path="maps/m.journey.yaml"):
    return {finding.rule: finding.severity for _, finding in lint([folder / path], open_workspace(folder))}


def settings(folder, text):
    (folder / "wayline.toml").write_text(f"wayline = 1\n{text}")


def test_a_rule_is_raised_lowered_and_switched_off(folder):
    before = found(folder)
    settings(folder, '[lint]\nno-owner = "error"\nno-leaves = "info"\nno-title = "off"\n')
    after = found(folder)
    assert (before["no-owner"], before["no-leaves"], before["no-title"]) == ("warning", "warning", "info")
    assert after == {rule: severity for rule, severity in before.items() if rule != "no-title"} | {
        "no-owner": "error",
        "no-leaves": "info",
    }


def test_a_persona_is_looked_for_in_the_workspace_of_the_file_only(folder, tmp_path):
    (tmp_path / "else.yaml").write_text("wayline: 1\nmap: m\npersona: nobody\n")
    assert "persona-missing" in found(folder)
    assert "persona-missing" not in found(folder, "../else.yaml")
    (folder / "personas" / "nobody.persona.yaml").write_text("wayline: 1\npersona: nobody\n")
    assert "persona-missing" not in found(folder)


CASES = [
    ('[lint]\nno-ownr = "error"\n', r"names no rule 'no-ownr'\. Did you mean 'no-owner'\?"),
    ('[lint]\nno-owner = "warn"\n', r"'warn'; expected one of error, warning, info, off\. Did you mean 'warning'\?"),
    ("[lint]\nno-owner = 1\n", "is 1; expected one of"),
    ("[lint]\nno-owner = []\n", r"is \[\]; expected one of"),
    ("lint = 3\n", r"lint is 3; expected a table"),
]


@pytest.mark.parametrize(("text", "said"), CASES)
def test_a_slip_of_the_pen_is_told_and_switches_nothing_off(folder, text, said):
    settings(folder, text)
    with pytest.raises(WorkspaceError, match=said):
        found(folder)
    assert [finding.rule for finding in doctor(open_workspace(folder)).findings] == ["settings"]
