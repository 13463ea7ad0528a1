"""What stands round the grid: the head of the map, the sentences on top, the lists below, where the numbers come from."""

from __future__ import annotations

import re

from wayline.measures.decisions.caution import FIELD_EXPERIMENT, NO_EXPERIMENT
from wayline.render import claims_html, flow_svg, voice_html
from wayline.render.compact import few
from wayline.render.icons_svg import icon
from wayline.render.images import drawable
from wayline.render.links_html import place
from wayline.render.markup import Markup, el, join, said, some
from wayline.views.shape import Fact, FlowView, Gap, MapView, PersonaView, Saying, SegmentView, SuccessView

_BREAK = re.compile(r"\n\s*\n|\n(?=- )")
_MARKS = re.compile(r"^> ?|(?<= )> (?=\S)|\*\*|`")
_SIGNS = {"met": "✓", "missed": "✕", "cannot tell": "?", "not measured": "–"}
_DRAWINGS = {"wait": "window", "leave": "handoff", "low": "pain", "apart": "onstage", "unknown": "question"}
_ALWAYS = ("key hollow", "key card-assumed", "key open-time")
_OF_PATHS = (
    "key band",
    "key arc",
    "key dotted",
    "key fill",
    "key lost",
    "key waiting",
    "key box",
    "key early",
    "key ghost-key",
)
_OF_LEVELS = {"reached": "reached", "converted": "moved on"}
_SAID_BY_LEVELS = {"nps": "NPS", "csat": "CSAT", "ces": "effort", "rating": "rating", "emotion": "emotion"}
_KINDS = {
    "planned": "planned",
    "skip": "skips ahead",
    "return": "goes back",
    "repeat": "again",
    "start": "begins",
    "end": "last seen",
}
_WINDOW_BAR = "A contact window: the bar opens and closes on a time axis that begins at the step (the dot)."


def head(view: MapView) -> Markup:
    """Title, scenario, persona, success and who answers for the map."""
    face, scenario = view["map"], view["scenario"]
    ends = " → ".join(part for part in (scenario["starts"], scenario["ends"]) if part)
    about = " · ".join(part for part in (scenario["name"], ends) if part)
    lines = [
        el("p", face["state"], class_="eyebrow"),
        said(face["title"], "h1"),
        said(about, "p", class_="scenario") if about else None,
        said(face["description"], "p", class_="description") if face["description"] else None,
    ]
    facts = list(face["facts"])
    if scenario["expectations"]:
        facts.insert(0, Fact(label="Expects", text="; ".join(scenario["expectations"])))
    return el(
        "header", el("div", *lines, _facts(facts), class_="title"), _persona(view), _successes(view), class_="head"
    )


def _facts(facts: list[Fact]) -> Markup:
    pairs = [el("div", el("dt", fact["label"]), said(fact["text"], "dd")) for fact in facts]
    return el("dl", *pairs, class_="facts-list") if pairs else Markup("")


def _persona(view: MapView) -> Markup:
    one = view["persona"]
    if one is None:
        return Markup("")
    name = el("p", _portrait(one), said(one["name"], "b"), some(one["job"], join([", ", said(one["job"])])))
    also = view["overlays"]
    others = said(f"Drawn for this one; also thought of: {', '.join(also)}", "p", class_="aside") if also else None
    laid_over = [_other(other) for other in view["other_personas"]]
    about = said(one["description"], "p", class_="aside") if one["description"] else None
    quote = said(f"“{one['quote']}”", "blockquote") if one["quote"] else None
    basis = el("p", one["basis_text"], class_="aside") if one["basis_text"] else None
    more = el("details", el("summary", "More about them"), _facts(one["facts"])) if one["facts"] else None
    return el(
        "section", el("h2", "Whose journey"), name, quote, about, basis, more, others, *laid_over, class_="persona"
    )


def _other(one: PersonaView) -> Markup:
    """Another persona that the map has cards of, folded away."""
    quote = said(f"“{one['quote']}”", "p") if one["quote"] else None
    name = [said(one["name"], "b"), some(one["job"], join([", ", said(one["job"])]))]
    about = said(one["description"], "p", class_="aside")
    return el("details", el("summary", *name), quote, about, _facts(one["facts"]), class_="other-persona")


