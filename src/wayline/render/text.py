"""A measured map in a terminal: one row a stage and step, then windows, handoffs, paths, coverage, and what is not shown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from textwrap import wrap

from wayline.measures.decisions.caution import FIELD_EXPERIMENT, NO_EXPERIMENT
from wayline.render.compact import compact
from wayline.render.text_width import cut, padded, safe, width
from wayline.views.shape import ContactView, Figure, FlowView, MapView

_COLUMNS = (
    ("reached", "Reached"), ("converted", "Moved on"), ("left", "Left"), ("open", "Open"), ("time_to_next", "Median wait"),
    ("repeats", "Again"), ("returns", "Back"), ("skips", "Skipped"), ("now", "Now"),
)  # fmt: skip
_WITH_INTERVAL = ("converted", "time_to_next", "time_in_stage")
_SCORES = ("nps", "csat", "ces", "rating", "emotion")
_LEAST_TITLE = 24


def table(view: MapView, *, columns: int = 120, colour: bool = False, paths: int = 12) -> str:
    """The map as plain text of about `columns` columns; the `paths` largest paths are listed. Ends with a newline."""
    ink = _Ink(colour)
    blocks = [_head(view, ink, columns), _grid(view, ink, columns)]
    if view["measured"]:
        blocks += [
            _segments(view, ink, columns),
            _said(view, ink, columns),
            _drivers(view, ink, columns),
            _contacts(view, ink, columns),
            _paths(view, ink, columns, paths),
            _coverage(view, ink, columns),
            _gaps(view, ink, columns),
        ]
    return "\n\n".join("\n".join(block) for block in blocks if block) + "\n"


class _Ink:
    """Terminal colours, or none at all."""

    def __init__(self, colour: bool) -> None:
        self._colour = colour

    def strong(self, text: str) -> str:
        return f"\x1b[1m{text}\x1b[0m" if self._colour else text

    def faint(self, text: str) -> str:
        return f"\x1b[2m{text}\x1b[0m" if self._colour else text


def _wrapped(text: str, columns: int, indent: str = "") -> list[str]:
    return wrap(safe(text), max(columns, 40), initial_indent=indent, subsequent_indent=indent + "  ") or [indent]


def _head(view: MapView, ink: _Ink, columns: int) -> list[str]:
    lines = [ink.strong(safe(view["map"]["title"]))]
    origin = view["provenance"]
    if origin:
        told = [
            origin["subjects"],
            f"up to {origin['as_of']}" if origin["as_of"] else "",
            f"{'paths' if view['walked'] else 'answers'}: {origin['window']}",
            origin["unassigned"],
        ]
        lines += _wrapped(" · ".join(part for part in told if part), columns)
    if view["coverage"] and view["coverage"]["face"]:
        lines += _wrapped(view["coverage"]["face"], columns)
    for one in view["success"]:
        lines += _wrapped(f"Success: “{one['says']}” {one['measure']}: {one['sentence']}", columns)
    for saying in view["sayings"]:
        lines += _wrapped(f"{saying['title']}. {saying['text']}", columns)
    return lines


def _grid(view: MapView, ink: _Ink, columns: int) -> list[str]:
    if not view["measured"] or not view["walked"]:
        return _outline(view, ink)
    whole = {one["id"]: one["figures"] for one in (*view["stages"], *view["steps"])}
    return _rows(view, view["map"]["many"].capitalize(), whole, ink, columns) + _legend(view, ink)


def _segments(view: MapView, ink: _Ink, columns: int) -> list[str]:
    """The same rows for each level of the segment."""
    lines: list[str] = []
    for one in view["segments"] if view["walked"] else []:
        heading = f"{safe(one['level'])}: {one['subjects']}"
        lines += [""] if lines else []
        lines += [ink.strong(heading)] if one["withheld"] else _rows(view, heading, one["elements"], ink, columns)
    return lines


def _rows(view: MapView, heading: str, elements: Mapping[str, dict[str, Figure]], ink: _Ink, columns: int) -> list[str]:
    rows = [[heading, *[name for _, name in _COLUMNS]]]
    steps = {step["id"]: step for step in view["steps"]}
    for stage in view["stages"]:
        figures = elements.get(stage["id"], {})
        rows.append([safe(stage["title"]), *_cells(figures | _as_wait(figures))])
        rows += [
            [f"  {steps[one]['number']} {safe(steps[one]['title'])}", *_cells(elements.get(one, {}))]
            for one in stage["steps"]
        ]
    strong = {0} | {index for index, row in enumerate(rows) if not row[0].startswith("  ")}
    return _aligned(rows, ink, columns, strong)


def _as_wait(figures: dict[str, Figure]) -> dict[str, Figure]:
    """A stage's time stands in the column of waits."""
    return {"time_to_next": figures["time_in_stage"]} if "time_in_stage" in figures else {}


