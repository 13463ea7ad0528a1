"""Docs cannot drift: links resolve, decisions have their form, commands exist."""

import re
from pathlib import Path

import pytest

from wayline.cli.main import COMMANDS, main

LINK = re.compile(r"\]\(([^)\s]+)\)")
HEADINGS = ["Context", "Decision", "Consequences", "Alternatives", "Enforced by"]
COMMAND = re.compile(r"^wayline ([a-z][a-z-]*)", re.MULTILINE)
NAMED = re.compile(r"`wayline ([a-z][a-z-]*)")


def test_every_link_to_a_file_resolves(root: Path, tracked: list[Path]) -> None:
    broken = [
        f"{page.relative_to(root)}: {target}"
        for page in tracked
        if page.suffix == ".md"
        for target in LINK.findall(page.read_text(encoding="utf-8"))
        if not target.startswith(("http:", "https:", "#", "mailto:"))
        and not (page.parent / target.split("#")[0]).exists()
    ]
    assert broken == []


def test_a_decision_has_its_five_headings_and_one_quotable_line(root: Path) -> None:
    for page in sorted((root / "docs" / "decisions").glob("*.md")):
        text = page.read_text(encoding="utf-8")
        assert re.findall(r"^## (.+)$", text, re.MULTILINE) == HEADINGS, page.name
        decision = text.split("## Decision")[1].split("## ")[0].strip()
        assert re.fullmatch(r"\*\*[^*\n]+\*\*", decision), f"{page.name}: the decision is one line in bold"
        assert text.startswith(f"# {int(page.name[:4])}. "), f"{page.name}: the title begins with the number"


def test_no_two_decisions_share_a_number(root: Path) -> None:
    numbers = [page.name[:4] for page in (root / "docs" / "decisions").glob("*.md")]
    assert sorted(numbers) == sorted(set(numbers))


def test_a_rule_of_a_decision_names_a_check_that_is_there(root: Path) -> None:
    """Rules without a check drift: a test file or folder that a decision names exists."""
    missing = [
        f"{page.name}: {name}"
        for page in (root / "docs" / "decisions").glob("*.md")
        for name in re.findall(r"`(tests/[\w/.]+)`", page.read_text(encoding="utf-8"))
        if not (root / name).exists()
    ]
    assert missing == []


def test_every_command_in_the_docs_exists(root: Path) -> None:
    pages = [root / "README.md", *sorted((root / "docs").rglob("*.md"))]
    unknown = {
        f"{page.name}: {name}"
        for page in pages
        for pattern in (COMMAND, NAMED)
        for name in pattern.findall(page.read_text(encoding="utf-8"))
        if name not in COMMANDS
    }
    assert unknown == set()


def test_every_command_has_its_place_in_the_reference(root: Path) -> None:
    """Undocumented means red."""
    reference = (root / "docs" / "reference" / "cli.md").read_text(encoding="utf-8")
    assert {name for name in COMMANDS if f"`wayline {name}" not in reference} == set()


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_of_a_command_has_its_place_in_the_reference(
    name: str, root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    reference = (root / "docs" / "reference" / "cli.md").read_text(encoding="utf-8")
    with pytest.raises(SystemExit) as stop:
        main([name, "--help"])
    assert stop.value.code == 0
    options = set(re.findall(r"--[a-z][a-z-]+", capsys.readouterr().out)) - {"--help"}
    assert {option for option in options if option not in reference} == set()


@pytest.mark.parametrize("name", ["README.md", "ARCHITECTURE.md"])
def test_pages_that_promise_to_be_short_are(root: Path, name: str) -> None:
    assert len((root / name).read_text(encoding="utf-8").splitlines()) <= 130
