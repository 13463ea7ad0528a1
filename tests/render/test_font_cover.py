"""Letters that no font holds are named, and each foreign part is drawn in one font that holds it."""

from importlib import resources

import pytest

from documents_maps import worldly
from wayline.render import font_cover
from wayline.render.formats import made
from wayline.render.layout import layout
from wayline.render.layout_items import Box
from wayline.render.svg import svg

NOWHERE = "\U0010fffd"  # for private use: no font gives it a shape that all agree on


def bundled(name):
    return str(resources.files("wayline.render").joinpath(f"fonts/{name}"))


def test_the_character_map_of_a_font_says_what_it_holds():
    assert font_cover._held(bundled("Inter-Regular.ttf"), 0, "aßЩ€ต") == frozenset("aßЩ€")
    assert font_cover._held(bundled("NotoSansHebrew-Regular.ttf"), 0, "אa") >= frozenset("א")
    assert font_cover._held(bundled("Twemoji.ttf"), 0, "😀👩ع") == frozenset("😀👩")


def test_a_file_that_is_no_font_holds_nothing(tmp_path):
    (tmp_path / "x.ttf").write_bytes(b"ttcf\x00\x00")
    assert font_cover._held(str(tmp_path / "x.ttf"), 3, "a") == frozenset()
    assert font_cover._held(str(tmp_path / "missing.ttf"), 0, "a") == frozenset()


def test_letters_that_no_font_has_are_named():
    found = font_cover.settled(f'<tspan class="w-other">{NOWHERE}</tspan>')
    assert found.missing == NOWHERE
    assert "1 letter is in no font of this machine" in font_cover.note(found.missing)
    assert "and 6 more" in font_cover.note("x" * 30)
    assert font_cover.note("") == ""


@pytest.mark.parametrize("suffix", [".pdf", ".png"])
def test_a_document_says_which_letters_are_missing_and_nothing_where_none_is(suffix):
    assert any(NOWHERE in note for note in made(worldly((f"a {NOWHERE}", "b")), suffix)[1])
    bundled_scripts = ("Größe Ελλάδα Київ", "سلام (3)", "שלום (כן)", "👨‍👩‍👧‍👦 👩🏽‍⚕️ 🏳️‍🌈 🇩🇪 5️⃣")
    assert not [note for note in made(worldly(bundled_scripts), suffix)[1] if "font" in note]


def test_brackets_of_a_line_from_right_to_left_open_the_other_way():
    drawn = svg(worldly(("ימים (בערך) שלום", "b")))
    before, _, after = drawn.partition(">בערך<")
    assert before.rstrip('"').rpartition("</tspan>")[0].endswith("(")
    assert after.partition("/tspan><tspan")[2].partition(">")[2].startswith(")")


def test_a_chip_holds_text_from_right_to_left():
    frames = [box for row in layout(worldly(("سلام", "b"))).rows for cell in row.cells for box in cell.items if isinstance(box, Box) and box.dash]  # fmt: skip
    assert frames
    for frame in frames:
        assert all(word.x + word.width <= frame.x + frame.width for word in frame.inside if word.align == "end")


def test_a_space_stays_visible_after_a_vowel_sign_with_a_width():
    assert font_cover._spaced("नहीं पता कि, मुझे") == "नहीं\xa0 पता\xa0 कि\xa0, मुझे"