def _portrait(one: PersonaView) -> Markup:
    """The picture that travels with the page, else the first letter of the name."""
    if held := drawable(one["picture"]):
        return el("img", src=held, alt="", class_="portrait")
    letter = next((sign for sign in one["name"] if sign.isalnum()), "")
    return el("span", letter.upper(), class_="portrait", aria_hidden="true") if letter else Markup("")


def _successes(view: MapView) -> Markup:
    items = [_success(one) for one in view["success"]]
    return el("section", el("h2", "What success is"), *items, class_="success") if items else Markup("")


def _success(one: SuccessView) -> Markup:
    says = said(f"“{one['says']}”", "blockquote") if one["says"] else None
    measure = said(one["measure"], "span", class_="aside") if one["measure"] else None
    sign = el("span", _SIGNS[one["verdict"]], aria_hidden="true", class_=f"sign {one['verdict'].replace(' ', '-')}")
    verdict = el("p", sign, " ", el("b", one["sentence"]), " ", measure) if one["measure"] else None
    return join([says, verdict])


def intro(view: MapView) -> Markup:
    """One short line on what this page is, for somebody who has never seen one."""
    many = view["map"]["many"]
    origin = view["provenance"]
    did = "really did" if view["walked"] else "said"
    measured = (
        f"Below it stands what {origin['subjects']} {did}, up to {origin['as_of'] or 'the last event'}, with how sure we can be."
        if origin
        else f"Once its steps are bound to events, it also shows what {many} really did."
    )
    text = f"A journey map shows, step by step, what a team believes its customers go through. {measured}"
    only = [el("p", el("b", "This view shows "), said(told), ".", class_="only") for told in view["filters"]]
    warning = "This copy shows numbers that rest on fewer than 10 and is not for sharing."
    return join([el("p", text, class_="intro"), *only, some(view["inside"], el("p", el("b", warning)))])


def sayings(view: MapView) -> Markup:
    """The three sentences on top."""
    boxes = [
        el(
            "div",
            el("h3", icon(_DRAWINGS[one["kind"]]), one["title"]),
            said(one["text"], "p"),
            _where(one),
            class_=f"saying {one['kind']}",
        )
        for one in view["sayings"]
    ]
    news = [said(change, "li") for change in view["changes"]]
    changed = el("div", el("h3", "What changed"), el("ul", *news), class_="saying changes") if news else None
    return el(
        "section",
        el("h2", "In three sentences" if len(boxes) == 3 else "In short", class_="quiet"),
        changed,
        *boxes,
        class_="sayings",
    )


def _where(one: Saying) -> Markup:
    """The way from a sentence to the place it speaks of."""
    return el("a", "See this step", href=f"#{place(one['step'])}", class_="aside") if one["step"] else Markup("")


def reading(view: MapView) -> Markup:
    """How to read the grid, and its legend."""
    many = view["map"]["many"]
    rules = [
        ("key band", f"A straight band is the plan; its width is how many {many} took it."),
        ("key arc", "A thinner curve is a path nobody planned: above the line it skips ahead, below it goes back."),
        ("key dotted", "A dotted line marked ? is planned; nothing measures it yet."),
        ("key fill", f"Moved on: {many} who came here and later touched a next step."),
        ("key lost", "Left: they did not move on, and something says that they are gone."),
        ("key waiting", "Still open: neither; they may still do either. They are not counted as lost."),
        ("key box", "Waits: the box holds the middle half, the line in it the median, the thin end nine in ten."),
        (
            "key hollow",
            "A hollow, dashed feeling is what the team assumes; a solid one is measured, its band is the 95 % interval.",
        ),
        (
            "key card-assumed",
            "A card with a hollow dot is assumed, nobody has checked it; a full dot has evidence behind it.",
        ),
        (
            "key open-time",
            f"{_WINDOW_BAR} {NO_EXPERIMENT.capitalize()}. {FIELD_EXPERIMENT}",
        ),
        ("key early", "Too early (dotted) and too late (striped): contacts outside their window."),
        (
            "key ghost-key",
            "A dashed box on the path is a ghost step: something that happens there and that the map does not know.",
        ),
    ]
    items = [
        el("li", el("i", class_=name), text)
        for name, text in [*rules, *claims_html.keys(view)]
        if name in _ALWAYS or (view["measured"] and (view["walked"] or name not in _OF_PATHS))
    ]
    small = "“likely” names the 95 % interval. Pale numbers rest on fewer than 30; hidden ones on fewer than 10 and are not on this page."
    return el(
        "details",
        el("summary", "How to read this map"),
        el("ul", *items, class_="legend"),
        el("p", small) if view["measured"] else None,
        class_="reading",
    )


