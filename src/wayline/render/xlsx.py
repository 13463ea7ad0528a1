"""A map as a workbook: the grid, every number with n and interval, flows, cards, and where it all comes from."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from importlib import import_module
from typing import Any

from wayline.errors import InputError
from wayline.render.layout_cells import claims
from wayline.render.lettering import clean, wrap
from wayline.render.palette import LIGHT
from wayline.views.shape import CardView, Figure, LaneView, MapView, StepView
from wayline.views.suppress import is_small

_ON_PAPER = 8  # steps beside each other that can still be read on A4
_LANE, _STEP = 24, 26  # letters that a cell of a lane's name and of a step holds
_TALLEST = 400.0  # points; a row may have 409
_LONGEST = 32_000  # a cell holds 32,767 characters
_PLAIN = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
Value = str | float | int | None
_MEASURES = {"reached": "Reached", "converted": "Moved on", "left": "Left", "open": "Still open", "time_to_next": "Wait to the next step", "now": "Here now"}  # fmt: skip


def xlsx(view: MapView, *, notice: str = "") -> tuple[bytes, list[str]]:
    """The workbook as bytes, and notes on what it could not hold."""
    book = _Book()
    book.grid(view)
    book.table("Numbers", _NUMBERS, _numbers(view))
    book.table("Flows", _FLOWS, _flows(view))
    book.table("Cards", _CARDS, _cards(view))
    book.table("About", _ABOUT, _about(view, notice))
    notes = ["a workbook has no curve, bars or paths drawn; the sheets hold what they show"]
    if book.cut:
        notes.append(f"{book.cut} texts are cut at {_LONGEST:,} characters, the most a cell holds")
    return book.saved(), notes


_NUMBERS = {"Of": 10, "Id": 20, "Title": 34, "Segment": 16, "Measure": 18, "Name": 22, "Shown as": 16, "Value": 12, "Low": 12, "High": 12, "Count": 10, "n": 10, "Unit": 10, "Show": 10, "Reason": 34, "In words": 70}  # fmt: skip
_FLOWS = {
    "From": 28,
    "To": 28,
    "Kind": 10,
    "Planned": 9,
    "Count": 10,
    "Share": 10,
    "Shown as": 12,
    "Parts": 40,
    "In words": 70,
}
_CARDS = {"Lane": 20, "Kind": 14, "Side": 12, "From column": 9, "Columns": 9, "First step": 28, "Text": 60, "Feeling": 16, "Valence": 9, "Severity": 9, "Basis": 12, "Sources": 9, "Notes": 30, "Link": 30}  # fmt: skip
_ABOUT = {"What": 26, "Text": 110}


def _numbers(view: MapView) -> Iterator[Sequence[Value]]:
    """One row a figure; what is withheld or refused has its reason and no number."""
    for stage in view["stages"]:
        yield from (_number("stage", stage["id"], stage["title"], "", one) for one in stage["figures"].values())
    for step in view["steps"]:
        yield from (_number("step", step["id"], step["title"], "", one) for one in step["figures"].values())
    for side in view["sides"]:
        for contact in side["contacts"]:
            if contact["figure"]:
                yield _number(contact["kind"], contact["id"], contact["title"], "", contact["figure"])
    yield from (_number("whole", "", view["map"]["title"], "", one) for one in view["whole"].values())
    covered = view["coverage"]
    for one in [*covered["figures"], *covered["deviations"]] if covered else []:
        yield _number("coverage", "", view["map"]["title"], "", one)
    titles = {one["id"]: one["title"] for one in (*view["stages"], *view["steps"])}
    for segment in view["segments"]:
        for element, figures in segment["elements"].items():
            for one in figures.values():
                yield _number("element", element, titles.get(element, element), segment["level"], one)


def _number(kind: str, name: str, title: str, level: str, one: Figure) -> Sequence[Value]:
    """A share is judged by the `n` behind it; the few counted within it are left out, and not to be had by multiplying."""
    over = "; ".join(f"{moment['text']} after {moment['after']}" for moment in one["over_time"])
    value, count = one["value"], one["count"]
    if is_small(count) and one["show"] != "inside":
        value, count = (round(value, 2) if value is not None and one["unit"] == "share" else value), None
    numbers = (value, one["low"], one["high"], count, one["n"])
    said = (one["unit"], one["show"], one["reason"], one["sentence"])
    return (kind, name, title, level, one["measure"], one["label"], over or one["text"], *numbers, *said)


def _flows(view: MapView) -> Iterator[Sequence[Value]]:
    titles = {step["id"]: step["title"] for step in view["steps"]} | {"START": "the start", "END": "nothing further"}
    for one in view["flows"]:
        parts = "; ".join(f"{part['text']} {part['label']}" for part in one["parts"])
        ends = [titles.get(one["origin"], one["origin"]), titles.get(one["target"], one["target"])]
        yield (
            *ends,
            one["kind"],
            "yes" if one["planned"] else "no",
            one["count"],
            one["share"],
            one["text"],
            parts,
            one["sentence"],
        )


def _cards(view: MapView) -> Iterator[Sequence[Value]]:
    names = {step["column"]: step["title"] for step in view["steps"]}
    for side in view["sides"]:
        for lane in side["lanes"]:
            for row in lane["rows"]:
                for cell in row:
                    for card in cell["cards"]:
                        place = (cell["column"] + 1, cell["span"], names.get(cell["column"], ""))
                        yield (lane["title"], lane["kind"], side["side"], *place, *_card(card))


def _card(card: CardView) -> Sequence[Value]:
    return (card["text"], card["word"], card["valence"], card["severity"], card["basis"], card["evidence"], "; ".join(card["notes"]), card["link"])  # fmt: skip


def _about(view: MapView, notice: str) -> Iterator[Sequence[Value]]:
    yield "Map", view["map"]["title"]
    yield "State", view["map"]["state"]
    yield "Description", view["map"]["description"]
    for saying in view["sayings"]:
        yield saying["title"], saying["text"]
    for one in view["success"]:
        yield f"Success: {one['verdict']}", f"“{one['says']}” {one['measure']} {one['sentence']}".strip()
    for fact in view["map"]["facts"]:
        yield fact["label"], fact["text"]
    for gap in view["gaps"]:
        yield (
            f"{'Hidden' if gap['kind'] == 'withheld' else 'Not said'}: {gap['count']}",
            f"{gap['reason']}: {'; '.join(gap['where'])}",
        )
    for name, text in (view["provenance"] or {}).items():
        yield name.replace("_", " ").capitalize(), str(text)
    if notice:
        yield "Licence of the data", notice


class _Book:
    """The workbook while it is written. Whatever begins with `=` stays text."""

    def __init__(self) -> None:
        self._stream = io.BytesIO()
        self._book = _library().Workbook(self._stream, _PLAIN)
        base = {"valign": "top", "text_wrap": True, "font_name": "Arial", "font_size": 10}
        edge = {"left": 2, "left_color": LIGHT["strong"]}
        formats = {
            "cell": {}, "first": edge, "head": {"bold": True, "bg_color": LIGHT["group"], "bottom": 2, "bottom_color": LIGHT["strong"]},
            "stage": {"bold": True, "font_size": 13, "bg_color": LIGHT["group"], **edge},
            "step": {"bold": True, "bottom": 2, "bottom_color": LIGHT["strong"]},
            "step_first": {"bold": True, "bottom": 2, "bottom_color": LIGHT["strong"], **edge},
            "lane": {"bold": True, "right": 2, "right_color": LIGHT["strong"]},
            "band": {"bold": True, "bg_color": LIGHT["group"], "top": 2, "top_color": LIGHT["line"]},
        }  # fmt: skip
        self._looks = {name: self._book.add_format({**base, **more}) for name, more in formats.items()}
        self.cut = 0

    def put(self, sheet: Any, row: int, column: int, value: Value, look: str = "cell") -> None:
        """A number as a number, anything else as text."""
        if value is None:
            sheet.write_blank(row, column, None, self._looks[look])
        elif isinstance(value, str):
            sheet.write_string(row, column, self._fitting(value), self._looks[look])
        else:
            sheet.write_number(row, column, value, self._looks[look])

    def _fitting(self, text: str) -> str:
        found = clean(text)
        self.cut += len(found) > _LONGEST
        return found if len(found) <= _LONGEST else f"{found[:_LONGEST]}…"

    def table(self, name: str, columns: dict[str, int], rows: Iterator[Sequence[Value]]) -> None:
        """A sheet with a head that stays in sight and a filter."""
        sheet = self._book.add_worksheet(name)
        last = 0
        for k, (title, wide) in enumerate(columns.items()):
            sheet.set_column(k, k, wide)
            self.put(sheet, 0, k, title, "head")
        for last, row in enumerate(rows, start=1):
            for k, value in enumerate(row):
                self.put(sheet, last, k, value)
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, max(last, 1), len(columns) - 1)
        _printed(sheet, heads=1)

    def grid(self, view: MapView) -> None:
        """The map as it stands: stages and steps across, lanes down."""
        sheet = self._book.add_worksheet("Grid")
        _printed(sheet, heads=2, across=-(-max(view["columns"], 1) // _ON_PAPER))
        sheet.repeat_columns(0)
        sheet.set_column(0, 0, _LANE)
        sheet.set_column(1, max(view["columns"], 1), _STEP)
        sheet.freeze_panes(2, 1)
        firsts = {stage["column"] for stage in view["stages"]}
        self._heads(sheet, view, firsts)
        row = 2
        for title, texts in _measured(view):
            self._row(sheet, row, title, texts, firsts)
            row += 1
        for side in view["sides"]:
            for column in range(view["columns"] + 1):
                self.put(sheet, row, column, side["title"] if column == 0 else None, "band")
            sheet.set_row(row, _height([(side["title"], _LANE)]))
            row += 1
            for lane in side["lanes"]:
                row = self._lane(sheet, row, lane, firsts, view["columns"])
            for kind, title in (("window", "Contact windows"), ("handoff", "Handoffs")):
                texts = _contacts(side["contacts"], kind)
                if texts:
                    self._row(sheet, row, title, texts, firsts)
                    row += 1

    def _heads(self, sheet: Any, view: MapView, firsts: set[int]) -> None:
        self.put(sheet, 0, 0, "Stages", "head")
        self.put(sheet, 1, 0, "Steps", "step")
        sheet.set_row(
            0, _height([(f"{one['title']}\n{one['goal']}", _STEP * max(one["span"], 1)) for one in view["stages"]], 16)
        )
        sheet.set_row(1, _height([(_step(one), _STEP) for one in view["steps"]]))
        for stage in view["stages"]:
            left, right = stage["column"] + 1, stage["column"] + stage["span"]
            text = "\n".join(part for part in (stage["title"], stage["goal"]) if part)
            if right > left:
                sheet.merge_range(0, left, 0, right, "", self._looks["stage"])
            self.put(sheet, 0, left, text, "stage")
        for step in view["steps"]:
            look = "step_first" if step["column"] in firsts else "step"
            self.put(sheet, 1, step["column"] + 1, _step(step), look)

    def _row(self, sheet: Any, row: int, title: str, texts: dict[int, str], firsts: set[int]) -> None:
        sheet.set_row(row, _height([(title, _LANE), *((text, _STEP) for text in texts.values())]))
        self.put(sheet, row, 0, title, "lane")
        for column, text in texts.items():
            self.put(sheet, row, column + 1, text, "first" if column in firsts else "cell")

    def _lane(self, sheet: Any, row: int, lane: LaneView, firsts: set[int], total: int) -> int:
        """The rows of a lane; cards that span are merged cells."""
        if not lane["rows"]:
            self._row(sheet, row, lane["title"], {0: lane["prompt"]} if total else {}, firsts)
            return row + 1
        for number, cells in enumerate(lane["rows"]):
            held = [("\n\n".join(_told(card) for card in cell["cards"]), _STEP * cell["span"]) for cell in cells]
            sheet.set_row(row, _height([(lane["title"], _LANE), *held]))
            self.put(sheet, row, 0, lane["title"] if not number else None, "lane")
            for cell in cells:
                left, right = cell["column"] + 1, cell["column"] + cell["span"]
                look = "first" if cell["column"] in firsts else "cell"
                if right > left:
                    sheet.merge_range(row, left, row, right, "", self._looks[look])
                self.put(sheet, row, left, "\n\n".join(_told(card) for card in cell["cards"]), look)
            row += 1
        return row

    def saved(self) -> bytes:
        """The file."""
        self._book.close()
        return self._stream.getvalue()


def _height(texts: Sequence[tuple[str, float]], line: float = 14.5) -> float:
    """A row tall enough for its texts, each in a cell of so many letters: programs that only print do not fit it themselves."""
    lines = [
        sum(len(wrap(part, wide * 0.95, 1.9)) or 1 for part in clean(text).split("\n")) for text, wide in texts if text
    ]
    return min(line * max(lines, default=1) + 3, _TALLEST)


def _printed(sheet: Any, *, heads: int, across: int = 1) -> None:
    """On paper: A4 lying, no column cut off, the heads on every page, and which sheet and page it is."""
    sheet.set_paper(9)
    sheet.set_landscape()
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.fit_to_pages(across, 0)
    sheet.repeat_rows(0, heads - 1)
    sheet.set_footer("&L&8&A&R&8&P / &N")


def _step(step: StepView) -> str:
    milestone = step["milestone"]
    sign = f"{'◆' if milestone['truth'] else '◇'} {milestone['label']}" if milestone else ""
    touchpoints = ", ".join(f"{one['channel']} {one['name']}".strip() for one in step["touchpoints"])
    return "\n".join(part for part in (f"{step['number']} {step['title']}", sign, touchpoints) if part)


def _measured(view: MapView) -> Iterator[tuple[str, dict[int, str]]]:
    evidence = {step["column"]: "\n".join(text for text, _ in claims(step)) for step in view["steps"] if claims(step)}
    if evidence:
        yield "Evidence", evidence
    for measure, title in _MEASURES.items():
        texts = {
            step["column"]: _said(step["figures"][measure]) for step in view["steps"] if measure in step["figures"]
        }
        if texts:
            yield title, texts


def _said(figure: Figure) -> str:
    if figure["value"] is None:
        return f"{'hidden' if figure['show'] == 'withheld' else 'not said'}: {figure['reason']}"
    likely = f" ({figure['interval']})" if figure["interval"] else ""
    behind = f", n = {figure['n']:,}" if figure["n"] is not None else ""
    return f"{figure['text']}{likely}{behind}"


def _told(card: CardView) -> str:
    feeling = f"{card['word']} {'' if card['valence'] is None else format(card['valence'], '+g')}".strip()
    severity = "▲" * (card["severity"] or 0)
    beside = " · ".join(part for part in (severity, feeling, *card["notes"], card["basis"]) if part)
    return "\n".join(part for part in (card["text"], beside) if part)


def _contacts(contacts: Sequence[Any], kind: str) -> dict[int, str]:
    texts: dict[int, str] = {}
    for one in contacts:
        if one["kind"] == kind:
            figure = _said(one["figure"]) if one["figure"] else ""
            text = "\n".join(part for part in (one["title"], one["who"], one["when"], figure) if part)
            texts[one["column"]] = f"{texts[one['column']]}\n\n{text}" if one["column"] in texts else text
    return texts


def _library() -> Any:
    try:
        return import_module("xlsxwriter")
    except ImportError as error:
        raise InputError("a workbook needs the package XlsxWriter", hint="pip install XlsxWriter") from error
