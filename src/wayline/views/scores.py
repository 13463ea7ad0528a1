"""What people say of the whole, as large as it deserves: each score with its interval, who answered, and what silence could hide."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from wayline.estimates.nps import silence_to_turn
from wayline.views import words
from wayline.views.shape import Figure
from wayline.views.suppress import Reader
from wayline.views.voice_shape import DriversView, DriverView, ScoreView

Number = Mapping[str, Any]
_TITLES = {
    "nps": "Net promoter score",
    "csat": "Satisfied (two best answers)",
    "ces": "Effort",
    "rating": "Overall rating",
}


_OUTCOMES = {"nps": "NPS", "csat": "satisfaction", "ces": "effort", "rating": "the overall rating"}


def scores(
    whole: Mapping[str, Number], shown: Mapping[str, Figure], as_of: str | None, reader: Reader
) -> list[ScoreView]:
    """The scores of the whole map; `shown` are their figures, `as_of` the time up to which answers count (ISO 8601)."""
    return [_score(shown[name], whole[name], as_of, reader) for name in _TITLES if name in whole and name in shown]


def _score(figure: Figure, number: Number, as_of: str | None, reader: Reader) -> ScoreView:
    is_shown = figure["value"] is not None
    scale = number.get("scale")
    of = f" (from {scale['min']:g} to {scale['max']:g})" if isinstance(scale, Mapping) else ""
    return ScoreView(
        measure=figure["measure"],
        title=f"{_TITLES[figure['measure']]}{of}",
        text=figure["text"],
        interval=figure["interval"],
        reason=figure["reason"],
        n=words.counted(figure["n"] or 0, "answer", "answers") if is_shown else "",
        weighted=_weighted(figure, number) if is_shown else "",
        notes=[*(_response(number, reader) if is_shown else []), *_age(number, as_of)],
    )


def _weighted(figure: Figure, number: Number) -> str:
    found = number.get("weighted")
    if not found or found.get("value") is None:
        return ""
    unit, sign = figure["unit"], "+" if figure["measure"] == "nps" and found["value"] > 0 else ""
    likely = words.between(found.get("low"), found.get("high"), unit)
    worth = (
        f"; its answers are worth {words.number(round(found['n_eff']))} unweighted ones" if found.get("n_eff") else ""
    )
    told = f"weighted: {sign}{words.spoken(found['value'], unit)}" + (f" (likely {likely})" if likely else "") + worth
    without = number.get("without_weight") or 0
    return told + (f"; {words.number(without)} without a weight are left out of it" if without else "")


def _response(number: Number, reader: Reader) -> list[str]:
    rate = number.get("response")
    if not rate or rate.get("value") is None:
        return ["How many were asked is not known, so neither is who stayed silent."]
    came, answered = int(rate["n"]), int(rate["count"])
    if reader.conceals(came) or reader.conceals(answered) or reader.conceals(came - answered):
        return ["Too few came or answered to say more of who stayed silent."]
    likely = words.between(rate.get("low"), rate.get("high"), "share")
    told = [
        f"{words.percent(rate['value'])} of {reader.counted(came)} answered"
        + (f" (likely {likely})." if likely else ".")
    ]
    silence = number.get("silence")
    if silence and answered < came:
        low, high = (round(silence[end]) for end in ("low", "high"))
        told.append(
            f"If all the silent thought otherwise, the score of all could lie anywhere from {low:+d} to {high:+d}."
        )
        told.append(_to_turn(float(number["value"]), float(rate["value"])))
    return told


def _to_turn(score: float, answered: float) -> str:
    """How different the silent would have to be to bring the score of all to nothing."""
    needed = silence_to_turn(score, answered)
    if needed is None:
        return "No score of the silent could change its sign."
    way = "below" if score > 0 else "above"
    return f"Its sign would change if the silent scored {way} {round(needed):+d}."


def _age(number: Number, as_of: str | None) -> list[str]:
    last = number.get("last_answer")
    if not last:
        return []
    days = 0
    if as_of:
        days = max(0, (datetime.fromisoformat(as_of) - datetime.fromisoformat(str(last))).days)
    ago = f", {words.counted(days, 'day', 'days')} before the end of the data" if days else ""
    return [f"Last answer {words.moment(str(last))}{ago}."]


def drivers(measured: Mapping[str, Any] | None, titles: Mapping[str, str]) -> DriversView | None:
    """Which parts go with the score of the whole; `measured` is the JSON of `wayline drivers --json`."""
    if not measured:
        return None
    outcome = _OUTCOMES.get(str(measured["outcome"]), "the whole")
    if measured["refused"]:
        return DriversView(outcome=outcome, says=f"Cannot be told: {measured['refused']}.", rows=[], notes=[])
    rows = [_driver(one, titles) for one in measured["drivers"]]
    return DriversView(
        outcome=outcome, says=_says(rows, outcome, measured["n"]), rows=rows, notes=_notes(measured, titles, len(rows))
    )


def _driver(one: Mapping[str, Any], titles: Mapping[str, str]) -> DriverView:
    return DriverView(
        step=one["name"],
        title=titles.get(one["name"], one["name"]),
        share=one["share"],
        low=one["low"],
        high=one["high"],
        text=words.percent(one["share"]),
        interval=words.between(one["low"], one["high"], "share"),
        group=one["group"],
    )


def _says(rows: list[DriverView], outcome: str, n: int) -> str:
    top = [row for row in rows if row["group"] == 0]
    named = words.listed([f"“{row['title']}”" for row in top])
    if len(top) == len(rows):
        few = f" from {words.number(n)} answers" if n < 300 else ""
        return f"Which part goes most with {outcome} cannot be told{few}: all are one group."
    if len(top) == 1:
        return f"{named} goes most with {outcome}: {top[0]['text']} of what the parts explain (likely {top[0]['interval']})."
    return f"{named} go most with {outcome}; which of them most cannot be told."


def _notes(measured: Mapping[str, Any], titles: Mapping[str, str], parts: int) -> list[str]:
    whole = (
        f"{words.number(measured['n'])} of the {words.number(measured['answered'])} who answered it rated all {parts}"
    )
    told = [
        f"{whole}; together they explain {words.percent(measured['r_squared'])} of how it varies ({_METHODS[measured['method']]})."
    ]
    if measured["left_out"]:
        left = words.listed([f"“{titles.get(one, one)}”" for one in measured["left_out"]])
        told.append(f"Left out, for fewer than half of them rated it: {left}.")
    told.append("Shares of how much goes with it, not of what would happen if a part were better.")
    return told


_METHODS = {"johnson": "Johnson's relative weights", "lmg": "LMG"}
