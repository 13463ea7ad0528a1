"""What a reader should know first: where most wait, where most leave, what cannot be told; and whether success is met."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from wayline.maps.model import JourneyMap, Success
from wayline.views import words
from wayline.views.ends import OTHER_END
from wayline.views.shape import (
    ContactView,
    CoverageView,
    Figure,
    Gap,
    Saying,
    StageView,
    StepView,
    SuccessView,
    Verdict,
)
from wayline.views.suppress import Reader

BY_DEFINITION = ("last step", "last stage", OTHER_END)


def sayings(
    journey: JourneyMap, steps: Sequence[StepView], gaps: Sequence[Gap], reader: Reader, *, measured: bool
) -> list[Saying]:
    """The three sentences on top of the map. Without a measurement there is one: what would have to be done."""
    if not measured:
        return [_unmeasured(steps)]
    return [_wait(steps, reader), _leave(journey, steps, reader), _unknown(steps, gaps, reader)]


def _unmeasured(steps: Sequence[StepView]) -> Saying:
    bound = sum(step["bound"] for step in steps)
    text = "This map shows what its authors believe. No number on it comes from customers yet"
    ready = f": {bound} of {len(steps)} steps are bound to events and can be measured." if steps else "."
    return Saying(kind="unknown", title="Not measured yet", text=text + ready, step="")


def _shown(steps: Sequence[StepView], measure: str) -> list[tuple[Figure, StepView]]:
    found = [(step["figures"][measure], step) for step in steps if measure in step["figures"]]
    return [(figure, step) for figure, step in found if figure["value"] is not None]


def _wait(steps: Sequence[StepView], reader: Reader) -> Saying:
    waits = _shown(steps, "time_to_next")
    title = "Where the wait is longest"
    if not waits:
        return Saying(kind="wait", title=title, text="No wait between two steps can be told from these data.", step="")
    figure, step = max(waits, key=lambda wait: wait[0]["value"] or 0)
    likely = f" (likely {figure['interval']})" if figure["interval"] else ""
    who = reader.counted(figure["n"] or 0)
    text = f"After “{step['title']}”: half of the {who} who went on needed more than {figure['text']}{likely}."
    return Saying(kind="wait", title=title, text=text, step=step["id"])


def _leave(journey: JourneyMap, steps: Sequence[StepView], reader: Reader) -> Saying:
    title = "Where most leave"
    if not journey.leaves:
        text = "The map does not say how a customer is lost, so nobody is counted as lost."
        return Saying(kind="leave", title=title, text=text, step="")
    left = [pair for pair in _shown(steps, "left") if pair[0]["count"]]
    if not left:
        return Saying(kind="leave", title=title, text="No step loses anybody that may be shown.", step="")
    figure, step = max(left, key=lambda pair: pair[0]["count"] or 0)
    likely = f", likely {figure['interval']}" if figure["interval"] else ""
    text = (
        f"After “{step['title']}”: {words.number(figure['count'] or 0)} of {reader.counted(figure['n'] or 0)} "
        f"left without moving on ({figure['text']}{likely})."
    )
    return Saying(kind="leave", title=title, text=text, step=step["id"])


def _unknown(steps: Sequence[StepView], gaps: Sequence[Gap], reader: Reader) -> Saying:
    unbound = [step for step in steps if not step["bound"]]
    hidden = sum(gap["count"] for gap in gaps if gap["kind"] == "withheld")
    told = []
    if unbound:
        names = words.listed([f"“{step['title']}”" for step in unbound[:2]] + ["others"] * (len(unbound) > 2))
        told.append(
            f"nothing is known about {len(unbound)} of {len(steps)} steps ({names}): no event is bound to {'it' if len(unbound) == 1 else 'them'}"
        )
    told += _open(steps, reader)
    if hidden:
        told.append(
            f"{words.counted(hidden, 'number is', 'numbers are')} hidden, too few {reader.many} stand behind {'it' if hidden == 1 else 'them'}"
        )
    text = "; ".join(told) or "every step is bound, and nothing had to be hidden"
    return Saying(kind="unknown", title="What we cannot tell", text=words.capital(text) + ".", step="")


def _open(steps: Sequence[StepView], reader: Reader) -> list[str]:
    still = [pair for pair in _shown(steps, "open") if pair[0]["count"]]
    if not still:
        return []
    figure, step = max(still, key=lambda pair: pair[0]["count"] or 0)
    who = reader.counted(figure["count"] or 0)
    return [f"{who} at “{step['title']}” may still move on or leave"]


def success(
    journey: JourneyMap, steps: Sequence[StepView], stages: Sequence[StageView], *, measured: bool
) -> list[SuccessView]:
    """Every stated success, its measured value next to its target."""
    elements = {one["id"]: one["figures"] for one in (*stages, *steps)}
    titles = {one["id"]: one["title"] for one in (*stages, *steps)}
    return [
        _success(one, elements.get(one.milestone, {}).get(one.measure), titles, measured) for one in journey.success
    ]


def _success(one: Success, figure: Figure | None, titles: Mapping[str, str], measured: bool) -> SuccessView:
    of = f" “{titles.get(one.milestone, one.milestone)}”" if one.milestone else ""
    unit = figure["unit"] if figure and figure["unit"] else ("seconds" if one.measure.startswith("time") else "share")
    target = "" if one.target is None else words.spoken(one.target, unit)
    verdict = _verdict(one, figure)
    return SuccessView(
        says=one.says,
        measure=f"{one.measure.replace('_', ' ')}{of}" if one.measure else "",
        target=target,
        verdict=verdict,
        sentence=_verdict_sentence(verdict, figure, target, measured),
        figure=figure,
    )


def _verdict(one: Success, figure: Figure | None) -> Verdict:
    """Judged on the interval, not on the value; times are good when they are small."""
    if figure is None or figure["value"] is None or one.target is None:
        return "not measured"
    low = figure["low"] if figure["low"] is not None else figure["value"]
    high = figure["high"] if figure["high"] is not None else figure["value"]
    if figure["unit"] == "seconds":
        low, high, target = -high, -low, -one.target
    else:
        target = one.target
    return "met" if low >= target else "missed" if high < target else "cannot tell"


def _verdict_sentence(verdict: Verdict, figure: Figure | None, target: str, measured: bool) -> str:
    aim = f"target {target}" if target else "no target set"
    if figure is None or figure["value"] is None:
        reason = figure["reason"] if figure and figure["reason"] else "not measured" if measured else "not measured yet"
        return f"{aim}; {reason}"
    likely = f", likely {figure['interval']}" if figure["interval"] else ""
    said = {"met": "met", "missed": "missed", "cannot tell": "cannot tell yet", "not measured": "no verdict"}[verdict]
    return f"{figure['text']}{likely}; {aim}: {said}"


def gaps(
    stages: Iterable[StageView],
    steps: Iterable[StepView],
    contacts: Iterable[ContactView],
    coverage: CoverageView | None,
    whole: Mapping[str, Figure],
) -> list[Gap]:
    """Everything that is withheld or refused, gathered by reason, with what it concerns."""
    found: dict[tuple[str, str], list[str]] = {}
    for name, figure in _all(stages, steps, contacts, coverage, whole):
        if figure["show"] in ("withheld", "refused"):
            where = found.setdefault((figure["show"], figure["reason"]), [])
            where.append(f"{name}: {figure['label'].lower()}" if name else figure["label"])
    views = [
        Gap(kind="withheld" if kind == "withheld" else "refused", reason=reason, count=len(where), where=where)
        for (kind, reason), where in found.items()
    ]
    return sorted(views, key=lambda gap: (gap["reason"] in BY_DEFINITION, gap["kind"] != "withheld", -gap["count"]))


def _all(
    stages: Iterable[StageView],
    steps: Iterable[StepView],
    contacts: Iterable[ContactView],
    coverage: CoverageView | None,
    whole: Mapping[str, Figure],
) -> Iterable[tuple[str, Figure]]:
    for element in (*stages, *steps):
        yield from ((element["title"], figure) for figure in element["figures"].values())
    yield from ((contact["title"], contact["figure"]) for contact in contacts if contact["figure"])
    yield from (("", figure) for figure in whole.values())
    if coverage:
        yield from (("Coverage", figure) for figure in (*coverage["figures"], *coverage["deviations"]))
