"""Who went from where to where: planned flows with what was measured, and the ones that nobody planned."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from wayline.maps.model import JourneyMap
from wayline.views import suppress, words
from wayline.views.shape import Fact, FlowView
from wayline.views.suppress import Reader

START, END = "START", "END"
Kind = Literal["start", "planned", "skip", "return", "repeat", "end"]
_PARTS = {"finished": "finished", "left": "left", "open": "still open"}


@dataclass(frozen=True, slots=True)
class _Names:
    """How the ends of a flow are found and called."""

    columns: Mapping[str, int]
    titles: Mapping[str, str]
    reader: Reader


def flows(
    journey: JourneyMap,
    columns: Mapping[str, int],
    measured: Sequence[Mapping[str, Any]] | None,
    reader: Reader,
) -> tuple[list[FlowView], int]:
    """Planned connections first, in map order, then everything else by size; and how many of them are hidden.

    Of the hidden ones only the planned stay: that nobody planned it and somebody did it would point at them.

    A planned flow has no count where nothing was measured or one of its ends is bound to no event.
    """
    connected = {(one.origin, one.target) for one in journey.planned}
    planned = connected | {(START, step.id) for step in journey.steps[:1]}
    planned |= {(step.id, END) for step in journey.steps if not journey.next_steps(step.id)}
    titles = {step.id: step.title or step.id for step in journey.steps} | {START: "the start", END: "the end"}
    names = _Names(columns, titles, reader)
    known = {(row["from"], row["to"]): row for row in measured or ()}
    views = [_flow(pair, pair in planned, row, row["count"], names) for pair, row in known.items()]
    bound = {step.id for step in journey.steps if step.bind} if measured is not None else set()
    views += [
        _flow(pair, True, None, 0 if bound.issuperset(pair) else None, names) for pair in connected - known.keys()
    ]
    seen = [view for view in views if view["planned"] or view["text"] != "hidden"]
    return sorted(seen, key=_order), sum(view["text"] == "hidden" for view in views)


def _order(flow: FlowView) -> tuple[bool, int, int, str]:
    column = flow["origin_column"] if flow["origin_column"] is not None else -1
    return (not flow["planned"], column if flow["planned"] else -(flow["count"] or 0), column, flow["target"])


def _kind(pair: tuple[str, str], planned: bool, columns: Mapping[str, int]) -> Kind:
    origin, target = pair
    if origin == START:
        return "start"
    if target == END:
        return "end"
    if planned:
        return "planned"
    if origin == target:
        return "repeat"
    return "return" if columns.get(target, 0) < columns.get(origin, 0) else "skip"


def _flow(
    pair: tuple[str, str], planned: bool, row: Mapping[str, Any] | None, count: int | None, names: _Names
) -> FlowView:
    columns, reader = names.columns, names.reader
    hidden = reader.conceals(count)
    view = FlowView(
        origin=pair[0], target=pair[1], origin_column=columns.get(pair[0]), target_column=columns.get(pair[1]),
        kind=_kind(pair, planned, columns), planned=planned, count=reader.at_least(count),
        share=row.get("share") if row and not hidden else None, text="", sentence="", parts=[],
    )  # fmt: skip
    view["text"] = "hidden" if hidden else "not measured" if count is None else words.number(count)
    if row and not hidden and pair[1] == END:
        view["parts"] = _ends(row, reader)
    view["sentence"] = _sentence(view, row, names)
    return view


def _ends(row: Mapping[str, Any], reader: Reader) -> list[Fact]:
    shown = reader.parts({name: int(row.get(name) or 0) for name in _PARTS})
    return [
        Fact(label=_PARTS[name], text="hidden" if count is None else words.number(count))
        for name, count in shown.items()
        if count != 0
    ]


def _sentence(view: FlowView, row: Mapping[str, Any] | None, names: _Names) -> str:
    origin, target = (names.titles.get(end, end) for end in (view["origin"], view["target"]))
    if view["text"] == "hidden":
        return f"From “{origin}” to “{target}”: hidden, fewer than {suppress.SMALLEST} {names.reader.many}."
    if view["count"] is None:
        return f"Planned from “{origin}” to “{target}”; not measured."
    who = words.number(view["count"])
    share = f" ({words.percent(view['share'])} of all that came next)" if view["share"] is not None else ""
    return {
        "start": f"{who} began at “{target}”.",
        "repeat": f"{who} times “{origin}” was followed by itself{share}.",
        "end": f"{who} did nothing further after “{origin}”{share}{_parts(view)}.",
    }.get(view["kind"], f"{who} times “{origin}” was followed directly by “{target}”{share}{_after(row)}.")


def _parts(view: FlowView) -> str:
    told = [f"{part['text']} {part['label']}" for part in view["parts"] if part["text"] != "hidden"]
    concealed = [part["label"] for part in view["parts"] if part["text"] == "hidden"]
    if concealed:
        told.append(f"how many {words.listed(concealed, 'or')} is hidden")
    return f": {words.listed(told)}" if told else ""


def _after(row: Mapping[str, Any] | None) -> str:
    median = row.get("median_seconds") if row else None
    return f", half of them within {words.spoken(median, 'seconds')}" if median is not None else ""
