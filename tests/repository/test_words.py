"""One concept, one word: the vocabulary is in the glossary, and no module has a name that says nothing."""

import ast
import re
from pathlib import Path

VOCABULARY = """
journey map · stage · step · touchpoint · channel · lane · persona · path · transition · event · subject · path facts · object · session ·
segment · event log · workspace · finding · column role · selector · binding · touch · measure · dimension · grain · window · estimate ·
interval · rung · duration · event_observed · censored · view · Change · room · presence · document · store · release · source ·
milestone · moment of truth · contact window · handoff · card · voice · evidence · basis · connection · refusal · ghost · leave · trait · account
"""
SAYS_NOTHING = {
    "utils",
    "util",
    "helpers",
    "helper",
    "common",
    "misc",
    "core",
    "base",
    "manager",
    "service",
    "processor",
    "handler",
    "data",
    "info",
}


def test_the_glossary_has_every_word_of_the_vocabulary(root: Path) -> None:
    text = (root / "docs" / "glossary.md").read_text(encoding="utf-8")
    missing = [word.strip() for word in VOCABULARY.split("·") if not re.search(rf"\b{word.strip()}\b", text)]
    assert missing == []


def test_a_word_has_one_entry(root: Path) -> None:
    text = (root / "docs" / "glossary.md").read_text(encoding="utf-8")
    entries = [
        word
        for line in text.splitlines()
        if line.startswith("| **")
        for word in re.findall(r"\*\*(.+?)\*\*", line.split("|")[1])
    ]
    assert sorted(entries) == sorted(set(entries))


def test_the_glossary_leads_the_words_of_other_fields_to_ours(root: Path) -> None:
    text = (root / "docs" / "glossary.md").read_text(encoding="utf-8")
    assert "| case | process mining | subject" in text
    assert "| trace | process mining | path |" in text
    assert "| journey, customer journey | marketing | journey map if drawn, path if walked |" in text


def test_no_module_or_folder_has_a_name_that_says_nothing(root: Path, sources: dict[Path, ast.Module]) -> None:
    named = {path: {*path.relative_to(root / "src").with_suffix("").parts} for path in sources}
    assert [str(path.relative_to(root)) for path, parts in named.items() if parts & SAYS_NOTHING] == []


def test_no_class_has_a_name_that_says_nothing(sources: dict[Path, ast.Module]) -> None:
    tails = tuple(word.capitalize() for word in SAYS_NOTHING - {"base", "data", "info", "core"})
    classes = [node.name for module in sources.values() for node in ast.walk(module) if isinstance(node, ast.ClassDef)]
    assert [name for name in classes if name.endswith(tails) or name.lower() in SAYS_NOTHING] == []
