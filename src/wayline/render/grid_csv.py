"""A map as a grid in CSV: stages and steps across, a row a lane, a line a card; below it the numbers, as they may be seen."""

from __future__ import annotations

from wayline.files.foreign.converted import gathered, note
from wayline.files.foreign.table_cells import csv_text
from wayline.files.foreign.table_grid import MEASURED, STAGE, STEP, TITLE, TOUCHPOINTS
from wayline.findings import Finding
from wayline.views.grid import signed
from wayline.views.shape import CardView, Figure, LaneView, MapView, StepView, TouchpointView

_FIGURES = ("reached", "converted", "left", "open", "time_to_next", "repeats", "returns", "skips", "now", "emotion")


def grid_csv(view: MapView) -> tuple[str, list[Finding]]:
    """(the grid, what it could not hold). No spreadsheet runs what stands in a cell."""
    notes: list[Finding] = []
    width = view["columns"]
    rows = [[TITLE, view["map"]["title"]], *_heads(view)]
    for side in view["sides"]:
        rows += [[lane["title"], *_lane(lane, width, notes)] for lane in side["lanes"]]
    rows += _touchpoints(view)
    rows += _numbers(view)
    notes += _lost(view)
    return csv_text([[*row, *[""] * (width + 1 - len(row))] for row in rows]), list(gathered(notes))


def _heads(view: MapView) -> list[list[str]]:
    stages, steps = [""] * view["columns"], [""] * view["columns"]
    for stage in view["stages"]:
        stages[stage["column"] : stage["column"] + stage["span"]] = [stage["title"]] * stage["span"]
    for step in view["steps"]:
        steps[step["column"]] = step["title"]
    return [[STAGE, *stages], [STEP, *steps]]


def _lane(lane: LaneView, width: int, notes: list[Finding]) -> list[str]:
    cells: list[list[str]] = [[] for _ in range(width)]
    for row in lane["rows"]:
        for cell in row:
            cells[cell["column"]] += [_card(card, notes) for card in cell["cards"]]
            if cell["span"] > 1 and cell["cards"]:
                notes.append(note("lost", "how far cards span: they stand in their first column"))
    return ["\n".join(filter(None, cell)) for cell in cells]


def _card(card: CardView, notes: list[Finding]) -> str:
    told = card["text"] or card["word"]
    if card["text"] and card["word"]:
        told = f"{card['word']}: {card['text']}"
    if card["valence"] is not None:
        told = f"{told} ({signed(card['valence'])})".strip()
    if any(
        (card["severity"], card["evidence"], card["notes"], card["link"], card["image"], card["basis"] != "assumed")
    ):
        notes.append(note("lost", "severity, basis, evidence, owner, channel, link and image of cards"))
    return " ".join(told.split())


def _touchpoints(view: MapView) -> list[list[str]]:
    cells = [""] * view["columns"]
    for step in view["steps"]:
        cells[step["column"]] = "\n".join(" ".join(touchpoint(one).split()) for one in step["touchpoints"])
    return [[TOUCHPOINTS, *cells]] if any(cells) else []


def touchpoint(one: TouchpointView) -> str:
    """`name (channel)`, or whichever of both there is."""
    name, channel = one["name"], one["channel"]
    return f"{name} ({channel})" if name and channel else name or channel


def _numbers(view: MapView) -> list[list[str]]:
    if not view["measured"]:
        return []
    rows = []
    for measure in _FIGURES:
        found = [(step, step["figures"][measure]) for step in view["steps"] if measure in step["figures"]]
        if found:
            rows.append(_figures(found, view["columns"]))
    origin = view["provenance"]
    told = [
        ("as of", origin["as_of"]), ("paths", origin["window"]), ("subjects", origin["subjects"]), ("events", origin["events"]),
        ("map", origin["map"]), ("Wayline", origin["wayline"]),
    ] if origin else []  # fmt: skip
    return rows + [[f"{MEASURED}{label}", text] for label, text in told if text]


def _figures(found: list[tuple[StepView, Figure]], width: int) -> list[str]:
    cells = [""] * width
    for step, figure in found:
        cells[step["column"]] = figure_text(figure)
    return [f"{MEASURED}{found[0][1]['label']}", *cells]


def figure_text(figure: Figure) -> str:
    """`62 % of 1,204 (59 to 65 %)`; the reason where there is no number."""
    if figure["value"] is None:
        return figure["text"] if figure["over_time"] else f"{figure['text']}: {figure['reason']}".strip(": ")
    n = f" of {figure['n']:,}" if figure["n"] is not None and figure["unit"] == "share" else ""
    n = f" (n = {figure['n']:,})" if figure["n"] is not None and figure["unit"] == "seconds" else n
    interval = f", likely {figure['interval']}" if figure["interval"] else ""
    return f"{figure['text']}{n}{interval}"


def _lost(view: MapView) -> list[Finding]:
    held = [
        ("goals, teams, milestones and promises of stages and steps", bool(view["steps"])),
        ("sides and kinds of lanes of one's own", True),
        ("contact windows and handoffs", any(side["contacts"] for side in view["sides"])),
        ("paths beside the plan, coverage and segments", view["measured"]),
        ("persona, scenario and success", bool(view["persona"] or view["scenario"]["name"] or view["success"])),
    ]
    return [note("lost", what) for what, is_there in held if is_there]
