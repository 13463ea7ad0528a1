"""The reference pages of the measures, one each, made from the registry and from what each measure's file says of itself."""

from __future__ import annotations

import inspect
from collections.abc import Iterator, Mapping
from importlib import import_module

from wayline.estimates.drivers import ORDER_FROM, TOP_FROM
from wayline.estimates.estimate import GREY_FROM, NORMAL_FROM
from wayline.measures.coverage.fitness import NO_WAY, TOO_LONG
from wayline.measures.explain import COVERAGE_SAYS, FIT_SAYS
from wayline.measures.kinds import (
    LAST_STAGE,
    LAST_STEP,
    NO_LATER,
    NO_NEXT,
    NO_SUBJECTS,
    NO_TIMES,
    NOT_BOUND,
    Counted,
    Duration,
    Incidence,
    Measure,
)
from wayline.measures.registry import MEASURES
from wayline.measures.voice.emotion import SHOWN_FROM
from wayline.measures.voice.score import Score
from wayline.measures.voice.scores import SCORES

HEADINGS = ("What it is", "Formula", "Source", "Minimum", "Refused", "Example")
_WILSON = "Wilson, Journal of the American Statistical Association 22 (1927) 209-212"
_MEDIAN = "order statistics (David and Nagaraja, Order Statistics, 2003, section 7.1); Kaplan and Meier 1958 for `survival_median`"
_CURVE = "Aalen and Johansen, Scandinavian Journal of Statistics 5 (1978) 141-150"
_T = "Student's t"
_FIT = "Fitness: Adriansyah, Aligning Observed and Modeled Behavior (2014); precision: Muñoz-Gama and Carmona, BPM 2010"
_SOURCES = {
    "wilson": _WILSON,
    "adjusted wald": "Rocks, The American Statistician 70 (2016), arXiv 1601.07235",
    "t": _T,
    "count": "a plain count; nothing is inferred from it, so it has no interval",
}
_USUAL = f"in full from {NORMAL_FROM} subjects, in grey from {GREY_FROM}, hidden below that: kept in the JSON, never drawn or shared"
_ANSWERS = _USUAL.replace("subjects", "people who answered")
_INTRODUCTION = f"""# Measures

One page each, made from the code (`python -m tools.measure_reference`). What is counted, to the last case: [counting rules](../counting.md);
the form of the answer: [measurement as JSON](../measurement.md). Words and SQL of one number of your own map: `wayline explain MAP ELEMENT MEASURE`.
Drivers of a score claim an order from {ORDER_FROM} complete answers on, a top driver alone from {TOP_FROM}.

| measure | of | says |
|---|---|---|
"""


def pages() -> dict[str, str]:
    """Name of the file → its text; `README.md` lists them all."""
    rows = {measure.name: _of_measure(measure) for measure in MEASURES}
    rows |= {"finished": _of_whole("finished"), "flows": _of_whole("flows"), "coverage": _of_coverage()}
    rows |= {score.name: _of_score(score) for score in SCORES}
    found = {f"{name}.md": _page(name, row) for name, row in rows.items()}
    listed = "\n".join(f"| [`{name}`]({name}.md) | {row['of']} | {row['says']} |" for name, row in rows.items())
    return {"README.md": f"{_INTRODUCTION}{listed}\n", **found}


Row = Mapping[str, str]


def _page(name: str, row: Row) -> str:
    parts = [f"# `{name}`\n", f"Of: {row['of']}.\n"]
    for heading in HEADINGS:
        parts.append(f"## {heading}\n\n{row[heading]}\n")
    return "\n".join(parts)


def _told(module: str) -> dict[str, str]:
    """What a file says of itself: the first sentence, the formula and the example."""
    paragraphs = (inspect.getdoc(import_module(f"wayline.measures.{module}")) or "").split("\n\n")
    told = {"says": _capital(paragraphs[0].split(": ", 1)[-1])}
    for paragraph in paragraphs[1:]:
        head, _, text = paragraph.partition(": ")
        if head in ("Formula", "Example"):
            told[head] = text
    return told


def _of_measure(measure: Measure) -> Row:
    told = _told(measure.name)
    source = _CURVE if isinstance(measure, Incidence) else _MEDIAN
    if isinstance(measure, Counted):
        source = _SOURCES["wilson" if measure.is_share else "count"]
    definition = measure.says.format(element="the element", next="a next step (of a stage: a step of a later one)")
    named = "milestone" if isinstance(measure, Duration) and measure.milestones else ", ".join(measure.facts)
    return {
        "of": named,
        **told,
        "What it is": f"{told['says']}\n\n{_capital(definition)}.{_beside(measure)}",
        "Source": f"{_capital(source)}.",
        "Minimum": f"{_capital(_USUAL)}.{_point_minimum(measure)}",
        "Refused": "\n".join(_refusals(measure)),
    }


