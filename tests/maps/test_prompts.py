"""No cell is silent: every lane kind asks its question."""

from wayline.maps.model import LANE_KINDS
from wayline.maps.prompts import LANE_PROMPTS, prompt


def test_every_lane_kind_has_a_question_of_its_own():
    assert set(LANE_PROMPTS) == set(LANE_KINDS)
    assert len(set(LANE_PROMPTS.values())) == len(LANE_PROMPTS)


def test_what_stands_beside_the_cells_asks_too():
    assert prompt("exit") == "What must be true before they can move on?"
    assert prompt("unevidenced") == "We believe this. How could we find out?"
    assert prompt("emotion") == "How do they feel, in their own word?"


def test_a_kind_that_is_not_known_asks_what_any_cell_asks():
    assert prompt("weather") == "What belongs here?"
