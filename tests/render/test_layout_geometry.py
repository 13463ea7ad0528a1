"""The laws of the grid: nothing overlaps, spans cover their columns, columns and rows follow each other."""

from itertools import combinations, pairwise
from math import hypot

import pytest

from documents_maps import empty, large, worldly
from study_term import measurement, share, study_term
from wayline.maps.model import Card, JourneyMap, Lane, Stage, Step
from wayline.render.icons import SIZE, icon
from wayline.render.icons_svg import DRAWN
from wayline.render.layout import layout
from wayline.render.layout_curve import smooth
from wayline.render.layout_items import Box, Group, Stroke, Words
from wayline.render.layout_pages import A4, SLIDE, cut, pages, slides
from wayline.render.part import part
from wayline.views.map_view import map_view

MEASURED = map_view(study_term(), measurement())
VIEWS = {
    "measured": MEASURED,
    "drawn": map_view(study_term(), None),
    "worldly": worldly(),
    "large": large(3, 30, 12, 300),
    "empty": empty(),
}
SPANNING = map_view(
    JourneyMap(
        "m", "Spans", stages=(Stage("g", "G", steps=tuple(Step(f"s{k}", f"S{k}") for k in range(5))),), lanes=(Lane("l", "text", "L"),),
        cards=(Card("l", "s1", until="s3", text="wide"), Card("l", "s0", text="a"), Card("l", "s0", text="b"), Card("l", "s2", text="under")),
    ),
    None,
)  # fmt: skip


def cards_of(row):
    return [item for item in everything(row.cells) if isinstance(item, Box) and item.name == "card"]


def everything(items):
    for item in items:
        yield item
        if isinstance(item, Group):
            yield from everything(item.items)


@pytest.fixture(params=VIEWS, ids=list(VIEWS))
def sheet(request):
    return layout(VIEWS[request.param])


def test_columns_follow_each_other_without_a_gap(sheet):
    assert all(a.x + a.width == pytest.approx(b.x) for a, b in pairwise(sheet.columns))


def test_cards_of_a_lane_do_not_overlap(sheet):
    for row in sheet.rows:
        for a, b in combinations(cards_of(row)[:150], 2):
            apart = (
                a.x + a.width <= b.x + 0.01
                or b.x + b.width <= a.x + 0.01
                or a.y + a.height <= b.y + 0.01
                or b.y + b.height <= a.y + 0.01
            )
            assert apart, (row.title, a, b)


def test_everything_in_a_row_stands_within_it(sheet):
    for row in sheet.rows:
        for item in everything(row.cells):
            if isinstance(item, Box | Words):
                assert item.y >= 0
                assert item.y + item.height <= row.height + 0.01, (row.kind, row.title, item)


def test_words_stand_within_their_cell(sheet):
    right = max((column.x + column.width for column in sheet.columns), default=sheet.width)
    for row in sheet.rows:
        if row.kind in ("lane", "measure", "steps", "contacts"):
            for item in everything(row.cells):
                if isinstance(item, Words):
                    assert item.x >= sheet.lane
                    assert item.x + item.width <= right + 0.01


def test_the_sheet_holds_head_grid_and_foot(sheet):
    grid_bottom = sheet.grid_top + sheet.grid_height
    tops = [item.y for item in everything(sheet.foot) if isinstance(item, Words)]
    assert all(top >= grid_bottom for top in tops)
    assert all(item.y + item.height <= sheet.grid_top for item in everything(sheet.head) if isinstance(item, Words))


def test_a_card_covers_the_columns_it_spans():
    sheet = layout(SPANNING)
    wide = next(box for row in sheet.rows for box in cards_of(row) if box.inside[0].text == "wide")
    first, last = sheet.columns[1], sheet.columns[3]
    assert wide.x < first.x + 10
    assert wide.x + wide.width > last.x + last.width - 10


def test_the_same_view_gives_the_same_sheet():
    assert layout(MEASURED) == layout(map_view(study_term(), measurement()))


def test_an_empty_map_says_so():
    sheet = layout(empty())
    assert "no stages yet" in next(item.text for item in everything(sheet.rows[0].cells) if isinstance(item, Words))


