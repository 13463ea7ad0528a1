"""The grid: a real table with stages and steps across, what customers did and the drawn lanes down."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from wayline.render import cards_html, flow_svg, marks_svg
from wayline.render.compact import compact, few
from wayline.render.markup import Markup, el, join, said, some
from wayline.views.shape import Figure, LaneView, MapView, SideView, StageView, StepView, TouchpointView

CellOf = Callable[[StepView], Markup]


def grid(view: MapView) -> Markup:
    """The table in its own scrolling region; a map without columns says that nothing is drawn."""
    if not view["columns"]:
        return el("p", "This map has no stages yet, so there is no grid to show.", class_="empty")
    bodies = [_measured(view)] if view["measured"] else [_planned_only(view)]
    bodies += [_side(side, view) for side in view["sides"]]
    columns = el("colgroup", el("col", class_="lane"), *[el("col") for _ in range(view["columns"])])
    caption = el("caption", f"Journey map “{view['map']['title']}”: steps across, lanes down", class_="quiet")
    table = el("table", caption, columns, _head(view), *bodies, class_="map", style=f"--columns:{view['columns']}")
    return el("div", table, class_="scroll", role="region", tabindex=0, aria_label="Journey map, scrolls sideways")


def _first(view: MapView) -> set[int]:
    return {stage["column"] for stage in view["stages"]}


def _edge(column: int, firsts: set[int], kind: str = "") -> str | None:
    return " ".join(part for part in (kind, "first" if column in firsts else "") if part) or None


def _head(view: MapView) -> Markup:
    stages = el(
        "tr",
        el("td", "Stages", class_="corner"),
        *[_stage(stage) for stage in view["stages"]],
    )
    by_column = {step["column"]: step for step in view["steps"]}
    firsts = _first(view)
    steps = [
        _step(by_column[column], _edge(column, firsts)) if column in by_column
        else el("td", el("span", "no steps yet", class_="muted"), class_=_edge(column, firsts))
        for column in range(view["columns"])
    ]  # fmt: skip
    return el(
        "thead",
        stages,
        el("tr", el("td", "Steps", class_="corner"), *steps, class_="steps"),
    )


def _stage(stage: StageView) -> Markup:
    facts = [stage["goal"] and f"“{stage['goal']}”", stage["team"] and f"Team: {stage['team']}"]
    facts += [
        stage["done_when"] and f"Done with “{stage['done_when']}”",
        stage["target"] and f"Target: {stage['target']}",
    ]
    lines = [said(fact, "span", class_="fact") for fact in facts if fact]
    title = said(stage["title"], "span", class_="stage-title")
    return el(
        "th",
        title,
        el("div", *lines, class_="facts"),
        _stage_numbers(stage),
        scope="colgroup",
        colspan=stage["span"],
        class_="stage first",
    )


def _stage_numbers(stage: StageView) -> Markup:
    shown = [
        (name, stage["figures"][name])
        for name in ("reached", "converted", "left", "time_in_stage", "now")
        if name in stage["figures"]
    ]
    words = {
        "reached": "reached it",
        "converted": "moved on",
        "left": "left",
        "time_in_stage": "to move on (median)",
        "now": "here now",
    }
    items = [
        el("span", el("b", figure["text"]), f" {words[name]}", class_="number", title=figure["sentence"])
        for name, figure in shown
        if figure["value"] is not None
    ]
    return some(items, el("div", *items, class_="numbers"))


def _step(step: StepView, kind: str | None) -> Markup:
    chips = [_touchpoint(touchpoint) for touchpoint in step["touchpoints"]]
    milestone = step["milestone"]
    mark = Markup("")
    if milestone:
        sign = "◆" if milestone["truth"] else "◇"
        why = f": {milestone['why']}" if milestone["why"] else ""
        mark = said(
            f"{sign} {milestone['label']}{why}", "span", class_="milestone truth" if milestone["truth"] else "milestone"
        )
    title = el("span", el("span", step["number"], class_="nth"), " ", said(step["title"]), class_="step-title")
    return el("th", title, mark, some(chips, el("span", *chips, class_="chips")), scope="col", class_=kind)


def _touchpoint(one: TouchpointView) -> Markup:
    name = " · ".join(part for part in (one["channel"], one["name"]) if part) + (
        " (indirect)" if one["indirect"] else ""
    )
    return said(name, "span", class_="chip indirect" if one["indirect"] else "chip")


def _band_row(view: MapView, title: str, note: str) -> Markup:
    """A heading across the table; the steps' names are repeated for the eye, since the header may be far above."""
    by_column = {step["column"]: step for step in view["steps"]}
    names = [
        el("td", el("span", f"{by_column[column]['number']} ", said(by_column[column]["title"])) if column in by_column else None,
           aria_hidden="true", class_=_edge(column, _first(view)))
        for column in range(view["columns"])
    ]  # fmt: skip
    heading = el("th", said(title), some(note, el("span", note, class_="note")), scope="rowgroup", class_="group")
    return el("tr", heading, *names, class_="band-row")


