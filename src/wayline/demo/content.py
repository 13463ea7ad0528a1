"""Which files the demo brings, and where each belongs in a workspace."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.resources import files
from importlib.resources.abc import Traversable

PLACES = {
    "first-term.journey.yaml": "maps",
    "working-parent.persona.yaml": "personas",
    "events.roles.yaml": "roles",
    "students.roles.yaml": "roles",
    "events.csv.gz": "data",
    "students.csv.gz": "data",
    "NOTICE.md": "data",
}
MAP = "maps/first-term.journey.yaml"
# in this order: who they are first, so that every event finds its traits
IMPORTS = (
    ("data/students.csv.gz", "roles/students.roles.yaml"),
    ("data/events.csv.gz", "roles/events.roles.yaml"),
)


def demo_files() -> Mapping[str, Traversable]:
    """The demo's files by their path in a workspace, such as `maps/first-term.journey.yaml`."""
    folder = files("wayline.demo")
    return {f"{place}/{name}": folder / name for name, place in PLACES.items()}
