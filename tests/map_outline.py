"""A map as outlines that can be compared: what a round trip must keep."""

import io
import zipfile
from collections import Counter
from xml.sax.saxutils import escape


def outline(journey):
    """(stage, its steps) by title, in order."""
    return [(stage.title, [step.title for step in stage.steps]) for stage in journey.stages]


def cards(journey):
    """Every card as (lane, where, until, text, word, valence), counted."""
    lanes = {lane.id: (lane.title or lane.id).casefold() for lane in journey.lanes_in_use()}
    titles = {one.id: one.title for stage in journey.stages for one in (stage, *stage.steps)}
    return Counter(
        (
            lanes[card.lane],
            titles[card.step or card.stage],
            titles.get(card.until, ""),
            card.text,
            card.word,
            card.valence,
        )
        for card in journey.cards
    )


def xlsx(sheets, *, merged=(), hidden=(), far=""):
    """The bytes of a workbook: name → rows of text; `merged` are ranges of the first sheet, `far` one more cell of each."""
    names = list(sheets)
    held = io.BytesIO()
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    package = "http://schemas.openxmlformats.org/package/2006"
    parts = "".join(
        f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{kind}.worksheet+xml"/>'
        for n in range(1, len(names) + 1)
    )
    listed = "".join(
        f'<sheet name="{escape(name)}" sheetId="{n}" r:id="r{n}"{" state=" + chr(34) + "hidden" + chr(34) if name in hidden else ""}/>'
        for n, name in enumerate(names, 1)
    )
    related = "".join(
        f'<Relationship Id="r{n}" Type="{office}/worksheet" Target="worksheets/sheet{n}.xml"/>'
        for n in range(1, len(names) + 1)
    )
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as out:
        out.writestr(
            "[Content_Types].xml",
            f'<Types xmlns="{package}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/>{parts}</Types>',
        )
        out.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        )
        out.writestr(
            "xl/workbook.xml",
            f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets>{listed}</sheets></workbook>',
        )
        out.writestr(
            "xl/_rels/workbook.xml.rels", f'<Relationships xmlns="{package}/relationships">{related}</Relationships>'
        )
        for n, name in enumerate(names, 1):
            out.writestr(f"xl/worksheets/sheet{n}.xml", _sheet(main, sheets[name], merged if n == 1 else (), far))
    return held.getvalue()


def _sheet(main, rows, merged, far):
    lines = []
    for r, row in enumerate(rows, 1):
        filled = [
            f'<c r="{chr(65 + c)}{r}" t="inlineStr"><is><t xml:space="preserve">{escape(text)}</t></is></c>'
            for c, text in enumerate(row)
            if text
        ]
        lines.append(f'<row r="{r}">{"".join(filled)}</row>')
    lines += [f'<row><c r="{far}" t="inlineStr"><is><t>x</t></is></c></row>'] if far else []
    joined = "".join(f'<mergeCell ref="{one}"/>' for one in merged)
    merges = f'<mergeCells count="{len(merged)}">{joined}</mergeCells>' if merged else ""
    return f'<worksheet xmlns="{main}"><sheetData>{"".join(lines)}</sheetData>{merges}</worksheet>'
