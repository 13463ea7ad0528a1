"""A card that links to a map leads to one."""

from __future__ import annotations

import re
from collections.abc import Iterator

from wayline.maps.lint.listing import listed
from wayline.maps.lint.rule import Rule, Spot, Surroundings
from wayline.maps.model import JourneyMap

# a bare name is a map; whatever has a dot, a slash or a colon is a file or a page
_MAP_NAME = re.compile(r"[A-Za-z0-9_-]+")


def find(journey: JourneyMap, around: Surroundings) -> Iterator[Spot]:
    for number, card in enumerate(journey.cards, start=1):
        is_map_name = bool(_MAP_NAME.fullmatch(card.link))
        if is_map_name and around.maps is not None and card.link not in around.maps:
            yield Spot(f"cards/{number}/link", f"there is no map '{card.link}' in the workspace; {_known(around.maps)}")


def _known(maps: frozenset[str]) -> str:
    return f"maps: {listed(sorted(maps))}, or an address such as https://…"


RULE = Rule(
    "link-to-nowhere",
    "warning",
    "A card that links to a map leads to one.",
    "A door to a more detailed map that opens on nothing is worse than a wall.",
    find,
)
