"""Whatever stands in a map or its data, it is text on the page and cannot command the terminal."""

import re
from html.parser import HTMLParser

from hypothesis import given, settings
from hypothesis import strategies as st

from study_term import share
from wayline.maps.model import (
    Card,
    Handoff,
    JourneyMap,
    Lane,
    Milestone,
    Owner,
    Scenario,
    Stage,
    Step,
    Success,
    Touchpoint,
    Window,
)
from wayline.render.html import html
from wayline.render.markup import el, text
from wayline.render.text import table
from wayline.render.text_width import cut, safe, width
from wayline.views.map_view import map_view

NASTY = st.one_of(
    st.text(max_size=30),
    st.sampled_from(
        ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "</style><b>", "\u202egnp.exe", "'\"`&amp;<!--", "🧑‍🚀👩🏽‍⚕️", "x" * 200,
         "]]>", "\x00\x1b[2J\x07", "\ud800", "العربية", "日本語のとても長い題名", "{{7*7}}", "a\r\nb\tc"]
    ),
)  # fmt: skip


def map_of(word):
    step = Step(
        "a",
        word,
        goal=word,
        touchpoints=(Touchpoint(word, "indirect", word),),
        milestone=Milestone(truth=True, why=word),
    )
    stage = Stage(
        "s", word, goal=word, team=word, target=word, steps=(step,),
        windows=(Window("w", "a", closes=word, title=word, team=word),), handoffs=(Handoff("h", word, word, "a"),),
    )  # fmt: skip
    cards = (
        Card("l", "a", text=word, word=word, link=word, image=word, alt=word),
        Card("feeling", "a", valence=1, word=word),
    )
    return JourneyMap(
        "m", word, description=word, language="en", scenario=Scenario(word, word, word), success=(Success(word, word, word, 0.5),),
        owner=Owner(word, word), stages=(stage,), lanes=(Lane("l", "text", word), Lane("feeling", "emotion", word)), cards=cards,
    )  # fmt: skip


def told(word):
    return {
        "subjects": 50, "elements": {"a": {"reached": share(40, 50), "left": share(4, 50) | {"value": None, "refused": word}}},
        "flows": [{"from": word, "to": "a", "count": 30, "share": 0.5, "median_seconds": None}],
        "coverage": {"ghosts": [{"event": word, "subjects": 20, "events": 20}]}, "provenance": {"map": word},
    }  # fmt: skip


class Names(HTMLParser):
    def __init__(self, source):
        super().__init__()
        self.found = []
        self.feed(source)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, tuple(name for name, _ in attrs)))


@settings(max_examples=60, deadline=None)
@given(NASTY)
def test_no_text_makes_an_element_or_an_attribute(word):
    calm, wild = (Names(html(map_view(map_of(one), told(one)), notice=one)).found for one in ("plain", word or "plain"))
    assert {tag for tag, _ in wild} <= {tag for tag, _ in calm} | {"img", "a"}
    assert {name for _, names in wild for name in names} <= {name for _, names in calm for name in names} | {
        "src",
        "alt",
        "rel",
        "class",
        "dx",
    }


@settings(max_examples=60, deadline=None)
@given(NASTY)
def test_every_page_can_be_written_as_utf8_and_holds_no_controls(word):
    page = html(map_view(map_of(word), told(word)), notice=word)
    page.encode("utf-8")
    assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]", page)


@settings(max_examples=60, deadline=None)
@given(NASTY)
def test_no_text_commands_the_terminal(word):
    shown = table(map_view(map_of(word), told(word)))
    shown.encode("utf-8")
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", shown)


def test_text_is_escaped_and_markup_is_not():
    assert el("p", "<b>", el("b", "x"), title='"') == '<p title="&quot;">&lt;b&gt;<b>x</b></p>'


def test_a_number_stays_with_its_unit():
    assert text("59 to 65 % in 3 days") == "59 to 65\N{NO-BREAK SPACE}% in 3\N{NO-BREAK SPACE}days"


def test_wide_signs_take_two_columns_and_joined_ones_none():
    assert [width("abc"), width("日本"), width("e\u0301"), width("👍")] == [3, 4, 1, 2]
    assert cut("日本語", 5) == "日本…"
    assert safe("a\x1b[31mb\u202ec\nd") == "a\\x1b[31mbc d"
