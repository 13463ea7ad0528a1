"""Stories of what goes wrong for a character (Markdown): a map whose steps are the sections, told as a storyboard, with pains."""

from __future__ import annotations

import re

from wayline.files.foreign.converted import Converted, unreadable
from wayline.files.foreign.map_draft import MapDraft
from wayline.files.foreign.markdown_blocks import Heading, Item, blocks, plain
from wayline.files.foreign.naming import slug

_TITLE = re.compile(r"^.*?\bstor(?:y|ies)\b\s*:\s*", re.IGNORECASE)
_STORY = re.compile(r"the story", re.IGNORECASE)
_CHARACTER = re.compile(r"why did you choose \W*(\w+)\W* to tell|characters/([\w-]+)\.md", re.IGNORECASE)
_ASIDE = ("warning", "frequently asked questions", "faq")
_MORALS = "morals"


def is_story(text: str) -> bool:
    """Whether a heading says `The story`."""
    return any(isinstance(one, Heading) and _STORY.fullmatch(plain(one.text)) for one in blocks(text))


def read(text: str, path: str = "") -> Converted:
    """A map of the story. Raises InputError."""
    draft = MapDraft(path)
    told_of = sorted(_CHARACTER.findall(text), key=lambda found: not found[0])
    if told_of:
        draft.set(persona=slug(told_of[0][0] or told_of[0][1], "persona"))
    step, aside, section, morals = "", True, "", []
    for one in blocks(text):
        told = plain(one.text)
        if isinstance(one, Heading):
            section = told
            aside = (one.level == 1 or _is_aside(told)) if one.level <= 2 else aside
            if one.level == 1:
                draft.set(title=_TITLE.sub("", told))
            elif not aside:
                step = _section(draft, one.level, told)
        elif _MORALS in section.casefold():
            morals.append(told)
        elif not aside and step and told:
            draft.card("storyboard", step=step, text=told)
        elif told:
            draft.say("lost", f"text under '{section}'", where="a list" if isinstance(one, Item) else "")
    if not step:
        raise unreadable(path, "no heading says `The story`")
    _place(draft, [moral for moral in morals if moral])
    draft.say("assumed", "one person's story: a section is a step, and nothing in it was counted")
    draft.say("lost", "code and links in the story")
    return draft.converted()


def _is_aside(title: str) -> bool:
    return any(word in title.casefold() for word in _ASIDE)


def _section(draft: MapDraft, level: int, title: str) -> str:
    """A section is a stage with a step of its name; the sections below it are steps of that stage."""
    if level <= 2 or not draft.stages:
        draft.stage(title)
    return draft.step(title)


def _place(draft: MapDraft, morals: list[str]) -> None:
    first, last = draft.stages[0]["id"], draft.stages[-1]["id"]
    for moral in morals:
        draft.card("pains", stage=first, until=last if last != first else "", text=moral)
    if morals:
        draft.say("assumed", "the morals of the story became pains over the whole map")
