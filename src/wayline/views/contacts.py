"""Contact windows and handoffs: who should do what by when, and how often it happened."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from wayline.maps import duration
from wayline.maps.model import Handoff, JourneyMap, Window
from wayline.views import figures, words
from wayline.views.shape import ContactPart, ContactView, Fact, Figure
from wayline.views.suppress import Reader

_Way = Literal["hit", "early", "late", "missed", "on_time", "missing"]
Ways = Mapping[_Way, str]
_WINDOW_PARTS = {"early": "too early", "late": "too late", "missed": "never", "pending": "window still open"}
_HANDOFF_PARTS = {"late": "late", "missing": "never", "pending": "not due yet"}
_WINDOW_SHARES: Ways = {"hit": "in time", "early": "too early", "late": "too late", "missed": "never"}
_HANDOFF_SHARES: Ways = {"on_time": "on time", "late": "late", "missing": "never"}


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
        when=f"{'at once, until' if opens == 'at once' else f'from {opens} to'} {words.span(one.closes)} after “{titles.get(one.after, one.after)}”",
        why=one.why,
        bound=bool(one.bind),
        opens=_seconds(one.opens or "0d"),
        closes=_seconds(one.closes),
        axis=[f"opens {opens if opens == 'at once' else 'after ' + opens}", f"closes after {words.span(one.closes)}"],
        shares=_shares(hit, _WINDOW_PARTS, _WINDOW_SHARES, reader),
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
        bound=bool(one.bind),
        opens=0.0,
        closes=_seconds(one.within),
        axis=[f"due within {words.span(one.within)}"] if one.within else [],
        shares=_shares(on_time, _HANDOFF_PARTS, _HANDOFF_SHARES, reader),
        figure=shown,
        parts=_parts(on_time, _HANDOFF_PARTS, reader),
        data=_data(one, on_time or {}, reader),
    )


def _figure(measure: str, number: Mapping[str, Any] | None, reader: Reader) -> Figure | None:
    return figures.figure(measure, number, reader) if number else None


def _seen(number: Mapping[str, Any] | None, names: Mapping[str, str], reader: Reader) -> dict[str, int | None]:
    """The counts of those that were not in time, None where hidden; nothing where the number itself may not be seen.

    Those that are still pending are no part of the printed total, so hiding them would protect nobody else.
    """
    if number is None or reader.permit(number)[0] in ("withheld", "refused"):
        return {}
    counts = {name: int(number[name]) for name in names if number.get(name) is not None}
    waiting = {name: reader.at_least(counts.pop(name)) for name in ("pending",) if name in counts}
    return reader.parts(counts) | waiting


def _parts(number: Mapping[str, Any] | None, names: Mapping[str, str], reader: Reader) -> list[Fact]:
    return [
        Fact(label=names[name], text="hidden" if count is None else words.number(count))
        for name, count in _seen(number, names, reader).items()
    ]


def _seconds(span: str) -> float | None:
    """The span in seconds; None where the map gives none that can be read."""
    try:
        return float(duration.seconds(span))
    except ValueError:
        return None


def _shares(
    number: Mapping[str, Any] | None, names: Mapping[str, str], ways: Ways, reader: Reader
) -> list[ContactPart]:
    """All ways with the share of those it was due for; a way whose count is hidden has no share."""
    seen = _seen(number, names, reader)
    if number is None or not seen or not number.get("n"):
        return []
    counts = {**seen, next(iter(ways)): int(number.get("count") or 0)}
    return [_share(kind, label, counts.get(kind), number["n"]) for kind, label in ways.items() if kind in counts]


def _share(kind: _Way, label: str, count: int | None, n: int) -> ContactPart:
    share = None if count is None else count / n
    return ContactPart(kind=kind, label=label, share=share, text="hidden" if share is None else words.percent(share))


def _data(one: Handoff, number: Mapping[str, Any], reader: Reader) -> list[Fact]:
    """Each named datum with the share of handovers that carried it, as far as that was measured."""
    measured = number.get("data") or {}
    facts = []
    for datum in one.data:
        found = measured.get(datum.name)
        shown = figures.figure("present", found, reader) if found else None
        facts.append(Fact(label=f"with {datum.name}" if shown else datum.name, text=shown["text"] if shown else ""))
    return facts
