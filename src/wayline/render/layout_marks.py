"""Small pictures inside a cell: a share, the three ways on, the spread of a wait. Colour is never the only sign."""

from __future__ import annotations

from collections.abc import Sequence

from wayline.render.layout_items import Box, Dot, Item, line
from wayline.views.shape import ContactPart, ContactView, Figure, HoursView, Spread


def _part(share: float | None) -> float:
    return max(0.0, min(1.0, share or 0.0))


def share_bar(figure: Figure, width: float) -> tuple[list[Item], float]:
    """A bar for a share, with its interval as a thin line below it, and its height."""
    value = _part(figure["value"])
    items: list[Item] = [
        Box(0, 0, width, 8, "rail", radius=2),
        Box(0, 0, max(value * width, 0.5), 8, "accent", radius=2),
    ]
    if figure["low"] is not None and figure["high"] is not None:
        low, high = _part(figure["low"]) * width, _part(figure["high"]) * width
        items.append(line(low, 12, high, 12, "ink", 1.5))
        items += [line(end, 10, end, 14, "ink", 1.5) for end in (low, high)]
    return items, 15


def ways_bar(three: Sequence[Figure], width: float) -> tuple[list[Item], float]:
    """One bar of three parts: moved on (solid), left (striped), still open (outlined)."""
    shares = [_part(figure["value"]) * width for figure in three]
    items: list[Item] = [Box(0, 0, width, 12, "rail", radius=2)]
    items.append(Box(0, 0, shares[0], 12, "accent", radius=2))
    items.append(Box(shares[0], 0, shares[1], 12, "lost_soft", "lost", hatched=True))
    items.append(Box(shares[0] + shares[1], 0.5, max(shares[2] - 0.5, 0), 11, "surface", "muted", dash=(2, 2)))
    return [item for item in items if not isinstance(item, Box) or item.width > 0.4], 12


def clock(hours: HoursView, width: float) -> tuple[list[Item], float]:
    """24 bars, one an hour from midnight; an hour that is hidden is a dotted line."""
    tall, wide = 26.0, width / 24
    most = max((share for share in hours["shares"] if share), default=1.0)
    items: list[Item] = [line(0, tall, width, tall, "strong")]
    items += [line(hour * wide, tall, hour * wide, tall + 3, "strong") for hour in (6, 12, 18)]
    for hour, share in enumerate(hours["shares"]):
        x = hour * wide
        if share is None:
            items.append(line(x, tall - 3, x + 0.8 * wide, tall - 3, "muted", 1.0, (1, 2)))
        elif share:
            high = max(1.0, tall * share / most)
            items.append(Box(x, tall - high, 0.8 * wide, high, "accent"))
    return items, tall + 3


def key(kind: str) -> Item:
    """The sign of one of the three ways, for the list beside the bar."""
    if kind == "converted":
        return Box(0, 3, 9, 9, "accent", radius=2)
    if kind == "left":
        return Box(0.5, 3.5, 8, 8, "lost_soft", "lost", hatched=True)
    return Box(0.5, 3.5, 8, 8, "surface", "muted", dash=(2, 2))


def spread_bar(spread: Spread, longest: float, width: float) -> tuple[list[Item], float]:
    """Middle half as a box, the median as a line, a thin line to the time by which nine in ten had gone on."""
    scale = longest or 1.0
    q25, median, q75, p90 = (_part(spread[point] / scale) * width for point in ("q25", "median", "q75", "p90"))
    items: list[Item] = [
        line(0, 8, width, 8, "hair"),
        line(q75, 8, p90, 8, "ink", 1.5),
        line(p90, 4, p90, 12, "ink", 1.5),
        Box(q25, 3, max(q75 - q25, 1.0), 10, "soft", "accent"),
        line(median, 0, median, 16, "ink", 2.5),
    ]
    return items, 16


def open_bar(one: ContactView, end: float, width: float) -> tuple[list[Item], float]:
    """When a contact window stands open, on the time axis from its step to `end`, which all windows of the map share."""
    if one["closes"] is None or not end:
        return [], 0
    scale = (width - 8) / end
    opens, closes = 4 + (one["opens"] or 0.0) * scale, 4 + one["closes"] * scale
    items: list[Item] = [
        line(0, 9, width, 9, "hair"),
        Dot(4, 9, 3.5, "ink", "none", 0),
        Box(opens, 3, max(closes - opens, 1.5), 12, "soft", "accent", radius=2),
    ]
    gates = (opens, closes) if one["opens"] else (closes,)
    return [*items, *(line(gate, 0, gate, 18, "accent", 2.0) for gate in gates)], 18


def contacts_bar(parts: Sequence[ContactPart], width: float) -> tuple[list[Item], float]:
    """All contacts that were due: in time, too early, too late, never. Nothing where one is hidden."""
    if not parts or any(part["share"] is None for part in parts):
        return [], 0
    items: list[Item] = [Box(0, 0, width, 10, "rail", radius=2)]
    left = 0.0
    for part in parts:
        wide = _part(part["share"]) * width
        if wide > 0.4:
            items.append(_way(part["kind"], left, wide))
        left += wide
    return items, 10


def _way(kind: str, left: float, wide: float) -> Box:
    if kind in ("hit", "on_time"):
        return Box(left, 0, wide, 10, "accent")
    if kind in ("early", "late"):
        return Box(left, 0, wide, 10, "lost_soft", "lost", hatched=kind == "late")
    return Box(left, 0.5, wide, 9, "surface", "muted", dash=(2, 2))
