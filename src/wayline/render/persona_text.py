"""A persona as a Markdown page."""

from __future__ import annotations

from wayline.files.foreign.converted import note
from wayline.findings import Finding
from wayline.maps.model import Persona
from wayline.render.markdown_text import escaped


def persona_text(persona: Persona) -> tuple[str, list[Finding]]:
    """(the page, what it could not hold)."""
    facts = [
        ("Job", persona.job),
        ("Owner", persona.owner.team),
        *persona.demographics.items(),
        ("Based on", "; ".join(persona.evidence)),
    ]
    lists = [
        ("Goals", persona.goals), ("Motivations", persona.motivations), ("Pain points", persona.fears), ("Hopes", persona.hopes),
        ("Needs", persona.needs), ("Behaviours", persona.behaviour), ("Channels", persona.channels),
        ("Keeps them awake", (persona.keeps_awake,)), ("Makes them smile", (persona.makes_smile,)),
    ]  # fmt: skip
    blocks = [f"# Persona: {escaped(persona.name or persona.id)}"]
    blocks += [f"**{escaped(label)}**: {escaped(text)}" for label, text in facts if text]
    if persona.description:
        blocks += ["## About", *(escaped(line) for line in persona.description.splitlines() if line.strip())]
    for label, texts in lists:
        told = [f"- {escaped(text)}" for text in texts if text]
        blocks += [f"## {label}", "\n".join(told)] if told else []
    blocks += [f"## Quotes\n\n> “{escaped(persona.quote)}”"] if persona.quote else []
    held = [
        ("the binding to customers", persona.bind),
        ("the picture", persona.picture),
        ("review", persona.review.every),
        ("id", True),
    ]
    return "\n\n".join(blocks) + "\n", [note("lost", what) for what, is_there in held if is_there]