def _beside(measure: Measure) -> str:
    if isinstance(measure, Duration):
        return " Beside it: `q25`, `q75`, `p90`, `censored` (still open), `survival_median`."
    if isinstance(measure, Counted) and measure.extras:
        return f" Beside it: {', '.join(f'`{name}`' for name in measure.extras)}."
    return ""


def _point_minimum(measure: Measure) -> str:
    if isinstance(measure, Incidence):
        return f" A point of the curve with fewer than {GREY_FROM} still at risk is hidden."
    if isinstance(measure, Duration):
        return " A median has an interval from six values on."
    return ""


def _refusals(measure: Measure) -> Iterator[str]:
    yield f"- `{NOT_BOUND}`: no event is bound to the element."
    if isinstance(measure, Incidence) or measure.onward:
        yield f"- `{LAST_STEP}`, `{LAST_STAGE}`: nothing comes after it."
        yield f"- `{NO_NEXT}`, `{NO_LATER}`: what comes after it is bound to no event."
    if isinstance(measure, Counted) and measure.later:
        yield f"- `{LAST_STEP}`, `{NO_LATER}`: nothing later, or nothing later is bound."
    if measure.name == "on_time":
        yield "- `no limit`: the handoff has no `within`."
    if not isinstance(measure, Counted) or measure.timed:
        yield f"- `{NO_TIMES}`: its durations are not known."
    if not isinstance(measure, Counted) or measure.is_share:
        yield f"- `{NO_SUBJECTS}`: `n` is 0."


def _of_whole(name: str) -> Row:
    told = _told(name)
    return {
        "of": "whole map",
        **told,
        "What it is": told["says"],
        "Source": f"{_capital(_SOURCES['count'])}.",
        "Minimum": f"{_capital(_USUAL)}."
        if name == "finished"
        else "Transitions of fewer than ten subjects are never drawn or shared.",
        "Refused": "Never: of no subjects it is 0."
        if name == "finished"
        else f"`median_seconds` is null where {NO_TIMES}.",
    }


def _of_coverage() -> Row:
    told = _told("coverage.coverage")
    listed = "\n".join(f"- `{name}`: {says}." for name, says in COVERAGE_SAYS.items())
    ghosts = "- `ghosts`: event names that nothing on the map explains, by subjects."
    fit, asked = _told("coverage.fitness"), "\n".join(f"- `{name}`: {says}." for name, says in FIT_SAYS.items())
    return {
        "of": "whole map",
        **told,
        "What it is": f"{told['says']}\n\n{listed}\n{ghosts}\n\nWith `--fitness`:\n\n{asked}",
        "Formula": f"{told['Formula']}\n\n{fit['Formula']}",
        "Example": f"{told['Example']}\n\n{fit['Example']}",
        "Source": f"{_WILSON}, for shares of subjects. Shares of events and transitions carry no interval: subjects are what was sampled. "
        f"{_FIT}.",
        "Minimum": f"{_capital(_USUAL)}.",
        "Refused": f"`{NO_SUBJECTS}`: nobody is on the map.\n\n`{NO_WAY}`: fitness of a map whose connections go in circles.\n\n"
        f"`{TOO_LONG}`: longer ones are left out and counted as `missing`.",
    }


def _of_score(score: Score) -> Row:
    told = _told(f"voice.{score.name}")
    minimum = f"a point from {SHOWN_FROM} people who answered on, a gap below that; drawn or shared from {GREY_FROM}"
    beside = " Beside it: `response`, `last_answer`; with a weight column `weighted` (`value`, `low`, `high`, `n_eff`) and `without_weight`."
    return {
        "of": ", ".join(score.of),
        **told,
        "What it is": f"{told['says']}\n\n{_capital(score.says)}.{beside}",
        "Source": f"{_capital(_SOURCES[score.method])}{_MORE[score.name]}. Several answers of one person are a cluster.",
        "Minimum": f"{_capital(minimum if score.by_subject else _ANSWERS)}.",
        "Refused": "\n".join(_score_refusals(score)),
    }


_MORE = {
    "nps": "",
    "csat": "",
    "ces": "",
    "rating": "",
    "emotion": "; Morris, Journal of the American Statistical Association 78 (1983) 47-55, for `pooled`",
}


def _score_refusals(score: Score) -> Iterator[str]:
    yield "- `no answers`: none in the window that has a score."
    yield "- `answers without a scale`: the roles file does not say the least and the best answer."
    if score.name == "nps":
        yield "- `NPS needs answers from 0 to 10`: some were given on another scale."
    if score.name == "csat":
        yield "- `… has no two best answers apart from the rest`: the scale has two points."
    if score.name in ("ces", "rating"):
        yield "- `answers on different scales`: a mean would mix them; choose one question in the selector."


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