def _cells(figures: dict[str, Figure]) -> list[str]:
    return [_cell(figures.get(name)) for name, _ in _COLUMNS]


def _cell(figure: Figure | None) -> str:
    if figure is None:
        return ""
    mark = {"grey": "~", "inside": "*"}.get(figure["show"], "")
    shown = f"{mark}{figure['text']}".replace("under ", "<").replace("over ", ">")
    if figure["measure"] == "reached" and figure["count"] is not None:
        return f"{figure['count']:,}  {shown}"
    likely = compact(figure["interval"], figure["text"]) if figure["measure"] in _WITH_INTERVAL else ""
    return f"{shown} ({_bare(likely, figure['text'])})" if likely else shown


def _bare(interval: str, value: str) -> str:
    """The interval without its unit where the value has the same."""
    unit = f" {value.rpartition(' ')[2]}"
    return interval.removesuffix(unit) if "–" in interval else interval


def _aligned(rows: Sequence[Sequence[str]], ink: _Ink, columns: int, strong: set[int]) -> list[str]:
    """The rows with every column as wide as its widest cell; the first column gives way where room is short."""
    rooms = [max(width(cell) for cell in column) for column in zip(*rows, strict=True)]
    others = sum(rooms[1:]) + 2 * len(rooms[1:])
    rooms[0] = max(_LEAST_TITLE, min(rooms[0], columns - others))
    lines = []
    for index, row in enumerate(rows):
        cells = [padded(cut(row[0], rooms[0]), rooms[0])]
        cells += [padded(cell, room, right=True) for cell, room in zip(row[1:], rooms[1:], strict=True)]
        line = "  ".join(cells).rstrip()
        lines.append(ink.strong(line) if index in strong else line)
    return lines


def _legend(view: MapView, ink: _Ink) -> list[str]:
    shown = [figure for step in view["steps"] for figure in step["figures"].values()]
    told = ["ranges are 95 % intervals"]
    told += ["~ fewer than 30 behind it"] if any(figure["show"] == "grey" for figure in shown) else []
    told += ["* fewer than 10, not for sharing"] if any(figure["show"] == "inside" for figure in shown) else []
    told += ["hidden: fewer than 10"] if any(figure["show"] == "withheld" for figure in shown) else []
    told += ["– not said, see below"] if any(figure["show"] == "refused" for figure in shown) else []
    return [ink.faint("; ".join(told))]


def _outline(view: MapView, ink: _Ink) -> list[str]:
    steps = {step["id"]: step for step in view["steps"]}
    lines = []
    for stage in view["stages"]:
        lines.append(ink.strong(safe(stage["title"])))
        lines += [
            f"  {steps[one]['number']} {safe(steps[one]['title'])}{_unbound(steps[one]['bound'] or not view['walked'])}"
            for one in stage["steps"]
        ]
    return lines


def _unbound(bound: bool) -> str:
    return "" if bound else "  (not bound)"


def _said(view: MapView, ink: _Ink, columns: int) -> list[str]:
    """What customers say: the scores of the whole map, then of its steps."""
    owners = [
        ("", view["whole"]),
        *((f"{step['number']} {step['title']}: ", step["figures"]) for step in view["steps"]),
    ]
    told = [f"{owner}{figures[name]['sentence']}" for owner, figures in owners for name in _SCORES if name in figures]
    heading = [ink.strong("What they say")] if told else []
    return heading + [line for text in told for line in _wrapped(text, columns, "  ")]


