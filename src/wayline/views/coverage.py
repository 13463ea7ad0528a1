"""How much of what really happened the map explains, how paths depart from it, and what it does not know at all."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wayline.views import figures, words
from wayline.views.shape import CoverageView, Figure, GhostView
from wayline.views.suppress import Reader

_LABELS = {
    "paths_so_far": "Paths that follow the plan so far",
    "paths": "Paths that follow the plan to its end",
    "paths_later": "The same, for the last third to start",
    "transitions": "Moves that were planned",
    "events": "Events that the map explains",
}
_DEVIATIONS = {
    "ad_hoc": "Did something that is not on the map",
    "repeats": "Repeated a step right away",
    "order_or_missing": "Took steps in another order or left some out",
}


def coverage(
    measured: Mapping[str, Any] | None,
    reader: Reader,
    columns: Mapping[str, int] | None = None,
    titles: Mapping[str, str] | None = None,
) -> CoverageView | None:
    """The coverage block; `face` is the one sentence that stands on the map.

    `columns` and `titles` of the steps say where a ghost stands, where the measurement tells its neighbours.
    """
    if not measured:
        return None
    # shares of events and moves are as fit to be shown as there are paths behind them
    crowd = {"show": (measured.get("paths_so_far") or {}).get("show")}
    shown = [
        _labelled(name, label, {**crowd, **measured[name]}, reader)
        for name, label in _LABELS.items()
        if measured.get(name)
    ]
    classes = measured.get("deviations") or {}
    deviations = [
        _labelled(name, label, classes[name], reader) for name, label in _DEVIATIONS.items() if classes.get(name)
    ]
    ghosts = measured.get("ghosts") or []
    seen = [ghost for ghost in ghosts if not reader.conceals(ghost["subjects"])]
    return CoverageView(
        face=_face(next((one for one in shown if one["measure"] == "paths_so_far"), None)),
        figures=shown,
        deviations=deviations,
        sentences=_sentences([*shown, *deviations]),
        ghosts=[_ghost(ghost, reader, columns or {}, titles or {}) for ghost in seen],
        ghosts_withheld=len(ghosts) - len(seen),
    )


def _labelled(name: str, label: str, number: Mapping[str, Any], reader: Reader) -> Figure:
    figure = figures.figure(name, {"unit": "share", **number}, reader)
    figure["label"] = label
    if figure["value"] is not None and figure["count"] is not None and figure["n"] is not None:
        likely = f", likely {figure['interval']}" if figure["interval"] else ""
        of = f"{words.number(figure['count'])} of {words.number(figure['n'])}"
        figure["sentence"] = f"{label}: {figure['text']} ({of}{likely})."
    elif figure["reason"]:
        figure["sentence"] = f"{label}: {figure['text']}, {figure['reason']}."
    return figure


def _sentences(figures: list[Figure]) -> list[str]:
    """What the figures say; those that are not shown are named together, by reason."""
    silent: dict[str, list[str]] = {}
    for one in figures:
        if one["value"] is None:
            word = "hidden" if one["show"] == "withheld" else "not said"
            silent.setdefault(f"{word}, {one['reason']}", []).append(one["label"])
    told = [one["sentence"] for one in figures if one["value"] is not None]
    return told + [f"{words.capital(reason)}: {'; '.join(labels).lower()}." for reason, labels in silent.items()]


def _face(figure: Figure | None) -> str:
    if figure is None or figure["value"] is None:
        return ""
    likely = f" (likely {figure['interval']})" if figure["interval"] else ""
    return f"The plan explains {figure['text']}{likely} of paths so far."


def _ghost(
    ghost: Mapping[str, Any], reader: Reader, columns: Mapping[str, int], titles: Mapping[str, str]
) -> GhostView:
    times = words.counted(ghost["events"], "time", "times")
    between = _between(ghost, reader)
    after, before = between.get("after", ""), between.get("before", "")
    return GhostView(
        event=str(ghost["event"]),
        text=f"{reader.counted(ghost['subjects'])}, {times}",
        after=columns.get(after),
        before=columns.get(before),
        place=_place(titles.get(after, ""), titles.get(before, "")),
    )


def _between(ghost: Mapping[str, Any], reader: Reader) -> Mapping[str, str]:
    """The steps that most subjects touched just before and just after; nothing where too few stand behind it."""
    between = ghost.get("between") or {}
    if not between or reader.conceals(between.get("subjects")):
        return {}
    return {end: str(between[end]) for end in ("after", "before") if between.get(end)}


def _place(after: str, before: str) -> str:
    told = [f"after “{after}”" if after else "", f"before “{before}”" if before else ""]
    return "mostly " + " and ".join(part for part in told if part) if after or before else ""