def _planned_only(view: MapView) -> Markup:
    lane = el("th", "Planned path", el("span", "not measured yet", class_="note"), scope="row")
    strip = el("td", flow_svg.strip(view), colspan=view["columns"], class_="first flow")
    return el("tbody", el("tr", lane, strip))


def _measured(view: MapView) -> Markup:
    longest = max((figure["spread"]["p90"] for figure in _all(view, "time_to_next") if figure["spread"]), default=0.0)
    lane = el(
        "th", "Path walked", el("span", "width = how many went on; arcs = beside the plan", class_="note"), scope="row"
    )
    strip = el("td", flow_svg.strip(view), colspan=view["columns"], class_="first flow")
    many = view["map"]["many"]
    rows = [
        _band_row(view, f"What {many} really did", ""),
        el("tr", lane, strip, class_="flow-row"),
        _row(view, "Reached", f"of all {many} on the map", _reached),
        _row(view, "What came next", "after the first touch", _ways),
        _row(view, "Wait to the next step", "half needed less, half more", lambda step: _wait(step, longest)),
        _row(view, "Detours", "", _detours),
        _row(view, "Here now", "and not left", _now),
    ]
    return el("tbody", *rows, class_="measured")


def _all(view: MapView, measure: str) -> Iterable[Figure]:
    return (step["figures"][measure] for step in view["steps"] if measure in step["figures"])


def _row(view: MapView, title: str, note: str, cell: CellOf) -> Markup:
    by_column = {step["column"]: step for step in view["steps"]}
    firsts = _first(view)
    cells = [
        el("td", cell(by_column[column]) if column in by_column else None, class_=_edge(column, firsts))
        for column in range(view["columns"])
    ]
    return el("tr", el("th", title, some(note, el("span", note, class_="note")), scope="row"), *cells)


def absent(figure: Figure | None) -> Markup:
    """What stands in place of a number that is not shown: the reason."""
    if figure is None:
        return el("span", "–", class_="absent")
    word = "hidden: " if figure["show"] == "withheld" else ""
    return el("span", f"{word}{figure['reason']}", class_="absent")


def _value(figure: Figure, note: str = "") -> Markup:
    """A number with its interval; one from few subjects says so, in words and in ink."""
    reserve = few(figure)
    small = [compact(figure["interval"], figure["text"]), note, reserve]
    told = [join([el("small", part), " "]) for part in small if part]
    return el("p", el("b", figure["text"]), " ", *told, class_="value few" if reserve else "value")


def _reached(step: StepView) -> Markup:
    figure = step["figures"].get("reached")
    if figure is None or figure["value"] is None:
        return absent(figure)
    note = f"{figure['count']:,} of {figure['n']:,}" if figure["count"] is not None and figure["n"] is not None else ""
    since = step["figures"].get("time_to_value")
    late = (
        el("p", f"{since['text']} after the start (median)", class_="aside")
        if since and since["value"] is not None
        else None
    )
    return join([marks_svg.share_bar(figure), _value(figure, note), late])


def _ways(step: StepView) -> Markup:
    three = [step["figures"].get(name) for name in ("converted", "left", "open")]
    shown = [figure for figure in three if figure and figure["value"] is not None]
    if not shown:
        return absent(three[0])
    bar = marks_svg.ways_bar(*shown) if len(shown) == 3 else Markup("")
    kinds = {"converted": "fill", "left": "lost", "open": "waiting"}
    items = [_way(figure, kinds[figure["measure"]]) for figure in shown]
    return join([bar, el("ul", *items, class_="ways")])


