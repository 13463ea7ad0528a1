"""What other tools call their rows, and the lane of ours that is meant."""

from __future__ import annotations

import re

from wayline.maps.model import LANE_KINDS, STANDARD_LANES

# words as they stand in headings, row labels and tags → a standard lane
SYNONYMS: dict[str, str] = {
    "action": "doing", "actions": "doing", "activities": "doing", "activity": "doing", "user actions": "doing", "customer actions": "doing",
    "doing": "doing", "steps taken": "doing", "behaviour": "doing", "behavior": "doing", "what they do": "doing", "tasks": "doing",
    "thoughts": "thinking", "thought": "thinking", "thinking": "thinking", "mindset": "thinking", "thoughts & feelings": "thinking",
    "emotions": "feeling", "emotion": "feeling", "feelings": "feeling", "feeling": "feeling", "mood": "feeling", "sentiment": "feeling",
    "emotional state": "feeling", "emotional journey": "feeling", "quote": "saying", "quotes": "saying", "verbatim": "saying",
    "verbatims": "saying", "saying": "saying", "customer quotes": "saying", "need": "needs", "needs": "needs", "goal": "goals",
    "goals": "goals", "user goals": "goals", "customer goals": "goals", "expectation": "expectations", "expectations": "expectations",
    "experience": "experience", "evidence": "evidence", "touchpoint": "touchpoints", "touchpoints": "touchpoints", "touch points": "touchpoints",
    "channel": "channels", "channels": "channels", "pain": "pains", "pains": "pains", "pain points": "pains", "pain point": "pains",
    "painpoints": "pains", "frustrations": "pains", "problems": "pains", "barriers": "pains", "challenges": "pains", "gain": "gains",
    "gains": "gains", "delight": "delights", "delights": "delights", "storyboard": "storyboard", "milestone": "milestones",
    "milestones": "milestones", "metric": "metrics", "metrics": "metrics", "kpis": "metrics", "kpi": "metrics", "onstage": "onstage",
    "on stage": "onstage", "frontstage": "onstage", "front stage": "onstage", "employee actions": "onstage", "system": "systems",
    "systems": "systems", "tools": "systems", "technology": "systems", "backstage": "backstage", "back stage": "backstage",
    "internal": "backstage", "support": "support", "support processes": "support", "policy": "policies", "policies": "policies",
    "opportunity": "opportunities", "opportunities": "opportunities", "ideas": "opportunities", "improvements": "opportunities",
    "solutions": "opportunities", "suggestions": "opportunities", "question": "questions", "questions": "questions", "links": "links",
    "link": "links",
}  # fmt: skip
_LONGEST = 80
_EDGE = re.compile(r"^[\W_]+|[\W_]+$")


def standard_lane_of(name: str) -> str:
    """The standard lane that a label means, or nothing: `Pain Points:` is `pains`."""
    if len(name) > _LONGEST:
        return ""
    plain = _EDGE.sub("", " ".join(name.casefold().split()))
    return plain if plain in STANDARD_LANES else SYNONYMS.get(plain, "")


def kind_of(name: str) -> str:
    """The kind of a lane that a label names outright (`backstage`), else `text`."""
    plain = " ".join(name.casefold().split())
    return plain if plain in LANE_KINDS else "text"