def face(view: MapView) -> Markup:
    """The one number on the map's face."""
    covered = view["coverage"]
    if covered is None or not covered["face"]:
        return Markup("")
    return el(
        "p",
        el("b", covered["face"]),
        " The rest took other ways: they are drawn as curves and listed below.",
        class_="face",
    )


def curve_gaps(view: MapView) -> Markup:
    """The curve as text: every point, and where belief and measurement part, the widest first."""
    curves = [(lane["title"], lane["curve"]) for side in view["sides"] for lane in side["lanes"] if lane["curve"]]
    shown = []
    for title, curve in curves:
        apart = el("ul", *[said(gap, "li") for gap in curve["gaps"]], class_="gaps") if curve["gaps"] else None
        first = el("p", el("b", "Where belief and measurement part:")) if apart else None
        shown.append(
            el(
                "details",
                el("summary", said(title), ": the curve in words"),
                first,
                apart,
                said(curve["text"], "p"),
                class_="reading curve-words",
            )
        )
    return join(shown)


def below(view: MapView) -> Markup:
    """The lists under the grid."""
    walked = [_beside(view), _ghosts(view), _coverage(view)] if view["walked"] else []
    panels = [*walked, voice_html.drivers(view), _gaps(view)] if view["measured"] else []
    return el("div", *panels, class_="panels")


def _beside(view: MapView) -> Markup:
    titles = {step["id"]: step["title"] for step in view["steps"]} | {"START": "the start", "END": "nothing further"}
    shown = [flow for flow in view["flows"] if flow["text"] != "hidden"]
    rows = [
        _flow_row(flow, titles) for flow in sorted(shown, key=lambda flow: (flow["planned"], -(flow["count"] or 0)))
    ]
    if not rows:
        return Markup("")
    header = el("tr", *[el("th", name, scope="col") for name in ("From", "To", "How", "Times")])
    table = el(
        "table",
        el("caption", "Every path between two steps, those beside the plan first", class_="quiet"),
        el("thead", header),
        el("tbody", *rows),
        class_="list",
    )
    region = el("div", table, class_="scroll short", role="region", tabindex=0, aria_label="List of paths")
    hidden = view["flows_withheld"]
    notes = (
        [
            f"{hidden} rarer {'path is' if hidden == 1 else 'paths are'} hidden: fewer than 10 {view['map']['many']} each."
        ]
        if hidden
        else []
    )
    undrawn = flow_svg.smaller(view)
    notes += [f"The {undrawn} smallest curves are not drawn above."] if undrawn else []
    return el(
        "section",
        el("h2", "Every path between two steps"),
        region,
        *[el("p", note, class_="aside") for note in notes],
        class_="panel wide",
    )


def _flow_row(flow: FlowView, titles: dict[str, str]) -> Markup:
    ends = [said(titles.get(flow[end], flow[end])) for end in ("origin", "target")]
    parts = "; ".join(f"{part['text']} {part['label']}" for part in flow["parts"] if part["text"] != "hidden")
    count = el("td", el("b", flow["text"]), some(parts, el("small", f" {parts}")), class_="num")
    return el("tr", el("td", ends[0]), el("td", ends[1]), el("td", _KINDS[flow["kind"]]), count)


def _ghosts(view: MapView) -> Markup:
    covered = view["coverage"]
    if covered is None:
        return Markup("")
    items = [
        el(
            "li",
            said(ghost["event"], "span", class_="ghost"),
            el("small", f" {ghost['text']}{some(ghost['share_text'], Markup(', '))}{ghost['share_text']}"),
            said(ghost["place"], "p", class_="aside"),
        )
        for ghost in covered["ghosts"]
    ]
    hidden = covered["ghosts_withheld"]
    note = (
        el("p", f"{hidden} more hidden: fewer than 10 {view['map']['many']} each.", class_="aside") if hidden else None
    )
    text = el("p", "Ghost steps: events that happen and that no step of this map explains.")
    if not items and not hidden:
        text = el("p", "Every kind of event is explained by a step.")
    return el(
        "section",
        el("h2", "What the map does not know"),
        text,
        el("ul", *items, class_="ghosts") if items else None,
        note,
        class_="panel",
    )


