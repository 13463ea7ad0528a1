"""The trend of one number: a small line with its interval, and every value in words beside it."""

from __future__ import annotations

from collections.abc import Sequence

from wayline.render.markup import Markup, el, join
from wayline.views.shape import Figure, TrendView

_WIDE, _TALL, _EDGE = 200, 32, 3
_NEEDS_TIME = ("reached", "converted", "left", "open", "time_to_next", "time_in_stage", "time_to_value", "finished")
_SIGNED = {"emotion": 2.0, "nps": 100.0}


def line(trend: TrendView | None, element: str, figure: Figure) -> Markup:
    """The trend of a figure; nothing where fewer than two periods may be shown."""
    found = trend["elements"].get(element, {}).get(figure["measure"]) if trend else None
    if trend is None or found is None:
        return Markup("")
    ends = _ends(figure["measure"], [*found["values"], *found["highs"]])
    parts = [
        _band(found["lows"], found["highs"], ends),
        el("path", d=f"M0 {_TALL}H{_WIDE}", class_="ground"),
        el("path", d=_line(found["values"], ends), class_="line"),
    ]
    drawn = el("svg", *parts, width=_WIDE, height=_TALL, class_="spark", aria_hidden="true", focusable="false")
    note = el("p", trend["note"], class_="aside") if figure["measure"] in _NEEDS_TIME else None
    words = el("div", el("dt", f"By {trend['by']}"), el("dd", drawn, found["text"], note))
    return el("dl", words, class_="facts-list trend")


def _ends(measure: str, values: Sequence[float | None]) -> tuple[float, float]:
    """The lowest and the highest value of the picture: from none to the largest, or the whole scale of what can be negative."""
    if measure in _SIGNED:
        return -_SIGNED[measure], _SIGNED[measure]
    return 0.0, max((value for value in values if value is not None), default=0.0) or 1.0


def _place(number: int, of: int) -> int:
    return round(_EDGE + (_WIDE - 2 * _EDGE) * number / (of - 1))


def _height(value: float, ends: tuple[float, float]) -> int:
    low, high = ends
    return round(_TALL - _EDGE - (_TALL - 2 * _EDGE) * (min(max(value, low), high) - low) / (high - low))


def _line(values: Sequence[float | None], ends: tuple[float, float]) -> str:
    """A path that breaks where a period has no value; one that stands alone is a dot."""
    pieces, pen = [], False
    for number, value in enumerate(values):
        if value is not None:
            pieces.append(
                f"{'L' if pen else 'M'}{_place(number, len(values))} {_height(value, ends)}{'' if pen else 'h0'}"
            )
        pen = value is not None
    return "".join(pieces)


def _band(lows: Sequence[float | None], highs: Sequence[float | None], ends: tuple[float, float]) -> Markup:
    """The intervals of neighbouring periods as an area."""
    runs: list[list[tuple[int, int, int]]] = [[]]
    for number, (low, high) in enumerate(zip(lows, highs, strict=True)):
        if low is None or high is None:
            runs.append([])
        else:
            runs[-1].append((_place(number, len(lows)), _height(high, ends), _height(low, ends)))
    areas = []
    for run in runs:
        if len(run) > 1:
            around = [(x, y) for x, y, _ in run] + [(x, y) for x, _, y in reversed(run)]
            areas.append("M" + "L".join(f"{x} {y}" for x, y in around) + "Z")
    return join([el("path", d="".join(areas), class_="likely")]) if areas else Markup("")
