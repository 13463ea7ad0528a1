"""The question that an empty cell of a lane puts to whoever draws the map."""

from __future__ import annotations

_PROMPTS = {
    "goal": "What do they want done at this point?", "action": "What do they do here?", "thought": "What goes through their mind?",
    "emotion": "How do they feel, in their own word?", "quote": "Paste one sentence a customer really said.",
    "need": "What do they need from you here?", "expectation": "What did they expect? What did they get?",
    "experience": "What did they expect? What did they get?", "pain": "Where does it hurt, where are they unsure, where do we fall short?",
    "delight": "What would make them smile here?", "backstage": "Who and what has to work so that this happens?",
    "onstage": "Whom do they meet here?", "opportunity": "Who owns it, and which number should move?",
    "handoff": "Who gives what to whom, by when?", "window": "When is the right time to talk to them, and who does?",
    "evidence": "We believe this. How could we find out?",
}  # fmt: skip


def prompt(kind: str) -> str:
    """The question of a lane of this kind; a plain one where the kind has none of its own."""
    return _PROMPTS.get(kind, "What belongs here?")
