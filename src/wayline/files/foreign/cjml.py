"""CJML 2.0 (XML): planned and actual journeys of communication points and actions. Names follow published examples."""

from __future__ import annotations

import re

from wayline.files.foreign.converted import Converted, unreadable
from wayline.files.foreign.map_draft import MapDraft
from wayline.files.foreign.markup_tree import Element, parse
from wayline.files.foreign.naming import one_line, slug

VERSIONS = ("2.0", "2")
_JOURNEYS = ("plannedJourney", "actualJourney")
_POINTS = ("plannedCommunicationPoint", "actualCommunicationPoint", "plannedAction", "actualAction")
_RATINGS = {"very bad": -2, "bad": -1, "negative": -1, "neutral": 0, "good": 1, "positive": 1, "very good": 2}


def is_cjml(text: str) -> bool:
    """Whether an element of the text is called CJML."""
    return re.search(r"<(?:\w+:)?CJML\b", text[:5_000], re.IGNORECASE) is not None


def read(text: str, path: str = "") -> Converted:
    """A map of the first planned journey, else of the first actual one. Raises InputError."""
    root = parse(text, path)
    if root.name != "CJML":
        hint = "The older student dialect (<cjml>) is not read." if root.name == "cjml" else ""
        raise unreadable(
            path, f'the root is <{root.name[:40]}>; expected <CJML version="2.0">', line=root.line, hint=hint
        )
    version = root.attributes.get("version", "")
    if version not in VERSIONS:
        raise unreadable(path, f"version '{version[:20]}' of CJML; this reads version 2.0", line=root.line)
    journeys = [one for name in _JOURNEYS for one in root.all(name)]
    if not journeys:
        raise unreadable(path, f"no journey in it: neither {' nor '.join(_JOURNEYS)}", line=root.line)
    draft = MapDraft(path)
    if len(journeys) > 1:
        others = ", ".join(_title(one) for one in journeys[1:])
        draft.say("lost", f"{len(journeys) - 1} more journeys; a map holds one: {others}", line=journeys[1].line)
    return _Journey(draft, journeys[0]).converted()


def _title(journey: Element) -> str:
    return (
        one_line(journey.said("journeyTitle") or journey.said("journeyID") or journey.attributes.get("journeyID", ""))
        or "a journey"
    )


class _Journey:
    def __init__(self, draft: MapDraft, journey: Element) -> None:
        self.draft, self.journey = draft, journey
        self.is_actual = journey.name == "actualJourney"
        self.actors: dict[str, str] = {}
        self.customers: set[str] = set()
        self.stages: dict[str, str] = {}

    def converted(self) -> Converted:
        summary = self.journey.said("journeyLongSummary") or self.journey.said("journeyShortSummary")
        self.draft.set(title=_title(self.journey), description=summary)
        self._actors()
        self._phases()
        points = self.journey.first("touchpoints") or self.journey
        for point in points.all(*_POINTS):
            self._point(point)
        if self.is_actual:
            self.draft.say("assumed", "an actual journey is one person's: nothing in it was counted")
        if self.journey.first("plannedReference"):
            self.draft.say("lost", "the reference to the planned journey")
        return self.draft.converted()

    def _actors(self) -> None:
        held = self.journey.first("actors")
        for actor in held.children if held else []:
            name = actor.attributes.get("actorID") or actor.attributes.get("actorIDref") or ""
            said = (
                actor.said("actorName")
                or actor.said("companyName")
                or actor.said("name")
                or one_line(actor.text)
                or name
            )
            self.actors[name] = one_line(said)
            if actor.name == "endUser":
                self.customers.add(name)
                self.draft.set(persona=slug(said, "customer"))

    def _phases(self) -> None:
        held = self.journey.first("journeyPhases")
        for phase in held.all("journeyPhase") if held else []:
            title = phase.said("phaseName") or phase.attributes.get("phaseID", "")
            self.stages[phase.attributes.get("phaseID", "")] = self.draft.stage(
                title, description=phase.said("phaseDescription")
            )

    def _stage(self, point: Element) -> str:
        belongs = point.first("belongsTo")
        phase = belongs.attributes.get("phaseIDref", "") if belongs else ""
        if phase in self.stages:
            return self.stages[phase]
        if phase:
            self.draft.say(
                "wrong", f"a touchpoint belongs to a phase that is not there ({one_line(phase)})", line=point.line
            )
        if "" not in self.stages:
            self.stages[""] = self.draft.stage("Without a phase")
        return self.stages[""]

    def _point(self, point: Element) -> None:
        giver, given = self._party(point, "initiator")
        receiver, taken = self._party(point, "receiver")
        is_ours = receiver in self.customers and giver not in self.customers
        title = (
            (taken if is_ours else given)
            or given
            or taken
            or point.said("touchpointID")
            or point.attributes.get("touchpointID", "")
        )
        channel = one_line(point.said("channel", "channelName") or point.said("channel"))
        touch = {"channel": channel} if channel else {}
        step = self.draft.step(title, stage=self._stage(point), touchpoint=touch)
        other = given if is_ours else taken
        if other:
            told = f"{self.actors.get(giver if is_ours else receiver, '')}: {other}".removeprefix(": ")
            self.draft.card("onstage", step=step, text=told)
        self._experience(point, step)
        if point.said("comment"):
            self.draft.card(self.draft.lane("Comments"), step=step, text=point.said("comment"))
        if point.first("compliance"):
            self.draft.say("lost", "compliance with the plan", line=point.line)
        if point.first("timestamps"):
            self.draft.say("lost", "times of one person's touchpoints: import them as events")

    def _party(self, point: Element, role: str) -> tuple[str, str]:
        """(id of the actor, what the point is called on their side)."""
        held = point.first(role)
        if held is None:
            return "", ""
        refers = held.first("refersTo")
        who = (refers.attributes.get("actorIDref") or refers.attributes.get("actorID", "")) if refers else ""
        if who and who not in self.actors:
            self.draft.say("wrong", f"an actor that is not there ({one_line(who)})", line=point.line)
        return who, one_line(held.said(f"{role}Label") or held.said("label"))

    def _experience(self, point: Element, step: str) -> None:
        told, rating = (
            point.said("touchpointExperience", "experienceDescription"),
            point.said("touchpointExperience", "experienceRating"),
        )
        valence = _valence(rating)
        if rating and valence is None:
            self.draft.say(
                "lost",
                f"an experience rating that is neither 1 to 5 nor a known word ({one_line(rating)[:40]})",
                line=point.line,
            )
        basis = "reported" if self.is_actual else "assumed"
        if self.draft.card("feeling", step=step, text=told, valence=valence, basis=basis) and valence is not None:
            self.draft.say("assumed", "experience ratings were read as 1 to 5, and became valences from -2 to 2")


def _valence(rating: str) -> int | float | None:
    word = one_line(rating).casefold()
    if word in _RATINGS:
        return _RATINGS[word]
    if re.fullmatch(r"[1-5](\.\d{1,6})?", word, re.ASCII) and float(word) <= 5:
        value = float(word) - 3
        return int(value) if value.is_integer() else value
    return None
