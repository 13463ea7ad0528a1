"""Enablement Map Studio (YAML): a customer journey map (`cjm`), its service blueprint (`sbp`), outcome and enablement."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence

from wayline.documents import read_documents
from wayline.files.foreign.converted import Converted, unreadable
from wayline.files.foreign.map_draft import MapDraft
from wayline.files.foreign.naming import one_line, slug
from wayline.files.foreign.plain_values import Entry, entries, inner, text_of, texts_of, unknown_keys

KINDS = ("cjm", "sbp", "outcome", "em")
VERSIONS = ("1.0", "1")
_SIDES = {"human": ("onstage", "onstage"), "team": ("backstage", "backstage"), "system": ("system", "backstage")}
_TASK_KEYS = ("id", "lane", "name", "description", "source_id", "position", "readonly", "connections")
_ACTION_KEYS = ("id", "name", "phase", "touchpoints", "thoughts_feelings", "emotion_score", "description")


def read(text: str, path: str = "") -> Converted:
    """The map of the `cjm` document with the lanes of the `sbp` as backstage. Raises InputError."""
    by_kind = _documents(text, path)
    map_of = by_kind.get("cjm")
    if map_of is None:
        raise unreadable(path, f"no document of kind cjm; there are: {', '.join(by_kind) or 'none'}")
    draft = MapDraft(path)
    persona = _persona(draft, inner(map_of, "persona"))
    _face(draft, map_of)
    steps = _actions(draft, map_of, _phases(draft, map_of))
    if "sbp" in by_kind:
        placed = _Blueprint(draft, by_kind["sbp"], steps).read()
        _outcome(draft, by_kind.get("outcome", {}), placed)
    _enablement(draft, by_kind.get("em", {}))
    return draft.converted(personas=[persona] if persona else [])


def _documents(text: str, path: str) -> dict[str, Entry]:
    found: dict[str, Entry] = {}
    for document in read_documents(text, path):
        kind = text_of(document.data, "kind")
        if kind not in KINDS:
            said = f"a document of kind '{kind}'" if kind else "a document without a kind"
            raise unreadable(path, f"{said}; known kinds: {', '.join(KINDS)}", line=document.place()[0])
        if text_of(document.data, "version") not in VERSIONS:
            version = text_of(document.data, "version") or "none"
            raise unreadable(path, f"version {version} of {kind}; this reads version 1.0", line=document.place()[0])
        if kind in found:
            raise unreadable(path, f"two documents of kind {kind}; one map a file", line=document.place()[0])
        found[kind] = document.data
    return found


def _persona(draft: MapDraft, held: Entry) -> Entry | None:
    name = text_of(held, "name")
    if not name:
        return None
    made = {"wayline": 1, "persona": slug(name, "persona"), "name": name, "description": text_of(held, "description")}
    draft.set(persona=made["persona"])
    if made["description"]:
        draft.say("kept", "the persona's description is written by `-o NAME.persona.yaml`")
    return {key: value for key, value in made.items() if value}


def _face(draft: MapDraft, held: Entry) -> None:
    name = text_of(held, "name") or text_of(held, "title")
    draft.set(title=name or text_of(held, "id").rpartition(":")[2].replace("-", " ").capitalize())
    if not name:
        draft.say("assumed", "the map has no title; its id was taken")
    for key in unknown_keys(held, ("kind", "version", "id", "persona", "phases", "actions", "name", "title")):
        draft.say("lost", f"the key '{one_line(key)}' of the journey map")


def _phases(draft: MapDraft, held: Entry) -> dict[str, str]:
    stages = {}
    for phase in entries(held, "phases"):
        title = text_of(phase, "name") or text_of(phase, "id")
        stages[text_of(phase, "id")] = draft.stage(title, description=text_of(phase, "description"))
    return stages


def _actions(draft: MapDraft, held: Entry, stages: dict[str, str]) -> dict[str, str]:
    """Foreign id of an action → id of its step, in the order of the phases and, within one, of the file."""
    actions = entries(held, "actions")
    if any(text_of(one, "phase") not in stages for one in actions):
        stages = stages | {"": draft.stage("Without a phase", name="without-a-phase")}
        lost = [text_of(one, "name") for one in actions if text_of(one, "phase") not in stages]
        draft.say("wrong", f"no phase of that id for: {', '.join(lost) or 'some actions'}")
    order = list(stages)
    by_phase = sorted(actions, key=lambda one: order.index(_phase(one, stages)))
    if by_phase != actions:
        draft.say("assumed", "actions were moved to their phases; the file lists them in another order")
    steps = {text_of(one, "id"): _action(draft, one, stages[_phase(one, stages)]) for one in by_phase}
    if any("emotion_score" in one for one in actions):
        draft.say("assumed", "emotion scores are the author's: nobody has checked these feelings")
    return steps


def _phase(action: Entry, stages: dict[str, str]) -> str:
    return text_of(action, "phase") if text_of(action, "phase") in stages else ""


def _action(draft: MapDraft, held: Entry, stage: str) -> str:
    points = [{"name": name} for name in texts_of(held, "touchpoints")]
    title = text_of(held, "name") or text_of(held, "id")
    step = draft.step(title, stage=stage, touchpoint=points, description=text_of(held, "description"))
    for thought in texts_of(held, "thoughts_feelings"):
        draft.card("thinking", step=step, text=thought)
    score = held.get("emotion_score")
    if isinstance(score, int | float) and not isinstance(score, bool):
        draft.card("feeling", step=step, valence=score)
        if not -2 <= score <= 2:
            draft.say("wrong", f"emotion score outside -2 to 2 ({score})", where=title)
    elif score is not None:
        draft.say("lost", f"an emotion score that is no number ({one_line(score)})", where=title)
    for key in unknown_keys(held, _ACTION_KEYS):
        draft.say("lost", f"the key '{one_line(key)}' of an action")
    return step


class _Blueprint:
    """The tasks of a service blueprint, each put to the step that it belongs to."""

    def __init__(self, draft: MapDraft, held: Entry, steps: dict[str, str]) -> None:
        self.draft, self.steps = draft, steps
        self.tasks = entries(held, "tasks")
        self.lanes = {text_of(lane, "id"): lane for lane in entries(held, "lanes")}
        self.links = [(text_of(one, "source"), text_of(one, "target")) for one in entries(held, "connections")]
        self.known = {text_of(one, "id"): steps.get(text_of(one, "source_id"), "") for one in self.tasks} | steps
        self.columns = sorted((_x(one), text_of(one, "id")) for one in self.tasks if text_of(one, "id") in steps)
        self.beside: dict[str, list[str]] = {}
        for source, target in self.links:
            self.beside.setdefault(source, []).append(target)
            self.beside.setdefault(target, []).append(source)

    def read(self) -> dict[str, str]:
        """Foreign id of a task → id of its step."""
        made = {name: self._lane(lane) for name, lane in self.lanes.items() if text_of(lane, "kind") != "cjm"}
        placed: dict[str, str] = {}
        for task in self.tasks:
            lane = text_of(task, "lane")
            if text_of(self.lanes.get(lane, {}), "kind") == "cjm" or task.get("readonly") is True:
                continue
            if lane not in made:
                self.draft.say(
                    "wrong", f"a task names a lane that is not there ({one_line(lane)})", where=text_of(task, "name")
                )
                made[lane] = self.draft.lane(lane or "Blueprint", kind="backstage")
            placed[text_of(task, "id")] = self._task(task, made[lane])
        self._say_lost()
        return placed

    def _lane(self, lane: Entry) -> str:
        kind, side = _SIDES.get(text_of(lane, "kind"), ("backstage", "backstage"))
        if text_of(lane, "description"):
            self.draft.say("lost", "the description of a lane", where=text_of(lane, "name"))
        return self.draft.lane(text_of(lane, "name") or text_of(lane, "id") or "Blueprint", kind=kind, side=side)

    def _task(self, task: Entry, lane: str) -> str:
        step = self._place(task)
        told = ": ".join(part for part in (text_of(task, "name"), text_of(task, "description")) if part)
        if step:
            self.draft.card(lane, step=step, text=told)
        else:
            self.draft.say("lost", f"a task that no action can be found for: {one_line(told)}")
        for key in unknown_keys(task, _TASK_KEYS):
            self.draft.say("lost", f"the key '{one_line(key)}' of a task")
        return step

    def _place(self, task: Entry) -> str:
        source, name = text_of(task, "source_id"), text_of(task, "name")
        if source in self.steps:
            return self.steps[source]
        if source:
            self.draft.say("wrong", f"source_id points nowhere ({one_line(source)})", where=name)
        linked = self._linked(text_of(task, "id"))
        if linked:
            self.draft.say("assumed", "placed by its connections, since it names no action", where=name)
            return linked
        near = self._nearest(task)
        if near:
            self.draft.say("assumed", "placed by its position, since it names no action", where=name)
        return near

    def _linked(self, start: str) -> str:
        """The step that the fewest connections lead to, by way of tasks that name their action."""
        seen, edge = {start}, [start]
        while edge:
            edge = list(dict.fromkeys(name for one in edge for name in self.beside.get(one, ()) if name not in seen))
            seen.update(edge)
            found = next((self.known[name] for name in edge if self.known.get(name)), "")
            if found:
                return found
        return ""

    def _nearest(self, task: Entry) -> str:
        if not self.columns:
            return next(iter(self.steps.values()), "")
        mine = _x(task)
        at = bisect_left(self.columns, (mine, ""))
        return self.steps[min(self.columns[max(at - 1, 0) : at + 1], key=lambda one: abs(one[0] - mine))[1]]

    def _say_lost(self) -> None:
        if self.links:
            self.draft.say("lost", f"{len(self.links)} connections between tasks")
        if any("position" in one for one in (*self.tasks, *self.lanes.values())):
            self.draft.say("lost", "positions and sizes on the canvas")


def _x(task: Entry) -> float:
    value = inner(task, "position").get("x")
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else 0.0


def _outcome(draft: MapDraft, held: Entry, placed: dict[str, str]) -> None:
    """The KPI becomes a card in the lane of metrics, at the step of the task that the success factor names."""
    factor, number, goal = inner(held, "primary_csf"), inner(held, "primary_kpi"), inner(held, "kgi")
    if not held:
        return
    step = placed.get(text_of(factor, "source_id"), "")
    target = text_of(number, "target")
    parts = [text_of(number, "definition"), f"target {target}{text_of(number, 'unit')}" if target else ""]
    told = "; ".join(part for part in (text_of(number, "name"), *parts, text_of(factor, "rationale")) if part)
    if not step and text_of(factor, "source_id"):
        draft.say("wrong", f"source_id of the success factor points nowhere ({one_line(text_of(factor, 'source_id'))})")
    if not (step and draft.card("metrics", step=step, text=told)):
        draft.say("lost", "the outcome: no task stands behind it")
    if step and text_of(goal, "name"):
        draft.card("metrics", step=step, text=f"Goal: {text_of(goal, 'name')}")
        draft.say("kept", "the goal (kgi) and its figure (kpi) are cards at the step of the success factor")


def _enablement(draft: MapDraft, held: Entry) -> None:
    counts = Counter({key: len(entries(held, key)) for key in ("actions", "skills", "knowledge", "tools")})
    told: Sequence[str] = [f"{count} {key}" for key, count in counts.items() if count]
    if told:
        draft.say("lost", f"the enablement map: {', '.join(told)}")
