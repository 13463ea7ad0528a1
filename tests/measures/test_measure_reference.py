"""Undocumented means red: every measure has its page, and the page is what the code says."""

import pytest
from tools.measure_reference import REFERENCE

from wayline.maps.measure_names import OF_STAGE, OF_STEP
from wayline.measures.reference_page import HEADINGS, pages
from wayline.measures.registry import MEASURES
from wayline.measures.voice.scores import SCORES

PAGES = pages()


def test_the_pages_in_docs_are_those_of_the_code():
    """`python -m tools.measure_reference` writes them."""
    written = {path.name: path.read_text(encoding="utf-8") for path in REFERENCE.glob("*.md")}
    assert written == PAGES


@pytest.mark.parametrize("name", sorted(set(PAGES) - {"README.md"}))
def test_a_page_says_everything(name):
    text = PAGES[name]
    places = [text.index(f"## {heading}\n\n") for heading in HEADINGS]
    assert places == sorted(places)
    for part in text.split("\n## ")[1:]:
        assert len(part.split("\n\n", 1)[1].strip()) > 10, part


def test_every_measure_has_a_page():
    names = {
        *OF_STEP,
        *OF_STAGE,
        *(m.name for m in MEASURES),
        *(s.name for s in SCORES),
        "finished",
        "flows",
        "coverage",
    }
    assert {f"{name}.md" for name in names} <= set(PAGES)