def test_the_curve_never_rises_beyond_its_points():
    points = [(0.0, 0.0), (10.0, 5.0), (20.0, 5.0), (30.0, -4.0)]
    for (start, end), piece in zip(pairwise(points), smooth(points), strict=True):
        low, high = sorted((start[1], end[1]))
        assert low <= piece[1] <= high
        assert low <= piece[3] <= high


def test_assumed_and_measured_emotion_differ_in_more_than_colour():
    strokes = [
        item
        for item in everything(row for row in layout(MEASURED).rows for row in row.cells)
        if isinstance(item, Stroke)
    ]
    assumed = [one for one in strokes if one.name == "assumed emotion"]
    assert assumed
    assert all(one.dash for one in assumed)


def test_lanes_stand_on_their_side_of_the_lines():
    sides = [row.side for row in layout(VIEWS["large"]).rows if row.side]
    assert [side for side, before in zip(sides, [None, *sides], strict=False) if side != before] == [
        "customer",
        "onstage",
        "backstage",
        "support",
    ]


def test_a_part_of_a_map_keeps_what_stands_in_its_columns():
    piece = part(SPANNING, 2, 2)
    assert [step["title"] for step in piece["steps"]] == ["S2", "S3"]
    assert piece["stages"][0]["title"] == "G (continued)"
    assert {
        card["text"] for row in piece["sides"][0]["lanes"][0]["rows"] for cell in row for card in cell["cards"]
    } == {"wide", "under"}


@pytest.mark.parametrize("view", [MEASURED, VIEWS["large"], SPANNING], ids=["measured", "large", "spanning"])
def test_pages_hold_every_step_and_repeat_the_heads(view):
    found = pages(view, A4)
    spans = dict.fromkeys(page.columns for page in found)
    assert [column for first, count in spans for column in range(first, first + count)] == list(range(view["columns"]))
    for page in found:
        assert [row.kind for row in page.rows[:2]] == ["stages", "steps"]
        assert sum(row.height for row in page.rows) * page.scale <= A4.height - 2 * A4.margin - A4.above - A4.below + 1


def test_every_card_is_on_some_page():
    view = large(2, 6, 4, 120)
    for found in (pages(view, A4), slides(view, SLIDE)):
        told = {box.inside[0].text for page in found for row in page.rows for box in cards_of(row)}
        assert len(told) == 120


def test_a_row_that_is_too_tall_is_cut_between_cards():
    sheet = layout(large(1, 1, 2, 40))
    row = next(row for row in sheet.rows if row.kind == "lane")
    upper, lower = cut(row, 300)
    assert upper.height <= 300
    assert len(cards_of(upper)) + len(cards_of(lower)) == 40


def test_the_drawings_of_documents_are_those_of_the_page_and_stay_in_their_square():
    for name in DRAWN:
        for item in icon(name, 0, 0):
            points = item.points() if isinstance(item, Stroke) else [(item.x, item.y)]
            assert all(-1 <= x <= SIZE + 1 and -1 <= y <= SIZE + 1 for x, y in points), name


def test_an_arc_of_a_drawing_becomes_curves_of_a_quarter():
    ring = icon("goal", 0, 0)[0]
    assert len(ring.pieces) == 5  # four quarters of the outer ring, then closed
    middle, radius = (8 * SIZE / 16, 8 * SIZE / 16), 6 * SIZE / 16
    assert all(abs(hypot(piece[-2] - middle[0], piece[-1] - middle[1]) - radius) < 0.05 for piece in ring.pieces)


def test_what_surveys_say_has_a_row_in_documents_too():
    heard = map_view(study_term(), {"subjects": 90, "elements": {"register": {"nps": share(30, 60) | {"unit": "points", "value": 31.0, "low": 20.0, "high": 42.0}}}})  # fmt: skip
    row = next(row for row in layout(heard).rows if row.title == "What they say")
    assert "NPS" in " ".join(item.text for cell in row.cells for item in cell.items if isinstance(item, Words))
    assert "What they say" not in [row.title for row in layout(MEASURED).rows]
