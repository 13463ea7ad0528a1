"""What each number says, as one sentence that can be read without the picture."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wayline.views import words
from wayline.views.shape import Figure
from wayline.views.suppress import Reader

_SHARES = {
    "reached": "Of {n} on the map, {count} came here ({text}{likely}).",
    "converted": "Of {n} who came here, {count} moved on ({text}{likely}).",
    "left": "Of {n} who came here, {count} left without moving on ({text}{likely}).",
    "open": "Of {n} who came here, {count} have neither moved on nor left yet ({text}{likely}).",
    "repeats": "Of {n} who came here, {count} did it more than once ({text}{likely}).",
    "returns": "Of {n} who came here, {count} went elsewhere and came back ({text}{likely}).",
    "skips": "Of {n} who got further, {count} had not been here before ({text}{likely}).",
    "skipped_for_good": "Of {n} who got further, {count} never came here ({text}{likely}).",
    "hit": "Of {n} whose window has closed or was hit, {count} were contacted inside it ({text}{likely}).",
    "on_time": "Of {n} for whom it is due or done, {count} were handed over in time ({text}{likely}).",
}
_COUNTS = {
    "now": "{subjects} {are} here now: this was the last thing they did, and they have not left.",
    "touches": "Touched {times} in all.",
    "finished": "{subjects} {have} reached the end of the map.",
}
_TIMES = {
    "time_to_next": "Half of the {n} who moved on did so within {text}{likely}",
    "time_in_stage": "Half of the {n} who went on to a later stage did so within {text}{likely}",
    "time_to_value": "Half of the {n} who came here did so within {text} of their first step{likely}",
}


def sentence(figure: Figure, number: Mapping[str, Any], reader: Reader) -> str:
    """The sentence of a figure that may be shown."""
    measure = figure["measure"]
    if measure in _SHARES and figure["count"] is not None and figure["n"] is not None:
        return _share(_SHARES[measure], figure, reader)
    if measure in _COUNTS:
        return _count(_COUNTS[measure], figure, reader)
    if figure["unit"] == "seconds":
        return _time(figure, number, reader)
    from_n = f" from {words.number(figure['n'])} {reader.many}" if figure["n"] is not None else ""
    return f"{figure['label']}: {figure['text']}{_likely(figure)}{from_n}."


def _likely(figure: Figure) -> str:
    return f", likely {figure['interval']}" if figure["interval"] else ""


def _share(template: str, figure: Figure, reader: Reader) -> str:
    n, count = figure["n"] or 0, figure["count"] or 0
    return template.format(n=reader.counted(n), count=words.number(count), text=figure["text"], likely=_likely(figure))


def _count(template: str, figure: Figure, reader: Reader) -> str:
    count = int(figure["value"] or 0)
    single = count == 1
    text = template.format(
        subjects=reader.counted(count) if count else f"no {reader.one}",
        are="is" if single or not count else "are",
        have="has" if single or not count else "have",
        times=words.counted(count, "time", "times"),
    )
    return words.capital(text)


def _time(figure: Figure, number: Mapping[str, Any], reader: Reader) -> str:
    template = _TIMES.get(figure["measure"], f"{figure['label']}: half of the {{n}} took at most {{text}}{{likely}}")
    n = reader.counted(figure["n"]) if figure["n"] is not None else reader.many
    told = [template.format(n=n, text=figure["text"], likely=_likely(figure))]
    if figure["spread"]:
        told.append(figure["spread"]["text"])
    return "; ".join(told) + "." + _still_open(number, reader)


def _still_open(number: Mapping[str, Any], reader: Reader) -> str:
    censored, survival = reader.at_least(number.get("censored")), number.get("survival_median")
    if not censored:
        return ""
    waiting = f" {reader.counted(censored)} {'is' if censored == 1 else 'are'} still open"
    if survival is None:
        return f"{waiting}; with them counted, half have not got there yet."
    return f"{waiting}; with them counted, half take {words.spoken(survival, 'seconds')}."
