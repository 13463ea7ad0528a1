"""Contact windows and handoffs: who should do what by when, and how often it happened."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wayline.maps.model import Handoff, JourneyMap, Window
from wayline.views import figures, words
from wayline.views.shape import ContactView, Fact, Figure
from wayline.views.suppress import Reader

_WINDOW_PARTS = {"early": "too early", "late": "too late", "missed": "never", "pending": "window still open"}
_HANDOFF_PARTS = {"late": "late", "missing": "never", "pending": "not due yet"}


def contacts(
    journey: JourneyMap, columns: Mapping[str, int], elements: Mapping[str, Mapping[str, Any]], reader: Reader
) -> list[ContactView]:
    """All windows and handoffs in map order."""
    titles = {step.id: step.title or step.id for step in journey.steps}
    found = [_window(one, titles, columns, elements.get(one.id, {}), reader) for one in journey.windows]
    return found + [_handoff(one, titles, columns, elements.get(one.id, {}), reader) for one in journey.handoffs]


def _window(
    one: Window,
    titles: Mapping[str, str],
    columns: Mapping[str, int],
    measured: Mapping[str, Any],
    reader: Reader,
) -> ContactView:
    opens = "at once" if one.opens in ("", "0d") else words.span(one.opens)
    hit = measured.get("hit")
    return ContactView(
        id=one.id,
        kind="window",
        title=one.title or words.capital(one.id.replace("-", " ")),
        column=columns.get(one.after, 0),
        who=" by ".join(part for part in (one.team, one.channel) if part),
        when=f"from {opens} to {words.span(one.closes)} after “{titles.get(one.after, one.after)}”",
        why=one.why,
        figure=_figure("hit", hit, reader),
        parts=_parts(hit, _WINDOW_PARTS, reader),
        data=[],
    )


def _handoff(
    one: Handoff,
    titles: Mapping[str, str],
    columns: Mapping[str, int],
    measured: Mapping[str, Any],
    reader: Reader,
) -> ContactView:
    on_time = measured.get("on_time")
    limit = f"within {words.span(one.within)} after" if one.within else "after"
    shown = _figure("on_time", on_time, reader)
    return ContactView(
        id=one.id,
        kind="handoff",
        title=one.title or words.capital(one.id.replace("-", " ")),
        column=columns.get(one.after, 0),
        who=f"{one.giver} → {one.receiver}",
        when=f"{limit} “{titles.get(one.after, one.after)}”",
        why=one.why,
        figure=shown,
        parts=_parts(on_time, _HANDOFF_PARTS, reader),
        data=_data(one, on_time or {}, reader),
    )


def _figure(measure: str, number: Mapping[str, Any] | None, reader: Reader) -> Figure | None:
    return figures.figure(measure, number, reader) if number else None


def _parts(number: Mapping[str, Any] | None, names: Mapping[str, str], reader: Reader) -> list[Fact]:
    """Those that were not in time, by kind; nothing where the number itself may not be seen."""
    if number is None or reader.permit(number)[0] in ("withheld", "refused"):
        return []
    shown = reader.parts({name: int(number[name]) for name in names if number.get(name) is not None})
    return [
        Fact(label=names[name], text="hidden" if count is None else words.number(count))
        for name, count in shown.items()
    ]


def _data(one: Handoff, number: Mapping[str, Any], reader: Reader) -> list[Fact]:
    """Each named datum with the share of handovers that carried it, as far as that was measured."""
    measured = number.get("data") or {}
    facts = []
    for datum in one.data:
        found = measured.get(datum.name)
        shown = figures.figure("present", found, reader) if found else None
        facts.append(Fact(label=f"with {datum.name}" if shown else datum.name, text=shown["text"] if shown else ""))
    return facts
