"""A new map begins from a template or from another map, keeps a link to it, and holds what was answered."""

from datetime import date

import pytest

from wayline.errors import InputError, NotFoundError
from wayline.files.journey import load_map
from wayline.files.persona import load_persona
from wayline.workspace.checking import lint
from wayline.workspace.folder import init, open_workspace
from wayline.workspace.starting import Answers, begin, list_templates, new, slug

DAY = date(2026, 6, 1)
SAID = Answers("Rosa, who studies at night", "One module", "sign-up", "the result", "I finish # it", "tutors")


@pytest.fixture
def workspace(tmp_path):
    init(tmp_path / "w")
    return open_workspace(tmp_path / "w")


@pytest.mark.parametrize("template", [template.name for template in list_templates()])
def test_every_template_makes_a_file_without_errors(workspace, template):
    file = new(workspace, "mine", template=template)
    if file.parent.name == "personas":
        assert load_persona(file).id == "mine"
    else:
        assert load_map(file).id == "mine"
        assert [finding for _, finding in lint([file], workspace) if finding.severity == "error"] == []
        assert [finding for _, finding in lint([file], workspace) if finding.rule == "persona-missing"] == []


def test_a_new_map_keeps_a_link_to_its_template_and_the_day(workspace):
    begin(workspace, "our-renewal", template="renewal").write(today=DAY)
    found = workspace.map("our-renewal")
    assert (found.id, found.title, found.tags, found.review.last) == (
        "our-renewal",
        "Do we stay another year?",
        ("template:renewal",),
        "2026-06-01",
    )
    assert load_persona(workspace.folder / "personas" / "economic-buyer.persona.yaml").name == "Ingrid, who signs"


@pytest.mark.parametrize(
    ("name", "template", "title"),
    [
        ("renewal", "renewal", "Do we stay another year?"),
        ("q3-SaaS_onboarding", "blank", "Q3 SaaS onboarding"),
        ("their-renewal", "first", "Their renewal"),
    ],
    ids=["a template's title tells its story", "a blank map is called by its name in words", "so is a copy"],
)
def test_what_a_new_map_is_called(workspace, name, template, title):
    new(workspace, "first", template="renewal")
    assert load_map(new(workspace, name, template=template)).title == title


@pytest.mark.parametrize("template", ["blank", "renewal"])
def test_what_was_answered_stands_in_the_map(workspace, template):
    started = begin(workspace, "mine", template=template).write(SAID, today=DAY)
    found = load_map(started.file)
    assert found.persona == "rosa-who-studies-at-night"
    assert (found.scenario.name, found.scenario.starts, found.scenario.ends) == ("One module", "sign-up", "the result")
    assert (found.success[0].says, found.owner.team) == ("I finish # it", "tutors")
    assert load_persona(started.personas[0]).name == "Rosa, who studies at night"


def test_what_was_not_answered_stays_as_the_template_has_it(workspace):
    beginning = begin(workspace, "mine", template="renewal")
    found = load_map(beginning.write(Answers(owner="us")).file)
    assert (
        beginning.known().situation == found.scenario.name == "A contract ends in six months, and budgets are being cut"
    )
    assert found.owner.team == "us"


def test_a_persona_that_is_there_is_taken_and_not_written_over(workspace):
    file = workspace.folder / "personas" / "Nurse.persona.yaml"
    file.write_text("wayline: 1\npersona: Nurse\n")
    started = begin(workspace, "mine").write(Answers("Nurse"))
    assert (load_map(started.file).persona, started.personas) == ("Nurse", ())
    assert file.read_text() == "wayline: 1\npersona: Nurse\n"


def test_a_map_of_the_workspace_can_be_copied_and_is_linked(workspace):
    original = workspace.folder / "maps" / "first.journey.yaml"
    original.write_text(
        "wayline: 1\nmap: one  # ours\ntags: [a]\nstages: [{id: s, steps: [{id: t, bind: {event: e}}]}]\n"
    )
    for name in ("one", "first", str(original)):
        copy = load_map(new(workspace, f"of-{len(name)}", template=name))
        assert copy.tags == ("a", "copy-of:one")
        assert copy.steps[0].bind
    assert "map: one  # ours" in original.read_text()


def test_an_unknown_template_is_told_with_the_nearest_and_the_list(workspace):
    new(workspace, "mine")
    with pytest.raises(NotFoundError, match="Did you mean 'renewal'") as refused:
        begin(workspace, "x", template="renewel")
    assert "saas-onboarding" in refused.value.hint
    assert "can be copied: mine" in refused.value.hint


@pytest.mark.parametrize("name", ["", "a b", "../x", "-x", "ä/b"])
def test_a_name_that_is_no_id_is_refused(workspace, name):
    with pytest.raises(InputError, match="cannot name a map"):
        begin(workspace, name)


def test_nothing_is_written_over(workspace, tmp_path):
    file = new(workspace, "mine")
    before = file.read_bytes()
    with pytest.raises(InputError, match="is there already"):
        new(workspace, "mine", template="renewal")
    assert file.read_bytes() == before
    with pytest.raises(InputError, match="workspace or -o FILE"):
        new(None, "mine")
    assert load_map(new(None, "mine", output=tmp_path / "deep" / "m.yaml")).id == "mine"


CASES = [
    ("Rosa, who studies", "rosa-who-studies"),
    ("  ", "persona"),
    ("", ""),
    ("研究员", "研究员"),
    ("map", "persona-map"),
    ("…", "persona"),
]


@pytest.mark.parametrize(("words", "name"), CASES)
def test_a_name_is_made_of_words(words, name):
    assert slug(words) == name
    assert len(slug("long words " * 20)) <= 40
