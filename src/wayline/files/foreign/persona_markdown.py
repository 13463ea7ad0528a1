"""Personas as Markdown pages: name and job from headings, goals, pains, needs and quotes from their sections."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from wayline.files.foreign.converted import Converted, gathered, note, unreadable
from wayline.files.foreign.markdown_blocks import (
    Block,
    Heading,
    Item,
    Paragraph,
    Quote,
    blocks,
    fact,
    front_matter,
    plain,
)
from wayline.files.foreign.naming import clean, one_line, slug, stem
from wayline.findings import Finding

_NAMED = re.compile(r"persona\s*:\s*(?P<name>.+)", re.IGNORECASE)
_CAST = re.compile(r"cast of characters", re.IGNORECASE)
_QUOTED = re.compile(r'^["“](.*)["”]')
# words of a label → the key of the persona; the first that is found in the label holds
_KEYS = (
    (("goal", "want most"), "goals"), (("motivation", "drives them"), "motivations"),
    (("pain", "frustration", "fear", "challenge"), "fears"), (("hope",), "hopes"),
    (("must have", "should have", "nice to have", "need", "expectation"), "needs"),
    (("workflow", "behavio", "preference", "time allocation", "style", "tools", "interaction", "approach", "attitude", "comfort",
      "success metrics", "specific skills", "discovery", "onboarding", "daily use", "troubleshooting", "advanced use"), "behaviour"),
    (("channel",), "channels"), (("keeps", "awake"), "keeps_awake"), (("smile",), "makes_smile"),
    (("responsibilit", "about", "description", "variant", "bio", "background", "summary"), "description"),
)  # fmt: skip
_FACTS = {"job title": "job", "job": "job", "role": "job", "occupation": "job"}
_EVIDENCE = ("based on", "validation", "sources")
_TEXTS = ("keeps_awake", "makes_smile", "description")
_LOST = (
    "tips",
    "training tasks",
    "related resources",
    "frequently asked questions",
    "changelog",
    "photo",
    "version",
    "last updated",
    "status",
)


def is_persona(text: str) -> bool:
    """Whether a heading speaks of a persona or of a cast of characters."""
    titles = [plain(one.text) for one in blocks(text) if isinstance(one, Heading)]
    return any(re.search(r"\bpersona\b", title, re.IGNORECASE) or _CAST.search(title) for title in titles)


def read(text: str, path: str = "") -> Converted:
    """The persona of a page. Raises InputError where no name can be found."""
    reading = _Reading(path)
    facts, _ = front_matter(text.replace("\r\n", "\n"))
    if facts.get("title"):
        name, _, job = facts["title"].partition(",")
        reading.set("name", name)
        reading.set("job", job)
    for one in blocks(text):
        reading.take(one)
    return reading.converted()


class _Reading:
    """Blocks in, a persona out."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.notes: list[Finding] = []
        self.found: dict[str, Any] = {}
        self.title = ""
        self._label = self._heading_text = ""
        self._cast = False
        self._lost: dict[str, int] = {}

    def set(self, key: str, text: str) -> None:
        """A text, kept where none is there yet."""
        if one_line(text):
            self.found.setdefault(key, one_line(text))

    def add(self, key: str, text: str) -> None:
        """One more entry of a list, or another line of a text."""
        if not clean(text):
            return
        if key in _TEXTS:
            self.found[key] = "\n".join(filter(None, (self.found.get(key, ""), clean(text))))
        else:
            self.found.setdefault(key, []).append(clean(text))

    def take(self, one: Block) -> None:
        match one:
            case Heading():
                self._heading(one)
            case Quote():
                self._quote(plain(one.text))
            case Paragraph():
                for part in _facts_in(one.text):
                    self._paragraph(part, one.line)
            case Item():
                self._item(one)

    def _heading(self, one: Heading) -> None:
        text = plain(one.text)
        self._heading_text, self._label = text, ""
        if one.level == 1:
            self.title, self._cast = text, bool(_CAST.search(text))
        elif found := _NAMED.fullmatch(text):
            name, _, nickname = found["name"].partition(" - ")
            self.set("name", name)
            if nickname:
                self.add("description", nickname.strip('"“” '))
        elif self._cast and one.level == 2 and "name" not in self.found:
            name, _, job = text.partition(":")
            self.set("name", name)
            self.set("job", job)
            self._heading_text = "about"

    def _quote(self, text: str) -> None:
        found = _QUOTED.match(text)
        words = found[1] if found else text
        if "quote" in self.found:
            self.add("evidence", f"quote: {words}")
        else:
            self.set("quote", words)

    def _paragraph(self, text: str, line: int) -> None:
        found = fact(text)
        if found is None:
            self._put(plain(text))
            return
        key, value = plain(found[0]), plain(found[1])
        self._label = key
        if not value:
            return
        name = key.casefold()
        if name in _FACTS:
            self.set(_FACTS[name], value)
        elif name == "owner":
            self.found["owner"] = {"team": value}
        elif name in _EVIDENCE:
            self.add("evidence", f"{name}: {value}")
        elif name in _LOST:
            self._lost[key] = self._lost.get(key, 0) + 1
        elif key_of(key) == "behaviour" or (not key_of(key) and key_of(self._heading_text) in ("behaviour", "needs")):
            self.add("behaviour", f"{key}: {value}")
        elif key_of(key):
            self.add(key_of(key) or "", value)
        else:
            self.found.setdefault("demographics", {})[one_line(key)] = one_line(value)
            self.notes.append(note("kept", f"'{one_line(key)}' is kept under demographics", line=line))

    def _item(self, one: Item) -> None:
        text = plain(one.text)
        key = key_of(self._label) or key_of(self._heading_text)
        held = self.found.get(key or "")
        if one.level > 0 and isinstance(held, list) and held:
            told = re.sub(r"^Description:\s*", "", text)
            held[-1] = f"{held[-1]}{'; ' if ': ' in held[-1] else ': '}{told}"
        elif key == "description" and not self._label and "description" in self.found and not self._cast:
            self.add("behaviour", text)
        else:
            self._put(text)

    def _put(self, text: str) -> None:
        """Text to the key that its label or heading names; else it is lost, and said."""
        heading = re.sub(r"^\W+", "", self._heading_text)
        key = None if heading.casefold() in _LOST else key_of(self._label) or key_of(heading)
        if key and not re.match(r"More about the persona", text):
            self.add(key, text)
        elif text:
            where = self._label or heading or "the beginning"
            self._lost[where] = self._lost.get(where, 0) + 1

    def converted(self) -> Converted:
        name = self.found.get("name") or re.sub(r"\s*\bpersona\b\s*:?\s*", " ", self.title, flags=re.IGNORECASE).strip()
        if not one_line(name):
            raise unreadable(self.path, "no heading or title names the persona")
        if not self.found.keys() - {"name"}:
            raise unreadable(
                self.path,
                "nothing on the page could be read as a part of a persona: goals, pains, needs, quotes, facts",
            )
        self.notes += [note("lost", f"{count} block(s) of text under '{where}'") for where, count in self._lost.items()]
        if "fears" in self.found:
            self.notes.append(note("assumed", "pains and frustrations are kept as fears"))
        if "evidence" in self.found:
            self.notes.append(
                note(
                    "assumed", "the basis stays 'assumed' until somebody has checked the evidence that the page claims"
                )
            )
        made = {
            "wayline": 1,
            "persona": slug(str(name), slug(stem(self.path), "persona")),
            **self.found,
            "name": one_line(name),
        }
        return Converted(made, gathered(self.notes))


def key_of(label: str) -> str | None:
    """The key of the persona that a label or heading speaks of."""
    plain_label = label.casefold()
    return next((key for words, key in _KEYS if any(word in plain_label for word in words)), None)


def _facts_in(text: str) -> Iterator[str]:
    """A paragraph, or each of the `**Key**: value` that stand in it."""
    yield from (part for part in re.split(r"\s(?=\*\*[^*]+\*\*\s*:)", text) if part)
