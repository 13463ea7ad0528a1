"""Which demos there are, which files each brings, and where each file belongs in a workspace."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable

# the suffix of a file says where it belongs; everything else is data
PLACES = {".journey.yaml": "maps", ".persona.yaml": "personas", ".roles.yaml": "roles"}
NOTICE = "NOTICE.md"


@dataclass(frozen=True)
class Demo:
    """One demo: a map, the data behind it, and in which order they are loaded."""

    name: str  # of its map, and of its folder in this package
    tells: str  # what it shows, in one sentence
    imports: tuple[tuple[str, str], ...]  # data and roles, by their path in the workspace
    outcome: str = ""  # what success is, where moments of truth and friction are shown on its map
    clock: str = ""  # the property of its events that counts days
    held: str = ""  # the trait that is held

    @property
    def map(self) -> str:
        """The path of its map in the workspace."""
        return f"maps/{self.name}.journey.yaml"

    @property
    def page(self) -> str:
        """The file name of its page."""
        return f"{self.name}.html"

    def files(self) -> Mapping[str, Traversable]:
        """Its files by their path in a workspace, such as `maps/first-term.journey.yaml`."""
        found = sorted((files("wayline.demo") / self.name).iterdir(), key=lambda each: each.name)
        return {self._place(each.name): each for each in found}

    def _place(self, name: str) -> str:
        if name == NOTICE:
            return f"data/{self.name}.{NOTICE}"  # several demos may share a workspace
        return f"{next((place for suffix, place in PLACES.items() if name.endswith(suffix)), 'data')}/{name}"


DEMOS = {
    demo.name: demo
    for demo in (
        Demo(
            "first-term",
            "4,000 enrolments at The Open University: paths, waits, losses and handoffs on a planned map.",
            # in this order: who they are first, so that every event finds its traits
            (("data/students.csv.gz", "roles/students.roles.yaml"), ("data/events.csv.gz", "roles/events.roles.yaml")),
            "{event: [result_Pass, result_Distinction]}",
            "day",
            "code_module",
        ),
        Demo(
            "airport",
            "8,607 answers of passengers in three years: ratings of each touchpoint, a score, and no events at all.",
            (("data/answers.csv.gz", "roles/answers.roles.yaml"),),
        ),
        Demo(
            "shop",
            "3,605 visits to an online shop (synthetic), with two incidents at the checkout to be found.",
            (("data/visits.csv.gz", "roles/visits.roles.yaml"),),
        ),
    )
}
FIRST = "first-term"
