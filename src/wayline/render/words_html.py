"""Every element of the map in words, with every number and what it rests on: to be read, linked to, and shown in the panel."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from wayline.maps.prompts import prompt
from wayline.render import claims_html, icons_svg, trend_html
from wayline.render.links_html import Explanations, address, place
from wayline.render.markup import Markup, el, join, said, some
from wayline.render.sql_parts import SqlParts
from wayline.views import story
from wayline.views.shape import ContactView, Figure, MapView, StageView, StepView

_METHODS = {
    "wilson": "Wilson interval of a share", "order statistics": "median with the interval of order statistics",
    "count": "a count, nothing is estimated", "aalen-johansen": "Aalen–Johansen, those still open count as unknown",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Told:
    """What all numbers of a page share: their window, what they mean, and the parts of their SQL."""

    view: MapView
    known: Explanations
    sql: SqlParts


def in_words(told: Told) -> Markup:
    """Steps first, then stages, contacts and the whole map."""
    view = told.view
    scenes = {scene["step"]: scene for scene in story.scenes(view)}
    steps = [_step(step, scenes[step["id"]], told) for step in view["steps"]]
    stages = [_stage(stage, told) for stage in view["stages"]]
    contacts = [_contact(one, told) for side in view["sides"] for one in side["contacts"]]
    rest = _whole(told)
    groups = [("Every step in words", steps), ("Every stage in words", stages), ("Contact windows and handoffs in words", contacts),
              ("The whole map in words", rest)]  # fmt: skip
    shown = [el("section", el("h2", title), *items, class_="in-words") for title, items in groups if items]
    return join([*shown, _statements(told.sql)])


def _step(step: StepView, scene: story.Scene, told: Told) -> Markup:
    facts = [("Stage", scene["stage"]), ("Team", step["team"]), ("Goal", step["goal"]), ("About", step["description"]),
             ("Met by", scene["where"]), ("Milestone", scene["truth"]), ("Controlled by", (step["milestone"] or {"controller": ""})["controller"]),
             ("Target", step["target"])]  # fmt: skip
    facts += [("Promise", promise) for promise in step["promises"]]
    more = [] if step["bound"] else ["No event is bound to this step, so nothing can be measured here."]
    title = [el("span", step["number"], class_="nth"), " ", said(step["title"])]
    return _entry(
        step["id"], title, [_facts(facts), claims_html.whole(step), _scene(scene)], (step["figures"], more), told
    )


def _scene(scene: story.Scene) -> Markup:
    """The step as a scene of the story; what nobody has checked is marked in words."""
    lines = [
        el("div", el("dt", line["label"], some(line["assumed"], el("small", " assumed"))),
           el("dd", *[said(text, "p") for text in line["texts"]]))
        for line in scene["lines"]
    ]  # fmt: skip
    drawn = Markup("")
    if scene["valence"] is not None:
        head = icons_svg.face("12", 12, scene["valence"], "assumed")
        drawn = el("svg", head, width=24, height=24, class_="mood", aria_hidden="true", focusable="false")
    believed = any(line["assumed"] for line in scene["lines"])
    ask = el("p", prompt("unevidenced"), class_="prompt") if believed else None
    return el("div", drawn, el("div", el("dl", *lines), ask), class_="scene") if lines else Markup("")


def _stage(stage: StageView, told: Told) -> Markup:
    facts = [("Goal", stage["goal"]), ("About", stage["description"]), ("Team", stage["team"]), ("Target", stage["target"]),
             ("Done with", stage["done_when"])]  # fmt: skip
    return _entry(stage["id"], [said(stage["title"])], [_facts(facts)], (stage["figures"], []), told)


def _contact(one: ContactView, told: Told) -> Markup:
    kind = "Contact window" if one["kind"] == "window" else "Handoff"
    facts = [("Kind", kind), ("Who", one["who"]), ("When", one["when"]), ("Why", one["why"]),
             ("Hands over", "; ".join(f"{fact['label']} {fact['text']}".strip() for fact in one["data"])),
             ("Otherwise", "; ".join(f"{part['text']} {part['label']}" for part in one["parts"]))]  # fmt: skip
    figures = {one["figure"]["measure"]: one["figure"]} if one["figure"] else {}
    more = [] if one["bound"] else ["No event is bound to it, so nothing can be measured here."]
    return _entry(one["id"], [said(one["title"])], [_facts(facts)], (figures, more), told)


def _whole(told: Told) -> list[Markup]:
    covered = told.view["coverage"]
    named = [("whole", "All paths", list(told.view["whole"].values()))]
    named.append(
        ("coverage", "How well the plan fits", [*covered["figures"], *covered["deviations"]] if covered else [])
    )
    return [
        _entry(name, [title], [], ({figure["measure"]: figure for figure in figures}, []), told)
        for name, title, figures in named
        if figures
    ]


def _facts(told: Iterable[tuple[str, str]]) -> Markup:
    pairs = [el("div", el("dt", label), said(text, "dd")) for label, text in told if text]
    return el("dl", *pairs, class_="facts-list") if pairs else Markup("")


def _entry(
    name: str,
    title: Iterable[str],
    shown: Iterable[Markup],
    figures: tuple[Mapping[str, Figure], list[str]],
    told: Told,
) -> Markup:
    seen = [one for one in figures[0].values() if one["value"] is not None or one["over_time"]]
    silent = [one for one in figures[0].values() if one["value"] is None and not one["over_time"]]
    items = [_figure(name, one, told) for one in seen]
    more = list(figures[1])
    if silent:
        names = ", ".join(one["label"].lower() for one in silent)
        more.append(f"Not shown: {names} ({'; '.join(dict.fromkeys(one['reason'] for one in silent))}).")
    notes = [said(note, "li") for note in more]
    numbers = el("ul", *items, *notes, class_="numbers-list") if items or notes else None
    return el("details", el("summary", *title), *shown, numbers, id=place(name), class_="entry")


def _figure(name: str, one: Figure, told: Told) -> Markup:
    known = told.known.get(name, {}).get(one["measure"])
    window = told.view["provenance"]
    few = {"grey": "few stand behind it", "inside": "not for sharing: fewer than 10 stand behind it"}.get(
        one["show"], ""
    )
    facts = [
        ("n", f"{one['n']:,}{', ' + few if few else ''}" if one["n"] is not None else ""),
        ("95 % interval", one["interval"]),
        ("Over time", "; ".join(f"{at['after']}: {at['text']}{' (' + at['interval'] + ')' if at['interval'] else ''}" for at in one["over_time"])),
        ("Window", f"{window['window']}, as of {window['as_of']}" if window else ""),
        ("Equal times", f"{one['tied']:,} could fall otherwise if equal times were ordered otherwise" if one["tied"] else ""),
        ("Without a value", f"{one['missing']:,}" if one["missing"] else ""),
        ("Method", _METHODS.get(one["method"].lower(), one["method"])),
    ]  # fmt: skip
    meaning = said(known.says, "p", class_="means") if known else None
    more = el(
        "div",
        meaning,
        _facts(facts),
        trend_html.line(told.view["trend"], name, one),
        _by_segment(name, one, told),
        _sql(known.sql, told) if known else None,
        class_="behind",
    )
    lead = said(one["sentence"], "p", class_="sentence")
    return el(
        "li",
        lead,
        more,
        id=address(name, one["measure"]),
        class_="figure",
        data_label=one["label"],
        data_measure=one["measure"],
    )


def _by_segment(name: str, one: Figure, told: Told) -> Markup:
    rows = []
    for level in told.view["segments"]:
        found = level["elements"].get(name, {}).get(one["measure"])
        if found is not None or level["withheld"]:
            text = (
                "hidden"
                if found is None
                else " ".join(part for part in (found["text"], found["interval"] and f"({found['interval']})") if part)
            )
            rows.append(el("div", said(level["level"], "dt"), el("dd", text), data_level=level["level"]))
    if not rows:
        return Markup("")
    return el("div", el("p", "By segment", class_="aside"), el("dl", *rows, class_="facts-list"), class_="levels")


def _sql(sql: str, told: Told) -> Markup:
    cut = told.sql.cut(sql)
    parts = [join([el("a", str(part + 1), href=f"#sql-{part + 1}"), " "]) for part in cut.parts]
    before = el("p", "Parts before it: ", *parts, class_="aside parts") if parts else None
    query = el("pre", cut.query, data_parts=" ".join(str(part + 1) for part in cut.parts) or None, tabindex=0)
    return el("details", el("summary", "SQL"), before, query, class_="sql")


def _statements(sql: SqlParts) -> Markup:
    """The parts of the SQL that several numbers share, each once."""
    if not sql.parts:
        return Markup("")
    text = (
        "Each number’s SQL is its parts, joined by a line with “),”, then a line with “)” and its query. `wayline explain` prints "
        "it whole; it runs in bare DuckDB from the workspace’s folder."
    )
    blocks = [el("pre", part, id=f"sql-{number}", tabindex=0) for number, part in enumerate(sql.parts, start=1)]
    head = el("summary", f"The {len(blocks)} parts of the SQL behind the numbers")
    return el("section", el("details", head, el("p", text, class_="aside"), *blocks), class_="sql-parts")
