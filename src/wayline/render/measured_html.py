"""The measured rows of the grid: the path walked, who reached a step, what came next, waits, detours, who is here now."""

from __future__ import annotations

from collections.abc import Iterable

from wayline.render import flow_svg, ghosts_html, marks_svg
from wayline.render.columns_html import CellOf, band_row, edge, firsts
from wayline.render.compact import compact, few
from wayline.render.icons_svg import icon
from wayline.render.icons_svg import lane as drawing
from wayline.render.links_html import number
from wayline.render.markup import Markup, el, join, said, some
from wayline.views import heard
from wayline.views.figures import VOICE
from wayline.views.shape import Figure, MapView, StepView


def measured(view: MapView) -> Markup:
    """The rows that come from the event log; a row that no step has a number for is left out, but for the first four.

    A map of answers only has one sentence in place of the rows of paths.
    """
    if not view["walked"]:
        return el("tbody", *_heard(view), class_="measured")
    longest = max((figure["spread"]["p90"] for figure in _all(view, "time_to_next") if figure["spread"]), default=0.0)
    note = el("span", "width = how many went on; arcs = beside the plan", class_="note")
    lane = el("th", drawing("path"), "Path walked", note, scope="row")
    strip = el("td", flow_svg.strip(view), colspan=view["columns"], class_="first flow")
    many = view["map"]["many"]
    rows = [
        band_row(view, f"What {many} really did", ""),
        el("tr", lane, strip, class_="flow-row", data_lane="path") if view["flows"] else None,
        ghosts_html.row(view),
        _row(view, ("When in the day", "by the hour, midnight to midnight"), "hour", _when) if _has_hours(view) else None,
        _row(view, ("Reached", f"of all {many} on the map"), "milestone", _reached),
        _row(view, ("What came next", "after the first touch"), "handoff", _ways),
        _row(view, ("Wait to the next step", "one time axis; box = middle half"), "window", lambda step: _wait(step, longest)),
        _row(view, ("Detours", ""), "action", _detours),
        _row(view, ("Here now", "and not left"), "site", _now),
    ]  # fmt: skip
    if any(True for measure in VOICE for _ in _all(view, measure)):
        rows.append(_row(view, ("What they say", "surveys and reviews"), "quote", _voice))
    return el("tbody", *rows, class_="measured")


def _heard(view: MapView) -> list[Markup | None]:
    lane = el("th", drawing("path"), "Path walked", el("span", "not bound", class_="note"), scope="row")
    return [
        band_row(view, f"What {view['map']['many']} said", ""),
        el("tr", lane, el("td", el("p", heard.SAYS, class_="unbound"), colspan=view["columns"], class_="first"), data_lane="path"),
        _row(view, ("What they say", "surveys and reviews"), "quote", _voice),
    ]  # fmt: skip


def _all(view: MapView, measure: str) -> Iterable[Figure]:
    return (step["figures"][measure] for step in view["steps"] if measure in step["figures"])


def _row(view: MapView, heading: tuple[str, str], sign: str, cell: CellOf) -> Markup:
    title, note = heading
    by_column = {step["column"]: step for step in view["steps"]}
    edges = firsts(view)
    cells = [
        el("td", cell(by_column[column]) if column in by_column else None, class_=edge(column, edges))
        for column in range(view["columns"])
    ]
    head = el("th", icon(sign), title, some(note, el("span", note, class_="note")), scope="row")
    return el("tr", head, *cells, data_lane=f"measured-{sign}")


def absent(figure: Figure | None) -> Markup:
    """What stands in place of a number that is not shown: the reason."""
    if figure is None:
        return el("span", "–", class_="absent")
    word = "hidden: " if figure["show"] == "withheld" else ""
    return el("span", f"{word}{figure['reason']}", class_="absent")


def _value(step: StepView, figure: Figure, note: str = "") -> Markup:
    """A number with its interval; one from few subjects says so, in words and in ink."""
    reserve = few(figure)
    small = [compact(figure["interval"], figure["text"]), note, reserve]
    told = [join([el("small", part), " "]) for part in small if part]
    shown = number(step["id"], figure, el("b", figure["text"]))
    return el("p", shown, " ", *told, class_="value few" if reserve else "value")


