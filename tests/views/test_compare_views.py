"""Two views side by side: aligned by ids, differences in words, and no verdict that the data do not allow."""

from study_term import measurement, share, study_term
from wayline.maps.model import Card, JourneyMap, Stage, Step
from wayline.views.compare import compare, levels
from wayline.views.map_view import map_view


def simple(*steps, cards=()):
    return JourneyMap("m", "A map", stages=(Stage("s", "Stage", steps=steps),), cards=cards)


def two(before, after):
    told = [{"subjects": pair[1], "elements": {"a": {"reached": share(*pair)}}} for pair in (before, after)]
    return [map_view(simple(Step("a", "One")), one) for one in told]


def test_equal_views_show_no_difference():
    view = map_view(study_term(), measurement())
    assert compare(view, view, separate=True)["sentences"] == ["The two show no difference."]


def test_steps_are_aligned_and_named():
    left = simple(
        Step("a", "One"),
        Step("gone", "Two"),
        Step("c", "Three"),
        cards=(Card("feeling", "a", valence=-1, word="lost"),),
    )
    right = simple(
        Step("a", "One"), Step("c", "Third"), Step("new", "Four"), cards=(Card("feeling", "a", valence=1, word="glad"),)
    )
    found = compare(map_view(left, None), map_view(right, None))
    assert [one["id"] for one in found["elements"]] == ["s", "a", "gone", "c", "new"]
    assert found["sentences"] == [
        "Step “Two” is only in “left”.",
        "Step “Four” is only in “right”.",
        "Feeling at step “One”: −1 → +1.",
        "Feeling at step “One”: no longer “lost”; now “glad”.",
        "Step “Three” is called “Third”.",
    ]


def test_a_difference_of_shares_has_newcombes_interval():
    """Newcombe 1998, table II, example (a): 56/70 and 48/80, difference 0.2, method 10 gives 0.0524 to 0.3339."""
    found = compare(*two((48, 80), (56, 70)), separate=True)["elements"][1]["pairs"][0]
    assert (found["verdict"], found["change"]) == ("higher", "20 points higher (likely 5 to 33)")


def test_a_difference_within_chance_is_no_visible_change():
    found = compare(*two((40, 80), (38, 70)), separate=True)["elements"][1]["pairs"][0]
    assert found["verdict"] == "no visible change"


def test_the_same_subjects_are_not_judged():
    found = compare(*two((48, 80), (56, 70)))
    assert found["elements"][1]["pairs"][0]["verdict"] == "cannot tell"
    assert "no difference of shares is judged" in found["caution"]


def test_what_is_hidden_on_one_side_stays_hidden():
    found = compare(*two((3, 6), (56, 70)), separate=True)["elements"][1]["pairs"][0]
    assert (found["left"], found["verdict"], found["change"]) == ("hidden", "hidden", "")


def test_two_levels_of_a_segment_are_compared():
    told = measurement() | {
        "segments": {
            name: {"subjects": 90, "elements": {"register": {"reached": share(n, 90)}}}
            for name, n in (("new", 30), ("old", 80))
        }
    }
    found = levels(map_view(study_term(), told), "new", "old")
    assert found["sentences"] == [
        "Reached at step “I register”: 33 % (24 to 44 %) → 89 % (81 to 94 %), 56 points higher (likely 42 to 66)."
    ]
