"""What buyers and pain points are worth, in words: sums with their interval, year and currency, never bare."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from wayline.views import words

Plain = Mapping[str, Any]


def value_lines(plain: Plain) -> list[str]:
    """`wayline value` in lines, from its JSON."""
    one, many = words.nouns(plain["unit"])
    repeats, spend = plain["repeats"], plain["spend"]
    head = f"{plain['map']}: {words.counted(plain['buyers'], one, many)} bought, {words.number(plain['repeat_buyers'])} of them again"
    if repeats["refused"]:
        return [head, f"Cannot be told: {repeats['refused']}."]
    span = words.span(f"{plain['ahead_days']}d")
    lines = [head, f"expected in the next {span}: {_sum(repeats, 'purchases')}, {repeats['per_buyer']:.2f} of each"]
    if spend["refused"]:
        lines.append(f"money: cannot be told: {spend['refused']}")
    else:
        money = plain["money"]
        lines.append(f"money: {money_text(spend, money)}, {spend['per_buyer']:,.2f} of each{assumed(money)}")
    lines += _back_test(plain["back_test"], many)
    if plain["ahead_days"] > plain["back_test"]["days"]:
        lines.append(f"note: beyond {words.span(str(plain['back_test']['days']) + 'd')} nothing was tested")
    if plain["refunds"]:
        lines.append(f"note: {words.counted(plain['refunds'], 'amount', 'amounts')} below 0 left out")
    return lines + _parameters(plain)


def renewal_lines(plain: Plain) -> tuple[list[str], list[tuple[object, ...]]]:
    """`wayline value --renews` in lines, and the rows of its table."""
    _, many = words.nouns(plain["unit"])
    head = (
        f"{plain['map']}: {words.number(plain['n'])} {many} with {plain['step']}, due every {plain['every_days']} days"
    )
    if plain["refused"]:
        return [head, f"Cannot be told: {plain['refused']}."], []
    lines = [head, f"renewal curve: α {plain['alpha']:.3f}, β {plain['beta']:.3f} (shifted beta-geometric)"]
    if plain["error"] is not None:
        lines.append(f"learned without the last period seen, it was {100 * plain['error']:+.1f} points off there")
    rows = [
        (
            point["period"],
            point["at_risk"],
            "" if point["seen"] is None else words.percent(point["seen"]),
            words.percent(point["curve"]),
            words.between(point["low"], point["high"], "share"),
        )
        for point in plain["points"]
    ]
    return lines, rows


def money_text(estimate: Plain, money: Plain) -> str:
    """`12,300 EUR of 2025 (likely 9,100 to 15,800)`."""
    first, last = money["years"]
    years = f"{first}" if first == last else f"{first} to {last}"
    return f"{amount(estimate['value'])} {money['currency']} of {years} ({likely(estimate)})"


def likely(estimate: Plain) -> str:
    return f"likely {amount(estimate['low'])} to {amount(estimate['high'])}"


def amount(value: float) -> str:
    """An amount without more digits than it has meaning: 654,872; 12.3; 0.45."""
    size = abs(value)
    text = f"{value:,.0f}" if size >= 100 else f"{value:,.1f}" if size >= 10 else f"{value:,.2f}"
    return text.replace("-", "−")


def assumed(money: Plain) -> str:
    return " (currency assumed)" if money["basis"] == "assumed" else ""


def _sum(estimate: Plain, noun: str) -> str:
    return f"{amount(estimate['value'])} {noun} ({likely(estimate)})"


def _back_test(test: Plain, many: str) -> list[str]:
    lines = [
        f"learned up to {test['until']} and judged on the {words.span(str(test['days']) + 'd')} after it, "
        f"{words.number(test['buyers'])} {many}, {words.number(test['actual'])} purchases came:"
    ]
    for tried in (*test["models"], test["rival"]):
        ratio, together = tried["predicted_to_actual"], tried["correlation"]
        chosen = ", used here" if tried["name"] == test["chosen"] else ""
        told = "" if ratio is None else f", {ratio:.3f} of what came"
        told += "" if together is None else f", correlation {together:.3f}"
        lines.append(f"  {tried['name']}: predicted {amount(tried['predicted'])}{told}{chosen}")
    return lines


def _parameters(plain: Plain) -> list[str]:
    models = [*plain["models"], *([plain["spending"]] if plain["spending"] else [])]
    return [
        f"{model['name']}: " + ", ".join(f"{name} {value:.4g}" for name, value in model["parameters"].items())
        for model in models
    ]


@dataclass(frozen=True, slots=True)
class Said:
    """Lines, a table, and lines after it."""

    head: list[str]
    header: tuple[str, ...]
    rows: list[tuple[object, ...]]
    notes: list[str]


def priority_lines(plain: Plain) -> Said:
    """`wayline priorities` in lines and a table, from its JSON."""
    _, many = words.nouns(plain["unit"])
    if plain["refused"]:
        return Said([f"{plain['map']}: cannot be told: {plain['refused']}."], (), [], [])
    money = plain["money"]
    unit = money["currency"] if money else f"{many} lost"
    head = [f"{plain['map']}: what costs most a year, in {unit}, from paths that began within {_years(plain['years'])}"]
    if money:
        how = "assumed" if money["basis"] == "assumed" and plain["worth"] else "measured"
        head.append(f"a customer kept is worth {money_text(plain['worth'], money)}, {how}")
    header = ("group", "pain point", f"{many} a year", "lost beyond others", "lost a year", "likely")
    header += ("money a year", "likely") if money else ()
    header += (f"in the first {plain['top']}", "reading")
    rows = [_priority_row(point, money) for point in plain["points"]]
    return Said(head, header, rows, _priority_notes(plain))


def _priority_row(point: Plain, money: Plain | None) -> tuple[object, ...]:
    lost, spent = point["lost_per_year"], point["money_per_year"]
    cells: tuple[object, ...] = (
        point["group"] + 1,
        point["id"],
        amount(point["exposed_per_year"]["value"]),
        words.percent(point["lost_beyond_others"]["value"]) if point["lost_beyond_others"]["value"] > 0 else "none",
        amount(lost["value"]),
        f"{amount(lost['low'])} to {amount(lost['high'])}",
    )
    if money:
        cells += (amount(spent["value"]), f"{amount(spent['low'])} to {amount(spent['high'])}")
    return (*cells, words.percent(point["top"]), point["reading"])


def _priority_notes(plain: Plain) -> list[str]:
    lines = [
        f"{point['id']}: {score['name']} "
        + (f"cannot be told: {score['refused']}" if score["refused"] else f"{amount(score['value'])} ({likely(score)})")
        + f"; {words.listed(score['assumed'])} set by hand"
        for point in plain["points"]
        for score in point["scores"]
    ]
    if plain["narrow_first"]:
        lines.append(f"narrow first: {plain['narrow_first']}; to know it better could change what comes first")
    lines.append("in one group: their intervals overlap, and their order may be chance")
    lines += [f"note: {note}" for note in plain["notes"]]
    if plain["left_out"]:
        lines.append(f"left out: {_left_out(plain['left_out'])}")
    return lines


def _years(years: float) -> str:
    return f"{years:.1f} years" if years >= 2 else f"{years * 365.25:,.0f} days"


def _left_out(those: Sequence[Plain]) -> str:
    named = [f"{one['id']} ({one['reason']})" for one in those[:5]]
    return ", ".join(named) + (f" and {len(those) - 5} more" if len(those) > 5 else "")
