"""Tables as grids: stages and steps across, lane names down the first column, cells with a line a card."""

from __future__ import annotations

from collections.abc import Sequence

from wayline.files.foreign.converted import Converted, unreadable
from wayline.files.foreign.feeling import feelings
from wayline.files.foreign.map_draft import MapDraft
from wayline.files.foreign.naming import clean, one_line, stem

STAGE, STEP = "Stage", "Step"
MEASURED = "Measured: "
TITLE = "Map"
TOUCHPOINTS = "Touchpoints of steps"
_STEP_LABELS = frozenset({"step", "steps", "action", "touchpoint"})
Rows = Sequence[Sequence[str]]


def read(rows: Rows, path: str = "", *, title: str = "") -> Converted:
    """A map of a grid. One header row: each of its cells is a stage with one step; two: stages over steps. Raises InputError."""
    table = _squared(rows)
    if len(table) < 2 or len(table[0]) < 2:
        raise unreadable(path, "expected a grid: stages across the first row, lane names down the first column")
    draft = MapDraft(path)
    draft.set(title=title or stem(path))
    if table[0][0] == TITLE and not any(table[0][2:]):
        draft.set(title=table[0][1])
        table = table[1:]
    heads = _head_rows(table)
    steps = _columns(draft, table[:heads], [any(row[n] for row in table[heads:]) for n in range(len(table[0]))])
    if not draft.stages:
        raise unreadable(path, "the first row names no stage")
    _rows(draft, table[heads:], steps)
    return draft.converted()


def _squared(rows: Rows) -> list[list[str]]:
    """Rows of equal length without the empty ones and without empty columns at the end."""
    kept = [[one.strip() for one in row] for row in rows]
    kept = [row for row in kept if any(row)]
    width = max((max((n + 1 for n, cell in enumerate(row) if cell), default=0) for row in kept), default=0)
    return [[*row[:width], *[""] * (width - len(row))] for row in kept]


def _head_rows(table: list[list[str]]) -> int:
    """Two where the second row is named so, or where the first has gaps or repeats as merged cells leave them."""
    if len(table) < 2:
        return 1
    first = table[0][1:]
    if table[1][0].casefold() in _STEP_LABELS and len(table) > 1:
        return 2
    has_gaps = any(not cell for cell in first) or len(set(first)) < len(first)
    return 2 if has_gaps and not table[1][0] else 1


def _columns(draft: MapDraft, head: list[list[str]], filled: list[bool]) -> list[str]:
    """The id of the step of each column from the second; empty for one without a heading, or a stage with nothing below it."""
    steps: list[str] = []
    before, stage = "", ""
    for n in range(1, len(head[0])):
        above = one_line(head[0][n])
        if above and (above != before or len(head) == 1):
            stage, before = draft.stage(above), above
        below = one_line(head[1][n]) if len(head) == 2 else above
        if below and not stage:
            stage = draft.stage("", name="without-a-stage")
        is_step = below or (above and filled[n])
        steps.append(draft.step(below or above, stage=stage) if is_step else "")
    if len(head) == 1:
        draft.say("assumed", "one row of headings: each is a stage with one step of the same name")
    return steps


def _rows(draft: MapDraft, rows: list[list[str]], steps: list[str]) -> None:
    label = "Notes"
    for row in rows:
        label = one_line(row[0]) or label
        if label.startswith(MEASURED):
            draft.say("lost", "numbers of an earlier measurement")
            continue
        if label == TOUCHPOINTS:
            _touchpoints(draft, dict(zip(steps, row[1:], strict=True)))
            continue
        lane = draft.lane(label)
        for step, cell in zip(steps, row[1:], strict=True):
            if cell and not step:
                draft.say("lost", f"a cell below no heading: {one_line(cell)[:60]}", where=label)
            elif cell:
                _cards(draft, lane, step, cell)


def _touchpoints(draft: MapDraft, cells: dict[str, str]) -> None:
    for step in (one for stage in draft.stages for one in stage.get("steps", [])):
        points = [touchpoint(line) for line in cells.get(step["id"], "").splitlines() if line.strip()]
        if points:
            step["touchpoint"] = points


def touchpoint(text: str) -> dict[str, str]:
    """`name (channel)`, as our own texts write it."""
    name, _, channel = text.rstrip(")").rpartition(" (") if text.endswith(")") else (text, "", "")
    return {"name": clean(name), "channel": clean(channel)} if channel and name else {"name": clean(text)}


def _cards(draft: MapDraft, lane: str, step: str, cell: str) -> None:
    lines = [
        line.strip(" \t•·*–-") if line.strip().startswith(("•", "·", "- ", "* ", "– ")) else line.strip()
        for line in cell.splitlines()
    ]
    for line in filter(None, lines):
        if lane != "feeling":
            draft.card(lane, step=step, text=line)
            continue
        point = feelings(line)[0] if feelings(line) else None
        if point is None:
            continue
        draft.card(lane, step=step, **point.card())
        if point.source in ("word", "smiley"):
            draft.say("assumed", "valences were told from the words and smileys of feelings")
        elif not point.source:
            draft.say("lost", "how good a feeling is, where no number, word or smiley tells", where=point.word[:60])
        elif point.valence is not None and not -2 <= point.valence <= 2:
            draft.say("wrong", f"a valence outside -2 to 2 ({point.valence:g})")
