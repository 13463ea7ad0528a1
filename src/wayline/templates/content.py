"""Which templates there are, what each is for, and their text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Literal

Kind = Literal["map", "persona"]
BLANK = "blank"
_SUFFIXES: Mapping[Kind, str] = {"map": ".journey.yaml", "persona": ".persona.yaml"}


@dataclass(frozen=True, slots=True)
class Template:
    """A map or a persona to begin with. `about` says in one line what it is for."""

    name: str
    kind: Kind
    about: str

    @property
    def file(self) -> str:
        return f"{self.name}{_SUFFIXES[self.kind]}"

    def text(self) -> str:
        """The file as it stands in the package."""
        return (files("wayline.templates") / self.file).read_text(encoding="utf-8")

    def plain(self) -> dict[str, str]:
        return {"name": self.name, "kind": self.kind, "about": self.about}


_MAPS = {
    BLANK: "an empty map with every key that matters, and the questions to begin with",
    "saas-onboarding": "the first month with a new tool, by the person who has to get it running",
    "renewal": "the half year before a contract ends, by the person who pays",
    "issue-resolution": "one trouble, from the first error to trust regained",
    "customer-success": "the whole relationship, from first hearing of you to telling others",
    "b2b-buying-committee": "how a group of five decides, told by the one who wants it",
    "expansion": "from one team's success to the whole house",
    "retail-purchase": "one purchase, online and in the shop, until the second time",
    "first-impression": "before the relationship: what people find about the category",
    "service-blueprint": "a visit at home with all that has to work behind it, and the three lines",
    "day-in-the-life": "an ordinary working day by the clock, your product a guest in it",
    "study-term": "a first term on campus, from the letter to the first results",
    "backcast": "a future worked out backwards, from the customer's goal to the first step",
}
_PERSONAS = {
    "blank-persona": "an empty persona with the questions to begin with",
    "economic-buyer": "signs, answers for the budget, hardly uses it",
    "account-admin": "has to get it running for everybody else",
    "champion": "wanted it, and has a good name in it",
    "technical-evaluator": "has to run it, and asks forty questions",
    "procurement-lead": "settles the terms, and hears of it last",
    "everyday-user": "works with it every day, and was not asked",
    "first-time-buyer": "buys here for the first time",
    "working-parent": "has forty minutes, between shift and supper",
    "first-year-student": "the first of the family at a university",
    "small-business-owner": "does everything, the office on Sundays",
    "customer-in-a-hurry": "something broke, and people are waiting",
}
TEMPLATES: Mapping[str, Template] = {
    template.name: template
    for template in (
        *(Template(name, "map", about) for name, about in _MAPS.items()),
        *(Template(name, "persona", about) for name, about in _PERSONAS.items()),
    )
}
