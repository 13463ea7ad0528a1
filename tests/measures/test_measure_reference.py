"""Undocumented means red: every measure has its page, and the page is what the code says."""

import numpy as np
import pytest
from tools.measure_reference import REFERENCE

from wayline.estimates.aalen_johansen import aalen_johansen
from wayline.estimates.mean import mean
from wayline.estimates.wilson import wilson_interval
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


@pytest.mark.parametrize(
    ("page", "counts"),
    [("reached", (4, 5)), ("converted", (2, 4)), ("left", (1, 4)), ("repeats", (1, 3)), ("returns", (1, 2)), ("hit", (4, 10)), ("csat", (30, 40))],
)  # fmt: skip
def test_intervals_of_the_examples(page, counts):
    low, high = wilson_interval(*counts)
    assert f"[{low:.0%}, {high:.0%}]".replace("%", " %") in PAGES[f"{page}.md"]


def test_means_of_the_examples():
    found = mean(np.array([5.0, 4.0, 6.0, 5.0]))
    assert f"{found.value:.1f} [{found.low:.1f}, {found.high:.1f}]" in PAGES["ces.md"]
    found = aalen_johansen(np.array([24.0, 48.5, 72.0, 0.0]), np.array([1, 1, 2, 0]), causes=(1, 2))
    assert f"{found.at(168, 1).value:.0%}".replace("%", " %") in PAGES["converted_over_time.md"]
