"""Every score, in the order in which it is shown, and which of them an element has."""

from __future__ import annotations

from collections.abc import Collection

from wayline.bindings.voice import MEASURES as MEASURE_OF_KIND
from wayline.bindings.voice import RATING as RATINGS
from wayline.bindings.voice import Voiced
from wayline.measures.voice.ces import CES
from wayline.measures.voice.csat import CSAT
from wayline.measures.voice.emotion import EMOTION
from wayline.measures.voice.nps import NPS
from wayline.measures.voice.rating import RATING
from wayline.measures.voice.score import Score

SCORES: tuple[Score, ...] = (NPS, CSAT, CES, RATING, EMOTION)
_RATED = ("rating", "review")


def named_scores(element: Voiced) -> frozenset[str] | None:
    """The scores that the selectors name by their kind; None where one leaves the kind open, and any may come."""
    names: set[str] = set()
    for selector in element.selectors:
        if not selector.kind or any(sign in kind for kind in selector.kind for sign in "*?["):
            return None
        names |= {MEASURE_OF_KIND.get(kind, RATINGS) for kind in selector.kind if kind in (*MEASURE_OF_KIND, *_RATED)}
    return frozenset(names)


def scores_of(element: Voiced, answered: Collection[str]) -> tuple[Score, ...]:
    """The scores that an element has: those its selectors name, and those that its answers turned out to be."""
    named = named_scores(element) or frozenset()
    had = {*named, *answered}
    return tuple(s for s in SCORES if element.kind in s.of and (s.name in had or (s.of_all_kinds and had)))


def possible_scores(element: Voiced) -> tuple[Score, ...]:
    """The scores that an element may have, whatever was answered."""
    named = named_scores(element)
    return scores_of(element, [s.name for s in SCORES] if named is None or not named else named)
