"""Markdown as a row of blocks: headings, list items with their level, quotes, paragraphs. Code is passed over, HTML is taken out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from html import unescape

from wayline.files.foreign.naming import LONGEST_TEXT, clean

_FENCE = re.compile(r"^\s{0,3}(```+|~~~+)(.*)$")
_HEADING = re.compile(r"^\s{0,3}(#{1,6})\s+(.*)$")
_ITEM = re.compile(r"^(\s*)(?:[-*+•]|(\d{1,9})[.)])\s+(.*)$")
_QUOTE = re.compile(r"^\s{0,3}>\s?(.*)$")
_RULE = re.compile(r"^\s{0,3}([-*_])(\s*\1){2,}\s*$")
_LINK = re.compile(r"!?\[([^\[\]]*)\]\([^()\s]*(?:\s+\"[^\"]*\")?\)|!?\[([^\[\]]*)\]\[[^\[\]]*\]")
_DEFINITION = re.compile(r"^\s{0,3}\[[^\]]+\]:\s+\S+.*$")
_TAG = re.compile(r"<!--.{0,2000}?-->|</?[A-Za-z][^<>]*>|<(?:https?|mailto):([^<>\s]*)>", re.DOTALL)
_EMPHASIS = re.compile(r"(?<![\\\w])(\*\*|__|\*|_)(?=\S)(.{1,500}?)(?<=\S)(?<!\\)\1(?!\w)")
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
# escaped marks stand aside, in a corner for private use, while the others are read
_ASIDE = 0x10F700
_BACK = {_ASIDE + code: chr(code) for code in range(0x80)}
_TASK_BOX = re.compile(r"^\[[ xX]\]\s+")
FACT = re.compile(r"^\*\*(?P<key>[^*]+)\*\*\s*:?(?P<value>.*)$", re.DOTALL)
# longer ones are no maps, and looking for what they are would take long
LONGEST_PAGE = 400_000


@dataclass(frozen=True, slots=True)
class Heading:
    level: int
    text: str
    line: int


@dataclass(frozen=True, slots=True)
class Item:
    """An item of a list. `level` counts from 0; `number` is 0 in a list without numbers."""

    level: int
    text: str
    line: int
    number: int = 0


@dataclass(frozen=True, slots=True)
class Quote:
    text: str
    line: int


@dataclass(frozen=True, slots=True)
class Paragraph:
    text: str
    line: int


Block = Heading | Item | Quote | Paragraph


def front_matter(text: str) -> tuple[dict[str, str], str]:
    """The `key: value` lines between two `---` at the top, and the text after them (its lines keep their numbers)."""
    lines = text.split("\n")
    if lines[0].strip() != "---":
        return {}, text
    end = next((n for n in range(1, len(lines)) if lines[n].strip() == "---"), 0)
    if not end:
        return {}, text
    pairs = (line.partition(":") for line in lines[1:end])
    facts = {key.strip().casefold(): value.strip().strip("\"'") for key, _, value in pairs if value.strip()}
    return facts, "\n" * (end + 1) + "\n".join(lines[end + 1 :])


def plain(text: str) -> str:
    """The text without links, emphasis, tags and escapes: what a reader sees."""
    shown = _ESCAPE.sub(lambda found: chr(_ASIDE + ord(found[1])), text)
    shown = _TAG.sub(lambda found: found[1] or "", shown)
    shown = _LINK.sub(lambda found: found[1] if found[1] is not None else found[2], shown)
    shown = _EMPHASIS.sub(r"\2", _EMPHASIS.sub(r"\2", shown)).replace("`", "")
    return clean(unescape(shown).translate(_BACK))


def fact(text: str) -> tuple[str, str] | None:
    """(key, value) of `**Key**: value`, as it is written; the value may be empty."""
    found = FACT.match(text.strip())
    return (found["key"].strip(" :\t"), found["value"].strip()) if found else None


@lru_cache(maxsize=1)
def blocks(text: str) -> tuple[Block, ...]:
    """The blocks in their order. Lines that belong together are joined; each `**Key**:` begins a block of its own."""
    return tuple(_blocks(text))


def _blocks(text: str) -> Iterator[Block]:
    _, body = front_matter(text.replace("\r\n", "\n").replace("\r", "\n"))
    held: Block | None = None
    for line, content in _outside_code(body):
        found = _block(content, line)
        if found is None:
            held, done = None, held
        elif held is not None and _continues(held, found):
            held, done = _joined(held, found), None
        else:
            held, done = found, held
        if done is not None:
            yield done
    if held is not None:
        yield held


def _outside_code(text: str) -> Iterator[tuple[int, str]]:
    fence = ""
    for line, content in enumerate(text.split("\n"), start=1):
        found = _FENCE.match(content)
        if fence:
            if found and found[1].startswith(fence) and not found[2].strip():
                fence = ""
            continue
        if found:
            fence = found[1]
            yield line, ""
        elif not _DEFINITION.match(content):
            yield line, content


def _block(content: str, line: int) -> Block | None:
    if not content.strip() or _RULE.match(content):
        return None
    if found := _HEADING.match(content):
        return Heading(len(found[1]), " ".join(found[2].split()).rstrip("#").rstrip(), line)
    if found := _ITEM.match(content):
        indent = len(found[1].expandtabs(4))
        return Item((indent + 1) // 3 if indent else 0, _TASK_BOX.sub("", found[3]), line, int(found[2] or 0))
    if found := _QUOTE.match(content):
        return Quote(found[1], line)
    # two blanks at the end are a line break, so they stay
    return Paragraph(content.lstrip(), line)


def _continues(held: Block, found: Block) -> bool:
    if isinstance(found, Quote):
        return isinstance(held, Quote) and not found.text.lstrip().startswith(('"', "“"))
    return isinstance(found, Paragraph) and not isinstance(held, Heading) and not FACT.match(found.text)


def _joined(held: Block, found: Block) -> Block:
    if len(held.text) > LONGEST_TEXT:
        return held
    text = f"{held.text.removesuffix('  ').rstrip()}{chr(10) if held.text.endswith('  ') else ' '}{found.text}"
    match held:
        case Item(level, _, line, number):
            return Item(level, text, line, number)
        case Quote(_, line):
            return Quote(text, line)
    return Paragraph(text, held.line)
