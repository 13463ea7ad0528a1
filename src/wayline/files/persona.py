"""Persona files (`NAME.persona.yaml`), read."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from wayline.documents import read_text
from wayline.errors import MapError
from wayline.files.cursor import Cursor, refusal
from wayline.files.journey import only_document
from wayline.files.journey_shape import NAMES, OWNER, REVIEW, VERSION, renamed
from wayline.files.selector_text import SELECTORS
from wayline.files.shape import ID, Choice, Key, Named, Record, Text
from wayline.maps.model import BASES, Persona

SUFFIX = ".persona.yaml"


def _persona(values: dict[str, Any]) -> Persona:
    rest = {key: value for key, value in values.items() if key != "wayline"}
    return Persona(**renamed(rest, persona="id"))


PERSONA = Record(
    "persona",
    {
        "wayline": Key(VERSION, "the version of the format: 1", required=True),
        "persona": Key(ID, "the id of the persona, which maps name", required=True),
        "name": Key(Text(), "a name that people remember"),
        "job": Key(Text(), "what they do, and the job they want done"),
        "quote": Key(Text(), "one sentence that a customer really said"),
        "description": Key(Text(), "more about them"),
        "picture": Key(Text(), "the address of a picture"),
        "goals": Key(NAMES, "what they want to reach"),
        "needs": Key(NAMES, "what they need from you"),
        "hopes": Key(NAMES, "what they hope for"),
        "fears": Key(NAMES, "what they are afraid of"),
        "behaviour": Key(NAMES, "what they typically do"),
        "motivations": Key(NAMES, "what drives them"),
        "channels": Key(NAMES, "the channels they prefer"),
        "demographics": Key(Named(Text()), "age, place, household, …; each a name and a value"),
        "keeps_awake": Key(Text(), "what keeps them up at night"),
        "makes_smile": Key(Text(), "what makes them smile"),
        "basis": Key(Choice(BASES, "assumed"), "where the description comes from"),
        "bind": Key(SELECTORS, "the rule that says which real customers it stands for, such as {segment: {plan: pro}}"),
        "evidence": Key(NAMES, "what supports it, such as interview:12"),
        "owner": Key(OWNER, "who keeps it fresh"),
        "review": Key(REVIEW, "when it is looked at again"),
    },
    build=_persona,
    means="The kind of customer a map is drawn for.",
)


def load_persona(path: Path | str) -> Persona:
    """The persona of a file. Raises MapError with every problem, each with line and column."""
    return read_persona(read_text(Path(path), error=MapError), str(path))


def read_persona(text: str, path: str = "") -> Persona:
    """The persona in a text; `path` is what messages call it. Raises MapError with every problem as a finding."""
    at = Cursor.top(only_document(text, path, PERSONA))
    persona: Persona = PERSONA.read(at)
    for number, selector in enumerate(persona.bind):
        if selector.within:
            at.to(("bind", number, "within")).refuse("wrong-value", "a persona knows no steps; leave `within` out")
    if at.problems:
        raise refusal(MapError, path, "persona", at.problems)
    return persona
