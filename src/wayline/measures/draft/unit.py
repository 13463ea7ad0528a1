"""Whose paths to draw: a person's, an account's, an object's or a session's, by how these paths would look."""

from __future__ import annotations

from collections.abc import Sequence

from wayline.paths.walks import UnitFacts

# a unit must own so much of the events that the best one owns
OWNS = 0.8
# a finer unit is taken if its later paths begin as the first ones do
ALIKE = 0.65
MORE_PATHS = 1.02


def propose_unit(known: Sequence[UnitFacts]) -> tuple[str, str]:
    """The unit and the reason in words; `known` stand from the coarsest to the finest and are at least one."""
    most = max(facts.events for facts in known)
    usable = [facts for facts in known if facts.events >= OWNS * most] or list(known)
    whole = [facts for facts in usable if facts.median_names >= 2] or usable
    start = next((facts for facts in whole if facts.unit == "person"), None) or _least_account(whole)
    chosen, why = start, _plainly(start)
    for facts in whole[whole.index(start) + 1 :]:
        if facts.subjects >= MORE_PATHS * chosen.subjects and facts.alike >= ALIKE:
            why = (
                f"{facts.subjects:,} paths, {facts.median_events:g} events each in the middle; the later ones of one {_owner(chosen)} begin "
                f"as the first does ({facts.alike:.0%} alike), so that each is a path of its own"
            )
            chosen = facts
        elif facts.subjects >= MORE_PATHS * chosen.subjects:
            why += f"; no {facts.unit}: only {facts.alike:.0%} of the later ones begin as the first does"
    return chosen.unit, why


def _least_account(whole: Sequence[UnitFacts]) -> UnitFacts:
    return next((facts for facts in whole if facts.unit != "account"), whole[0])


def _owner(facts: UnitFacts) -> str:
    return facts.unit.partition(":")[2] or facts.unit


def _plainly(facts: UnitFacts) -> str:
    return f"{facts.subjects:,} paths, {facts.median_events:g} events each in the middle"
