"""One measured number becomes one figure: its words, its interval, how it may be shown and why not."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wayline.views import sentences, suppress, words
from wayline.views.shape import Figure, Moment, Spread
from wayline.views.suppress import Reader

Number = Mapping[str, Any]

LABELS = {
    "reached": "Reached", "converted": "Moved on", "left": "Left", "open": "Still open", "time_to_next": "Wait to the next step",
    "converted_over_time": "Moved on, over time", "time_to": "Wait", "time_in_stage": "Time in the stage", "repeats": "Did it again",
    "returns": "Came back", "skips": "Skipped it", "skipped_for_good": "Never came here", "now": "Here now", "touches": "Touches",
    "finished": "Finished", "time_to_value": "Time from the start", "hit": "Contacted in time", "on_time": "Handed over in time",
    "nps": "NPS", "csat": "CSAT", "ces": "Effort (CES)", "rating": "Rating", "emotion": "Emotion",
}  # fmt: skip
VOICE = ("nps", "csat", "ces", "rating", "emotion")  # what surveys and reviews say of a step


def label(measure: str) -> str:
    """A measure's name on the page; one that is not known is shown in plain letters."""
    return LABELS.get(measure) or words.capital(measure.replace("_", " ").replace(":", " "))


def figure(measure: str, number: Number, reader: Reader, *, heading: str = "") -> Figure:
    """The figure of one number of the measurement. `reader` are one and many of the map's unit."""
    show, reason = reader.permit(number)
    if show in ("withheld", "refused"):
        return _empty(measure, show, reason, heading)
    unit = number.get("unit") or ("seconds" if measure.startswith("time_") else "share")
    if "at" in number:
        return _over_time(measure, number, show, reader)
    filled = _empty(measure, show, "", heading)
    filled.update(
        {
            "text": _text(measure, number["value"], unit),
            "interval": words.between(number.get("low"), number.get("high"), unit),
            "unit": unit,
            "value": number["value"],
            "low": number.get("low"),
            "high": number.get("high"),
            "count": number.get("count"),
            "n": number.get("n"),
            "tied": reader.at_least(number.get("tied") or 0) or 0,
            "missing": reader.at_least(number.get("missing") or 0) or 0,
            "method": str(number.get("method") or ""),
            "basis": str(number.get("basis") or ""),
            "spread": _spread(number, unit),
        }
    )
    filled["sentence"] = sentences.sentence(filled, number, reader)
    return filled


def figures(
    measured: Mapping[str, Number] | None, reader: Reader, titles: Mapping[str, str] | None = None
) -> dict[str, Figure]:
    """All figures of one element, in the order of the measurement.

    A measure with a number for each of several steps (`time_to`) becomes a figure a step, named by `titles`.
    """
    found: dict[str, Figure] = {}
    for name, number in (measured or {}).items():
        if name != "time_to":
            found[name] = figure(name, number, reader)
            continue
        for step, one in number.items():
            heading = f"Wait to “{(titles or {}).get(step, step)}”"
            found[f"{name}:{step}"] = figure(f"{name}:{step}", one, reader, heading=heading)
    return found


def _empty(measure: str, show: Any, reason: str, heading: str = "") -> Figure:
    text = {"withheld": "hidden", "refused": "–"}.get(show, "")
    blank = Figure(
        measure=measure, label=heading or label(measure), show=show, text=text, interval="", sentence="", reason="", unit="",
        value=None, low=None, high=None, count=None, n=None, tied=0, missing=0, method="", basis="", spread=None, over_time=[],
    )  # fmt: skip
    if reason:
        blank["reason"] = reason
        blank["sentence"] = f"{blank['label']}: {'hidden' if show == 'withheld' else 'not said'}, {blank['reason']}."
    return blank


def _text(measure: str, value: float, unit: str) -> str:
    shown = words.spoken(value, unit)
    signed = measure in ("emotion", "nps") and value > 0
    return f"+{shown}" if signed else shown


def _spread(number: Number, unit: str) -> Spread | None:
    points = [number.get("q25"), number.get("value"), number.get("q75"), number.get("p90")]
    if any(point is None for point in points):
        return None
    q25, median, q75, p90 = (float(point) for point in points if point is not None)
    middle, tail = words.between(q25, q75, unit), words.spoken(p90, unit)
    text = f"the middle half took {middle}, one in ten longer than {tail}"
    return Spread(q25=q25, median=median, q75=q75, p90=p90, middle=middle, tail=tail, text=text)


def _over_time(measure: str, number: Number, show: Any, reader: Reader) -> Figure:
    moments = []
    for after, point in number["at"].items():
        if reader.permit({"n": point.get("at_risk"), **point})[0] in ("normal", "grey", "inside"):
            interval = words.between(point.get("low"), point.get("high"), "share")
            moments.append(Moment(after=words.span(after), text=words.percent(point["value"]), interval=interval))
    if not moments:
        return _empty(measure, "withheld", f"{suppress.WITHHELD} {reader.many}")
    filled = _empty(measure, show, "")
    n = reader.at_least(number.get("n"))
    filled.update(
        {
            "unit": "share",
            "n": n,
            "over_time": moments,
            "text": moments[-1]["text"],
            "method": str(number.get("method") or ""),
        }
    )
    told = words.listed([f"{moment['text']} after {moment['after']}" for moment in moments])
    filled["sentence"] = f"Moved on: {told}; those still open are counted as unknown, not as lost."
    return filled


def withheld(measure: str, reason: str) -> Figure:
    """A figure that is not shown, for a reason that lies outside its own number."""
    return _empty(measure, "withheld", reason)
