"""Sticky notes: a note a line, or a whiteboard's table of notes with position, colour and author."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from wayline.files.foreign.converted import Converted, unreadable
from wayline.files.foreign.feeling import feelings
from wayline.files.foreign.lane_names import standard_lane_of
from wayline.files.foreign.map_draft import MapDraft
from wayline.files.foreign.naming import one_line, stem

TRAY = "Tray: notes to be sorted"
_NAMES = {
    "text": "text", "note": "text", "notes": "text", "content": "text", "sticky": "text", "sticky note": "text", "body": "text",
    "x": "x", "pos x": "x", "position x": "x", "left": "x", "y": "y", "pos y": "y", "position y": "y", "top": "y",
    "color": "colour", "colour": "colour", "background": "colour", "author": "author", "created by": "author", "owner": "author",
    "tags": "tags", "tag": "tags", "id": "id",
}  # fmt: skip
_BULLET = re.compile(r"^\s*(?:[-*•·–]|\d{1,4}[.)])\s+")
_HEADING = re.compile(r"^\s*#{1,6}\s+(?P<after>.+)$")
Rows = Sequence[Sequence[str]]


def columns_of(header: Sequence[str]) -> dict[str, int]:
    """Our name → position of the columns that the header names."""
    names = [_NAMES.get(one_line(cell).casefold(), "") for cell in header]
    return {name: names.index(name) for name in dict.fromkeys(names) if name}


def is_notes(rows: Rows) -> bool:
    """Whether a table is a list of notes: a column of texts, and position, colour, author or tags, or nothing else at all."""
    names = set(columns_of(rows[0])) if rows else set()
    return "text" in names and (bool(names & {"x", "colour", "author", "tags"}) or max(map(len, rows)) == 1)


def read_lines(text: str, path: str = "") -> Converted:
    """A map whose one stage is a tray of notes, a line each. `# name` begins a stage, `pain: …` names a lane. Raises InputError."""
    draft = MapDraft(path)
    draft.set(title=stem(path))
    step = ""
    for line, written in enumerate(text.splitlines(), start=1):
        told = _BULLET.sub("", written).strip()
        if found := _HEADING.match(written):
            draft.stage(found["after"])
            step = draft.step(found["after"])
        elif told:
            step = step or _tray(draft)
            _note(draft, step, told, line)
    if not step:
        raise unreadable(path, "no note in it: a note a line was expected")
    return draft.converted()


def read_table(rows: Rows, path: str = "") -> Converted:
    """The notes of a whiteboard: columns of notes that stand side by side become stages, colours lanes. Raises InputError."""
    draft = MapDraft(path)
    draft.set(title=stem(path))
    where = columns_of(rows[0])
    held = [{name: row[n].strip() if n < len(row) else "" for name, n in where.items()} for row in rows[1:]]
    notes = [(line, one) for line, one in enumerate(held, start=2) if one.get("text")]
    if not notes:
        raise unreadable(path, "no note in it: the column of texts is empty")
    groups = _groups(draft, [one for _, one in notes])
    steps = {group: _column(draft, group, len(set(groups))) for group in sorted(set(groups))}
    order = sorted(range(len(notes)), key=lambda n: (groups[n], _number(notes[n][1].get("y", "")) or 0.0, n))
    for n in order:
        line, one = notes[n]
        _note(draft, steps[groups[n]], one["text"], line, **{k: one.get(k, "") for k in ("colour", "tags", "author")})
    return draft.converted()


def _tray(draft: MapDraft) -> str:
    draft.stage(TRAY, name="tray")
    draft.say("assumed", "the notes stand in a tray, since nothing says where they belong")
    return draft.step("Unsorted notes")


def _column(draft: MapDraft, group: int, count: int) -> str:
    if count == 1:
        return _tray(draft)
    draft.stage(f"Column {group + 1}")
    return draft.step(f"Column {group + 1}")


def _groups(draft: MapDraft, notes: Sequence[dict[str, str]]) -> list[int]:
    """The column of each note: a new one begins where the gap to the left is among the widest."""
    places = [_number(one.get("x", "")) for one in notes]
    known = sorted({place for place in places if place is not None})
    gaps = sorted(b - a for a, b in pairwise(known))
    if not gaps:
        return [0] * len(notes)
    # gaps that are all alike part columns of a drawn grid
    common = gaps[(len(gaps) - 1) // 2] if gaps[-1] > 2 * gaps[0] else 0.0
    wide = max(gaps[-1] / 2, min(2 * common, gaps[-1] * 0.99))
    column = {known[0]: 0}
    for a, b in pairwise(known):
        column[b] = column[a] + (b - a > wide)
    if max(column.values()):
        draft.say("assumed", "stages were told from the gaps between the notes: name them")
    return [0 if place is None else column[place] for place in places]


def _number(text: str) -> float | None:
    try:
        value = float(text.replace(",", "."))
    except ValueError:
        return None
    return value if abs(value) < 1e9 else None


def _note(
    draft: MapDraft, step: str, text: str, line: int, *, colour: str = "", tags: str = "", author: str = ""
) -> None:
    named, told = _lane_in(text)
    tagged = next((tag for tag in re.split(r"[,;|]", tags) if standard_lane_of(tag)), "")
    label = named or tagged or (f"{colour.capitalize()} notes" if colour else "Notes")
    lane = draft.lane(label)
    if lane == "feeling" and (points := feelings(told)):
        draft.card(lane, step=step, owner=author, **points[0].card())
        draft.say("assumed", "valences were told from the words and smileys of feelings", line=line)
    else:
        draft.card(lane, step=step, text=told, owner=author)


def _lane_in(text: str) -> tuple[str, str]:
    """(label, rest) of `pain: too slow`; no label where the part before the colon names no lane."""
    before, colon, after = text.partition(":")
    if colon and after.strip() and len(before) < 30 and standard_lane_of(before):
        return before.strip(), after.strip()
    return "", text