def _coverage(view: MapView) -> Markup:
    covered = view["coverage"]
    if covered is None:
        return Markup("")
    items = [el("li", sentence) for sentence in covered["sentences"]]
    return el("section", el("h2", "How well the plan fits"), el("ul", *items), class_="panel") if items else Markup("")


def _gaps(view: MapView) -> Markup:
    items = [_gap(gap) for gap in view["gaps"]]
    text = (
        "Nothing had to be hidden and nothing refused."
        if not items
        else "A number that is not sure enough, or that points at too few, is not on this page at all."
    )
    return el("section", el("h2", "Not shown, and why"), el("p", text), *items, class_="panel")


def _gap(gap: Gap) -> Markup:
    word = "Hidden" if gap["kind"] == "withheld" else "Not said"
    summary = el("summary", el("b", f"{word}: "), said(gap["reason"]), el("small", f" ({gap['count']})"))
    return el("details", summary, el("ul", *[said(where, "li") for where in gap["where"]]))


def segments(view: MapView) -> Markup:
    """The levels of the segment side by side: who reached each step, and who moved on."""
    levels = view["segments"]
    if not levels:
        return Markup("")
    heads = [el("th", said(one["level"]), el("br"), el("small", one["subjects"]), scope="col") for one in levels]
    named = [(stage["id"], stage["title"]) for stage in view["stages"]] + [
        (step["id"], step["title"]) for step in view["steps"]
    ]
    named_numbers = _OF_LEVELS if view["walked"] else _SAID_BY_LEVELS
    rows = [
        el("tr", el("th", said(title), scope="row"), *[_level(one, element, named_numbers) for one in levels])
        for element, title in named
    ]
    told = "Reached and moved on, by segment" if view["walked"] else "What they say, by segment"
    caption = el("caption", told, class_="quiet")
    table = el("table", caption, el("thead", el("tr", el("td"), *heads)), el("tbody", *rows), class_="list")
    region = el("div", table, class_="scroll short", role="region", tabindex=0, aria_label="Numbers by segment")
    return el("section", el("h2", "By segment"), region, class_="by-segment")


def _level(one: SegmentView, element: str, named: dict[str, str]) -> Markup:
    figures = one["elements"].get(element, {})
    shown = [(figures[name], words) for name, words in named.items() if name in figures]
    parts = [
        el("div", el("b", figure["text"]), f" {words} ", el("small", few(figure) or figure["interval"]))
        for figure, words in shown
        if figure["value"] is not None
    ]
    reason = next((figure["reason"] for figure, _ in shown if figure["reason"]), "–")
    return el("td", *parts) if parts else el("td", el("span", "hidden" if one["withheld"] else reason, class_="absent"))


def foot(view: MapView, notice: str) -> Markup:
    """Where the numbers come from, and the licence of the data."""
    origin = view["provenance"]
    lines: list[Markup | None] = []
    if origin:
        followed = "Followed" if view["walked"] else "Answered"
        told = [
            ("As of", origin["as_of"]), ("Paths" if view["walked"] else "Answers", origin["window"]), (followed, origin["subjects"]), ("Left over", origin["unassigned"]),
            ("Event log", origin["events"]), ("Map", origin["map"]), ("Wayline", origin["wayline"]),
        ]  # fmt: skip
        lines.append(_facts([Fact(label=label, text=text) for label, text in told if text]))
    else:
        lines.append(el("p", "Drawn map, not measured yet."))
    lines += _notice(notice)
    lines.append(el("p", "Made with Wayline, which lays what customers really do on the map a team draws."))
    return el("footer", *lines)


def _notice(notice: str) -> list[Markup]:
    """The licence note, its Markdown marks taken off: the first paragraph in sight, the rest one click away."""
    blocks = [" ".join(block.split()) for block in _BREAK.split(notice) if block.strip() and not block.startswith("#")]
    shown = [said(_MARKS.sub("", block), "p") for block in blocks]
    rest = el("details", el("summary", "More on where these data come from"), *shown[1:])
    return [*shown[:1], rest] if len(shown) > 1 else shown
