"""Small pictures inside a cell: a share, the three ways on, the spread of a wait, a piece of the emotion curve."""

from __future__ import annotations

from collections.abc import Sequence

from wayline.render import icons_svg
from wayline.render.markup import Markup, el, join
from wayline.views.shape import CurvePoint, Figure, HoursView, Spread

CURVE_HEIGHT = 172
_ZERO, _UNIT = 86.0, 25.0
_SCALE = ((36.0, "rung"), (86.0, "zero"), (136.0, "rung"))


def share_bar(figure: Figure) -> Markup:
    """A bar for a share, with its interval as a thin line on it."""
    value = _percent(figure["value"])
    parts = [
        el("rect", x=0, y=0, width="100%", height=8, class_="rail"),
        el("rect", x=0, y=0, width=value, height=8, class_="fill"),
    ]
    if figure["low"] is not None and figure["high"] is not None:
        low, high = _percent(figure["low"]), _percent(figure["high"])
        parts.append(el("line", x1=low, x2=high, y1=11.5, y2=11.5, class_="whisker"))
        parts += [el("line", x1=end, x2=end, y1=9.5, y2=13.5, class_="whisker") for end in (low, high)]
    return _picture(parts, 14)


def ways_bar(converted: Figure, left: Figure, open_: Figure) -> Markup:
    """One bar of three parts: moved on (solid), left (striped), still open (outlined)."""
    position = 0.0
    parts = [el("rect", x=0, y=0, width="100%", height=12, class_="rail")]
    for figure, kind in ((converted, "fill"), (left, "lost"), (open_, "waiting")):
        share = figure["value"] or 0.0
        parts.append(el("rect", x=_percent(position), y=0, width=_percent(share), height=12, class_=kind))
        position += share
    return _picture(parts, 12)


def spread_bar(spread: Spread, longest: float) -> Markup:
    """Middle half as a box, the median as a line, a thin line to the time by which nine in ten had gone on."""
    scale = longest or 1.0
    q25, median, q75, p90 = (_percent(spread[point] / scale) for point in ("q25", "median", "q75", "p90"))
    width = _percent((spread["q75"] - spread["q25"]) / scale)
    parts = [
        el("line", x1=0, x2="100%", y1=8, y2=8, class_="axis"),
        el("line", x1=q75, x2=p90, y1=8, y2=8, class_="whisker"),
        el("line", x1=p90, x2=p90, y1=4, y2=12, class_="whisker"),
        el("rect", x=q25, y=3, width=width, height=10, class_="box"),
        el("line", x1=median, x2=median, y1=0, y2=16, class_="median"),
    ]
    return _picture(parts, 16)


def clock(hours: HoursView) -> Markup:
    """24 bars, one an hour from midnight, the busiest as high as the picture; an hour that is hidden is a dotted line."""
    tall, wide = 28.0, 100 / 24
    most = max((share for share in hours["shares"] if share), default=1.0)
    parts = []
    for hour, share in enumerate(hours["shares"]):
        x = f"{hour * wide:.2f}%"
        if share is None:
            parts.append(el("line", x1=x, x2=f"{(hour + 0.8) * wide:.2f}%", y1=tall - 3, y2=tall - 3, class_="unseen"))
        elif share:
            high = max(1.0, tall * share / most)
            width = f"{0.8 * wide:.2f}%"
            parts.append(el("rect", x=x, y=f"{tall - high:.1f}", width=width, height=f"{high:.1f}", class_="hour"))
    ticks = [f"{hour * wide:.2f}%" for hour in (6, 12, 18)]
    parts.append(el("line", x1=0, x2="100%", y1=tall, y2=tall, class_="ground"))
    parts += [el("line", x1=x, x2=x, y1=tall, y2=tall + 3, class_="ground") for x in ticks]
    return _picture(parts, round(tall) + 3)


def curve_piece(column: int, assumed: Sequence[CurvePoint], measured: Sequence[CurvePoint]) -> Markup:
    """What the emotion curve does in one column: lines only to neighbours that have a point, a gap stays a gap."""
    parts = [
        el("rect", x=0, y=0, width="100%", height=_ZERO, class_="glad"),
        el("rect", x=0, y=_ZERO, width="100%", height=CURVE_HEIGHT - _ZERO, class_="sad"),
    ]
    parts += [el("line", x1=0, x2="100%", y1=y, y2=y, class_=kind) for y, kind in _SCALE]
    parts.append(_band(column, {point["column"]: point for point in measured}))
    for points, kind in ((assumed, "assumed"), (measured, "measured")):
        parts += _pieces(column, {point["column"]: point for point in points}, kind)
    return el(
        "svg", join(parts), width="100%", height=CURVE_HEIGHT, class_="curve", aria_hidden="true", focusable="false"
    )


def _band(column: int, points: dict[int, CurvePoint]) -> Markup:
    """The interval of the measured curve between neighbours, as far as this column reaches."""
    here = points.get(column)
    if here is None or here["low"] is None or here["high"] is None:
        return Markup("")
    upper, lower = [(50.0, _height(here["high"]))], [(50.0, _height(here["low"]))]
    for neighbour, edge in ((column - 1, 0.0), (column + 1, 100.0)):
        other = points.get(neighbour)
        if other is not None and other["low"] is not None and other["high"] is not None:
            upper.append((edge, (_height(here["high"]) + _height(other["high"])) / 2))
            lower.append((edge, (_height(here["low"]) + _height(other["low"])) / 2))
    around = sorted(upper) + sorted(lower, reverse=True)
    drawn = el("polygon", points=" ".join(f"{x:g},{y:g}" for x, y in around), class_="uncertain")
    return el("svg", drawn, view_box=f"0 0 100 {CURVE_HEIGHT}", aspect="none", width="100%", height=CURVE_HEIGHT)


def _pieces(column: int, points: dict[int, CurvePoint], kind: str) -> list[Markup]:
    if column not in points:
        return []
    here = points[column]
    y = _height(here["valence"])
    parts = []
    for neighbour, edge in ((column - 1, "0"), (column + 1, "100%")):
        if neighbour in points:
            halfway = (y + _height(points[neighbour]["valence"])) / 2
            parts.append(el("line", x1="50%", y1=f"{y:g}", x2=edge, y2=f"{halfway:g}", class_=f"thread {kind}"))
    if here["low"] is not None and here["high"] is not None:
        top, bottom = _height(here["high"]), _height(here["low"])
        parts.append(el("line", x1="50%", x2="50%", y1=f"{top:g}", y2=f"{bottom:g}", class_="whisker"))
    return [*parts, icons_svg.face("50%", y, here["valence"], kind)]


def _height(valence: float) -> float:
    return _ZERO - _UNIT * max(-2.0, min(2.0, valence))


def word_below(valence: float) -> bool:
    """Whether the word stands below its point, where the curve leaves room."""
    return valence < 0


def word_top(valence: float) -> float:
    """Where the word of a point begins, or ends where it stands above, in pixels from the top of the picture."""
    return _height(valence) + (12 if word_below(valence) else -12)


def _percent(share: float | None) -> str:
    return f"{max(0.0, min(1.0, share or 0.0)) * 100:.2f}%"


def _picture(parts: Sequence[Markup], height: int) -> Markup:
    return el("svg", *parts, width="100%", height=height, class_="mark", aria_hidden="true", focusable="false")
