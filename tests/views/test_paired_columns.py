"""The shared columns of two maps."""

from wayline.views.paired_columns import in_order, packed, union
from wayline.views.paired_shape import block


def test_every_step_stands_once_in_the_order_of_the_right():
    left = [("buy", ["find", "ask", "pay"]), ("use", ["open"])]
    right = [("buy", ["find", "pay", "verify"]), ("leave", ["go"])]
    found = union(left, right)
    assert found.stages == (("buy", ("find", "ask", "pay", "verify")), ("use", ("open",)), ("leave", ("go",)))
    assert found.columns == ["find", "ask", "pay", "verify", "open", "go"]
    assert found.spans == {"buy": (0, 4), "use": (4, 1), "leave": (5, 1)}


def test_a_step_that_changed_its_stage_goes_with_the_right():
    found = union([("a", ["one", "two"]), ("b", [])], [("a", ["one"]), ("b", ["two"])])
    assert found.stages == (("a", ("one",)), ("b", ("two",)))


def test_a_stage_without_steps_keeps_a_column():
    assert union([("a", [])], []).columns == [""]


def test_what_only_the_left_has_keeps_its_place():
    assert in_order(["a", "x", "b"], ["a", "b", "n"]) == ["a", "x", "b", "n"]


def test_cards_that_span_take_the_first_row_with_room():
    wide, one, two = block("card", "wide"), block("card", "one"), block("card", "two")
    rows = packed([(0, 1, one), (0, 3, wide), (2, 1, two)], 3)
    assert [[(cell["column"], cell["span"], [b["text"] for b in cell["blocks"]]) for cell in row] for row in rows] == [
        [(0, 3, ["wide"])],
        [(0, 1, ["one"]), (1, 1, []), (2, 1, ["two"])],
    ]
