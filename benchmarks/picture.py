"""Two pictures as SVG text: bars of the tools at each job, and lines of seconds and memory against events. Standard library only."""

from __future__ import annotations

import math
from dataclasses import dataclass
from html import escape
from statistics import median

from benchmarks.cold import Run
from benchmarks.jobs.definitions import TITLES
from benchmarks.results import Result

OWN_COLOUR, SECOND_COLOUR, OTHER_COLOUR, LINE_COLOUR, TEXT_COLOUR = (
    "#1b6ca8",
    "#9a6324",
    "#b8c4ce",
    "#c9d1d9",
    "#24292f",
)
ROW, LABEL, BAR, ASIDE = 18, 170, 250, 80
PANEL = LABEL + BAR + ASIDE
PLOT_WIDTH, PLOT_HEIGHT = 330, 220


def bars(one: Result) -> str:
    """A panel a job: a bar a tool, by median seconds, on a scale of the panel's own; the shortest is on top."""
    panels, top, heights = [], 40, []
    for place, job in enumerate(TITLES):
        found = _by_tool(one, job)
        if place % 2 == 0:
            top += max(heights, default=0)
            heights = []
        panels.append(_panel(job, found, 20 + (place % 2) * (PANEL + 30), top))
        heights.append(ROW * len(found) + 50)
    height = top + max(heights, default=0)
    title = f"Median seconds of a cold process at {one.events:,} events"
    return _svg(2 * PANEL + 70, height, title, panels)


def _by_tool(one: Result, job: str) -> list[tuple[str, float]]:
    found = {name.split(" ", 1)[1]: _median(runs) for name, runs in one.rows.items() if name.split(" ", 1)[0] == job}
    return sorted(((tool, value) for tool, value in found.items() if value is not None), key=lambda pair: pair[1])


def _median(runs: list[Run]) -> float | None:
    return None if not runs or runs[-1].failed else median(run.seconds for run in runs)


def _panel(job: str, found: list[tuple[str, float]], left: int, top: int) -> str:
    longest = max((value for _, value in found), default=1.0)
    drawn = [_text(left, top + 12, f"{job}: {TITLES[job].split(':')[0]}", "font-weight='bold'")]
    for place, (tool, value) in enumerate(found):
        y, width = top + 22 + place * ROW, max(1.0, BAR * value / longest)
        colour = OWN_COLOUR if tool.startswith("Wayline") else OTHER_COLOUR
        drawn.append(
            _text(left + LABEL - 6, y + 11, tool.replace("`", "").replace("measure of ", ""), "text-anchor='end'")
        )
        drawn.append(f"<rect x='{left + LABEL}' y='{y}' width='{width:.1f}' height='{ROW - 4}' fill='{colour}'/>")
        drawn.append(_text(left + LABEL + width + 5, y + 11, f"{value:.2f} s"))
    return "".join(drawn)


@dataclass(frozen=True)
class Axis:
    """A scale of powers of ten from `low` to `high` over `length` units."""

    low: int
    high: int
    length: float

    def at(self, value: float) -> float:
        return self.length * (math.log10(value) - self.low) / (self.high - self.low)


def axis(values: list[float], length: float) -> Axis:
    """The powers of ten around positive values, at least one apart."""
    low, high = math.floor(math.log10(min(values))), math.ceil(math.log10(max(values)))
    return Axis(low, max(high, low + 1), length)


def lines(results: list[Result]) -> str:
    """Seconds, and peak memory, of `import` and `measure` against the number of events; both scales are powers of ten."""
    rows = [(one.events, *list(one.rows.values())[:2]) for one in results]
    shown = {"import": 1, "measure": 2}
    seconds = {name: [(row[0], _median(row[place])) for row in rows] for name, place in shown.items()}
    peaks = {name: [(row[0], _peak(row[place])) for row in rows] for name, place in shown.items()}
    plots = [_plot("seconds", seconds, 70), _plot("peak memory, MB", peaks, 70 + PLOT_WIDTH + 110)]
    return _svg(2 * PLOT_WIDTH + 260, PLOT_HEIGHT + 110, "import and measure as the log grows", plots)


def _peak(runs: list[Run]) -> float | None:
    return None if not runs or runs[-1].failed else max(run.peak_mb for run in runs)


def _plot(title: str, series: dict[str, list[tuple[int, float | None]]], left: int) -> str:
    known = {name: [(x, y) for x, y in points if y] for name, points in series.items()}
    points = [point for each in known.values() for point in each]
    if not points:
        return ""
    across, up = axis([x for x, _ in points], PLOT_WIDTH), axis([y for _, y in points], PLOT_HEIGHT)
    base = 60 + PLOT_HEIGHT
    drawn = [_text(left, 52, title, "font-weight='bold'"), *_grid(across, up, left, base)]
    for colour, (name, each) in zip((SECOND_COLOUR, OWN_COLOUR), known.items(), strict=True):
        spots = [(left + across.at(x), base - up.at(y), y) for x, y in each]
        drawn.append(
            f"<polyline fill='none' stroke='{colour}' stroke-width='2.5' points='{' '.join(f'{x:.1f},{y:.1f}' for x, y, _ in spots)}'/>"
        )
        drawn += [f"<circle cx='{x:.1f}' cy='{y:.1f}' r='3.5' fill='{colour}'/>" for x, y, _ in spots]
        drawn += [
            _text(x - 4, y - 9, f"{value:,.1f}" if value < 100 else f"{value:,.0f}", "text-anchor='middle'")
            for x, y, value in spots
        ]
        if spots:
            drawn.append(_text(spots[-1][0] + 6, spots[-1][1] + 12, name, f"fill='{colour}' font-style='italic'"))
    return "".join(drawn)


def _grid(across: Axis, up: Axis, left: int, base: float) -> list[str]:
    drawn = []
    for power in range(up.low, up.high + 1):
        y = base - up.at(10**power)
        drawn.append(f"<line x1='{left}' x2='{left + PLOT_WIDTH}' y1='{y:.1f}' y2='{y:.1f}' stroke='{LINE_COLOUR}'/>")
        drawn.append(_text(left - 6, y + 4, f"{10**power:,g}", "text-anchor='end'"))
    for power in range(across.low, across.high + 1):
        x = left + across.at(10**power)
        drawn.append(f"<line x1='{x:.1f}' x2='{x:.1f}' y1='{base}' y2='{base - PLOT_HEIGHT}' stroke='{LINE_COLOUR}'/>")
        drawn.append(_text(x, base + 16, f"{10**power:,}", "text-anchor='middle'"))
    return drawn


def _text(x: float, y: float, text: str, more: str = "") -> str:
    return f"<text x='{x:.1f}' y='{y:.1f}' {more}>{escape(text)}</text>"


def _svg(width: int, height: int, title: str, drawn: list[str]) -> str:
    return (
        f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {width} {height}' width='{width}' height='{height}' role='img' "
        f"font-family='sans-serif' font-size='11' fill='{TEXT_COLOUR}'>\n<title>{escape(title)}</title>\n"
        f"<rect width='{width}' height='{height}' fill='#ffffff'/>\n"
        + "\n".join([_text(20, 22, title, "font-size='14'"), *drawn])
        + "\n</svg>\n"
    )
