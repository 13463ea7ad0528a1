"""The question that an empty cell asks, so that nobody sits before a blank sheet."""

from __future__ import annotations

from collections.abc import Mapping

# lane kind → what to ask where nothing stands yet
LANE_PROMPTS: Mapping[str, str] = {
    "goal": "What do they want done at this point?",
    "action": "What do they do?",
    "thought": "What goes through their mind?",
    "emotion": "How do they feel, in their own word?",
    "quote": "Paste one sentence a customer really said",
    "need": "What do they need from you here?",
    "expectation": "What did they expect?",
    "experience": "What did they get?",
    "evidence": "What can they see and touch here?",
    "touchpoint": "Where do they meet you, or somebody who speaks for you?",
    "channel": "Through which channel: website, app, mail, phone, chat, social, in store, on site, partner, review site?",
    "pain": "Where does it hurt, where are they unsure, where do we fall short?",
    "gain": "What do they gain here?",
    "delight": "What would make them smile here?",
    "storyboard": "What would a picture of this moment show?",
    "milestone": "What proves that they have come this far, and by when?",
    "metric": "Which number would tell whether this goes well for them?",
    "onstage": "Whom or what do they meet here?",
    "system": "Which systems have to work so that this happens?",
    "backstage": "Who and what has to work so that this happens?",
    "support": "Which processes carry this, although nobody sees them?",
    "policy": "Which rules hold here, and who set them?",
    "window": "When is the right time to talk to them, and who does?",
    "handoff": "Who gives what to whom, by when?",
    "opportunity": "Who owns it, and which number should move?",
    "question": "What do we not know here, and whom could we ask?",
    "link": "Which more detailed map begins here?",
    "text": "What belongs here?",
}

# what is asked of the whole map, one question at a time; `wayline new` asks these
SCOPE_PROMPTS: Mapping[str, str] = {
    "persona": "Who is this about?",
    "situation": "In which situation?",
    "starts": "Where does it begin?",
    "ends": "Where does it end?",
    "success": "What does success mean to them, in their words?",
    "owner": "Which team answers for this map?",
}

# what stands beside the cells
OTHER_PROMPTS: Mapping[str, str] = {
    "scope": "Who is this about, in which situation? Where does it begin and end? What does success mean to them?",
    "exit": "What must be true before they can move on?",
    "persona": "Name, job, hopes, fears; what keeps them up at night, what makes them smile?",
    "unevidenced": "We believe this. How could we find out?",
}


def prompt(kind: str) -> str:
    """What an empty place asks: a lane kind, or `scope`, `exit` (of a stage), `persona`, `unevidenced` (any card that is assumed).

    A kind that is not known asks what any empty cell asks.

    >>> prompt("delight")
    'What would make them smile here?'
    """
    return LANE_PROMPTS.get(kind) or OTHER_PROMPTS.get(kind) or LANE_PROMPTS["text"]