def _drivers(view: MapView, ink: _Ink, columns: int) -> list[str]:
    """Which parts go with the score of the whole, a line between groups that can be told apart."""
    found = view["drivers"]
    if found is None:
        return []
    rows = [["Part", "Group", "Share", "Likely"]]
    rows += [[safe(row["title"]), str(row["group"] + 1), row["text"], row["interval"]] for row in found["rows"]]
    table = _aligned(rows, ink, columns, {0}) if found["rows"] else []
    notes = [line for note in found["notes"] for line in _wrapped(note, columns)]
    return [ink.strong(f"What goes with {found['outcome']}"), *_wrapped(found["says"], columns), *table, *notes]


def _contacts(view: MapView, ink: _Ink, columns: int) -> list[str]:
    found = [contact for side in view["sides"] for contact in side["contacts"]]
    lines = [ink.strong("Contact windows and handoffs")] if found else []
    for one in found:
        lines += _wrapped(f"{one['title']} ({one['who']}, {one['when']}): {_met(one)}", columns, "  ")
    if any(one["kind"] == "window" for one in found):
        lines += _wrapped(f"{NO_EXPERIMENT.capitalize()}. {FIELD_EXPERIMENT}", columns, "  ")
    return lines


def _met(one: ContactView) -> str:
    figure = one["figure"]
    if figure is None:
        return "not measured"
    if figure["value"] is None:
        return figure["sentence"].partition(": ")[2] or figure["reason"]
    parts = [f"{fact['text']} {fact['label']}" for fact in (*one["parts"], *one["data"]) if fact["text"]]
    interval = f", likely {figure['interval']}" if figure["interval"] else ""
    n = f" of {figure['n']:,}" if figure["n"] is not None else ""
    return f"{figure['text']}{n} in time{interval}; {', '.join(parts)}"


def _paths(view: MapView, ink: _Ink, columns: int, limit: int) -> list[str]:
    seen = sorted((flow for flow in view["flows"] if flow["count"]), key=lambda flow: -(flow["count"] or 0))
    if not seen:
        return []
    titles = {step["id"]: step["title"] for step in view["steps"]}
    rows = [["Path", "Times", "Plan"], *[_path(flow, titles) for flow in seen[:limit]]]
    lines = _aligned(rows, ink, columns, {0})
    rest = [f"{len(seen) - limit} more are in the JSON"] if len(seen) > limit else []
    hidden = view["flows_withheld"]
    rest += [f"{hidden} hidden, fewer than 10 each"] if hidden else []
    return lines + ([ink.faint("; ".join(rest))] if rest else [])


def _path(flow: FlowView, titles: dict[str, str]) -> list[str]:
    origin, target = (safe(titles.get(flow[end], flow[end])) for end in ("origin", "target"))
    return [f"{origin} → {target}", flow["text"], "planned" if flow["planned"] else flow["kind"]]


def _coverage(view: MapView, ink: _Ink, columns: int) -> list[str]:
    covered = view["coverage"]
    if covered is None:
        return []
    lines = [ink.strong("How well the plan fits")] if covered["sentences"] else []
    lines += [line for sentence in covered["sentences"] for line in _wrapped(sentence, columns, "  ")]
    ghosts = [f"  {safe(ghost['event'])}: {ghost['text']}" for ghost in covered["ghosts"]]
    if covered["ghosts_withheld"]:
        ghosts.append(f"  {covered['ghosts_withheld']} more hidden, fewer than 10 each")
    return lines + (["", ink.strong("Events that no step explains"), *ghosts] if ghosts else [])


def _gaps(view: MapView, ink: _Ink, columns: int) -> list[str]:
    lines = [ink.strong("Not shown, and why")] if view["gaps"] else []
    for gap in view["gaps"]:
        word = "hidden" if gap["kind"] == "withheld" else "not said"
        lines += _wrapped(f"{word}, {gap['reason']} ({gap['count']}): {_first(gap['where'])}", columns, "  ")
    return lines


def _first(where: Iterable[str]) -> str:
    names = list(where)
    more = f" and {len(names) - 4} more" if len(names) > 4 else ""
    return "; ".join(names[:4]) + more
