"""Numbers in words."""

import pytest

from wayline.views import words


@pytest.mark.parametrize(
    ("share", "said"),
    [(0, "0 %"), (0.001, "under 1 %"), (0.005, "under 1 %"), (0.34, "34 %"), (0.996, "over 99 %"), (1, "100 %")],
)
def test_a_share_never_pretends_to_be_none_or_all(share, said):
    assert words.percent(share) == said


@pytest.mark.parametrize(
    ("low", "high", "unit", "said"),
    [
        (0.594, 0.651, "share", "59 to 65 %"),
        (0.0, 0.003, "share", "0 to under 1 %"),
        (0.4, 0.401, "share", "about 40 %"),
        (345600, 518400, "seconds", "4 to 6 days"),
        (129600, 950400, "seconds", "36 h to 11 days"),
        (-1.5, -0.9, "points", "−1.5 to −0.9"),
        (None, 0.5, "share", ""),
    ],
)
def test_an_interval_says_its_unit_once(low, high, unit, said):
    assert words.between(low, high, unit) == said


@pytest.mark.parametrize(
    ("unit", "nouns"),
    [
        ("person", ("person", "people")),
        ("object:delivery", ("delivery", "deliveries")),
        ("object:box", ("box", "boxes")),
        ("session", ("session", "sessions")),
    ],
)
def test_the_unit_of_a_map_has_its_nouns(unit, nouns):
    assert words.nouns(unit) == nouns


@pytest.mark.parametrize(
    ("iso", "said"),
    [
        ("2026-01-09T12:00:00Z", "9 January 2026, 12:00 UTC"),
        ("2026-01-09T00:00:00+00:00", "9 January 2026"),
        ("soon", "soon"),
        (None, ""),
    ],
)
def test_a_time_is_a_day_with_its_hour(iso, said):
    assert words.moment(iso) == said


def test_a_list_ends_with_and():
    assert [words.listed(list("abc")[:n]) for n in range(4)] == ["", "a", "a and b", "a, b and c"]


def test_a_span_of_the_map_is_spoken():
    assert [words.span("7d"), words.span("48h"), words.span("nonsense")] == ["7 days", "2 days", "nonsense"]