def _way(figure: Figure, kind: str) -> Markup:
    likely = compact(figure["interval"], figure["text"])
    interval = some(likely, el("small", likely))
    words = join([el("i", class_=f"key {kind}"), el("b", figure["text"]), f" {figure['label'].lower()} ", interval])
    return el("li", words, class_="few" if few(figure) else None, title=figure["sentence"])


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
    return join([picture, _value(figure), nine])


def _detours(step: StepView) -> Markup:
    names = {"repeats": "did it again", "returns": "came back", "skips": "of those further on skipped it"}
    shown = [(step["figures"][name], said_as) for name, said_as in names.items() if name in step["figures"]]
    seen = [(figure, said_as) for figure, said_as in shown if figure["value"] is not None]
    if not seen:
        return absent(shown[0][0] if shown else step["figures"].get("reached"))
    items = [
        el("li", el("b", figure["text"]), f" {said_as}", title=figure["sentence"])
        for figure, said_as in seen
        if figure["value"]
    ]
    return el("ul", *items, class_="ways") if items else el("span", "none", class_="absent")


def _now(step: StepView) -> Markup:
    figure = step["figures"].get("now")
    if figure is None or figure["value"] is None:
        return absent(figure or step["figures"].get("reached"))
    return _value(figure)


def _side(side: SideView, view: MapView) -> Markup:
    rows: list[Markup] = []
    if side["line"]:
        label = el("th", el("span", side["line"]), scope="rowgroup", colspan=view["columns"] + 1)
        rows.append(el("tr", label, class_=f"line {side['side']}"))
    rows.append(_band_row(view, side["title"], ""))
    for lane in side["lanes"]:
        rows += _lane(lane, view)
    if side["contacts"]:
        rows.append(_contacts(side, view))
    return el("tbody", *rows)


def _lane(lane: LaneView, view: MapView) -> list[Markup]:
    firsts = _first(view)
    if not lane["rows"] and not lane["curve"]:
        prompt = el("td", el("span", lane["prompt"], class_="prompt"), colspan=view["columns"], class_="first")
        return [el("tr", _lane_head(lane, 1), prompt, class_="lane-row")]
    bodies = [_curve_row(lane, view, firsts)] if lane["curve"] else []
    for row in lane["rows"]:
        texts = not lane["curve"] or any(
            card["text"] or card["valence"] is None for cell in row for card in cell["cards"]
        )
        if texts:
            bodies.append([
                el("td", cards_html.cards(cell["cards"], worded=not lane["curve"]), class_=_edge(cell["column"], firsts),
                   colspan=cell["span"] if cell["span"] > 1 else None)
                for cell in row
            ])  # fmt: skip
    first = [el("tr", _lane_head(lane, len(bodies)), *bodies[0], class_="lane-row")]
    return first + [el("tr", *body, class_="more") for body in bodies[1:]]


def _lane_head(lane: LaneView, rows: int) -> Markup:
    note = el("span", "hollow = assumed, solid = measured", class_="note") if lane["curve"] else None
    return el("th", said(lane["title"]), note, scope="row", rowspan=rows if rows > 1 else None)


def _curve_row(lane: LaneView, view: MapView, firsts: set[int]) -> list[Markup]:
    curve = lane["curve"]
    assert curve is not None
    cells = []
    for column in range(view["columns"]):
        points = [point for point in (*curve["assumed"], *curve["measured"]) if point["column"] == column]
        words = [
            el(
                "span",
                said(point["word"]),
                el("span", point["text"].removeprefix(point["word"]), class_="quiet"),
                class_="feeling",
                style=f"top:{marks_svg.word_top(point['valence']):g}px",
            )
            for point in points
        ]
        piece = marks_svg.curve_piece(column, curve["assumed"], curve["measured"])
        cells.append(el("td", el("div", piece, *words, class_="curve-cell"), class_=_edge(column, firsts, "curve-td")))
    return cells


def _contacts(side: SideView, view: MapView) -> Markup:
    is_window = side["contacts"][0]["kind"] == "window"
    title, note = ("Contact windows", "when to talk to them") if is_window else ("Handoffs", "from team to team")
    firsts = _first(view)
    cells: Sequence[Markup] = [
        el(
            "td",
            *[cards_html.contact(one) for one in side["contacts"] if one["column"] == column],
            class_=_edge(column, firsts),
        )
        for column in range(view["columns"])
    ]
    return el("tr", el("th", title, el("span", note, class_="note"), scope="row"), *cells)