def _has_hours(view: MapView) -> bool:
    return any(step["hours"] for step in view["steps"])


def _when(step: StepView) -> Markup:
    hours = step["hours"]
    if hours is None or not hours["shares"]:
        return el("span", hours["text"] if hours else "–", class_="absent")
    return join([marks_svg.clock(hours), el("p", hours["text"], class_="aside")])


def _reached(step: StepView) -> Markup:
    figure = step["figures"].get("reached")
    if figure is None or figure["value"] is None:
        return absent(figure)
    note = f"{figure['count']:,} of {figure['n']:,}" if figure["count"] is not None and figure["n"] is not None else ""
    since = step["figures"].get("time_to_value")
    late = None
    if since and since["value"] is not None:
        late = el("p", number(step["id"], since, since["text"]), " after the start (median)", class_="aside")
    return join([marks_svg.share_bar(figure), _value(step, figure, note), late])


def _ways(step: StepView) -> Markup:
    three = [step["figures"].get(name) for name in ("converted", "left", "open")]
    shown = [figure for figure in three if figure and figure["value"] is not None]
    if not shown:
        return absent(three[0])
    bar = marks_svg.ways_bar(*shown) if len(shown) == 3 else Markup("")
    kinds = {"converted": "fill", "left": "lost", "open": "waiting"}
    items = [_way(step, figure, kinds[figure["measure"]]) for figure in shown]
    return join([bar, el("ul", *items, class_="ways")])


def _way(step: StepView, figure: Figure, kind: str) -> Markup:
    likely = compact(figure["interval"], figure["text"])
    interval = some(likely, el("small", likely))
    shown = number(step["id"], figure, el("b", figure["text"]))
    words = join([el("i", class_=f"key {kind}"), shown, f" {figure['label'].lower()} ", interval])
    return el("li", words, class_="few" if few(figure) else None)


def _wait(step: StepView, longest: float) -> Markup:
    figure = step["figures"].get("time_to_next")
    if figure is None or figure["value"] is None:
        return absent(figure)
    spread = figure["spread"]
    picture = marks_svg.spread_bar(spread, longest) if spread else None
    nine = None
    if spread:
        half, tail = said(f"middle half {compact(spread['middle'])}"), said(f"one in ten over {spread['tail']}")
        nine = el("p", half, el("br"), tail, class_="aside")
    return join([picture, _value(step, figure), nine])


def _detours(step: StepView) -> Markup:
    names = {"repeats": "did it again", "returns": "came back", "skips": "of those further on skipped it"}
    shown = [(step["figures"][name], said_as) for name, said_as in names.items() if name in step["figures"]]
    seen = [(figure, said_as) for figure, said_as in shown if figure["value"] is not None]
    if not seen:
        return absent(shown[0][0] if shown else step["figures"].get("reached"))
    items = [
        el("li", number(step["id"], figure, el("b", figure["text"])), f" {said_as}")
        for figure, said_as in seen
        if figure["value"]
    ]
    return el("ul", *items, class_="ways") if items else el("span", "none", class_="absent")


def _now(step: StepView) -> Markup:
    figure = step["figures"].get("now")
    if figure is None or figure["value"] is None:
        return absent(figure or step["figures"].get("reached"))
    people = some(figure["value"], icon("onstage"))
    return join([people, _value(step, figure)]) if people else _value(step, figure)


def _voice(step: StepView) -> Markup:
    shown = [step["figures"][name] for name in VOICE if name in step["figures"]]
    items = [
        el("li", number(step["id"], figure, el("b", figure["text"])), f" {figure['label']} ",
           el("small", few(figure) or compact(figure["interval"], figure["text"])))
        for figure in shown if figure["value"] is not None
    ]  # fmt: skip
    return el("ul", *items, class_="ways") if items else absent(shown[0]) if shown else Markup("")
