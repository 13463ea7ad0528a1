"""What comes next: the longest past that was seen often enough, ties by name, END as a step."""

import pytest

from wayline.estimates.next_step import END, best_order, learn


def test_a_longer_past_is_followed_where_it_was_seen_five_times():
    paths = [["a", "b", "c"]] * 5 + [["x", "b", "d"]] * 6 + [["y", "b", "c"]] * 4
    model = learn(paths, 2)
    assert model.after(["a", "b"]) == "c"
    assert model.after(["x", "b"]) == "d"
    # seen four times only: b alone is followed by c in nine of fifteen
    assert model.after(["y", "b"]) == "c"
    assert model.after(["d"]) == END


def test_ties_go_to_the_first_by_name_with_end_before_small_letters():
    assert learn([["a", "b"], ["a", "c"]] * 5, 1).after(["a"]) == "b"
    assert learn([["a", "b"], ["a"]] * 5, 1).after(["a"]) == END


def test_the_first_step_is_given_and_the_end_is_predicted():
    paths = [["a", "b"]] * 10
    assert learn(paths, 1).right(paths) == (20, 20)
    assert learn(paths, 1).right([["a"]]) == (0, 1)


def test_the_order_is_chosen_inside_the_learning_part():
    """What comes third depends on what came first: two steps back help, three add nothing."""
    paths = [["a", "m", "x"], ["b", "m", "y"]] * 30
    assert best_order(paths) == 2


@pytest.mark.parametrize("past", [[], ["never"], ["a", "never"]])
def test_an_unknown_past_falls_back_to_what_is_most_frequent(past):
    model = learn([["a", "b", "b"]] * 6, 3)
    assert model.after(past) == "b"
