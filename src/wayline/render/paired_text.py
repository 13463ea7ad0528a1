"""Two maps on one grid as a Markdown page: what differs, then step by step what either side says."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from wayline.render.compact import compact, few
from wayline.render.markdown_text import escaped
from wayline.render.paired_signs import NAMES, SIGNS, WAYS
from wayline.views.paired_shape import Block, HeadCell, PairedGrid, PairedRow
from wayline.views.shape import Figure

Line = tuple[str, str, str, str]  # what it is, A, B, difference


def paired_text(grid: PairedGrid, *, notice: str = "") -> tuple[str, list[str]]:
    """(the page, what it could not hold). Text of the maps is escaped: no HTML and no link in it comes to life."""
    sides = [
        f"- **{one['letter']}** {escaped(' · '.join(part for part in (one['name'], one['told']) if part))}"
        for one in grid["sides"]
    ]
    blocks = [f"# {escaped(grid['eyebrow'])}: {escaped(grid['title'])}", "\n".join(sides), "## What differs"]
    blocks += ["\n".join(f"- {escaped(one)}" for one in grid["sentences"]), *[escaped(one) for one in grid["cautions"]]]
    for stage in grid["stages"]:
        blocks += _stage(grid, stage)
    blocks += ["---", escaped(notice)] if notice else []
    return "\n\n".join(block for block in blocks if block) + "\n", ["the emotion curve is told as cards only"]


def _stage(grid: PairedGrid, stage: HeadCell) -> Iterator[str]:
    yield f"## {_heading(stage)}"
    wide = range(stage["column"], stage["column"] + stage["span"])
    yield _lines(grid, [line for row in grid["rows"] for line in _cells(row, wide, at_steps=False)])
    for step in grid["steps"]:
        if step["column"] in wide and step["id"]:
            yield f"### {_heading(step)}"
            column = range(step["column"], step["column"] + 1)
            yield _lines(grid, [line for row in grid["rows"] for line in _cells(row, column, at_steps=True)])


def _heading(one: HeadCell) -> str:
    number = f"{one['number']}. " if one["number"] else ""
    title = f"~~{escaped(one['title'])}~~" if one["mark"] == "removed" else escaped(one["title"])
    mark = _marked(one["mark"], one["told"])
    return f"{number}{title}{f' ({mark})' if mark else ''}"


def _marked(mark: str, told: Iterable[str]) -> str:
    if not mark:
        return ""
    words = "; ".join(escaped(text) for text in told)
    return " ".join(part for part in (SIGNS[mark], NAMES[mark], words) if part)


def _cells(row: PairedRow, columns: range, *, at_steps: bool) -> Iterator[tuple[PairedRow, str]]:
    """The row's cell that begins here, as text: those of one step, or those that span more."""
    for cell in row["cells"]:
        if cell["column"] in columns and cell["blocks"] and (cell["span"] == 1) == at_steps:
            yield row, "<br>".join(_block(one) for one in cell["blocks"])


def _lines(grid: PairedGrid, found: list[tuple[PairedRow, str]]) -> str:
    if not found:
        return ""
    if grid["kind"] == "difference":
        return "\n".join(["| lane | |", "|---|---|", *(f"| {escaped(row['title'])} | {text} |" for row, text in found)])
    lines: dict[str, dict[str, str]] = {}
    for row, text in found:
        of = lines.setdefault(row["title"], {})
        of[row["which"]] = "<br>".join(part for part in (of.get(row["which"], ""), text) if part)
    told = [_line(escaped(title), of) for title, of in lines.items()]
    return "\n".join(["| | A | B | difference |", "|---|---|---|---|", *told])


def _line(title: str, of: dict[str, str]) -> str:
    both = of.get("both", "")
    last = of.get("difference", "the same" if both else "")
    return f"| {title} | {of.get('left', both)} | {of.get('right', both)} | {last} |"


def _block(one: Block) -> str:
    if one["kind"] == "absent":
        return "not on this side"
    if one["kind"] == "words":
        text = " ".join(part for part in (WAYS.get(one["way"], ""), escaped(one["text"])) if part)
        return f"**{text}**" if one["sure"] else text
    said = ": ".join(escaped(part) for part in (one["title"], one["text"]) if part)
    said = f"~~{said}~~" if one["mark"] == "removed" and said else said
    notes = "; ".join(escaped(note) for note in one["notes"])
    number = [_number(one["figure"])] if one["kind"] == "figure" or one["figure"] else []
    mark = _marked(one["mark"], one["told"])
    return " ".join(
        part for part in (said, f"({notes})" if notes else "", *number, f"[{mark}]" if mark else "") if part
    )


def _number(figure: Figure | None) -> str:
    if figure is None:
        return "–"
    if figure["value"] is None:
        word = "hidden: " if figure["show"] == "withheld" else ""
        return escaped(f"{word}{figure['reason'] or 'not measured'}")
    small = [compact(figure["interval"], figure["text"]), few(figure)]
    told = "; ".join(part for part in small if part)
    return escaped(f"{figure['text']} ({told})" if told else figure["text"])
