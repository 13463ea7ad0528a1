"""Families beyond repeats, waits and errors. Each is asked for by name and corrected for itself, so that asking moves no other number."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from wayline.errors import InputError
from wayline.measures.friction.candidates import Candidate, judged, refused
from wayline.measures.friction.contacts import RepeatContact, contacts, repeat_contacts
from wayline.measures.friction.drop_off import DropOffs, drop_offs
from wayline.measures.friction.exposures import Exposure, Population
from wayline.measures.friction.question import FrictionQuestion, Numbers
from wayline.measures.friction.returns import returns
from wayline.paths.facts import PathFacts


@dataclass(frozen=True, slots=True)
class Further:
    """What was found in the families asked for; empty where not asked."""

    returns: tuple[Candidate, ...] = ()
    drop_off: DropOffs | None = None
    repeat_contact: tuple[RepeatContact, ...] = ()
    contacts: tuple[Candidate, ...] = ()

    def plain(self) -> dict[str, Any]:
        return {
            "returns": [candidate.plain() for candidate in self.returns],
            "drop_off": self.drop_off.plain() if self.drop_off else None,
            "repeat_contact": [one.plain() for one in self.repeat_contact],
            "contacts": [candidate.plain() for candidate in self.contacts],
        }


def judged_further(
    facts: PathFacts, question: FrictionQuestion, numbers: Numbers, people: Population, refusal: str
) -> tuple[Further, list[Exposure]]:
    """The families of `question.also`, and the exposures behind them. `refusal`: why what is collected by staying cannot be judged."""
    holds = question.landmark_days is not None
    also = question.also
    back = returns(facts, numbers) if "returns" in also else []
    told = (
        tuple(refused(one, refusal) for one in back)
        if refusal
        else judged(back, people, consequences=question.consequences, holds=holds)
    )
    again, exposures = _contacts(facts, question) if "contacts" in also else ((), [])
    return (
        Further(
            told,
            drop_offs(facts, question, numbers) if "drop-off" in also else None,
            again,
            judged(exposures, people, consequences=question.consequences, holds=holds),
        ),
        [*back, *exposures],
    )


def _contacts(facts: PathFacts, question: FrictionQuestion) -> tuple[tuple[RepeatContact, ...], list[Exposure]]:
    if facts.timeless:
        raise InputError("the sources of this map have an order but no times: contacts cannot be counted within days")
    again = repeat_contacts(facts, question.contacts)
    return again, contacts(facts, question) if question.landmark_days is not None else []
