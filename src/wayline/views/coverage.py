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
# asked for together: a plan that allows everything fits every path
_FIT = {
    "fitness": "How closely the average path keeps to the plan",
    "precision": "How much of what the plan allows is done by anybody",
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
    subjects: int = 0,
) -> CoverageView | None:
    """The coverage block; `face` is the one sentence that stands on the map.

    `columns` and `titles` of the steps say where a ghost stands, where the measurement tells its neighbours; `subjects` is
    how many are on the map.
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
    shown += [_fit(name, label, measured[name], reader) for name, label in _FIT.items() if measured.get(name)]
    classes = measured.get("deviations") or {}
    deviations = [
        _labelled(name, label, classes[name], reader) for name, label in _DEVIATIONS.items() if classes.get(name)
    ]
    ghosts = measured.get("ghosts") or []
    places = {str(place["event"]): {**place, "among": subjects} for place in measured.get("ghost_places") or ()}
    seen = [ghost for ghost in ghosts if not reader.conceals(ghost["subjects"])]
    return CoverageView(
        face=_face(next((one for one in shown if one["measure"] == "paths_so_far"), None)),
        figures=shown,
        deviations=deviations,
        sentences=_sentences([*shown, *deviations]),
        ghosts=[
            _ghost(ghost, places.get(str(ghost["event"]), {}), reader, columns or {}, titles or {}) for ghost in seen
        ],
        ghosts_withheld=len(ghosts) - len(seen),
    )


def standing(covered: CoverageView | None) -> dict[int, list[GhostView]]:
    """The ghosts by the column after which they stand, -1 before the first; those whose place is not known are left out."""
    found: dict[int, list[GhostView]] = {}
    for ghost in covered["ghosts"] if covered else []:
        if ghost["after"] is not None:
            found.setdefault(ghost["after"], []).append(ghost)
        elif ghost["before"] is not None:
            found.setdefault(ghost["before"] - 1, []).append(ghost)
    return found


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


def _fit(name: str, label: str, number: Mapping[str, Any], reader: Reader) -> Figure:
    """A mean, or a share of what is allowed: what is counted beside it is not what it is a share of."""
    figure = _labelled(name, label, number, reader)
    if figure["value"] is not None:
        likely = f" (likely {figure['interval']})" if figure["interval"] else ""
        figure["sentence"] = f"{label}: {figure['text']}{likely}."
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
    ghost: Mapping[str, Any],
    placed: Mapping[str, Any],
    reader: Reader,
    columns: Mapping[str, int],
    titles: Mapping[str, str],
) -> GhostView:
    times = words.counted(ghost["events"], "time", "times")
    known = placed if placed and not reader.conceals(placed["subjects"]) else {}
    after, before = str(known.get("after", "")), str(known.get("before", ""))
    share = placed["of"] / placed["among"] if known and placed["among"] else None
    return GhostView(
        event=str(ghost["event"]),
        text=f"{reader.counted(ghost['subjects'])}, {times}",
        share=share,
        share_text="" if share is None else f"{words.percent(share)} of {reader.many}",
        after=columns.get(after),
        before=columns.get(before),
        place=_place(after, before, titles) if known else "",
    )


def _place(after: str, before: str, titles: Mapping[str, str]) -> str:
    """In words where a ghost stands, whose neighbours are steps, START or END."""
    if after == "START":
        return f"mostly at the very start, before “{titles.get(before, before)}”"
    if before == "END":
        return f"mostly at the very end, after “{titles.get(after, after)}”"
    if after == before:
        return f"mostly between two times of “{titles.get(after, after)}”"
    return f"mostly after “{titles.get(after, after)}” and before “{titles.get(before, before)}”"
