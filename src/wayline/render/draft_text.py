"""A draft as the text of a journey file, with the reason and the numbers of each choice as comments."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from wayline.files.yaml_text import flow_text
from wayline.measures.draft.acts import Act
from wayline.measures.draft.proposal import Draft, DraftStep

LONGEST_COMMENT = 150


def draft_text(draft: Draft, name: str) -> str:
    """The file `NAME.journey.yaml`; names from the log stand quoted where they must be, and in comments without control characters."""
    lines = [
        *_head(draft, name),
        *_leaves(draft),
        "stages:",
        *(line for n, stage in enumerate(draft.stages) for line in _stage(stage, None if n else draft.arrival)),
        *_connections(draft),
        *_left_out(draft),
        *_next(draft),
    ]
    return "\n".join(lines) + "\n"


def _head(draft: Draft, name: str) -> Iterator[str]:
    yield "# A first draft for people to correct: proposed from events alone. Rename the steps, move them, delete what is no step."
    yield from _comment(f"Learned from {draft.learned:,} paths" + _judged(draft) + ".")
    yield from _comment("Explains " + _explains(draft.in_time))
    if draft.out_of_time:
        yield from _comment("Out of time " + _explains(draft.out_of_time))
    for note in draft.notes:
        yield from _comment(f"Note: {note}.")
    yield "wayline: 1"
    yield f"map: {flow_text(name)}"
    yield f"title: {flow_text('A first draft')}"
    yield from _comment(f"unit: {draft.unit_why}.")
    yield f"unit: {flow_text(draft.unit)}"


def _judged(draft: Draft) -> str:
    return f", the first two thirds by start; judged on the {draft.judged:,} that began later" if draft.judged else ""


def _explains(found: Mapping[str, Any]) -> str:
    far, whole = found["paths_so_far"], found["whole_paths"]
    return (
        f"{_percent(far)}{_interval(far)} of {found['on_map']:,} paths so far, {_percent(found['transitions'])} of transitions, "
        f"{_percent(found['events'])} of events; {_percent(whole)} of {found['subjects']:,} paths with no event beside the map."
    )


def _percent(found: Mapping[str, Any]) -> str:
    return "none" if found["value"] is None else f"{100 * found['value']:.1f} %"


def _interval(found: Mapping[str, Any]) -> str:
    return "" if found.get("low") is None else f" [{100 * found['low']:.1f}, {100 * found['high']:.1f}]"


def _leaves(draft: Draft) -> Iterator[str]:
    if not draft.leaves:
        yield "# leaves: no event's name tells of leaving. Name the events by which a subject is lost: [{event: cancel}]"
        return
    yield "leaves:"
    for act, why in draft.leaves:
        yield from _comment(f"{_name(act.name)}: {why}.", 2)
        yield f"  - {_selector(act)}"


def _selector(act: Act) -> str:
    return flow_text({"event": act.bind[0] if len(act.bind) == 1 else list(act.bind)})


def _stage(stage: tuple[str, str, tuple[DraftStep, ...]], arrival: DraftStep | None) -> Iterator[str]:
    name, title, steps = stage
    yield f"  - id: {flow_text(name)}"
    yield f"    title: {flow_text(title)}"
    yield "    steps:"
    if arrival:
        yield from _arrival(arrival)
    for step in steps:
        yield from _step(step)


def _step(step: DraftStep) -> Iterator[str]:
    says = f"{step.share:.0%} of paths ({step.paths:,}), typically at {step.place:.2f} of the way; {step.begins:,} begin and {step.ends:,} end here"
    yield from _comment(f"{says}.", 6)
    if step.act.why:
        yield from _comment(f"One act: {step.act.why}.", 6)
    if step.milestone:
        yield from _comment(f"Milestone: {step.milestone}.", 6)
    yield f"      - id: {flow_text(step.id)}"
    yield f"        title: {flow_text(step.title)}"
    yield f"        bind: {_selector(step.act)}"
    if step.milestone:
        yield "        milestone: {}"


def _arrival(step: DraftStep) -> Iterator[str]:
    says = f"{step.begins:,} paths begin at one of several steps, and a map has one beginning: the first touch of any of these is it."
    yield from _comment(says, 6)
    yield from _comment(
        "That event is a touch of this step and of its own; `wayline measure` counts it as ambiguous.", 6
    )
    yield f"      - id: {flow_text(step.id)}"
    yield f"        title: {flow_text(step.title)}"
    yield f"        bind: {flow_text({'event': list(step.act.bind), 'nth': 1})}"


def _connections(draft: Draft) -> Iterator[str]:
    if draft.plan.is_line:
        yield "# connections: left out, each step leads to the next; other ways are not worth drawing."
        return
    yield "# Drawn are the transitions that complete most paths; the percentage is of all transitions between steps."
    yield "connections:"
    steps = draft.steps
    if draft.arrival:
        for n in draft.plan.begins:
            pair = flow_text({"from": draft.arrival.id, "to": steps[n].id})
            yield f"  - {pair}  # {steps[n].begins:,} paths begin there"
    for kind, (origin, target) in zip(draft.plan.kinds, draft.plan.pairs, strict=True):
        kind_of = "" if target > origin else "  a step back" if target < origin else "  again"
        pair = flow_text({"from": steps[origin].id, "to": steps[target].id})
        yield f"  - {pair}  # {100 * draft.uses[kind]:.1f} %{kind_of}"


def _left_out(draft: Draft) -> Iterator[str]:
    if draft.left_out:
        yield "# Left out:"
    for row in draft.left_out:
        yield from _comment(f"  {_name(row.event)}: {row.paths:,} paths, {row.events:,} events; {row.why}")


def _next(draft: Draft) -> Iterator[str]:
    if draft.next_steps or draft.plan.more:
        yield "# Next, and what it would buy:"
    for name, paths, part in draft.next_steps:
        yield from _comment(f"  a step {_name(name)}: {paths:,} paths have it, {100 * part:.1f} % of events")
    steps = draft.steps
    for kind, completed, part in draft.plan.more:
        origin, target = divmod(kind, draft.plan.steps)
        bought = f"{100 * completed:+.1f} points of paths whose every transition is drawn, {100 * part:+.1f} of transitions between steps"
        yield from _comment(f"  a connection {steps[origin].id} to {steps[target].id}: {bought}")


def _name(text: str) -> str:
    """A name inside a comment: on one line, without signs that would steer a terminal, not too long."""
    shown = "".join(sign if sign.isprintable() else "�" for sign in text)
    return f"'{shown if len(shown) <= 80 else shown[:79] + '…'}'"


def _comment(text: str, column: int = 0) -> Iterator[str]:
    """A comment, broken into lines that are not too long."""
    shown = "".join(sign if sign.isprintable() else "�" for sign in text)
    lead = " " * (len(shown) - len(shown.lstrip()))
    line = ""
    for word in shown.split():
        if line and len(line) + len(word) > LONGEST_COMMENT - column:
            yield f"{' ' * column}# {lead}{line}"
            line = ""
        line = f"{line} {word}" if line else word
    yield f"{' ' * column}# {lead}{line}"
