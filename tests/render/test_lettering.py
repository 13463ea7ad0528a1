"""Text is measured, broken and split by font so that every program draws it alike."""

from hypothesis import given, settings
from hypothesis import strategies as st

from wayline.render.lettering import clean, clipped, clusters, reads_left, runs, scripts, width, wrap

TEXTS = st.one_of(
    st.text(max_size=60),
    st.lists(st.sampled_from(["北京大学", "سلام", "👩🏽‍⚕️", "🇩🇪", " ", "word", "x" * 50, "e\u0301", "\n"])).map("".join),
)


@given(TEXTS, st.floats(30, 300))
@settings(max_examples=40, deadline=None)
def test_no_line_is_wider_than_its_room_and_no_letter_is_lost(text, room):
    lines = wrap(text, room, 12)
    assert all(width(line, 12) <= room + 0.01 or len(list(clusters(line))) == 1 for line in lines)
    assert "".join("".join(lines).split()) == "".join(clean(text).split())


def test_words_longer_than_the_room_are_cut_anywhere():
    assert wrap("x" * 10, 33, 12) == ("xxxxx", "xxxxx")


def test_the_last_line_of_a_shortened_text_ends_in_an_ellipsis():
    assert wrap("one two three four", 40, 12, most=2)[1].endswith("…")
    assert clipped("a very long title indeed", 60, 12).endswith("…")


def test_a_number_stays_with_its_unit():
    assert "53\xa0days" in wrap("it took 53 days", 60, 12)


def test_east_asian_text_breaks_between_signs_but_not_before_a_full_stop():
    lines = wrap("我在网上查看订单。我在网上查看订单。", 8 * 12 + 1, 12)
    assert len(lines) > 1
    assert not any(line.startswith("。") for line in lines)


def test_what_a_reader_sees_as_one_sign_is_never_split():
    assert list(clusters("a👨‍👩‍👧‍👦🇩🇪5️⃣e\u0301")) == ["a", "👨‍👩‍👧‍👦", "🇩🇪", "5️⃣", "e\u0301"]


def test_each_part_of_a_line_has_the_font_that_holds_it():
    assert runs("Hi 😀 سلام 北京") == [
        ("latin", "Hi "),
        ("emoji", "😀"),
        ("latin", " "),
        ("arabic", "سلام "),
        ("east", "北京"),
    ]
    assert scripts("plain") == set()


def test_the_first_letter_says_in_which_direction_text_runs():
    assert reads_left("(3) سلام")
    assert not reads_left("Salam سلام")


def test_controls_and_marks_that_turn_the_direction_are_removed():
    assert clean("a\x00\x1b\u202eb\ud800\tc") == "ab\ufffd c"
