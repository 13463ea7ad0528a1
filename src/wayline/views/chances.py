"""A score in words: what is foretold, how it fared back in time, and what goes with a chance. Prediction, never effect."""

from __future__ import annotations

from typing import Any

from wayline.maps.duration import spoken
from wayline.views import words

DAY = 86_400
_COUNTS = {"events": "events", "touches": "touches", "distinct": "steps touched"}


def foretold(plain: dict[str, Any]) -> str:
    """What the chance is of: `leaves within 30 days`."""
    within = spoken(plain["horizon_days"] * DAY)
    return f"leaves within {within}" if plain["outcome"] == "leave" else f"no {plain['outcome']} within {within}"


def switch(plain: dict[str, Any]) -> str:
    if plain["switched_on"]:
        return "Switched on: its chances came true in the back-test."
    return f"Not switched on: {plain['refused']}."


def tested(test: dict[str, Any]) -> list[str]:
    """Lines about the back-test: when, how well, beside the rival, how early."""
    quality, rival = test["quality"], test["recency_alone"]
    auc = f"AUC {quality['auc']:.3f} ({quality['auc_low']:.3f} to {quality['auc_high']:.3f}), recency alone {rival['auc']:.3f}"
    more = f"average precision {quality['average_precision']:.3f}; lift of the top tenth {quality['lift']:.1f}"
    first, last = test["judged"][0][:10], test["judged"][-1][:10]
    days = f"{first}" if first == last else f"{len(test['judged'])} days from {first} to {last}"
    lines = [
        f"Back-test: on {days}, each by what was known then; {words.number(quality['n'])} chances, {words.number(quality['count'])} came true.",
        f"  {auc}; {more}",
        f"  Brier {quality['brier']:.4f}, recency alone {rival['brier']:.4f}; calibration error {quality['ece']:.3f}, right chances stay within {quality['ece_limit']:.3f}",
    ]
    if test["lead_days"] is not None:
        lines.append(
            f"  Of the top tenth that left, half did so {spoken(test['lead_days'] * DAY)} or more after the day of the score"
        )
    return lines


def calibration_rows(quality: dict[str, Any]) -> list[tuple[str, ...]]:
    """Rows of the calibration table: chance foretold, what came, likely, subjects."""
    return [
        (
            f"{one['foretold']:.1%}",
            f"{one['came']['value']:.1%}",
            f"{one['came']['low']:.1%} to {one['came']['high']:.1%}",
            words.number(one["came"]["n"]),
        )
        for one in quality["bins"]
    ]


def reason(one: dict[str, Any], horizon_days: float) -> str:
    """What goes with a chance, and in which direction: `+ 24 days since the last event`."""
    sign = "+" if one["log_odds"] > 0 else "−"
    return f"{sign} {_thing(one['what'], one['value'], spoken(horizon_days * DAY))}"


def _thing(what: str, value: str | int, horizon: str) -> str:
    kind, _, name = what.partition(":")
    if what == "stands":
        return f"stands at {value}"
    if kind == "trait":
        return f"{name}: {value or '(none)'}"
    if kind == "step":
        return f"{name}: {value} times" if value else f"{name}: never"
    if what in _COUNTS:
        return f"{value} {_COUNTS[what]}"
    return {
        "idle": f"{value} days since the last event",
        "age": f"{value} days since the start",
        "recent": f"{value} events in the last {horizon}",
        "before": f"{value} events in the {horizon} before that",
    }[what]
