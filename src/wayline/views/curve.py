"""The emotion curve: what is assumed, what was measured, which points stand out, and where the two part."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

from wayline.maps.model import Card
from wayline.views.shape import Curve, CurvePoint, Figure

FEWEST = 5  # answers behind a measured point; below that the curve has a gap
Mark = Literal["", "peak", "low", "end"]


def signed(value: float) -> str:
    """`+1`, `−0.5`, `0`, with a true minus sign."""
    shown = f"{abs(value):.1f}".removesuffix(".0")
    return f"+{shown}" if value > 0 and shown != "0" else f"−{shown}" if value < 0 and shown != "0" else shown


def curve(
    placed: Sequence[tuple[int, Card]], emotions: Mapping[int, Figure], titles: Mapping[int, str]
) -> Curve | None:
    """The curve of an emotion lane, or None without a point. `placed`: (column, card); `emotions`: column → measured."""
    assumed = sorted((_assumed(column, card) for column, card in placed), key=lambda point: point["column"])
    measured = sorted(
        (_measured(column, one) for column, one in emotions.items() if _counts(one)),
        key=lambda point: point["column"],
    )
    if not assumed and not measured:
        return None
    _mark(measured)
    told = [f"{_title(point['column'], titles)}: {_told(point)}" for point in [*assumed, *measured]]
    text = "Emotion from −2 to +2. " + "; ".join(told) + "."
    return Curve(assumed=assumed, measured=measured, text=text, gaps=_gaps(assumed, measured, titles))


def _title(column: int, titles: Mapping[int, str]) -> str:
    return f"{column + 1} “{titles[column]}”" if column in titles else f"column {column + 1}"


def _told(point: CurvePoint) -> str:
    return point["text"] + (f", {_MARKED[point['mark']]}" if point["mark"] else "")


_MARKED: dict[str, str] = {"peak": "the high point", "low": "the low point", "end": "the end"}


def _counts(one: Figure) -> bool:
    return one["value"] is not None and (one["n"] is None or one["n"] >= FEWEST)


def _within(valence: float) -> float:
    return max(-2.0, min(2.0, valence))


def _assumed(column: int, card: Card) -> CurvePoint:
    valence = _within(card.valence or 0.0)
    word = f"{card.word} {signed(valence)}".strip()
    return CurvePoint(
        column=column, valence=valence, low=None, high=None, word=word, text=f"{word} ({card.basis})",
        basis=card.basis, n=None, mark="",
    )  # fmt: skip


def _measured(column: int, one: Figure) -> CurvePoint:
    text = f"{one['text']}{', likely ' + one['interval'] if one['interval'] else ''} (measured)"
    return CurvePoint(
        column=column, valence=_within(one["value"] or 0.0), low=one["low"], high=one["high"], word=one["text"],
        text=text, basis="measured", n=one["n"], mark="",
    )  # fmt: skip


def _mark(points: list[CurvePoint]) -> None:
    """Marks the end, and the peak and the low where no other point's interval reaches that far; else nobody knows which it is."""
    if len(points) < 3:
        return
    points[-1]["mark"] = "end"
    for mark, far in (("peak", True), ("low", False)):
        best = _standing_out(points, highest=far)
        if best is not None:
            best["mark"] = "peak" if mark == "peak" else "low"


def _standing_out(points: Sequence[CurvePoint], *, highest: bool) -> CurvePoint | None:
    best = (max if highest else min)(points, key=lambda point: point["valence"])
    for other in points:
        if other is best:
            continue
        near, far = (best["low"], other["high"]) if highest else (other["low"], best["high"])
        if near is None or far is None or near <= far:
            return None
    return best


def _gaps(assumed: Sequence[CurvePoint], measured: Sequence[CurvePoint], titles: Mapping[int, str]) -> list[str]:
    """Where the assumed feeling lies outside the measured interval, the widest gap first."""
    believed = {point["column"]: point for point in assumed if point["basis"] == "assumed"}
    apart = [(believed[point["column"]], point) for point in measured if point["column"] in believed]
    apart = [pair for pair in apart if _outside(*pair)]
    apart.sort(key=lambda pair: -abs(pair[0]["valence"] - pair[1]["valence"]))
    return [
        f"{_title(thought['column'], titles)}: you think {signed(thought['valence'])}, they say {found['text'].removesuffix(' (measured)')}."
        for thought, found in apart
    ]


def _outside(thought: CurvePoint, found: CurvePoint) -> bool:
    if found["low"] is None or found["high"] is None:
        return False
    return not found["low"] <= thought["valence"] <= found["high"]
